import * as vscode from 'vscode';
import { message } from '../../core/message.ts';
import { patchText } from '../../core/tutorial/patch.ts';
import { placeText, type TextEdit } from '../../core/tutorial/place.ts';
import type { Block } from '../../core/tutorial/tutorial.ts';
import { codeColumn } from '../host/codeColumn.ts';
import type { GuardWriting } from './learnerFolder.ts';
import { Refused } from './refused.ts';

type WritingBlock = Extract<Block, { kind: 'file' | 'diff' }>;
export type Written = 'create' | 'replace' | 'insert' | 'append' | 'patch' | 'already' | 'declined';

/** The scheme of the documents that show what a file would become. */
export const proposalScheme = 'onramp-proposal';

/** Holds each text that is offered for a file, under an address of its own, until nothing shows it any more. */
export type Proposals = { offer(uri: vscode.Uri, text: string): vscode.Uri; dispose(): void };

export function openProposals(): Proposals {
  const texts = new Map<string, string>();
  let count = 0;
  const owned = [
    vscode.workspace.registerTextDocumentContentProvider(proposalScheme, {
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())),
  ];
  return {
    offer: (uri, text) => {
      // While a tab has a text of an address VS Code asks for no other: the next offer for the file would show as the one before.
      const proposed = uri.with({ scheme: proposalScheme, query: String(++count) });
      texts.set(proposed.toString(), text);
      return proposed;
    },
    dispose: () => {
      for (const thing of owned) thing.dispose();
    },
  };
}

export type WriteBlockParts = {
  proposals: Proposals;
  guardWriting: GuardWriting;
  /** Is awaited when it is certain that the file will be changed. */
  beforeChange(): Promise<void>;
};

/**
 * Puts a block's text where it belongs, or applies its diff, as one undo step, and saves. What replaces or changes lines of a file is shown
 * as a difference first and done only by the person's word: their word about the text that is there when it is done, so that a file which
 * changes meanwhile is looked at anew. Throws `Refused` where the place cannot be found.
 */
export async function writeBlock(
  folder: vscode.Uri,
  block: WritingBlock,
  { proposals, guardWriting, beforeChange }: WriteBlockParts,
): Promise<Written> {
  const uri = vscode.Uri.joinPath(folder, block.path);
  const open = () => openIfThere(uri, block.path);
  for (let again = false; ; again = true) {
    await guardWriting(folder, block.path);
    const content = (await open())?.getText();
    const edit = block.kind === 'diff' ? patchEdit(block, content) : placeEdit(block, content);
    if (edit === undefined) {
      const { document } = await vscode.window.showTextDocument(uri, { viewColumn: codeColumn(), preserveFocus: true, preview: true });
      // It may stand in the editor only: typed by the person, or left by a block that could not be saved.
      if (document.isDirty) await beforeChange();
      await save(document);
      return 'already';
    }
    const changes = block.kind === 'diff' || (block.place.how === 'whole' && content !== '');
    if (content !== undefined && changes && !(await confirmChange(uri, block, content, edit, { proposals, again }))) return 'declined';
    // Before it is noted, too: what is noted has to be what the change meets.
    if ((await open())?.getText() !== content) continue;
    await beforeChange();
    const document = await open();
    if (document?.getText() !== content) continue;
    await applyEdit(uri, document, edit);
    if (block.kind === 'diff') return 'patch';
    if (block.place.how === 'whole') return content === undefined || content === '' ? 'create' : 'replace';
    return block.place.how === 'append' ? 'append' : 'insert';
  }
}

/** Undefined where all is in place already. */
function placeEdit(block: Extract<Block, { kind: 'file' }>, content: string | undefined): TextEdit | undefined {
  const placed = placeText(content, block.text, block.place);
  if (placed.kind === 'noAnchor') {
    throw new Refused(content === undefined ? message('write.noFile', block.path) : message('write.noAnchor', block.path, placed.anchor));
  }
  return placed.kind === 'none' ? undefined : placed.edit;
}

function patchEdit({ path, text }: Extract<Block, { kind: 'diff' }>, content: string | undefined): TextEdit | undefined {
  const patched = patchText(content, text);
  if (patched.kind === 'none') return undefined;
  if (patched.kind === 'changed') return { at: 0, remove: content?.length ?? 0, insert: patched.text };
  if (patched.kind === 'unreadable') throw new Refused(message('fence.diff', patched.why));
  throw new Refused(content === undefined ? message('write.noFile', path) : message('write.noPlace', path));
}

async function openIfThere(uri: vscode.Uri, path: string): Promise<vscode.TextDocument | undefined> {
  const there = await vscode.workspace.fs.stat(uri).then(
    ({ type }) => type,
    () => undefined,
  );
  if (there === undefined) return undefined;
  if (there & vscode.FileType.Directory) throw new Refused(message('write.folder', path));
  return vscode.workspace.openTextDocument(uri);
}

/** Shows what would become of a file beside what it is, and asks. */
async function confirmChange(
  uri: vscode.Uri,
  { kind, path }: WritingBlock,
  content: string,
  edit: TextEdit,
  { proposals, again }: { proposals: Proposals; again: boolean },
): Promise<boolean> {
  const proposed = content.slice(0, edit.at) + edit.insert + content.slice(edit.at + edit.remove);
  const title = vscode.l10n.t('{0}: yours and the tutorial’s', path);
  const offered = proposals.offer(uri, proposed);
  await vscode.commands.executeCommand('vscode.diff', uri, offered, title, {
    viewColumn: codeColumn(),
    preview: true,
    preserveFocus: true,
  });
  const yes = kind === 'diff' ? vscode.l10n.t('Apply') : vscode.l10n.t('Replace');
  const shown = vscode.l10n.t('The difference is shown behind this question. Undo in the file brings yours back.');
  const detail = again ? vscode.l10n.t('The file has changed meanwhile. {0}', shown) : shown;
  const answer = await vscode.window.showWarningMessage(
    kind === 'diff' ? vscode.l10n.t('Apply this change to {0}?', path) : vscode.l10n.t('Replace {0} with the tutorial’s version?', path),
    { modal: true, detail },
    yes,
  );
  await closeDiff(offered);
  return answer === yes;
}

async function closeDiff(offered: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const diffs = tabs.filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === offered.toString());
  await vscode.window.tabGroups.close(diffs, true);
}

async function applyEdit(uri: vscode.Uri, document: vscode.TextDocument | undefined, { at, remove, insert }: TextEdit): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  if (document === undefined) {
    edit.createFile(uri, { contents: new TextEncoder().encode(insert) });
  } else {
    edit.replace(uri, new vscode.Range(document.positionAt(at), document.positionAt(at + remove)), insert);
  }
  if (!(await vscode.workspace.applyEdit(edit))) throw new Refused(message('write.refused', vscode.workspace.asRelativePath(uri)));
  const changed = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(changed, { viewColumn: codeColumn(), preserveFocus: true, preview: false });
  const start = changed.positionAt(document === undefined ? 0 : at);
  editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  await save(changed);
}

async function save(document: vscode.TextDocument): Promise<void> {
  if (document.isDirty && !(await document.save()))
    throw new Refused(message('write.notSaved', vscode.workspace.asRelativePath(document.uri)));
}
