import * as vscode from 'vscode';
import type { Files } from '../../core/ports.ts';
import type { FileDecision } from '../../core/scaffold/apply.ts';
import type { ComparedFile } from '../../core/scaffold/compare.ts';
import { bytesOf } from '../../core/scaffold/content.ts';
import { lineHunks } from '../../core/scaffold/lineHunks.ts';
import { textOfUtf8, utf8Of } from '../../core/utf8.ts';
import type { PreviewFolder } from './previewFiles.ts';

/** A longer file is named in the preview, not shown. */
const longestShown = 512 * 1024;

/**
 * Lets the person decide file by file in VS Code's refactor preview, and for a text that is there line by line: what is there is not ticked,
 * so it stays. The preview works on copies in memory: nothing on disk is changed by it. Undefined where it is discarded.
 */
export async function decideInPreview(
  preview: PreviewFolder,
  compared: readonly ComparedFile[],
  mine: Files,
): Promise<ReadonlyMap<string, FileDecision> | undefined> {
  const edit = new vscode.WorkspaceEdit();
  for (const file of compared) {
    if (file.state === 'new') edit.createFile(preview.at(file.path), { contents: await shownOf(file) }, newFile());
    if (file.state === 'conflict') await addConflict(edit, preview, file, mine);
  }
  if (!(await vscode.workspace.applyEdit(edit, { isRefactoring: true }))) return undefined;
  return await decided(preview.written(), compared);
}

/** Shows what would be written, all of it new, as one editor of differences. */
export async function showNewFiles(preview: PreviewFolder, title: string, compared: readonly ComparedFile[]): Promise<void> {
  const shown: [vscode.Uri, undefined, vscode.Uri][] = [];
  for (const file of compared.filter(({ state }) => state === 'new')) {
    preview.put(file.path, await shownOf(file));
    shown.push([preview.at(file.path), undefined, preview.at(file.path)]);
  }
  await vscode.commands.executeCommand('vscode.changes', title, shown);
}

function newFile(): vscode.WorkspaceEditEntryMetadata {
  return { needsConfirmation: false, label: vscode.l10n.t('New files') };
}

async function addConflict(edit: vscode.WorkspaceEdit, preview: PreviewFolder, file: ComparedFile, mine: Files): Promise<void> {
  const uri = preview.at(file.path);
  const there = {
    needsConfirmation: true,
    label: vscode.l10n.t('There already, with other content'),
    description: vscode.l10n.t('ticked is replaced'),
  };
  const [own, given] = [(await mine.readBytes(file.path)) ?? new Uint8Array(), await bytesOf(file.content)];
  const isShort = own.length <= longestShown && given.length <= longestShown;
  const [ownText, givenText] = isShort ? [textOfUtf8(own), textOfUtf8(given)] : [];
  const hunks = ownText === undefined || givenText === undefined ? undefined : lineHunks(ownText, givenText);
  if (hunks === undefined) {
    preview.put(file.path, inWords(file.path, own));
    edit.createFile(uri, { overwrite: true, contents: inWords(file.path, given) }, there);
    return;
  }
  preview.put(file.path, own);
  for (const { from, to, text } of hunks) edit.replace(uri, new vscode.Range(from, 0, to, 0), text, there);
}

async function shownOf({ path, content }: ComparedFile): Promise<Uint8Array> {
  const size = typeof content === 'object' && 'source' in content ? ((await content.source.stat(content.path))?.size ?? 0) : 0;
  if (size > longestShown) return utf8Of(vscode.l10n.t('{0}: {1} bytes', path, size));
  return inWords(path, await bytesOf(content));
}

/** The text that a file is, or its size where it is none that a diff can show. */
function inWords(path: string, bytes: Uint8Array): Uint8Array {
  const text = bytes.length > longestShown ? undefined : textOfUtf8(bytes);
  return text === undefined || text.includes('\0') ? utf8Of(vscode.l10n.t('{0}: {1} bytes that are not text', path, bytes.length)) : bytes;
}

/** By what VS Code wrote into the copies. A text of which only some lines were ticked is what it became. */
async function decided(written: ReadonlyMap<string, Uint8Array>, compared: readonly ComparedFile[]): Promise<Map<string, FileDecision>> {
  const decisions = new Map<string, FileDecision>();
  for (const { path, content, state } of compared) {
    const result = written.get(path);
    if (state === 'same') continue;
    decisions.set(path, result === undefined ? 'keep' : 'replace');
    if (state === 'new' || result === undefined) continue;
    const [got, given] = [textOfUtf8(result), textOfUtf8(inWords(path, await bytesOf(content)))];
    // Where only the line ends are the person's own, all of it was ticked.
    if (got !== undefined && given !== undefined && plain(got) !== plain(given)) decisions.set(path, { text: got });
  }
  return decisions;
}

function plain(text: string): string {
  return text.replace(/\r\n/g, '\n');
}
