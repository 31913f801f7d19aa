import * as vscode from 'vscode';
import { message } from '../../core/message.ts';
import type { Activity } from '../../core/tutorial/activity.ts';
import { mergeProgress } from '../../core/tutorial/mergeProgress.ts';
import { advance, findStep, newProgress, resume, type SessionEvent } from '../../core/tutorial/session.ts';
import { countTime } from '../../core/tutorial/timeSpent.ts';
import type { Section } from '../../core/tutorial/tutorial.ts';
import type { FromGuide } from '../../protocol/guide.ts';
import type { Progress } from '../../protocol/progress.ts';
import { reasonOf } from '../host/reason.ts';
import { say } from '../host/say.ts';
import type { InstalledPacks } from '../pack/installedPacks.ts';
import { autoChecks, newsIn, noteReported } from './autoChecks.ts';
import { type BlockActParts, blockActs } from './blockActs.ts';
import type { FolderChoices } from './learnerFolder.ts';
import { markedStep } from './markedStep.ts';
import { activityOf, isSameTutorial, type OpenTutorial } from './openTutorial.ts';
import type { ProgressStore } from './progressStore.ts';
import { tellingRefusals } from './refused.ts';
import { renewed, stepInPlace } from './renewed.ts';
import { openRequirements } from './requirements.ts';
import { type Asked, type StepCheckParts, stepChecks } from './stepChecks.ts';
import { readTutorialText, type TutorialText, tutorialFrom } from './tutorialText.ts';

/** What the player needs from the other rooms. */
export type PlayerParts = BlockActParts &
  StepCheckParts & {
    packs: InstalledPacks;
    store: ProgressStore;
    folders: FolderChoices;
    /** Whether `isTrusted` would ask nothing and say yes. */
    hasTrust(open: OpenTutorial): boolean;
    /** Resolves when what there is to show is shown: what else comes with it would only delay that. */
    shown(): Promise<void>;
  };

/** Follows one tutorial at a time: what the person does goes in, what is shown comes out. */
export type Player = {
  /** What is open; `failed` says why nothing is. */
  current(): OpenTutorial | undefined;
  failure(): string | undefined;
  /** True from the wish to open a tutorial until it, or a failure, is there to be shown. */
  opening(): boolean;
  onDidChange: vscode.Event<void>;
  /** Opens a tutorial where the person left it, or at one of its steps. */
  open(pack: string, tutorial: string, step?: string): Promise<void>;
  close(): Promise<void>;
  /** Forgets the progress of the open tutorial; the person's files stay as they are. */
  restart(): Promise<void>;
  move(event: SessionEvent): Promise<void>;
  act(act: Extract<FromGuide, { index: number }>): Promise<void>;
  /** Tries every check of the step that is shown. */
  checkStep(): Promise<void>;
  /** Tries what the tutorial requires: the person asked. */
  checkRequirements(): Promise<void>;
  stopRequirements(): void;
  /** Notes how it stands with the feedback on a step, also where its tutorial has been read anew or left. */
  noteFeedback(of: OpenTutorial, step: string | null, feedback: Activity['feedback']): void;
  /** Shows the blocks of steps as if nothing had been tried in them yet. */
  forgetActivity(steps: readonly string[]): void;
  dispose(): void;
};

