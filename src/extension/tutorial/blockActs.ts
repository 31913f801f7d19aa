import * as vscode from 'vscode';
import { message } from '../../core/message.ts';
import { decoded, folderOf, resolvePath } from '../../core/path.ts';
import type { Shell } from '../../core/ports.ts';
import { fileSpokenOf } from '../../core/tutorial/acts.ts';
import { tutorialId } from '../../core/tutorial/head.ts';
import { isRight } from '../../core/tutorial/quizBlock.ts';
import { findStep, type SessionEvent } from '../../core/tutorial/session.ts';
import type { Block, Link, Section } from '../../core/tutorial/tutorial.ts';
import type { Report } from '../../protocol/event.ts';
import type { FromGuide } from '../../protocol/guide.ts';
import { codeColumn, codeEditor } from '../host/codeColumn.ts';
import { inTurn } from '../host/inTurn.ts';
import { say } from '../host/say.ts';
import type { Highlight } from './highlight.ts';
import { type GuardWriting, learnerFolder, requireTrust, trustedFolder } from './learnerFolder.ts';
import { activityOf, hereIn, type OpenTutorial, type StepPlace } from './openTutorial.ts';
import { Refused, wordsOf } from './refused.ts';
import { exitOf, type TutorialTerminal } from './terminal.ts';
import { type Proposals, writeBlock } from './writeBlock.ts';

/** Where a snippet goes: at the cursor of an editor, or on a line of its own at the end of its file. */
export type SnippetTarget = { editor: vscode.TextEditor; onNewLine: boolean };

/** What a person does with one thing of the section that is shown, by its index. */
export type BlockAct = Exclude<Extract<FromGuide, { index: number }>, { type: 'check' }>;

export type BlockActParts = {
  terminal: TutorialTerminal;
  highlight: Highlight;
  proposals: Proposals;
  shellAt: ((folder: string) => Shell) | undefined;
  report(reports: readonly Report[]): void;
  /** Gives the files that were written; undefined where the person decided otherwise. */
  scaffold(from: OpenTutorial, template: string, folder: vscode.Uri): Promise<boolean>;
  /** Where a snippet of the step that is shown goes; `spokenOf` is the file that the step speaks of before it. */
  snippetTarget(folder: vscode.Uri, spokenOf: string | undefined): Promise<SnippetTarget>;
  /** Inserts it and tells that it was. */
  insertSnippet(from: OpenTutorial, link: Extract<Link, { kind: 'snippet' }>, target: SnippetTarget): Promise<void>;
  /** Whether the person trusts who made the pack; asked once, before it runs or writes anything. */
  isTrusted(open: OpenTutorial): Promise<boolean>;
  guardWriting: GuardWriting;
  /** Notes what files hold before an act of the step that is shown changes them. */
  keepBefore(open: OpenTutorial, folder: vscode.Uri, paths: readonly string[]): Promise<void>;
};

/** What the acts need of the player that they belong to. */
export type BlockActPlayer = {
  changed(): void;
  move(event: SessionEvent): Promise<void>;
  open(pack: string, tutorial: string, step?: string): Promise<void>;
  cancelChecks(): void;
  /** Something was done in a step that its checks may look at. */
  happened(open: OpenTutorial, step: string | null): void;
};

