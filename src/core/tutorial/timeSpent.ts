import type { Progress } from '../../protocol/progress.ts';

/** A longer rest between two acts counts as this much, in milliseconds: whoever is away for lunch is not learning. */
export const longestRest = 10 * 60_000;

/**
 * The progress with the time since the person's last act in this sitting counted for the step that is shown. Both times are in
 * milliseconds since 1970. The cover counts nothing.
 */
export function countTime(before: Progress, lastAct: number, now: number): Progress {
  const step = before.current;
  const gone = Math.min(Math.max(now - lastAct, 0), longestRest);
  if (step === null || gone === 0) return before;
  const spent = new Map(Object.entries(before.spent ?? {}));
  // A step may well be called “__proto__”.
  return { ...before, spent: Object.fromEntries(spent.set(step, (spent.get(step) ?? 0) + gone)) };
}

/** All that was counted, in milliseconds. */
export function timeSpent({ spent = {} }: Progress): number {
  return Object.values(spent).reduce((sum, time) => sum + time, 0);
}
