import * as vscode from 'vscode';
import { message } from '../../core/message.ts';
import type { Files } from '../../core/ports.ts';
import { addImports, type ImportEdits } from '../../core/snippet/imports/addImports.ts';
import { modulesOf } from '../../core/snippet/imports/jsImports.ts';
import { packageType } from '../../core/snippet/packageJson.ts';
import type { PackSnippet } from '../../core/snippet/packSnippets.ts';
import { insertableBody } from '../../core/snippet/renderBody.ts';
import { readSnippets } from '../../core/snippet/snippetFile.ts';
import { say, sayProblem } from '../host/say.ts';
import { nearestPackage } from './nearestPackage.ts';
import { offerPackages } from './offerPackages.ts';

/** Finds a snippet in its pack. Throws in words for the person where it cannot be read. */
export async function findSnippet(pack: Files, { file, name }: { file: string; name: string }): Promise<PackSnippet> {
  const text = await pack.readText(file);
  const read = readSnippets(text ?? '{}');
  const snippet = read.snippets.find((one) => one.name === name);
  if (snippet !== undefined) return { ...snippet, file };
  const [problem] = read.problems;
  throw new Error(problem === undefined ? say(message('snippet.missing', file, name)) : sayProblem({ ...problem, file }));
}

/**
 * Inserts a snippet at the cursor of an editor, its tab stops live, with the imports it needs at the file's top: one step to undo. Packages
 * that are missing are offered afterwards. Throws in words for the person where VS Code refuses.
 */
export async function insertSnippet(editor: vscode.TextEditor, snippet: PackSnippet, { onNewLine = false } = {}): Promise<void> {
  const body = insertableBody(snippet.body);
  if (body === undefined) throw new Error(say(message('snippet.endless')));
  const { document, viewColumn } = editor;
  // The person goes on typing in the tab stops, so this one act takes the focus to the file.
  const focused = await vscode.window.showTextDocument(document, { viewColumn: viewColumn ?? vscode.ViewColumn.Active, preview: false });
  const { edits, left } = await importEdits(document, snippet.imports);
  const end = document.lineAt(document.lineCount - 1);
  const newLine = onNewLine && !end.isEmptyOrWhitespace ? (document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n') : '';
  const changes = [...edits, ...(newLine === '' ? [] : [{ at: document.getText().length, insert: newLine }])];
  const ranges = onNewLine ? [new vscode.Range(end.range.end, end.range.end)] : focused.selections;
  const places = ranges.map(({ start, end: last }) => ({ from: document.offsetAt(start), to: document.offsetAt(last) }));
  const stops = { undoStopBefore: true, undoStopAfter: false };
  if (changes.length > 0) {
    const done = await focused.edit((edit) => {
      for (const { at, insert } of changes) edit.insert(document.positionAt(at), insert);
    }, stops);
    if (!done) throw refusal(document);
  }
  // Where the cursors are by now VS Code tells a moment later: it is worked out instead.
  const moved = (offset: number) => offset + changes.reduce((sum, { at, insert }) => sum + (at <= offset ? insert.length : 0), 0);
  const now = places.map(({ from, to }) => new vscode.Range(document.positionAt(moved(from)), document.positionAt(moved(to))));
  const goOn = { ...stops, undoStopBefore: changes.length === 0 };
  if (!(await focused.insertSnippet(new vscode.SnippetString(body), now, goOn))) throw refusal(document);
  if (left.length > 0) void vscode.window.showInformationMessage(say(message('snippet.importByHand', left.join('; '))));
  await offerPackages(document.uri, snippet.npm);
}

/** What to change at a document's top for its imports. */
export async function importEdits(document: vscode.TextDocument, imports: readonly string[]): Promise<ImportEdits> {
  return imports.length === 0 ? { edits: [], left: [] } : (await importEditor(document))(imports);
}

/** Looks at what a document's imports must look like, and gives what works out the changes for some. */
export async function importEditor(document: vscode.TextDocument): Promise<(imports: readonly string[]) => ImportEdits> {
  const nearest = await nearestPackage(document.uri);
  const text = document.getText();
  const modules = modulesOf(text, document.uri.path, nearest === undefined ? undefined : packageType(nearest.text));
  return (imports) => addImports(text, document.languageId, imports, modules);
}

function refusal({ uri }: vscode.TextDocument): Error {
  return new Error(say(message('snippet.refused', vscode.workspace.asRelativePath(uri))));
}
