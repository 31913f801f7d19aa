import * as vscode from 'vscode';
import { message } from '../../core/message.ts';
import type { Files } from '../../core/ports.ts';
import { readSnippets } from '../../core/snippet/snippetFile.ts';
import { say, sayProblem } from '../host/say.ts';

/**
 * Inserts a snippet of a pack at the cursor of the editor that is in use, its tab stops live. Throws in words for the person where the
 * snippet cannot be read or no file is open.
 */
export async function insertSnippet(pack: Files, { file, name }: { file: string; name: string }): Promise<void> {
  const text = await pack.readText(file);
  const read = readSnippets(text ?? '{}');
  const snippet = read.snippets.find((one) => one.name === name);
  if (snippet === undefined) {
    const [problem] = read.problems;
    throw new Error(problem === undefined ? say(message('snippet.missing', file, name)) : sayProblem({ ...problem, file }));
  }
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !vscode.workspace.getWorkspaceFolder(editor.document.uri)) throw new Error(say(message('snippet.noEditor')));
  // The person goes on typing in the tab stops, so this one act takes the focus to the file.
  const focused = await vscode.window.showTextDocument(editor.document, {
    viewColumn: editor.viewColumn ?? vscode.ViewColumn.Active,
    preview: false,
  });
  if (!(await focused.insertSnippet(new vscode.SnippetString(snippet.body))))
    throw new Error(say(message('snippet.refused', vscode.workspace.asRelativePath(editor.document.uri))));
}
