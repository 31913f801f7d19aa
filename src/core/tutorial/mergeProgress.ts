import type { Progress, StepStatus } from '../../protocol/progress.ts';
import { newProgress } from './session.ts';

/**
 * What a window goes on with: its own copy of a progress, and what other windows have stored since. Where the person is, in which version,
 * stays the window's own; `own` itself comes back where there is no news.
 *
 * Of one beginning nothing is lost: the further status of each step, the earliest of each time, the most time spent, and every box that was
 * ticked in either, so that one that was unticked elsewhere comes back. Of two beginnings, told apart by `startedAt`, the later counts alone.
 * Start Again and Clear My Progress leave nothing in the store, or nothing begun: where the own copy had begun, that is the later one.
 */
export function mergeProgress(own: Progress, stored: Progress | undefined): Progress {
  if (own.startedAt !== undefined && own.startedAt !== stored?.startedAt) {
    if (stored?.startedAt !== undefined && stored.startedAt < own.startedAt) return own;
    return { ...(stored ?? newProgress(own.pack, own.version, own.tutorial)), version: own.version, current: own.current };
  }
  if (stored === undefined) return own;
  const merged: Progress = {
    ...own,
    startedAt: own.startedAt ?? stored.startedAt,
    firstSuccessAt: earliest(own.firstSuccessAt, stored.firstSuccessAt),
    completedAt: earliest(own.completedAt, stored.completedAt),
    steps: bothOf(own.steps, stored.steps, further),
    ticks: own.ticks && stored.ticks ? bothOf(own.ticks, stored.ticks, (a, b) => [...new Set([...a, ...b])]) : (own.ticks ?? stored.ticks),
    spent: own.spent && stored.spent ? bothOf(own.spent, stored.spent, Math.max) : (own.spent ?? stored.spent),
  };
  return JSON.stringify(merged) === JSON.stringify(own) ? own : merged;
}

const rank: Record<StepStatus, number> = { entered: 0, skipped: 1, completed: 2 };

type StepProgress = Progress['steps'][string];

function further(one: StepProgress, other: StepProgress): StepProgress {
  if (one.status === other.status) return one.at <= other.at ? one : other;
  return rank[one.status] > rank[other.status] ? one : other;
}

function earliest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

function bothOf<T>(one: Readonly<Record<string, T>>, other: Readonly<Record<string, T>>, put: (one: T, other: T) => T): Record<string, T> {
  // A step may well be called “__proto__”.
  const all = new Map(Object.entries(one));
  for (const [key, theirs] of Object.entries(other)) {
    const mine = all.get(key);
    all.set(key, mine === undefined ? theirs : put(mine, theirs));
  }
  return Object.fromEntries(all);
}
