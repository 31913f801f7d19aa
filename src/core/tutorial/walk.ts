import { message, type Problem } from '../message.ts';
import type { Cancel, Clock, Files, Terminal, Typed } from '../ports.ts';
import { type Act, actsIn } from './acts.ts';
import type { CheckPorts, CheckResult } from './check.ts';
import { type Done, insertSnippet, placeBlock, scaffoldTemplate, writeBlock } from './doAct.ts';
import { isRight } from './quizBlock.ts';
import { type Block, checksOf, type PlacedCheck, type Section, type Tutorial } from './tutorial.ts';
import { type CheckWalk, checkProblems, isOpen, told, tryCheck, verdictOf } from './walkedChecks.ts';
import { walkedReferences } from './walkedReferences.ts';

/** What somebody needs who walks a tutorial: its pack, an empty folder, and what checks look at. */
export type WalkPorts = CheckPorts & { pack: Files; terminal: Terminal; clock: Clock };

export type WalkOptions = {
  /** Answers to the questions of templates, by parameter; the others have their defaults. */
  answers: Readonly<Record<string, unknown>>;
  /** The longest that a command may take, in milliseconds. */
  timeout: number;
  /** Goes no further than this step. */
  lastStep?: string | undefined;
  signal: Cancel;
  /** Called when a step is behind the walker, who waits for it: its servers run. */
  onStep?: (step: StepWalk) => void | Promise<void>;
};

/** A tutorial from its first step to its last. Times are in milliseconds. */
export type TutorialWalk = {
  path: string;
  title: string;
  /** How long its author says that it takes. */
  minutes: number | undefined;
  milliseconds: number;
  steps: StepWalk[];
  /** What is wrong with the tutorial as a whole. */
  problems: Problem[];
};

export type StepWalk = {
  id: string;
  title: string;
  line: number;
  milliseconds: number;
  checks: CheckWalk[];
  commands: { line: number; column: number; command: string; typed: Typed }[];
  /** How many questions were answered and boxes ticked. */
  quizzes: number;
  ticks: number;
  problems: Problem[];
};

/**
 * Follows a tutorial as a learner would: does what each step offers, in the order of its text, and tries its checks before and after. Folds
 * are opened only where the step does not pass without; a solution is done in any case, as it must be right as well. `source` is the text
 * that the tutorial was read from.
 */
export async function walkTutorial(tutorial: Tutorial, source: string, ports: WalkPorts, options: WalkOptions): Promise<TutorialWalk> {
  const { clock } = ports;
  const started = clock.now();
  const walk: TutorialWalk = {
    path: tutorial.path,
    title: tutorial.title,
    minutes: tutorial.minutes,
    milliseconds: 0,
    steps: [],
    problems: [...tutorial.problems, ...(await unmetRequirements(tutorial, ports, options.signal))],
  };
  // Without what it needs, every step would fail for the same reason.
  if (!walk.problems.some(({ code, severity }) => code === 'walk.requires' && severity === 'error')) {
    const fresh = await tryAll([tutorial.cover, ...tutorial.steps].flatMap(checksOf), ports, options);
    const walker: Walker = { ports, options, source, shown: undefined };
    walk.problems.push(...(await followSection(tutorial.cover, walker, fresh)).problems);
    for (const step of tutorial.steps) {
      if (options.signal.aborted) break;
      const begun = clock.now();
      const followed = await followSection(step, walker, fresh);
      const { id, title, line } = step;
      const done: StepWalk = { id, title, line, milliseconds: clock.now() - begun, ...followed };
      walk.steps.push(done);
      await options.onStep?.(done);
      if (step.id === options.lastStep) break;
    }
  }
  walk.milliseconds = clock.now() - started;
  return walk;
}

/** Whether a walk found nothing that a learner would stumble over. */
export function isSound({ problems, steps }: Pick<TutorialWalk, 'problems' | 'steps'>): boolean {
  return [problems, ...steps.map((step) => step.problems)].flat().every(({ severity }) => severity !== 'error');
}

type Walker = { ports: WalkPorts; options: WalkOptions; source: string; shown: string | undefined };
type Followed = Omit<StepWalk, 'id' | 'title' | 'line' | 'milliseconds'>;
type Results = Map<PlacedCheck, CheckResult>;

async function unmetRequirements({ requires }: Tutorial, ports: WalkPorts, signal: Cancel): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const placed of requires) {
    const result = await tryCheck(placed, ports, signal, false);
    if (result.state === 'failed') problems.push(told(placed, 'walk.requires', result));
  }
  return problems;
}

async function tryAll(checks: readonly PlacedCheck[], ports: WalkPorts, { signal }: WalkOptions): Promise<Results> {
  const results: Results = new Map();
  for (const placed of checks) results.set(placed, await tryCheck(placed, ports, signal, false));
  return results;
}

