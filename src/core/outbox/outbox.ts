import { type BatchAnswer, batchAnswer, batchLimit, type OnrampEvent } from '../../protocol/event.ts';
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
  /** Is told what the backend will never take, and why; it is forgotten. */
  onRejected?: (rejected: BatchAnswer['rejected']) => void;
};

const firstWait = 2000;
const longestWait = 15 * 60_000;
/** No answer may ask for more: a timer of over 24 days would end at once. */
const longestAsked = 24 * 3_600_000;
/** An event that is still half written after so long is what a crash left. */
const halfWrittenFor = 60_000;
/** In characters. No backend finds an event of this size too big: a 413 says something else then, as of a gateway between. */
const surelySmall = 16_384;

/** An event's file. */
type Kept = { name: string; text: string; id: string };

/** Opens the outbox over a folder. `flush` it once at the start for what an earlier session left. */
export function openOutbox({ files, send, clock, random, gatherFor = 1000, onState, onRejected }: OutboxOptions): Outbox {
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
    sizeLimit = batchLimit.events;
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
  async function nextBatch(): Promise<Kept[]> {
    const batch: Kept[] = [];
    let size = 2;
    for (const name of await names()) {
      if (batch.length >= sizeLimit) break;
      const text = await files.readText(name).catch(() => undefined);
      if (text === undefined) continue;
      const id = idIn(text);
      if (id === undefined) {
        await renameUnlessGone(name, `${name}.damaged`);
        continue;
      }
      // A character takes at most three bytes of UTF-8.
      size += text.length * 3 + 1;
      if (size > batchLimit.bytes && batch.length > 0) break;
      batch.push({ name, text, id });
    }
    return batch;
  }

  /** True when the next batch may follow at once. */
  async function sendBatch(batch: readonly Kept[]): Promise<boolean> {
    let sent: Sent;
    try {
      sent = await send(`[${batch.map(({ text }) => text).join(',')}]`);
    } catch (error) {
      become({ kind: 'retrying', reason: error instanceof Error ? error.message : String(error) });
      wait(undefined);
      return false;
    }
    const taken = takenIn(sent, batch);
    if (taken !== undefined) {
      const { accepted, duplicate, rejected } = taken;
      if (rejected.length > 0) onRejected?.(rejected);
      const settled = new Set([...accepted, ...duplicate, ...rejected.map(({ id }) => id)]);
      const done = batch.filter(({ id }) => settled.has(id));
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
    if (sent.status === 413 && batch.some(({ text }) => text.length > surelySmall)) {
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
      const texts = await Promise.all((await names()).map((name) => files.readText(name).catch(() => undefined)));
      return texts.flatMap((text) => (text !== undefined && idIn(text) !== undefined ? [JSON.parse(text) as OnrampEvent] : []));
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

/** The id of the event that a text is, whatever its file is called: one that another program copied has another name. Undefined where it is none. */
function idIn(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isEvent = typeof value === 'object' && value !== null && 'type' in value && 'id' in value && typeof value.id === 'string';
    return isEvent ? String(value.id) : undefined;
  } catch {
    return undefined;
  }
}

/** The time in a UUIDv7, in milliseconds since 1970; NaN in anything else. */
function timeOf(id: string): number {
  return Number.parseInt(id.replace('-', '').slice(0, 12), 16);
}

/** What became of each event; undefined where the answer is not one that takes events in. */
function takenIn({ status, body }: Sent, batch: readonly Kept[]): BatchAnswer | undefined {
  // A CloudEvents broker that is not ours takes a batch whole and says no more.
  if ((status === 202 || status === 204) && body.trim() === '') return { accepted: batch.map(({ id }) => id), duplicate: [], rejected: [] };
  if (status !== 200) return undefined;
  try {
    return batchAnswer.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}
