import type { Send, Sent } from '../../../src/core/ports.ts';
import type { OnrampEvent } from '../../../src/protocol/event.ts';

/** What a backend says to a batch instead of taking it in; an error is no answer at all. */
export type Answer = Partial<Sent> | Error;

/** A backend that takes each id in once, as ours does. */
export type Backend = {
  send: Send;
  /** The next batches are answered with these instead. */
  answerWith(...answers: Answer[]): void;
  /** The short names of the events in each batch that came, whatever was answered. */
  batches(): string[];
  /** How often each event was counted. */
  counted(): Record<string, number>;
  /** From here on a batch waits for its answer until the function that this gives is called. */
  hold(): () => void;
};

export function openBackend(rejected: readonly string[] = []): Backend {
  const batches: string[] = [];
  const counts: Record<string, number> = {};
  let answers: Answer[] = [];
  let gate: Promise<void> = Promise.resolve();
  return {
    send: async (batch) => {
      const events: OnrampEvent[] = JSON.parse(batch);
      batches.push(events.map(({ id }) => nameOf(id)).join(' '));
      await gate;
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      if (answer !== undefined) return { status: 200, body: '', retryAfter: undefined, ...answer };
      const given = { accepted: [] as string[], duplicate: [] as string[], rejected: [] as { id: string; reason: string }[] };
      for (const { id } of events) {
        const name = nameOf(id);
        if (rejected.includes(name)) given.rejected.push({ id, reason: 'no' });
        else (counts[name] === undefined ? given.accepted : given.duplicate).push(id);
        counts[name] ??= rejected.includes(name) ? 0 : 1;
      }
      return { status: 200, body: JSON.stringify(given), retryAfter: undefined };
    },
    answerWith: (...next) => {
      answers = [...answers, ...next];
    },
    batches: () => batches,
    counted: () => counts,
    hold: () => {
      let open = () => {};
      gate = new Promise((resolve) => {
        open = resolve;
      });
      return () => open();
    },
  };
}

/** An event whose id sorts by its number: `e1` before `e2`. `at` is in milliseconds since 1970. */
export function eventOf(number: number, at = number): OnrampEvent {
  const time = at.toString(16).padStart(12, '0');
  return {
    specversion: '1.0',
    id: `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(number).padStart(12, '0')}`,
    source: 'test',
    time: new Date(at).toISOString(),
    person: 'p',
    type: 'dev.onramp.step.completed',
    data: { pack: 'pack', version: '1.0.0', tutorial: 't', step: `s${number}` },
  };
}

/** `e1` for the event that `eventOf(1)` makes. */
export function nameOf(id: string): string {
  return id.replace(/^.*-0*(\d+)/, 'e$1');
}
