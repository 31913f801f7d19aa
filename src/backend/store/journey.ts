import type { OnrampEvent } from '../../protocol/event.ts';
import type { Tables } from './schema.ts';

/**
 * One person's way through a tutorial, and through a step of it, as a state that events move. Only first times are kept, so that the
 * order in which events arrive makes no difference, and an event that arrives twice changes nothing.
 */
export type Journey = Tables['journeys'];
export type Progress = Tables['progress'];

/** The state after an event at `time`. Whatever somebody does in a tutorial shows that they have started it. */
export function journeyAfter(
  before: Journey | undefined,
  project: string,
  person: string,
  event: OnrampEvent & { data: { tutorial: string } },
  time: number,
): Journey {
  const { pack, tutorial } = event.data;
  const journey = before ?? { project, person, pack, tutorial, started: time, completed: null, succeeded: null, successElapsed: null };
  const started = Math.min(journey.started, time);
  if (event.type === 'dev.onramp.tutorial.completed') return { ...journey, started, completed: earlier(journey.completed, time) };
  if (event.type === 'dev.onramp.firstSuccess.reached' && isEarlierSuccess(journey, time, event.data.elapsed)) {
    return { ...journey, started, succeeded: time, successElapsed: event.data.elapsed };
  }
  return { ...journey, started };
}

/** The state of the event's step after an event at `time`. Whatever somebody does in a step shows that they have seen it. */
export function progressAfter(
  before: Progress | undefined,
  project: string,
  person: string,
  event: OnrampEvent & { data: { tutorial: string; step: string } },
  time: number,
): Progress {
  const { pack, tutorial, step } = event.data;
  const progress = before ?? { project, person, pack, tutorial, step, entered: time, completed: null, skipped: null };
  const entered = Math.min(progress.entered, time);
  if (event.type === 'dev.onramp.step.completed') return { ...progress, entered, completed: earlier(progress.completed, time) };
  if (event.type === 'dev.onramp.step.skipped') return { ...progress, entered, skipped: earlier(progress.skipped, time) };
  return { ...progress, entered };
}

function isEarlierSuccess({ succeeded, successElapsed }: Journey, time: number, elapsed: number): boolean {
  if (succeeded === null || successElapsed === null) return true;
  return time < succeeded || (time === succeeded && elapsed < successElapsed);
}

function earlier(known: number | null, time: number): number {
  return known === null ? time : Math.min(known, time);
}
