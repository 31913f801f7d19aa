import { batchAnswer, batchLimit, type OnrampEvent } from '../../protocol/event.ts';
import type { Clock, Files, Send, Sent } from '../ports.ts';

/**
 * Events wait here, on disk, until the backend has them: one file an event, so that several windows can share the folder and a crash
 * loses nothing. What arrives twice is recognised there by its id.
 */
export type Outbox = {
  /** Resolves when the event is on disk; it is sent soon after. */
  add(event: OnrampEvent): Promise<void>;
  /** Sends what is there now. Rejects never: what cannot be sent stays, and `state` says why. */
  flush(): Promise<void>;
  /** What is waiting, oldest first. */
  waiting(): Promise<OnrampEvent[]>;
  /** Forgets all that was not sent. */
  clear(): Promise<void>;
  state(): OutboxState;
  dispose(): void;
};

/** `retrying` comes right by itself; `refused` needs somebody to mend the address or the key. */
export type OutboxState = { kind: 'ready' } | { kind: 'retrying'; reason: string } | { kind: 'refused'; status: number };

export type OutboxOptions = {
  files: Files;
  send: Send;
  clock: Clock;
  /** 0 to 1, for the spread of the waits. */
  random: () => number;
  /** How many milliseconds an event waits for others to go along; a second where nothing is said. */
  gatherFor?: number;
  onState?: (state: OutboxState) => void;
};

const firstWait = 2000;
const longestWait = 15 * 60_000;
/** No answer may ask for more: a timer of over 24 days would end at once. */
const longestAsked = 24 * 3_600_000;
/** An event that is still half written after so long is what a crash left. */
const halfWrittenFor = 60_000;

