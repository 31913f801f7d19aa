import { v7 } from 'uuid';
import type { EventData, EventType, OnrampEvent } from '../../src/protocol/event.ts';

export const place = { pack: 'octokit-quickstart', version: '1.0.0', tutorial: 'first-call' };
export const steps = [
  { id: 'install', title: 'Install Octokit' },
  { id: 'call', title: 'Call the API' },
  { id: 'errors', title: 'Handle an error' },
];

/** A learner who does things at given times; `time` is ISO 8601 or milliseconds. */
export function learner(person: string | undefined) {
  function event<T extends EventType>(type: T, time: string | number, data: EventData<T>): OnrampEvent {
    return {
      specversion: '1.0',
      id: v7(),
      source: 'onramp-vscode/0.1.0',
      time: new Date(time).toISOString(),
      ...(person !== undefined && { person }),
      ...{ type, data },
    } as OnrampEvent;
  }
  return {
    event,
    starts: (time: string | number, more: Partial<EventData<'dev.onramp.tutorial.started'>> = {}) =>
      event('dev.onramp.tutorial.started', time, { ...place, title: 'Your first GitHub API call', steps, ...more }),
    enters: (step: string, time: string | number) => event('dev.onramp.step.entered', time, { ...place, step }),
    completes: (step: string, time: string | number) => event('dev.onramp.step.completed', time, { ...place, step }),
    skips: (step: string, time: string | number) => event('dev.onramp.step.skipped', time, { ...place, step }),
    succeeds: (step: string, time: string | number, elapsed: number) =>
      event('dev.onramp.firstSuccess.reached', time, { ...place, step, elapsed }),
    finishes: (time: string | number, elapsed: number) => event('dev.onramp.tutorial.completed', time, { ...place, elapsed }),
    fails: (step: string, time: string | number) =>
      event('dev.onramp.check.failed', time, { ...place, step, check: 0, subject: 'file', code: 'file.missing' }),
    opensHint: (step: string, time: string | number) => event('dev.onramp.hint.opened', time, { ...place, step, hint: 0 }),
    says: (step: string, time: string | number, thumbs: 'up' | 'down', comment?: string) =>
      event('dev.onramp.feedback.given', time, {
        ...place,
        step,
        stepTitle: steps.find(({ id }) => id === step)?.title ?? step,
        thumbs,
        ...(comment !== undefined && { comment }),
      }),
  };
}
