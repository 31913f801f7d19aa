import * as vscode from 'vscode';
import { type EditorAnswer, type EditorQuestion, editorQuestion, questionsVariable } from '../../protocol/editorQuestion.ts';
import { reasonOf } from '../host/reason.ts';
import { vscodeEditor } from '../host/vscodeEditor.ts';

/** A file that was changed beside VS Code is read anew a moment later. */
const catchingUp = 5000;

/** Answers what `onramp test --editor` asks, until there is nothing more. An extension host calls it as it calls tests. */
export async function run(): Promise<void> {
  const address = process.env[questionsVariable];
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (address === undefined || folder === undefined) throw new Error(`${questionsVariable} or the folder is missing`);
  for (;;) {
    const question = editorQuestion.parse(await (await fetch(`${address}/next`)).json());
    if (question.ask === 'nothing') return;
    if (question.ask === 'later') continue;
    const answer: EditorAnswer = await answerTo(question, folder).then(
      (value) => ({ id: question.id, answer: value }),
      (error: unknown) => ({ id: question.id, failed: reasonOf(error) }),
    );
    await fetch(`${address}/answer`, { method: 'POST', body: JSON.stringify(answer) });
  }
}

async function answerTo(question: Extract<EditorQuestion, { id: number }>, folder: vscode.Uri): Promise<unknown> {
  const editor = vscodeEditor(folder);
  const never = new AbortController().signal;
  switch (question.ask) {
    case 'errors':
      await caughtUp(vscode.Uri.joinPath(folder, question.path));
      return editor.errors(question.path, never);
    case 'symbols':
      await caughtUp(vscode.Uri.joinPath(folder, question.path));
      return editor.symbols(question.path, never);
    case 'extension':
      return editor.hasExtension(question.name);
    case 'setting':
      return editor.setting(question.name);
  }
}

/** Waits until VS Code holds what is on disk, where it has the file open. */
async function caughtUp(uri: vscode.Uri): Promise<void> {
  const end = Date.now() + catchingUp;
  while (Date.now() < end) {
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (open === undefined) return;
    const bytes = await vscode.workspace.fs.readFile(uri).then(
      (read) => read,
      () => undefined,
    );
    if (bytes === undefined || open.getText() === new TextDecoder().decode(bytes)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
