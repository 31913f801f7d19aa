import * as vscode from 'vscode';
import { message } from '../../core/message.ts';
import { isFor, type MovedOn, movedOnOf, type OldCode, replacementFor } from '../../core/snippet/movedOn.ts';
import type { InstalledSnippet } from '../../core/snippet/snippetIndex.ts';
import { privateCommand } from '../host/privateCommand.ts';
import { reasonOf } from '../host/reason.ts';
import { say } from '../host/say.ts';
import { importEdits } from './insertSnippet.ts';
import type { InstalledSnippets } from './installedSnippets.ts';
import { type Found, oldCodeIn } from './movedOn.ts';
import { offerPackages } from './offerPackages.ts';

type MigrationParts = {
  found(document: vscode.TextDocument): Found | undefined;
  snippets: InstalledSnippets;
  migrated(snippet: InstalledSnippet, places: number): void;
};

const mostFiles = 20_000;

/** Offers quick fixes for old code: in this place, in this file, or, previewed, in every file of the workspace. */
export function offerMigrations({ found, snippets, migrated }: MigrationParts): vscode.Disposable {
  const done = privateCommand((uri: vscode.Uri, movedOn: MovedOn, places: number) => {
    migrated(movedOn.snippet, places);
    return offerPackages(uri, movedOn.replacement?.npm ?? {});
  });
  const everywhere = privateCommand(async (snippet: InstalledSnippet) => {
    try {
      await replaceEverywhere(snippet, snippets, migrated);
    } catch (error) {
      await vscode.window.showWarningMessage(reasonOf(error));
    }
  });
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: async (document, range) => {
      const { version, old } = found(document) ?? { version: -1, old: [] };
      if (version !== document.version) return [];
      const from = document.offsetAt(range.start);
      const to = document.offsetAt(range.end);
      const here = old.filter((one) => one.from <= to && one.to >= from && one.movedOn.replacement !== undefined);
      return (await Promise.all(here.map((one) => actionsFor(document, one, old, { done: done.id, everywhere: everywhere.id })))).flat();
    },
  };
  return vscode.Disposable.from(
    vscode.languages.registerCodeActionsProvider('*', provider, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
    done,
    everywhere,
  );
}

async function actionsFor(
  document: vscode.TextDocument,
  one: OldCode,
  all: readonly OldCode[],
  ids: { done: string; everywhere: string },
): Promise<vscode.CodeAction[]> {
  const { snippet, replacement } = one.movedOn;
  const name = replacement?.name ?? '';
  const alike = all.filter(({ movedOn }) => movedOn.snippet === snippet);
  const make = async (title: string, which: readonly OldCode[]) => {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.edit = new vscode.WorkspaceEdit();
    for (const { range, text } of await editsIn(document, which)) action.edit.replace(document.uri, range, text);
    action.command = { command: ids.done, title: '', arguments: [document.uri, one.movedOn, which.length] };
    return action;
  };
  const here = await make(vscode.l10n.t('Replace with “{0}”', name), [one]);
  here.isPreferred = true;
  const inFile = alike.length > 1 ? [await make(vscode.l10n.t('Replace all {0} in this file with “{1}”', alike.length, name), alike)] : [];
  const everywhere = new vscode.CodeAction(vscode.l10n.t('Replace in all files with “{0}”…', name), vscode.CodeActionKind.QuickFix);
  everywhere.command = { command: ids.everywhere, title: '', arguments: [snippet] };
  return [here, ...inFile, everywhere];
}

/** What to change in a document for these places, with the imports that the new code needs. */
async function editsIn(document: vscode.TextDocument, old: readonly OldCode[]): Promise<{ range: vscode.Range; text: string }[]> {
  const places = old.flatMap((one) => {
    const start = document.positionAt(one.from);
    const indent = /^\s*/.exec(document.lineAt(start.line).text)?.[0] ?? '';
    const text = replacementFor(one, indent);
    return text === undefined ? [] : [{ range: new vscode.Range(start, document.positionAt(one.to)), text }];
  });
  const imports = [...new Set(old.flatMap(({ movedOn }) => movedOn.replacement?.imports ?? []))];
  const { edits } = await importEdits(document, imports);
  return [
    ...edits.map(({ at, insert }) => ({ range: new vscode.Range(document.positionAt(at), document.positionAt(at)), text: insert })),
    ...places,
  ];
}

/** Looks for old code in every file of the workspace, the person having asked, and has VS Code preview what would change. */
async function replaceEverywhere(
  snippet: InstalledSnippet,
  snippets: InstalledSnippets,
  migrated: MigrationParts['migrated'],
): Promise<void> {
  const all = movedOnOf((await snippets.index()).all);
  const movedOn = all.find((one) => one.snippet.name === snippet.name && one.snippet.pack.name === snippet.pack.name);
  if (movedOn?.replacement === undefined) return;
  const { replacement } = movedOn;
  const edit = new vscode.WorkspaceEdit();
  const metadata = { needsConfirmation: false, label: vscode.l10n.t('Replace “{0}” with “{1}”', snippet.name, replacement.name) };
  const places = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Looking for “{0}”…', snippet.name), cancellable: true },
    async (progress, cancel) => {
      const files = await vscode.workspace.findFiles('**/*', '**/{node_modules,.git,dist,out}/**', mostFiles, cancel);
      let count = 0;
      for (const [index, uri] of files.entries()) {
        if (cancel.isCancellationRequested) return undefined;
        if (index % 100 === 0) progress.report({ message: `${index} / ${files.length}`, increment: 10_000 / files.length });
        const document = await documentWith(uri, movedOn);
        if (document === undefined) continue;
        const old = (await oldCodeIn(document, [movedOn], () => cancel.isCancellationRequested)) ?? [];
        for (const { range, text } of await editsIn(document, old)) edit.replace(uri, range, text, metadata);
        // What needs to be confirmed opens the preview, but stands there unticked. A file that is to be made and is there already needs it, and is left out.
        if (count === 0 && old.length > 0) edit.createFile(uri, { ignoreIfExists: true }, { ...metadata, needsConfirmation: true });
        count += old.length;
      }
      return cancel.isCancellationRequested ? undefined : count;
    },
  );
  if (places === undefined) return;
  if (places === 0) {
    await vscode.window.showInformationMessage(say(message('snippet.noneFound', replacement.name)));
    return;
  }
  if (await vscode.workspace.applyEdit(edit, { isRefactoring: true })) migrated(snippet, places);
}

const largest = 1_000_000;

/** A file as a document, if it may hold the old code and is written in its language: few files are worth opening. */
async function documentWith(uri: vscode.Uri, movedOn: MovedOn): Promise<vscode.TextDocument | undefined> {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    if (bytes.length > largest || bytes.includes(0)) return undefined;
    if (!new TextDecoder().decode(bytes).includes(movedOn.pattern.literal)) return undefined;
    const document = await vscode.workspace.openTextDocument(uri);
    return isFor(movedOn, document.languageId) ? document : undefined;
  } catch {
    // What cannot be read is not changed either.
    return undefined;
  }
}
