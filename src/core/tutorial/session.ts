import type { Report } from '../../protocol/event.ts';
import type { Progress, StepStatus } from '../../protocol/progress.ts';
import { wireName } from '../../protocol/wireName.ts';
import { type CheckResult, subjectOf } from './check.ts';
import { checksOf, type Step, type Tutorial } from './tutorial.ts';

/** What can happen to a person's progress through a tutorial. */
export type SessionEvent =
  | { type: 'start' }
  | { type: 'go'; step: string | null }
  /** `results` is all that is known, by the check's index; `fresh` are the indexes just tried. */
  | { type: 'checked'; step: string; results: readonly (CheckResult | undefined)[]; fresh: readonly number[] }
  /** On the cover `step` is null. */
  | { type: 'tick'; step: string | null; task: number; on: boolean }
  | { type: 'answered'; step: string; quiz: number; right: boolean }
  /** Steps that were done for the person. */
  | { type: 'caughtUp'; steps: readonly string[] }
  | { type: 'next' }
  | { type: 'back' }
  | { type: 'skip' };

/** The progress after an event, and what it makes worth reporting. */
export type Advance = { progress: Progress; reports: Report[] };

/** Nobody has begun. */
export function newProgress(pack: string, version: string, tutorial: string): Progress {
  return { pack, version, tutorial, current: null, steps: {} };
}

/**
 * What a person who comes back goes on with. A newer version of a tutorial may have lost the step that was shown: then it is the cover.
 * What is known of steps that went away is kept for when they come back.
 */
export function resume(tutorial: Tutorial, stored: Progress, version: string): Progress {
  return { ...stored, version, current: findStep(tutorial, stored.current)?.id ?? null };
}

/**
 * The one rule by which progress changes: state + event -> state. `now` is in milliseconds. An event that does not fit the state (an unknown
 * step, Next while a gated check has not passed) changes nothing. Whatever is completed stays completed.
 */
export function advance(tutorial: Tutorial, before: Progress, event: SessionEvent, now: number): Advance {
  switch (event.type) {
    case 'start':
      return goTo(
        tutorial,
        begin(tutorial, before, now),
        (findStep(tutorial, before.current) ?? nextToDo(tutorial, before))?.id ?? null,
        now,
      );
    case 'go':
      return goTo(tutorial, begin(tutorial, before, now), event.step, now);
    case 'checked':
      return checked(tutorial, before, event, now);
    case 'caughtUp':
      return event.steps.reduce<Advance>(
        (so, id) => (findStep(tutorial, id) === undefined ? so : complete(tutorial, so, id, 'skipped', now)),
        begin(tutorial, before, now),
      );
    case 'tick':
      return tick(tutorial, before, event);
    case 'answered': {
      const step = findStep(tutorial, event.step);
      if (step === undefined) return { progress: before, reports: [] };
      const data = { ...placeOf(before, step.id), quiz: event.quiz, right: event.right };
      return { progress: before, reports: [{ type: 'dev.onramp.quiz.answered', data }] };
    }
    case 'back':
      return goTo(tutorial, { progress: before, reports: [] }, stepBeside(tutorial, before, -1)?.id ?? null, now);
    case 'next':
      if (findStep(tutorial, before.current) === undefined) return advance(tutorial, before, { type: 'start' }, now);
      return mayPass(tutorial, before) ? leave(tutorial, before, 'completed', now) : { progress: before, reports: [] };
    case 'skip':
      return leave(tutorial, before, 'skipped', now);
  }
}