/** Does the acts on blocks, links and references. Rejects with what is to be told to the person. */
export function blockActs(parts: BlockActParts, player: BlockActPlayer) {
  const { terminal, highlight, proposals, shellAt, report, guardWriting, keepBefore, isTrusted } = parts;
  /** By its place: the block itself is another once its author has saved the tutorial. */
  const running = new Map<string, AbortController>();
  const writing = new Set<Block>();
  const writeInTurn = inTurn();

  return async (now: OpenTutorial, section: Section, act: BlockAct): Promise<void> => {
    const { index } = act;
    const block = section.blocks[index];
    switch (act.type) {
      case 'run':
        return block?.kind === 'run' ? run(now, block, index) : undefined;
      case 'write':
        return block?.kind === 'file' || block?.kind === 'diff' ? write(now, block, index) : undefined;
      case 'insert':
        return block === undefined ? undefined : insertAtCursor(block.text);
      case 'answer':
        return block?.kind === 'quiz' ? answer(now, section, block, act) : undefined;
      case 'tick':
        return player.move({ type: 'tick', step: now.progress.current, task: index, on: act.on });
      case 'cancel':
        return block?.kind === 'run' ? running.get(placeOf(now, index))?.abort() : player.cancelChecks();
      case 'hint':
        return reportHere(now, (place) => ({ type: 'dev.onramp.hint.opened', data: { ...place, hint: index } }));
      case 'reference':
        return showReference(now, section, index);
      case 'link':
        return followLink(now, section, section.links[index]);
    }
  };

  async function run(now: OpenTutorial, block: Block, index: number): Promise<void> {
    const folder = await trustedFolder(now);
    if (shellAt === undefined || folder.scheme !== 'file') throw new Refused(message('run.noTerminal'));
    const step = now.progress.current;
    const { runs } = activityOf(now, step);
    const place = hereIn(now);
    // Asked first: while that is waited for, a second click may come.
    if (!(await isTrusted(now)) || runs.get(index)?.kind === 'running') return;
    const stop = new AbortController();
    const key = placeOf(now, index);
    running.set(key, stop);
    runs.set(index, { kind: 'running' });
    player.changed();
    let exit: number | null = null;
    let stopped = false;
    try {
      const ended = await terminal.run(block.text, folder, stop.signal);
      stopped = ended === 'closed' || stop.signal.aborted;
      exit = exitOf(ended);
    } finally {
      running.delete(key);
      runs.set(index, stopped ? { kind: 'stopped' } : { kind: 'ended', exit });
      player.changed();
    }
    player.happened(now, step);
    if (place !== undefined) report([{ type: 'dev.onramp.command.run', data: { ...place, exit } }]);
  }

  async function write(now: OpenTutorial, block: Extract<Block, { kind: 'file' | 'diff' }>, index: number): Promise<void> {
    const folder = await trustedFolder(now);
    if (!(await isTrusted(now)) || writing.has(block)) return;
    writing.add(block);
    const step = now.progress.current;
    const { writes } = activityOf(now, step);
    const place = hereIn(now);
    try {
      const file = vscode.Uri.joinPath(folder, block.path).toString();
      const beforeChange = () => keepBefore(now, folder, [block.path]);
      const how = await writeInTurn(file, () => writeBlock(folder, block, { proposals, guardWriting, beforeChange }));
      if (how === 'declined') return;
      writes.set(index, { kind: 'written' });
      if (how !== 'already' && place !== undefined) report([{ type: 'dev.onramp.file.written', data: { ...place, how } }]);
      player.happened(now, step);
    } catch (error) {
      writes.set(index, { kind: 'failed', why: wordsOf(error) });
    } finally {
      writing.delete(block);
    }
    player.changed();
  }

  async function answer(
    now: OpenTutorial,
    section: Section,
    { quiz }: Extract<Block, { kind: 'quiz' }>,
    { index, chosen }: Extract<BlockAct, { type: 'answer' }>,
  ): Promise<void> {
    const right = isRight(quiz, chosen);
    const step = now.progress.current;
    activityOf(now, step).answers.set(index, { chosen, right });
    player.changed();
    const number = section.blocks.slice(0, index).filter(({ kind }) => kind === 'quiz').length;
    if (step !== null) await player.move({ type: 'answered', step, quiz: number, right });
  }

  async function showReference(now: OpenTutorial, section: Section, index: number): Promise<void> {
    const reference = section.references[index];
    if (reference === undefined) return;
    const seen = await highlight.reveal(await learnerFolder(now), reference);
    if (seen.kind === 'missing') throw new Refused(message('reference.missing', reference.path));
    if (seen.kind === 'drifted') throw new Refused(message('reference.drifted', reference.path));
    // It is shown, so nothing waits for the person to have read this.
    if (seen.kind === 'guess')
      void vscode.window.showInformationMessage(say(message('reference.guess', reference.path, seen.lines.from + 1)));
  }

  async function followLink(now: OpenTutorial, section: Section, link: Link | undefined): Promise<void> {
    switch (link?.kind) {
      case undefined:
        return;
      case 'web':
        // As it is written: made into a Uri, what is encoded in it would come out as something else.
        await vscode.commands.executeCommand('vscode.open', link.url);
        return;
      case 'command':
        await vscode.commands.executeCommand(link.command);
        return;
      case 'template':
        if ((await isTrusted(now)) && (await parts.scaffold(now, link.name, await trustedFolder(now)))) {
          reportHere(now, (place) => ({ type: 'dev.onramp.template.scaffolded', data: { ...place, template: link.name } }));
        }
        return;
      case 'snippet':
        return (await isTrusted(now)) ? insertSnippet(now, section, link) : undefined;
      case 'tutorial':
        return openOther(now, link);
      case 'plain': {
        const step = findStep(now.tutorial, decoded(link.href.replace(/^#/, '')));
        return step === undefined ? showFile(now, link.href) : player.move({ type: 'go', step: step.id });
      }
    }
  }

  async function openOther({ pack }: OpenTutorial, { path, step }: Extract<Link, { kind: 'tutorial' }>): Promise<void> {
    const id = tutorialId(path);
    if (!pack.tutorials.some((tutorial) => tutorial.id === id)) throw new Refused(message('tutorial.gone', pack.manifest.title, id));
    return player.open(pack.manifest.name, id, step);
  }

  /** Another file of the pack, such as a text or a picture, in an editor. */
  async function showFile({ root, tutorial }: OpenTutorial, href: string): Promise<void> {
    const [target = ''] = href.split(/[?#]/);
    const path = target === '' ? undefined : resolvePath(folderOf(tutorial.path), decoded(target));
    const file = path === undefined ? undefined : vscode.Uri.joinPath(root, path);
    const stat = file && (await vscode.workspace.fs.stat(file).then(undefined, () => undefined));
    if (file === undefined || stat?.type !== vscode.FileType.File) throw new Refused(message('link.unknown', href));
    await vscode.commands.executeCommand('vscode.open', file, { viewColumn: codeColumn(), preview: true, preserveFocus: true });
  }

  async function insertSnippet(now: OpenTutorial, section: Section, link: Extract<Link, { kind: 'snippet' }>): Promise<void> {
    const folder = await trustedFolder(now);
    const target = await parts.snippetTarget(folder, fileSpokenOf(section, link));
    const { uri } = target.editor.document;
    if (uri.path.startsWith(`${folder.path}/`)) {
      const path = uri.path.slice(folder.path.length + 1);
      await guardWriting(folder, path);
      await keepBefore(now, folder, [path]);
    }
    await parts.insertSnippet(now, link, target);
  }

  function reportHere(now: OpenTutorial, make: (place: StepPlace) => Report): void {
    const place = hereIn(now);
    if (place !== undefined) report([make(place)]);
  }
}

/** Where a block is in which tutorial, as a key. */
function placeOf({ progress: { pack, tutorial, current } }: OpenTutorial, index: number): string {
  return JSON.stringify([pack, tutorial, current, index]);
}

/** Puts a block's text where the cursor is, in the editor that is in use beside the guide. */
async function insertAtCursor(text: string): Promise<void> {
  requireTrust();
  const editor = codeEditor();
  if (editor === undefined) throw new Refused(message('snippet.noEditor'));
  const done = await editor.edit((edit) => {
    for (const selection of editor.selections) edit.replace(selection, text.replace(/\n$/, ''));
  });
  if (!done) throw new Refused(message('write.refused', vscode.workspace.asRelativePath(editor.document.uri)));
}