/** Opens the outbox over a folder. `flush` it once at the start for what an earlier session left. */
export function openOutbox({ files, send, clock, random, gatherFor = 1000, onState }: OutboxOptions): Outbox {
  let state: OutboxState = { kind: 'ready' };
  let failures = 0;
  let sizeLimit: number = batchLimit.events;
  let cancelTimer: (() => void) | undefined;
  let running: Promise<void> | undefined;
  let disposed = false;

  const become = (next: OutboxState) => {
    const same = next.kind === state.kind;
    state = next;
    if (!same) onState?.(next);
  };
  const flush = (): Promise<void> => {
    running ??= sendAll().finally(() => {
      running = undefined;
    });
    return running;
  };
  const schedule = (wait: number) => {
    cancelTimer?.();
    if (disposed) return;
    cancelTimer = clock.after(wait, () => {
      cancelTimer = undefined;
      void flush();
    });
  };
  const wait = (asked: number | undefined) => {
    failures++;
    const backOff = Math.min(longestWait, firstWait * 2 ** (failures - 1));
    schedule(Math.max(Math.min(asked ?? 0, longestAsked), backOff * (0.5 + random() / 2)));
  };

  const names = async () =>
    (await files.list(''))
      .filter(({ kind, name }) => kind === 'file' && name.endsWith('.json'))
      .map(({ name }) => name)
      .sort();

  async function sendAll(): Promise<void> {
    try {
      await adoptHalfWritten();
      for (let batch = await nextBatch(); batch.length > 0 && !disposed; batch = await nextBatch()) {
        if (!(await sendBatch(batch))) return;
      }
    } catch (error) {
      become({ kind: 'retrying', reason: error instanceof Error ? error.message : String(error) });
      wait(undefined);
    }
  }

  /** Takes in what a crash left between writing an event and giving the file its name. */
  async function adoptHalfWritten(): Promise<void> {
    for (const { name } of await files.list('')) {
      const id = /^(.*)\.part$/.exec(name)?.[1];
      if (id !== undefined && clock.now() - timeOf(id) > halfWrittenFor) await renameUnlessGone(name, `${id}.json`);
    }
  }

  /** Another window over the same folder may have been first. */
  async function renameUnlessGone(from: string, to: string): Promise<void> {
    await files.rename(from, to).catch(() => {});
  }

  /** The oldest events that fit in a batch. A file that holds none (cut short by a crash) is set aside, one that cannot be read is passed by. */
  async function nextBatch(): Promise<{ name: string; text: string }[]> {
    const batch: { name: string; text: string }[] = [];
    let size = 2;
    for (const name of await names()) {
      if (batch.length >= sizeLimit) break;
      const text = await files.readText(name).catch(() => undefined);
      if (text === undefined) continue;
      if (!isEventText(text)) {
        await renameUnlessGone(name, `${name}.damaged`);
        continue;
      }
      // A character takes at most three bytes of UTF-8.
      size += text.length * 3 + 1;
      if (size > batchLimit.bytes && batch.length > 0) break;
      batch.push({ name, text });
    }
    return batch;
  }

  /** True when the next batch may follow at once. */
  async function sendBatch(batch: { name: string; text: string }[]): Promise<boolean> {
    let sent: Sent;
    try {
      sent = await send(`[${batch.map(({ text }) => text).join(',')}]`);
    } catch (error) {
      become({ kind: 'retrying', reason: error instanceof Error ? error.message : String(error) });
      wait(undefined);
      return false;
    }
    const settled = settledIds(sent, batch);
    if (settled !== undefined) {
      const done = batch.filter(({ name }) => settled.has(idOf(name)));
      for (const { name } of done) await files.remove(name);
      if (done.length > 0) {
        failures = 0;
        become({ kind: 'ready' });
        return true;
      }
    }
    if (sent.status === 413 && batch.length > 1) {
      sizeLimit = Math.ceil(batch.length / 2);
      return true;
    }
    if (sent.status === 413) {
      // It would be too big for ever, and nothing behind it would be sent.
      for (const { name } of batch) await files.rename(name, `${name}.tooBig`);
      return true;
    }
    const passing = sent.status === 200 || sent.status === 408 || sent.status === 429 || sent.status >= 500;
    become(passing ? { kind: 'retrying', reason: `HTTP ${sent.status}` } : { kind: 'refused', status: sent.status });
    wait(sent.retryAfter);
    return false;
  }

  return {
    add: async (event) => {
      // Renamed when whole: another window may be sending from the same folder.
      await files.write(`${event.id}.part`, JSON.stringify(event));
      await files.rename(`${event.id}.part`, `${event.id}.json`).catch(async (error: unknown) => {
        await files.remove(`${event.id}.part`).catch(() => {});
        throw error;
      });
      if (cancelTimer === undefined && running === undefined) schedule(gatherFor);
      else if (running !== undefined) void running.then(() => cancelTimer ?? schedule(gatherFor));
    },
    flush,
    waiting: async () => {
      const texts = await Promise.all((await names()).map((name) => files.readText(name)));
      return texts.flatMap((text) => (text !== undefined && isEventText(text) ? [JSON.parse(text) as OnrampEvent] : []));
    },
    clear: async () => {
      for (const { name } of await files.list('')) await files.remove(name);
    },
    state: () => state,
    dispose: () => {
      disposed = true;
      cancelTimer?.();
    },
  };
}

function isEventText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'id' in value && 'type' in value;
  } catch {
    return false;
  }
}

function idOf(name: string): string {
  return name.replace(/\.json$/, '');
}

/** The time in a UUIDv7, in milliseconds since 1970; NaN in anything else. */
function timeOf(id: string): number {
  return Number.parseInt(id.replace('-', '').slice(0, 12), 16);
}

/** The ids that need not be sent again; undefined where the answer is not one that takes events in. */
function settledIds({ status, body }: Sent, batch: readonly { name: string }[]): Set<string> | undefined {
  // A CloudEvents broker that is not ours takes a batch whole and says no more.
  if ((status === 202 || status === 204) && body.trim() === '') return new Set(batch.map(({ name }) => idOf(name)));
  if (status !== 200) return undefined;
  try {
    const { accepted, duplicate, rejected } = batchAnswer.parse(JSON.parse(body));
    return new Set([...accepted, ...duplicate, ...rejected.map(({ id }) => id)]);
  } catch {
    return undefined;
  }
}
