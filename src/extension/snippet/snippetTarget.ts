import * as vscode from 'vscode';
import { message } from '../../core/message.ts';
import { codeColumn, codeEditor } from '../host/codeColumn.ts';
import { say } from '../host/say.ts';

/** Where a tutorial's snippet goes: at the cursor of an editor, or on a line of its own at the end of a file that was not in sight. */
export type SnippetTarget = { editor: vscode.TextEditor; onNewLine: boolean };

/**
 * The editor of the file that a step speaks of, opened where it is not in sight; the one in use where the step speaks of none, or of one
 * that is not there. Throws in words for the person where that is no file of a folder that is open.
 */
export async function snippetTarget(folder: vscode.Uri, spokenOf: string | undefined): Promise<SnippetTarget> {
  const active = codeEditor();
  const named = spokenOf === undefined ? undefined : vscode.Uri.joinPath(folder, spokenOf);
  const isNamed = (editor: vscode.TextEditor) => editor.document.uri.toString() === named?.toString();
  const inSight = [active, ...vscode.window.visibleTextEditors].find((editor) => editor !== undefined && isNamed(editor));
  if (inSight !== undefined) return { editor: inSight, onNewLine: false };
  const document = named === undefined ? undefined : await openIfThere(named);
  if (document !== undefined) {
    const editor = await vscode.window.showTextDocument(document, { viewColumn: codeColumn(), preview: false });
    return { editor, onNewLine: document.getText() !== '' };
  }
  if (active !== undefined && vscode.workspace.getWorkspaceFolder(active.document.uri)) return { editor: active, onNewLine: false };
  throw new Error(say(spokenOf === undefined ? message('snippet.noEditor') : message('reference.missing', spokenOf)));
}

async function openIfThere(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  const there = await vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.File) !== 0,
    () => false,
  );
  return there ? vscode.workspace.openTextDocument(uri) : undefined;
}
