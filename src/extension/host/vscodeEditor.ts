import * as vscode from 'vscode';
import type { Cancel, Editor } from '../../core/ports.ts';
import { codeColumn, codeEditor } from './codeColumn.ts';

const settling = 5000;
/** A language server that has to start takes its time. */
const starting = 15_000;

/** What VS Code knows of the files below a folder, and of itself. */
export function vscodeEditor(folder: vscode.Uri): Editor {
  const at = (path: string) => vscode.Uri.joinPath(folder, path);
  return {
    errors: async (path, signal) => {
      const document = await openIfThere(at(path));
      if (document === undefined) return undefined;
      // Languages look for errors in files that have a tab, and only once their server is up, which its symbols tell.
      const giveBack = hasTab(document.uri) ? undefined : await showForNow(document);
      try {
        await symbolsOf(document, signal);
        await diagnosticsSettled(document.uri, signal);
      } finally {
        await giveBack?.();
      }
      return vscode.languages
        .getDiagnostics(document.uri)
        .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
        .map(({ message, range }) => `${range.start.line + 1}:${range.start.character + 1}  ${message}`);
    },
    symbols: async (path, signal) => {
      const document = await openIfThere(at(path));
      return document === undefined ? undefined : namesOf(await symbolsOf(document, signal));
    },
    hasExtension: (id) => vscode.extensions.getExtension(id) !== undefined,
    setting: (name) => vscode.workspace.getConfiguration(undefined, folder).get(name),
  };
}

type Named = { name: string; children?: Named[] };

/** What a file defines. A language that has just been met knows nothing for a while, so a file with text in it is asked again. */
async function symbolsOf(document: vscode.TextDocument, signal: Cancel): Promise<Named[]> {
  const end = Date.now() + (document.getText().trim() === '' ? 0 : starting);
  for (;;) {
    const symbols = await vscode.commands.executeCommand<Named[] | undefined>('vscode.executeDocumentSymbolProvider', document.uri);
    if ((symbols !== undefined && symbols.length > 0) || Date.now() >= end || signal.aborted) return symbols ?? [];
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/**
 * Shows a file without taking the focus; gives the way back to what was shown before, for where that is still to be seen beside it. What
 * was opened beside the guide, where there was no code, goes again.
 */
async function showForNow(document: vscode.TextDocument): Promise<() => Promise<void>> {
  const before = codeEditor();
  const column = codeColumn();
  const shown = await vscode.window.showTextDocument(document, { viewColumn: column, preserveFocus: true, preview: true });
  return async () => {
    if (before === undefined && column !== vscode.ViewColumn.Active && vscode.window.activeTextEditor === undefined) {
      await vscode.window.tabGroups.close(
        tabsOf(document.uri).filter(({ isPreview }) => isPreview),
        true,
      );
    }
    const isStillShown = vscode.window.visibleTextEditors.some((editor) => editor.document === shown.document);
    if (before === undefined || !isStillShown || before.viewColumn !== shown.viewColumn) return;
    const { document: own, viewColumn, selection } = before;
    await vscode.window.showTextDocument(own, { preserveFocus: true, preview: false, selection, ...(viewColumn && { viewColumn }) });
  };
}

/** Whether a file has a tab, in sight or not. */
export function hasTab(uri: vscode.Uri): boolean {
  return tabsOf(uri).length > 0;
}

function tabsOf(uri: vscode.Uri): vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
}

function namesOf(symbols: readonly Named[]): string[] {
  return symbols.flatMap(({ name, children = [] }) => [name, ...namesOf(children)]);
}

async function openIfThere(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    await vscode.workspace.fs.stat(uri);
  } catch {
    return undefined;
  }
  return vscode.workspace.openTextDocument(uri);
}

/**
 * Language servers tell errors when they are ready, and say nothing when there are none. A file's diagnostics count as settled once they
 * were told and stayed quiet for a moment, or were not told within 5 s.
 */
function diagnosticsSettled(uri: vscode.Uri, signal: Cancel): Promise<void> {
  return new Promise((resolve) => {
    let quiet: ReturnType<typeof setTimeout> | undefined;
    const finish = () => {
      clearTimeout(limit);
      clearTimeout(quiet);
      listening.dispose();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const limit = setTimeout(finish, settling);
    const wait = () => {
      clearTimeout(quiet);
      quiet = setTimeout(finish, 700);
    };
    const listening = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.some((changed) => changed.toString() === uri.toString())) wait();
    });
    signal.addEventListener('abort', finish);
    if (signal.aborted) finish();
    else if (vscode.languages.getDiagnostics(uri).length > 0) wait();
  });
}
