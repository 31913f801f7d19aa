/** What core needs from outside. Each platform hands in its own; core never reaches for one. */

/**
 * The files below one folder (a pack, the learner's workspace, the outbox). Paths are relative, with `/`, and never leave it:
 * an adapter refuses one that does with `PathOutside`.
 */
export type Files = {
  /** Undefined where there is no such file. */
  readText(path: string): Promise<string | undefined>;
  readBytes(path: string): Promise<Uint8Array | undefined>;
  /**
   * Makes the folders above where they are missing. Without `executable` a file that is there keeps its mode. Where files have no modes,
   * as in a browser, it is passed over.
   */
  write(path: string, content: Uint8Array | string, options?: WriteOptions): Promise<void>;
  /** What lies at a path, a link itself rather than what it leads to; undefined where there is nothing. */
  stat(path: string): Promise<Stat | undefined>;
  /** Replaces what is at `to`. */
  rename(from: string, to: string): Promise<void>;
  /** Takes a file, a link or a folder that holds nothing; does nothing where there is none of them. */
  remove(path: string): Promise<void>;
  /** What is directly in a folder, by name; empty where there is no such folder. */
  list(path: string): Promise<Entry[]>;
};

export type WriteOptions = { executable?: boolean };

/** `size` is in bytes, that of a file. */
export type Stat = { kind: Entry['kind']; size: number; executable: boolean };

export type Entry = { name: string; kind: 'file' | 'folder' | 'link' };

/** Runs a command line as the person's own shell would, unseen by them; what they are meant to see runs in a terminal instead. */
export type Shell = {
  run(command: string, options: { cwd: string; timeout: number; signal: Cancel }): Promise<Ran>;
};

/** `exit` is null where the command was stopped; `output` is stdout and stderr as they came, the last 64 KiB of them. */
export type Ran = { exit: number | null; output: string; timedOut: boolean };

/**
 * Runs commands for a person to see, one after the other, as a terminal does: the folder and the environment that one leaves are the next
 * one's. One that does not end but says that it listens is given as that, and goes on.
 */
export type Terminal = {
  run(command: string, options: { timeout: number; signal: Cancel }): Promise<Typed>;
};

/** What came of a typed command: its end, that it listens, or that it was stopped after the timeout. `output` is the last 64 KiB up to then. */
export type Typed = { output: string } & ({ kind: 'ended'; exit: number | null } | { kind: 'listens' } | { kind: 'hangs' });

/** The part of AbortSignal that core uses. */
export type Cancel = {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
};

export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once after so many milliseconds, unless cancelled by the function it gives. */
  after(milliseconds: number, callback: () => void): () => void;
};

/** Hands a batch to the backend. Rejects only where no answer came at all. */
export type Send = (batch: string) => Promise<Sent>;
/** `retryAfter` is in milliseconds, where the answer asked for it. */
export type Sent = { status: number; body: string; retryAfter: number | undefined };

/** Asks an address. Rejects where no answer came within `timeout` milliseconds. */
export type Http = {
  get(url: string, options: { timeout: number; signal: Cancel }): Promise<{ status: number; body: string }>;
};

/** Fetches an address and what it leads to. Rejects where no answer came, or where it is longer than `limit` bytes. */
export type Fetch = (url: string, options: FetchOptions) => Promise<Fetched>;
export type FetchOptions = { headers: Readonly<Record<string, string>>; limit: number; signal: Cancel };
export type Fetched = { status: number; header(name: string): string | undefined; bytes: Uint8Array };

/** What bytes are known by, such as by WebCrypto. */
export type Digest = (algorithm: 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512', bytes: Uint8Array) => Promise<Uint8Array>;

/** What an editor knows of the learner's folder and of itself. */
export type Editor = {
  /** The errors in a file, in words; undefined where there is no such file. Waits no longer once the signal comes. */
  errors(path: string, signal: Cancel): Promise<string[] | undefined>;
  /** The names that a file defines; undefined where there is no such file. Waits no longer once the signal comes. */
  symbols(path: string, signal: Cancel): Promise<string[] | undefined>;
  hasExtension(id: string): boolean | Promise<boolean>;
  /** Undefined where it is not set to anything. May be a promise of it. */
  setting(name: string): unknown;
};
