import type { Clock } from '../../../src/core/ports.ts';

/** A clock that stands still until a test moves it. */
export type SetClock = Clock & {
  /** Moves on, calling back what falls due in its order; resolves when all of that has been done. */
  pass(milliseconds: number): Promise<void>;
  /** How long until each timer that is running, in milliseconds. */
  timers(): number[];
};

export function setClock(start: number): SetClock {
  let now = start;
  const timers = new Set<{ at: number; callback: () => void }>();
  return {
    now: () => now,
    after: (milliseconds, callback) => {
      const timer = { at: now + milliseconds, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    pass: async (milliseconds) => {
      const end = now + milliseconds;
      await settled();
      for (let due = nextDue(end); due !== undefined; due = nextDue(end)) {
        now = due.at;
        timers.delete(due);
        due.callback();
        await settled();
      }
      now = end;
    },
    timers: () => [...timers].map(({ at }) => at - now).sort((a, b) => a - b),
  };

  function nextDue(end: number) {
    return [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** Resolves when every promise that waits for nothing outside has come to its end. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
