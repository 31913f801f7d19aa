import type { Undo } from '../../protocol/undo.ts';
import { toBase64 } from '../base64.ts';
import { inEnglish, message } from '../message.ts';
import { folderOf } from '../path.ts';
import type { Cancel, Files } from '../ports.ts';
import { bytesOf, type Content, sameBytes } from './content.ts';
import { fingerprint } from './fingerprint.ts';
import { openJournal } from './journal.ts';
import { ScaffoldRefused } from './scaffoldRefused.ts';

/** One file to write or to take away. `replaces` is what a person let be replaced: undefined says that nothing may be there. */
export type Change =
  | { kind: 'write'; path: string; content: Content; executable?: boolean; replaces?: Uint8Array }
  | { kind: 'remove'; path: string; replaces: Uint8Array };

export type ApplyOptions = {
  signal?: Cancel;
  /** Called after each file; what it gives is awaited, so that a long scaffold can let others have their turn. */
  onProgress?: (done: number, of: number) => void | Promise<void>;
  /** One more file, made from the fingerprints of those that were written. */
  last?: (prints: ReadonlyMap<string, string>) => Promise<Change | undefined>;
};

/**
 * Makes all changes or none. New files are written where they belong; what replaces a file is written beside it first and takes its place
 * only when all else is written, so that a full disk is met before anything of the person's is touched. Whatever fails, and a cancel, puts
 * back what was there, bytes, modes and folders, and throws `ScaffoldRefused`. Gives what takes it all back.
 */
export async function applyChanges(files: Files, changes: readonly Change[], options: ApplyOptions = {}): Promise<Undo> {
  const undo: Undo = { kind: 'onramp.undo', made: [], folders: [], replaced: [], removed: [] };
  const journal = openJournal(files);
  const prints = new Map<string, string>();
  const staged: { path: string; aside: string; old: string; before: Uint8Array; executable: boolean }[] = [];
  let at = changes[0]?.path ?? '';
  const turn = (path: string) => {
    at = path;
    if (options.signal?.aborted) throw new ScaffoldRefused(message('scaffold.cancelled'));
  };
  const stage = async (change: Change) => {
    const { path } = change;
    turn(path);
    const before = await expected(files, change);
    if (change.kind === 'remove') return;
    const bytes = await bytesOf(change.content);
    const { executable } = change;
    const print = fingerprint(bytes);
    prints.set(path, print);
    if (before === undefined) {
      undo.folders.push(...(await journal.foldersAbove(path)));
      undo.made.push({ path, print });
      journal.willMake(path);
      await files.write(path, bytes, { ...(executable === undefined ? {} : { executable }) });
      return;
    }
    const [aside, old] = [await journal.freeName(path), await journal.freeName(path)];
    undo.replaced.push({ path, print, content: toBase64(before.bytes), executable: before.executable });
    staged.push({ path, aside, old, before: before.bytes, executable: before.executable });
    journal.willMake(aside);
    await files.write(aside, bytes, { executable: executable ?? before.executable });
  };

  try {
    let done = 0;
    for (const change of changes) {
      await stage(change);
      await options.onProgress?.(++done, changes.length);
    }
    const last = await options.last?.(prints);
    if (last !== undefined) await stage(last);
    for (const { path, aside, old, before, executable } of staged) {
      turn(path);
      journal.willReplace(path, old, before, executable);
      await files.rename(path, old);
      await files.rename(aside, path);
    }
    for (const change of changes) {
      if (change.kind !== 'remove') continue;
      turn(change.path);
      const before = await expected(files, change);
      if (before === undefined) continue;
      undo.removed.push({ path: change.path, content: toBase64(before.bytes), executable: before.executable });
      journal.willRemove(change.path, before.bytes, before.executable);
      await files.remove(change.path);
    }
    for (const { path, old } of staged) {
      turn(path);
      await files.remove(old);
    }
  } catch (error) {
    const left = await journal.putBack();
    const why = reason(error);
    if (left.length > 0) throw new ScaffoldRefused(message('scaffold.leftBehind', at, why, left.join(', ')), error);
    throw error instanceof ScaffoldRefused ? error : new ScaffoldRefused(message('scaffold.failed', at, why), error);
  }
  return undo;
}

/** What is there, as far as it is what the person saw; undefined where nothing is. */
async function expected(files: Files, { kind, path, replaces }: Change): Promise<{ bytes: Uint8Array; executable: boolean } | undefined> {
  const stat = await files.stat(path);
  if (stat === undefined) {
    if (replaces !== undefined && kind === 'write') throw new ScaffoldRefused(message('scaffold.movedOn', path));
    return undefined;
  }
  const bytes = stat.kind === 'file' ? await files.readBytes(path) : undefined;
  if (bytes === undefined || replaces === undefined || !sameBytes(bytes, replaces)) {
    throw new ScaffoldRefused(message('scaffold.movedOn', path));
  }
  return { bytes, executable: stat.executable };
}

function reason(error: unknown): string {
  if (error instanceof ScaffoldRefused) return inEnglish(error.told);
  return error instanceof Error ? error.message : String(error);
}

/** The folders above a path, the uppermost first. */
export function foldersOf(path: string): string[] {
  const folder = folderOf(path);
  return folder === '' ? [] : [...foldersOf(folder), folder];
}