/** What a person who only now allows reports has done so far: that they began, each step they saw and left, their first success and the end. */
export function reportsSoFar(tutorial: Tutorial, progress: Progress): Report[] {
  if (progress.startedAt === undefined) return [];
  const { reports } = begin(tutorial, { ...progress, startedAt: undefined }, progress.startedAt);
  for (const { id } of tutorial.steps) {
    const status = progress.steps[id]?.status;
    const data = placeOf(progress, id);
    if (status !== undefined) reports.push({ type: 'dev.onramp.step.entered', data });
    if (status === 'completed') reports.push({ type: 'dev.onramp.step.completed', data });
    if (status === 'skipped') reports.push({ type: 'dev.onramp.step.skipped', data });
  }
  const { firstSuccessAt, completedAt } = progress;
  const success = tutorial.steps.find((step) => Object.hasOwn(progress.steps, step.id) && canSucceed(step));
  if (firstSuccessAt !== undefined && success !== undefined) {
    const data = { ...placeOf(progress, success.id), elapsed: since(progress, firstSuccessAt) };
    reports.push({ type: 'dev.onramp.firstSuccess.reached', data });
  }
  if (completedAt !== undefined) {
    reports.push({ type: 'dev.onramp.tutorial.completed', data: { ...tutorialOf(progress), elapsed: since(progress, completedAt) } });
  }
  return reports;
}

function canSucceed(step: Step): boolean {
  return checksOf(step).some(({ check }) => check.success === true);
}

/** Whether Next may be pressed: the step is done, or nothing in it must be checked. */
export function mayPass(tutorial: Tutorial, { current, steps }: Progress): boolean {
  const step = findStep(tutorial, current);
  if (step === undefined || steps[step.id]?.status === 'completed') return true;
  return !isGated(step);
}

/** Whether a step has a check that must pass before Next. */
export function isGated(step: Step): boolean {
  return checksOf(step).some(({ check }) => check.gate !== false);
}

/** What the ticked boxes of a step say; the cover's is ''. */
export function ticked({ ticks }: Progress, step: string): readonly string[] {
  // As with its status, a step may well be called “constructor”.
  return ticks !== undefined && Object.hasOwn(ticks, step) ? (ticks[step] ?? []) : [];
}

/** Whether the person is at the last step and has it behind them: there is nothing more to go to. */
export function isAtEnd({ steps }: Tutorial, progress: Progress): boolean {
  const last = steps.at(-1);
  return last !== undefined && last.id === progress.current && isBehind(progress.steps, last.id);
}

/** How many of a tutorial's steps are behind the person. */
export function stepsDone(tutorial: Tutorial, { steps }: Progress): number {
  return tutorial.steps.filter(({ id }) => isBehind(steps, id)).length;
}

function isBehind(steps: Progress['steps'], id: string): boolean {
  // A step may well be called “constructor”.
  return Object.hasOwn(steps, id) && steps[id]?.status !== 'entered';
}

/** Where to go on: the first step that is not behind the person, else the first. */
function nextToDo(tutorial: Tutorial, { steps }: Progress): Step | undefined {
  return tutorial.steps.find(({ id }) => !isBehind(steps, id)) ?? tutorial.steps[0];
}

export function findStep(tutorial: Tutorial, id: string | null): Step | undefined {
  return id === null ? undefined : tutorial.steps.find((step) => step.id === id);
}

function begin(tutorial: Tutorial, before: Progress, now: number): Advance {
  if (before.startedAt !== undefined) return { progress: before, reports: [] };
  const outline = tutorial.outline ?? tutorial;
  const steps = outline.steps.map((step) => ({ id: wireName(step.id), title: wireName(step.title) }));
  return {
    progress: { ...before, startedAt: now },
    reports: [
      {
        type: 'dev.onramp.tutorial.started',
        data: { ...tutorialOf(before), title: wireName(outline.title), steps: steps.slice(0, 500) },
      },
    ],
  };
}

function goTo(tutorial: Tutorial, { progress, reports }: Advance, id: string | null, now: number): Advance {
  const step = findStep(tutorial, id);
  if (step === undefined) return id === null ? { progress: { ...progress, current: null }, reports } : { progress, reports };
  const moved = { ...progress, current: step.id };
  if (Object.hasOwn(progress.steps, step.id)) return { progress: moved, reports };
  return {
    progress: withStatus(moved, step.id, 'entered', now),
    reports: [...reports, { type: 'dev.onramp.step.entered', data: placeOf(progress, step.id) }],
  };
}

type Checked = Extract<SessionEvent, { type: 'checked' }>;

