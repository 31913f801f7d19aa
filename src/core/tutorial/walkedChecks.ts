import { inEnglish, type Message, message, type Problem } from '../message.ts';
import type { Cancel, Clock } from '../ports.ts';
import { type CheckPorts, type CheckResult, runCheck, subjectOf } from './check.ts';
import type { PlacedCheck } from './tutorial.ts';

/** One check of a step, as it was before and after the step was done. */
export type CheckWalk = {
  placed: PlacedCheck;
  before: CheckResult;
  after: CheckResult;
  verdict: Verdict;
};

/**
 * `proved`: failed before, passed after. `doneEarlier`: an earlier step has made it pass. `standing`: it passes anyway and may, as it is
 * about the editor's extensions or Next may pass it by. `vacuous`: it passes though nothing was done. `failed`: it does not pass after the
 * step. `notRun`: it cannot be tried here.
 */
export type Verdict = 'proved' | 'doneEarlier' | 'standing' | 'vacuous' | 'failed' | 'notRun';

/** A server that starts, and an editor that reads a changed file, are given this many milliseconds. */
const patience = 5000;
const pause = 200;

/** Tries a check. With `patiently`, one that asks a server or an editor is tried again for a while before it counts as failed. */
export async function tryCheck(
  { check }: PlacedCheck,
  ports: CheckPorts & { clock: Clock },
  signal: Cancel,
  patiently: boolean,
): Promise<CheckResult> {
  const subject = subjectOf(check);
  const waits = patiently && (subject === 'http' || ports.editor !== undefined) && !['file', 'run', 'git'].includes(subject);
  const end = ports.clock.now() + (waits ? patience : 0);
  for (;;) {
    const result = await runCheck(check, ports, signal);
    if (result.state !== 'failed' || ports.clock.now() >= end) return result;
    await new Promise<void>((resolve) => void ports.clock.after(pause, resolve));
  }
}

/** What a check proves. `fresh` is how it ended in the empty folder, before the first step. */
export function verdictOf({ check }: PlacedCheck, fresh: CheckResult, before: CheckResult, after: CheckResult): Verdict {
  if (before.state === 'unavailable' || after.state === 'unavailable') return 'notRun';
  if (after.state !== 'passed') return 'failed';
  if (before.state !== 'passed') return 'proved';
  if (check.gate === false || 'extension' in check) return 'standing';
  return fresh.state === 'passed' ? 'vacuous' : 'doneEarlier';
}

/** What is wrong with the checks of a step. */
export function checkProblems(checks: readonly CheckWalk[]): Problem[] {
  const problems = checks.flatMap(({ placed, after, verdict }): Problem[] => {
    const optional = placed.check.gate === false;
    if (verdict === 'failed') return [told(placed, optional ? 'walk.optionalFails' : 'walk.fails', after)];
    return verdict === 'vacuous' ? [told(placed, 'walk.vacuous', after)] : [];
  });
  const gated = checks.filter(({ placed }) => placed.check.gate !== false);
  const [first] = gated;
  if (problems.length === 0 && first !== undefined && gated.every(({ verdict }) => verdict === 'doneEarlier' || verdict === 'standing')) {
    problems.push({ ...message('walk.stepVacuous'), severity: 'error', line: first.placed.line, column: first.placed.column });
  }
  return problems;
}

/** Whether every check that bars the way has passed, as far as it could be tried. */
export function isOpen(checks: readonly { placed: PlacedCheck; after: CheckResult }[]): boolean {
  return checks.every(({ placed, after }) => placed.check.gate === false || after.state === 'passed' || after.state === 'unavailable');
}

/** A problem at a check's place that says what was expected and found. */
export function told(
  { check, line, column }: PlacedCheck,
  code: 'walk.fails' | 'walk.optionalFails' | 'walk.vacuous' | 'walk.requires',
  { expected, found }: Pick<CheckResult, 'expected' | 'found'>,
): Problem {
  const why: Message = message(code, inEnglish(expected), inEnglish(found));
  return { ...why, severity: check.gate === false ? 'warning' : 'error', line, column };
}
