import * as vscode from 'vscode';
import { message } from '../../core/message.ts';
import { changedSince, type Held, putBack } from '../../core/tutorial/kept.ts';
import { type Replayed, replay } from '../../core/tutorial/replay.ts';
import { findStep } from '../../core/tutorial/session.ts';
import type { KeptStore } from './keptStore.ts';
import { type LearnerFiles, trustedFolder } from './learnerFolder.ts';
import { isSameTutorial, type OpenTutorial } from './openTutorial.ts';
import type { Player } from './player.ts';
import { Refused, tellingRefusals } from './refused.ts';
import type { TutorialTerminal } from './terminal.ts';
import type { Proposals } from './writeBlock.ts';

/** Goes back and forth in a tutorial's work. What the person had is put aside first, always, and can be had back. */
export type Rewind = {
  /** Gives the files that the step touched what they held before it. */
  resetStep(): Promise<void>;
  /** Resets every step and forgets the progress. */
  startAgain(): Promise<void>;
  /** Does what the steps before this one say and are not done yet. */
  catchUp(): Promise<void>;
  /** Shows the person's files beside what the steps so far make of an empty folder. Changes nothing. */
  compare(): Promise<void>;
  /** Gives back what was put aside. */
  restoreMine(): Promise<void>;
};

export type RewindParts = {
  player: Player;
  kept: KeptStore;
  terminal: TutorialTerminal;
  proposals: Proposals;
  learnerFiles: LearnerFiles;
  isTrusted(open: OpenTutorial): Promise<boolean>;
};

const utf8 = {
  textOf: (bytes: Uint8Array) => new TextDecoder().decode(bytes),
  bytesOf: (text: string) => new TextEncoder().encode(text),
};

export function openRewind({ player, kept, terminal, proposals, learnerFiles, isTrusted }: RewindParts): Rewind {
  /** Puts aside what is there and gives files another content; the person can take that back at once. */
  async function giveContents(open: OpenTutorial, folder: vscode.Uri, held: readonly Held[], label: string): Promise<string[] | undefined> {
    await saveAll(folder);
    const files = learnerFiles(folder);
    const changed = await changedSince(files, held);
    if (changed.length === 0) return [];
    if (!(await confirm(label, changed))) return undefined;
    await kept.of(open).putAside(label, files, changed);
    await putBack(
      files,
      held.filter(({ path }) => changed.includes(path)),
    );
    return changed;
  }

  async function offerBack(told: string): Promise<void> {
    const restore = vscode.l10n.t('Restore What I Had…');
    if ((await vscode.window.showInformationMessage(told, restore)) === restore) await rewind.restoreMine();
  }

  const rewind: Rewind = {
    resetStep: () =>
      tellingRefusals(async () => {
        const { open, folder, step } = await here(player);
        const label = vscode.l10n.t('Reset Step “{0}”', step.title);
        const held = await kept.of(open).beforeSteps([step.id]);
        const changed = await giveContents(open, folder, held, label);
        if (changed === undefined) return;
        if (changed.length === 0) throw new Refused(message('rewind.nothing'));
        await kept.of(open).forget([step.id]);
        player.forgetActivity([step.id]);
        void offerBack(vscode.l10n.t('The step is as it was before. What you had is kept.'));
      }),

    startAgain: () =>
      tellingRefusals(async () => {
        const open = player.current();
        if (open === undefined) return;
        const ids = open.tutorial.steps.map(({ id }) => id);
        const held = await kept.of(open).beforeSteps(ids);
        const changed = held.length === 0 ? [] : await giveContents(open, await trustedFolder(open), held, vscode.l10n.t('Start Again'));
        if (changed === undefined) return;
        await kept.of(open).forget(ids);
        await player.restart();
        if (changed.length > 0) void offerBack(vscode.l10n.t('The tutorial begins anew. What you had is kept.'));
      }),

    catchUp: () =>
      tellingRefusals(async () => {
        const { open, folder, step } = await here(player);
        const earlier = open.tutorial.steps.slice(0, open.tutorial.steps.indexOf(step));
        const missing = earlier.filter(({ id }) => open.progress.steps[id]?.status !== 'completed');
        if (missing.length === 0) throw new Refused(message('rewind.caughtUp'));
        await saveAll(folder);
        const files = learnerFiles(folder);
        const replayed = await replay(missing, open.files, utf8, files);
        const choice = await chooseCatchUp(replayed);
        if (choice === undefined || !(await isTrusted(open))) return;
        const held = heldOf(replayed);
        const changed = await changedSince(files, held);
        await kept.of(open).putAside(vscode.l10n.t('Catch Up to “{0}”', step.title), files, changed);
        for (const { id } of missing) await kept.of(open).before(id, files, changed);
        await putBack(files, held);
        if (choice === 'filesAndCommands' && replayed.commands.length > 0) await runAll(terminal, replayed.commands, folder);
        const now = player.current();
        if (now === undefined || !isSameTutorial(now, open)) throw new Refused(message('rewind.elsewhere', open.tutorial.title));
        await player.move({ type: 'caughtUp', steps: missing.map(({ id }) => id) });
        if (replayed.left.length > 0) throw new Refused(message('rewind.left', replayed.left.length));
      }),

    compare: () =>
      tellingRefusals(async () => {
        const { open, folder, step } = await here(player);
        await saveAll(folder);
        const files = learnerFiles(folder);
        const steps = open.tutorial.steps.slice(0, open.tutorial.steps.indexOf(step) + 1);
        const solution = heldOf(await replay(steps, open.files, utf8));
        const changed = new Set(await changedSince(files, solution));
        const pairs = solution.flatMap(({ path, content }) => {
          if (!changed.has(path) || content === undefined) return [];
          const mine = vscode.Uri.joinPath(folder, path);
          return [[mine, mine, proposals.offer(mine, utf8.textOf(content))]];
        });
        if (pairs.length === 0) throw new Refused(message('rewind.same'));
        await vscode.commands.executeCommand('vscode.changes', vscode.l10n.t('Yours and the solution up to “{0}”', step.title), pairs);
      }),

    restoreMine: () =>
      tellingRefusals(async () => {
        const open = player.current();
        if (open === undefined) return;
        const folder = await trustedFolder(open);
        const aside = await kept.of(open).aside();
        if (aside.length === 0) throw new Refused(message('rewind.noneAside'));
        const time = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'medium' });
        const picked = await vscode.window.showQuickPick(
          aside.map(({ id, label, time: at, paths }) => ({ id, label: time.format(at), description: label, detail: paths.join(', ') })),
          { title: vscode.l10n.t('Restore What I Had'), placeHolder: vscode.l10n.t('What is in these files now is put aside as well') },
        );
        if (picked === undefined) return;
        const held = await kept.of(open).contentOf(picked.id);
        await giveContents(open, folder, held, vscode.l10n.t('Restore What I Had'));
      }),
  };
  return rewind;
}