function checked(tutorial: Tutorial, before: Progress, { step: id, results, fresh }: Checked, now: number): Advance {
  const step = findStep(tutorial, id);
  if (step === undefined) return { progress: before, reports: [] };
  const { progress: begun, reports } = begin(tutorial, before, now);
  let progress = begun;
  const place = placeOf(before, id);
  const checks = checksOf(step);
  let open = false;
  checks.forEach(({ check }, index) => {
    const result = results[index];
    const passed = result?.state === 'passed';
    const subject = subjectOf(check);
    if (!passed && check.gate !== false) open = true;
    if (!fresh.includes(index)) return;
    if (passed) reports.push({ type: 'dev.onramp.check.passed', data: { ...place, check: index, subject } });
    if (result?.state === 'failed') {
      reports.push({ type: 'dev.onramp.check.failed', data: { ...place, check: index, subject, code: result.found.code } });
    }
    if (passed && check.success === true && progress.firstSuccessAt === undefined) {
      progress = { ...progress, firstSuccessAt: now };
      reports.push({ type: 'dev.onramp.firstSuccess.reached', data: { ...place, elapsed: since(progress, now) } });
    }
  });
  // Where Next may pass all of them by, they are done when they hold, or when it does.
  if (checks.every(({ check }) => check.gate === false)) open = !checks.every((_, index) => results[index]?.state === 'passed');
  if (open || checks.length === 0) return { progress, reports };
  return complete(tutorial, { progress, reports }, id, 'completed', now);
}

/** Ticks are kept by what the box says, so that they outlive a new order of the boxes. */
function tick(tutorial: Tutorial, before: Progress, { step: id, task, on }: Extract<SessionEvent, { type: 'tick' }>): Advance {
  const section = id === null ? tutorial.cover : findStep(tutorial, id);
  const text = section?.tasks[task];
  const key = id ?? '';
  const had = ticked(before, key);
  if (text === undefined || had.includes(text) === on) return { progress: before, reports: [] };
  const ticks = { ...before.ticks, [key]: on ? [...had, text] : had.filter((other) => other !== text) };
  return {
    progress: { ...before, ticks },
    reports: on && id !== null ? [{ type: 'dev.onramp.task.ticked', data: { ...placeOf(before, id), task } }] : [],
  };
}

function leave(tutorial: Tutorial, before: Progress, status: StepStatus, now: number): Advance {
  const step = findStep(tutorial, before.current);
  if (step === undefined) return { progress: before, reports: [] };
  const left = complete(tutorial, begin(tutorial, before, now), step.id, status, now);
  const next = stepBeside(tutorial, before, 1);
  return next === undefined ? left : goTo(tutorial, left, next.id, now);
}

function complete(tutorial: Tutorial, { progress, reports }: Advance, id: string, status: StepStatus, now: number): Advance {
  const had = progress.steps[id]?.status;
  const changed = had !== 'completed' && had !== status;
  let after = changed ? withStatus(progress, id, status, now) : progress;
  const told = [...reports];
  if (changed) {
    told.push({ type: status === 'skipped' ? 'dev.onramp.step.skipped' : 'dev.onramp.step.completed', data: placeOf(progress, id) });
  }
  if (after.completedAt === undefined && stepsDone(tutorial, after) === tutorial.steps.length) {
    after = { ...after, completedAt: now };
    told.push({ type: 'dev.onramp.tutorial.completed', data: { ...tutorialOf(progress), elapsed: since(after, now) } });
  }
  return { progress: after, reports: told };
}

function stepBeside(tutorial: Tutorial, { current }: Progress, offset: 1 | -1): Step | undefined {
  const at = tutorial.steps.findIndex(({ id }) => id === current);
  return at < 0 ? undefined : tutorial.steps[at + offset];
}

function withStatus(progress: Progress, id: string, status: StepStatus, at: number): Progress {
  return { ...progress, steps: { ...progress.steps, [id]: { status, at } } };
}

function tutorialOf({ pack, version, tutorial }: Progress) {
  return { pack: wireName(pack), version: wireName(version), tutorial: wireName(tutorial) };
}

function placeOf(progress: Progress, step: string) {
  return { ...tutorialOf(progress), step: wireName(step) };
}

function since({ startedAt }: Progress, now: number): number {
  return Math.max(0, now - (startedAt ?? now));
}