/** `fresh` is how each check ended before the first step. */
async function followSection(section: Section, walker: Walker, fresh: Results): Promise<Followed> {
  const { ports, options } = walker;
  const checks = checksOf(section);
  const before = await tryAll(checks, ports, options);
  const acts = actsIn(section, walker.source);
  const references = walkedReferences(ports.files);
  const followed: Followed = { checks: [], commands: [], quizzes: 0, ticks: section.tasks.length, problems: [] };
  const after: Results = new Map();
  const tryOpen = async (placed: readonly PlacedCheck[], patiently: boolean) => {
    for (const one of placed) {
      if (after.get(one)?.state !== 'passed') after.set(one, await tryCheck(one, ports, options.signal, patiently));
    }
  };
  const walked = () =>
    checks.flatMap((placed): CheckWalk[] => {
      const [first, begun, ended] = [fresh.get(placed), before.get(placed), after.get(placed)];
      if (first === undefined || begun === undefined || ended === undefined) return [];
      return [{ placed, before: begun, after: ended, verdict: verdictOf(placed, first, begun, ended) }];
    });

  const open = acts.filter(({ fold }) => fold === undefined);
  for (const [index, act] of open.entries()) {
    if (options.signal.aborted) break;
    if (act.kind === 'reference') await references.meet(act);
    await follow(act, walker, followed);
    // A check in the middle is passed where it stands, whatever comes after it; the last one is tried when all is done.
    const isInside = open.slice(index).some(changesSomething);
    if (act.kind === 'block' && act.block.kind === 'check' && isInside) await tryOpen(act.block.checks, false);
  }
  const passedInside = new Map([...after].filter(([, { state }]) => state === 'passed'));
  await tryOpen(checks, true);
  for (const act of acts.filter(({ fold }) => fold !== undefined)) {
    if (options.signal.aborted) break;
    if (act.kind === 'reference') await references.meet(act);
    if (isOpen(walked()) && !isSolution(act)) await lookAt(act, ports.files, followed);
    else {
      await follow(act, walker, followed);
      // What passed without must pass with the solution's own text as well.
      if (isSolution(act) && changesSomething(act)) for (const placed of checks) if (!passedInside.has(placed)) after.delete(placed);
      await tryOpen(checks, true);
    }
  }
  followed.checks = walked();
  const problems = [...(await references.settle()), ...checkProblems(followed.checks), ...unseenFailures(followed)];
  followed.problems.push(...problems);
  followed.problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return followed;
}

/** Does one act, and tells what of it cannot be done. */
async function follow(act: Act, walker: Walker, followed: Followed): Promise<void> {
  const { ports, options } = walker;
  if (act.kind === 'reference') {
    walker.shown = act.reference.path;
    return;
  }
  if (act.kind === 'block' && act.block.kind === 'run') {
    await type(act, act.block.text, walker, followed);
    return;
  }
  if (act.kind === 'block' && act.block.kind === 'quiz') {
    followed.quizzes++;
    if (!isAnswerable(act.block.quiz)) followed.problems.push({ ...message('walk.quiz'), ...placeOf(act) });
    return;
  }
  const done = await write(act, ports, options, walker.shown);
  if (done?.refused !== undefined) followed.problems.push({ ...done.refused, ...placeOf(act) });
  walker.shown = done?.shown ?? walker.shown;
}

async function write(act: Act, { pack, files }: WalkPorts, { answers }: WalkOptions, shown: string | undefined): Promise<Done | undefined> {
  if (act.kind === 'block') return act.block.kind === 'file' || act.block.kind === 'diff' ? writeBlock(files, act.block) : undefined;
  if (act.kind !== 'link') return undefined;
  if (act.link.kind === 'template') return scaffoldTemplate(pack, files, act.link.name, answers);
  return act.link.kind === 'snippet' ? insertSnippet(pack, files, act.link, shown) : undefined;
}

async function type(act: Act, command: string, { ports, options }: Walker, followed: Followed): Promise<void> {
  try {
    const typed = await ports.terminal.run(command, { timeout: options.timeout, signal: options.signal });
    followed.commands.push({ line: act.line, column: act.column, command, typed });
    if (typed.kind === 'hangs' && !options.signal.aborted)
      followed.problems.push({ ...message('walk.hangs', firstLine(command), options.timeout / 1000), ...placeOf(act) });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    followed.problems.push({ ...message('walk.notStarted', firstLine(command), why), ...placeOf(act) });
  }
}

/** A block in a fold that is not needed must have a place all the same. */
async function lookAt(act: Act, files: Files, followed: Followed): Promise<void> {
  if (act.kind !== 'block' || (act.block.kind !== 'file' && act.block.kind !== 'diff')) return;
  const made = placeBlock(await files.readText(act.block.path), act.block);
  if (typeof made === 'object') followed.problems.push({ ...made, ...placeOf(act) });
}

/** A command may be meant to fail; where no check looks, nobody would see that it did. */
function unseenFailures({ checks, commands }: Followed): Problem[] {
  if (checks.some(({ verdict }) => verdict !== 'notRun')) return [];
  return commands.flatMap(({ typed, command, line, column }) =>
    typed.kind === 'ended' && typed.exit !== 0
      ? [{ ...message('walk.commandFailed', firstLine(command), typed.exit ?? '–'), severity: 'warning', line, column }]
      : [],
  );
}

function changesSomething(act: Act): boolean {
  if (act.kind === 'link') return act.link.kind === 'template' || act.link.kind === 'snippet';
  return act.kind === 'block' && (act.block.kind === 'run' || act.block.kind === 'file' || act.block.kind === 'diff');
}

function isSolution({ fold }: Act): boolean {
  return /^\s*solution\b/i.test(fold ?? '');
}

/** All that is right passes, and nothing else that a person is likely to choose: any one choice, all, or none. */
function isAnswerable(quiz: Extract<Block, { kind: 'quiz' }>['quiz']): boolean {
  const all = [...quiz.choices.keys()];
  const right = all.filter((index) => quiz.choices[index]?.correct === true);
  const wrong = [[], all, ...all.map((index) => [index])].filter((chosen) => chosen.join() !== right.join());
  return isRight(quiz, right) && !wrong.some((chosen) => isRight(quiz, chosen));
}

function placeOf({ line, column }: Act): Pick<Problem, 'severity' | 'line' | 'column'> {
  return { severity: 'error', line, column };
}

function firstLine(command: string): string {
  const [first = ''] = command.split('\n');
  return first;
}
