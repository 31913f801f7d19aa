import type { OnrampEvent } from '../../protocol/event.ts';
import { bucketOf } from './histogram.ts';
import type { Journey, Progress } from './journey.ts';
import type { Tables } from './schema.ts';

/**
 * What the day tables gain. A journey's share in them is a function of its state alone: when the state changes, the old share is taken
 * away and the new one added, so the tables never drift from the journeys they count.
 */
export type Rollup = {
  journeyChanged(before: Journey | undefined, after: Journey): void;
  progressChanged(before: Progress | undefined, after: Progress): void;
  happened(event: OnrampEvent, time: number): void;
  /** The rows to add; those that come to nothing are left out. */
  rows(): {
    tutorialDays: Tables['tutorialDays'][];
    stepDays: Tables['stepDays'][];
    successDays: Tables['successDays'][];
    eventDays: Tables['eventDays'][];
  };
};

/** The day (UTC) of a time, in whole days since 1970. */
export function dayOf(time: number): number {
  return Math.floor(time / 86_400_000);
}

/** An empty rollup for one project. */
export function startRollup(project: string): Rollup {
  const tutorialDays = new Map<string, Tables['tutorialDays']>();
  const stepDays = new Map<string, Tables['stepDays']>();
  const successDays = new Map<string, Tables['successDays']>();
  const eventDays = new Map<string, Tables['eventDays']>();

  function countJourney({ pack, tutorial, started, completed, successElapsed }: Journey, by: 1 | -1): void {
    const day = dayOf(started);
    const counts = rowOf(tutorialDays, { project, pack, tutorial, day }, { starts: 0, completions: 0 });
    counts.starts += by;
    if (completed !== null) counts.completions += by;
    if (successElapsed !== null) {
      rowOf(successDays, { project, pack, tutorial, day, bucket: bucketOf(successElapsed) }, { people: 0 }).people += by;
    }
  }

  function countProgress({ pack, tutorial, step, entered, completed, skipped }: Progress, by: 1 | -1): void {
    const counts = rowOf(stepDays, { project, pack, tutorial, step, day: dayOf(entered) }, { entered: 0, completed: 0, skipped: 0 });
    counts.entered += by;
    if (completed !== null) counts.completed += by;
    else if (skipped !== null) counts.skipped += by;
  }

  return {
    journeyChanged(before, after) {
      if (before !== undefined) countJourney(before, -1);
      countJourney(after, 1);
    },
    progressChanged(before, after) {
      if (before !== undefined) countProgress(before, -1);
      countProgress(after, 1);
    },
    happened(event, time) {
      const counted = countedAs(event);
      if (counted === undefined) return;
      const { as, ...place } = counted;
      const key = { project, ...place, day: dayOf(time) };
      rowOf(eventDays, key, { checksFailed: 0, hintsOpened: 0, thumbsUp: 0, thumbsDown: 0 })[as] += 1;
    },
    rows: () => ({
      tutorialDays: [...tutorialDays.values()].filter((row) => row.starts !== 0 || row.completions !== 0),
      stepDays: [...stepDays.values()].filter((row) => row.entered !== 0 || row.completed !== 0 || row.skipped !== 0),
      successDays: [...successDays.values()].filter((row) => row.people !== 0),
      eventDays: [...eventDays.values()],
    }),
  };
}

type Counted = 'checksFailed' | 'hintsOpened' | 'thumbsUp' | 'thumbsDown';

function countedAs(event: OnrampEvent): { pack: string; tutorial: string; step: string; as: Counted } | undefined {
  switch (event.type) {
    case 'dev.onramp.check.failed':
      return { ...placeOf(event.data), as: 'checksFailed' };
    case 'dev.onramp.hint.opened':
      return { ...placeOf(event.data), as: 'hintsOpened' };
    case 'dev.onramp.feedback.given':
      return { ...placeOf(event.data), as: event.data.thumbs === 'up' ? 'thumbsUp' : 'thumbsDown' };
    default:
      return undefined;
  }
}

function placeOf({ pack, tutorial, step }: { pack: string; tutorial: string; step: string }) {
  return { pack, tutorial, step };
}

function rowOf<K extends object, V extends object>(rows: Map<string, K & V>, key: K, empty: V): K & V {
  const name = JSON.stringify(Object.values(key));
  const known = rows.get(name);
  if (known !== undefined) return known;
  const row = { ...key, ...empty };
  rows.set(name, row);
  return row;
}