async function here(player: Player) {
  const open = player.current();
  const step = open === undefined ? undefined : findStep(open.tutorial, open.progress.current);
  if (open === undefined || step === undefined) throw new Refused(message('rewind.noStep'));
  return { open, step, folder: await trustedFolder(open) };
}

function heldOf({ files }: Replayed): Held[] {
  return [...files].map(([path, content]) => ({ path, content: typeof content === 'string' ? utf8.bytesOf(content) : content }));
}

/** What is typed and not saved is the person's work as well: it is saved, so that it is put aside with the rest. */
async function saveAll(folder: vscode.Uri): Promise<void> {
  const inside = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && uri.path.startsWith(`${folder.path}/`));
  await Promise.all(inside.map((document) => document.save()));
}

async function confirm(label: string, paths: readonly string[]): Promise<boolean> {
  const go = vscode.l10n.t('Go On');
  const detail = [vscode.l10n.t('These files change. What they hold now is kept and can be had back:'), ...paths].join('\n');
  return (await vscode.window.showWarningMessage(`${label}?`, { modal: true, detail }, go)) === go;
}

/** Says all that would be written and, in full, all that would be run. */
async function chooseCatchUp({ files, commands }: Replayed): Promise<'files' | 'filesAndCommands' | undefined> {
  const both = vscode.l10n.t('Write and Run');
  const write = commands.length === 0 ? vscode.l10n.t('Write') : vscode.l10n.t('Write Only');
  const detail = [
    vscode.l10n.t('These files are written. What they hold now is kept and can be had back:'),
    ...files.keys(),
    ...(commands.length === 0 ? [] : ['', vscode.l10n.t('These commands are run in the terminal:'), ...commands]),
  ].join('\n');
  const buttons = commands.length === 0 ? [write] : [both, write];
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Do the earlier steps for you?'),
    { modal: true, detail },
    ...buttons,
  );
  if (answer === both) return 'filesAndCommands';
  return answer === write ? 'files' : undefined;
}

/** Runs each to its end. A server has none, so the person sees what is waited for and can stop it. */
async function runAll(terminal: TutorialTerminal, commands: readonly string[], folder: vscode.Uri): Promise<void> {
  const title = vscode.l10n.t('Doing the earlier steps');
  const { Notification } = vscode.ProgressLocation;
  await vscode.window.withProgress({ location: Notification, title, cancellable: true }, async (progress, token) => {
    const stop = new AbortController();
    const listening = token.onCancellationRequested(() => stop.abort());
    try {
      for (const command of commands) {
        progress.report({ message: command });
        await runToEnd(terminal, command, folder, stop.signal);
      }
    } finally {
      listening.dispose();
    }
  });
}

async function runToEnd(terminal: TutorialTerminal, command: string, folder: vscode.Uri, signal: AbortSignal): Promise<void> {
  const ended = await terminal.run(command, folder, signal);
  if (ended === 'closed' || signal.aborted) throw new Refused(message('rewind.commandStopped', command));
  if (ended !== null && ended !== 0) throw new Refused(message('rewind.commandFailed', command, ended));
}