export function openPlayer(parts: PlayerParts): Player {
  const { packs, store, highlight, report, shown } = parts;
  const changed = new vscode.EventEmitter<void>();
  let open: OpenTutorial | undefined;
  let failure: string | undefined;
  let opening = 0;
  /** Counts the wishes to open or close: what was asked for last is shown, however long each takes to read. */
  let wish = 0;
  /** What could not be opened: a pack may come later, as when a setting that names its folder does. */
  let missed: { pack: string; tutorial: string; step: string | undefined } | undefined;
  const waiting = packs.onDidChange(() => {
    const { pack, tutorial, step } = missed ?? {};
    if (pack !== undefined && tutorial !== undefined) void tellingRefusals(() => openTutorial(pack, tutorial, step));
    else void tellingRefusals(reload);
  });
  const marking = changed.event(() => void shown().then(() => highlight.show(open && markedStep(open))));
  const checks = stepChecks(parts, () => changed.fire());
  const onCover = () => (open?.progress.current === null ? open : undefined);
  const requirements = openRequirements(parts, onCover, () => changed.fire());
  const auto = autoChecks({
    current: () => open,
    checks,
    hasTrust: parts.hasTrust,
    attempt: (now, section, tried) => tellingRefusals(() => check(now, section, { by: 'itself', checks: tried })),
  });
  const doAct = blockActs(parts, {
    changed: () => changed.fire(),
    move,
    open: openTutorial,
    cancelChecks: checks.cancel,
    happened: auto.happened,
  });

  async function move(event: SessionEvent): Promise<void> {
    const moved = advanceBy(event);
    if (moved !== undefined) await store.write(moved);
  }

  /** Shows what an event changes and gives the progress that is to be kept; undefined where it changes nothing. */
  function advanceBy(event: SessionEvent): Progress | undefined {
    if (open === undefined) return undefined;
    countTimeSoFar(open);
    const before = open.progress;
    const known = mergeProgress(before, store.read(before.pack, before.tutorial));
    const { progress, reports } = advance(open.tutorial, known, event, Date.now());
    report(reports);
    if (progress === before) return undefined;
    if (progress.current !== before.current) stopAll();
    open.progress = progress;
    changed.fire();
    return progress;
  }

  /** What belongs to a page that is left; no button would be there to stop it by. */
  function stopAll(): void {
    highlight.clear();
    checks.cancel();
    requirements.cancel();
  }

  function countTimeSoFar(now: OpenTutorial): void {
    const { progress, lastAct } = now;
    now.lastAct = Date.now();
    now.progress = countTime(progress, lastAct, now.lastAct);
  }

  async function openTutorial(name: string, id: string, step?: string): Promise<void> {
    const own = ++wish;
    opening++;
    let loaded: OpenTutorial | { failure: string };
    try {
      loaded = await load(name, id);
    } finally {
      opening--;
    }
    if (own !== wish) return;
    if (loaded !== open) stopAll();
    open = 'failure' in loaded ? undefined : loaded;
    failure = 'failure' in loaded ? loaded.failure : undefined;
    missed = failure === undefined ? undefined : { pack: name, tutorial: id, step };
    const moved = step === undefined ? undefined : advanceBy({ type: 'go', step });
    if (moved === undefined) changed.fire();
    else await store.write(moved);
    await shown();
    if (own === wish && open !== undefined) await store.setLastOpened({ pack: name, tutorial: id });
    const cover = onCover();
    if (own === wish && cover !== undefined) await requirements.look(cover);
  }

  /** The packs are other ones, perhaps by an author's save: shows what the open tutorial is now, where the person is in it. */
  async function reload(): Promise<void> {
    const before = open;
    if (before === undefined) return;
    const own = wish;
    const loaded = await load(before.progress.pack, before.tutorial.id);
    // What is shown stays when its pack has gone, or is being written.
    if (own !== wish || open !== before || 'failure' in loaded || loaded === before) return;
    if (loaded.source === before.source) {
      const { root, files, origin, pack } = loaded;
      Object.assign(before, { root, files, origin, pack });
      return changed.fire();
    }
    checks.cancel();
    requirements.cancel();
    open = renewed(before, loaded);
    const step = stepInPlace(before, open);
    const moved = step === undefined ? undefined : advanceBy({ type: 'go', step });
    if (moved === undefined) changed.fire();
    else await store.write(moved);
  }

  /** What is open already and has not changed stays as it is, with all that was tried in it. */
  async function load(name: string, id: string): Promise<OpenTutorial | { failure: string }> {
    const found = await packs.find(name);
    const head = found?.pack.tutorials.find((tutorial) => tutorial.id === id);
    if (found === undefined) return { failure: say(message('pack.gone', name)) };
    const { pack, files, root, origin } = found;
    const gone = { failure: say(message('tutorial.gone', pack.manifest.title, id)) };
    if (head === undefined) return gone;
    let read: TutorialText | undefined;
    try {
      read = await readTutorialText(files, head.path);
    } catch (error) {
      return { failure: say(message('pack.unreadable', head.path, reasonOf(error))) };
    }
    if (read === undefined) return gone;
    const source = read.text;
    if (open?.pack === pack && open.tutorial.id === id && open.source === source) return open;
    const tutorial = tutorialFrom(read);
    const stored = store.read(name, id) ?? newProgress(name, pack.manifest.version, id);
    const progress = resume(tutorial, stored, pack.manifest.version);
    return {
      root,
      origin,
      files,
      pack,
      folder: parts.folders.of(name, id),
      source,
      tutorial,
      progress,
      activity: new Map(),
      requirements: { results: [], trying: false },
      lastAct: Date.now(),
    };
  }

  /** Does an act on one thing of the section that is shown. What cannot be done is told here, once. */
  async function act(asked: Extract<FromGuide, { index: number }>): Promise<void> {
    const now = open;
    if (now === undefined) return;
    countTimeSoFar(now);
    const section: Section = findStep(now.tutorial, now.progress.current) ?? now.tutorial.cover;
    await tellingRefusals(() =>
      asked.type === 'check' ? check(now, section, { by: 'person', blocks: [asked.index] }) : doAct(now, section, asked),
    );
  }

  async function check(now: OpenTutorial, section: Section, asked: Asked): Promise<void> {
    const step = now.progress.current;
    if (asked.by === 'person') {
      auto.forget();
      if (!(await parts.isTrusted(now))) return;
    }
    const tried = await checks.attempt(now, section, asked);
    if (open !== now || step === null || tried.length === 0) return;
    const activity = activityOf(now, step);
    // What is tried at every save would be told again and again.
    const fresh = asked.by === 'person' ? tried : newsIn(activity, tried);
    noteReported(activity, fresh);
    await move({ type: 'checked', step, results: activity.results, fresh });
  }

  return {
    current: () => open,
    failure: () => failure,
    opening: () => opening > 0,
    onDidChange: changed.event,
    open: openTutorial,
    move,
    act,
    close: async () => {
      wish++;
      missed = undefined;
      stopAll();
      open = undefined;
      const forgotten = store.setLastOpened(undefined);
      changed.fire();
      await forgotten;
    },
    restart: async () => {
      if (open === undefined) return;
      const { pack, tutorial } = open.progress;
      stopAll();
      open = undefined;
      await Promise.all([store.remove(pack, tutorial), highlight.forget(pack, tutorial)]);
      await openTutorial(pack, tutorial);
    },
    checkStep: async () => {
      const step = open === undefined ? undefined : findStep(open.tutorial, open.progress.current);
      if (open === undefined || step === undefined) return;
      const now = open;
      const blocks = step.blocks.flatMap(({ kind }, index) => (kind === 'check' ? [index] : []));
      await tellingRefusals(() => check(now, step, { by: 'person', blocks }));
    },
    checkRequirements: async () => {
      const cover = onCover();
      if (cover === undefined) return;
      await tellingRefusals(async () => {
        if (await parts.isTrusted(cover)) await requirements.attempt(cover);
      });
    },
    stopRequirements: requirements.cancel,
    noteFeedback: (of, step, feedback) => {
      activityOf(open !== undefined && isSameTutorial(open, of) ? open : of, step).feedback = feedback;
      changed.fire();
    },
    forgetActivity: (steps) => {
      for (const step of steps) open?.activity.delete(step);
      changed.fire();
    },
    dispose: () => {
      auto.dispose();
      checks.cancel();
      marking.dispose();
      waiting.dispose();
      requirements.dispose();
      changed.dispose();
    },
  };
}
