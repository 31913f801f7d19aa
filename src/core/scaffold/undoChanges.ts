import type { Undo } from '../../protocol/undo.ts';
import { fromBase64 } from '../base64.ts';
import type { Files } from '../ports.ts';
import { type ApplyOptions, applyChanges, type Change } from './applyChanges.ts';
import { fingerprint } from './fingerprint.ts';
import { removeEmpty } from './journal.ts';

/** The files that are other than they were written: taking them back would take a person's own work, too. */
export async function changedSince(files: Files, { made, replaced, removed }: Undo): Promise<string[]> {
  const changed: string[] = [];
  for (const { path, print } of [...made, ...replaced]) {
    const bytes = await files.readBytes(path);
    if (bytes === undefined || fingerprint(bytes) !== print) changed.push(path);
  }
  for (const { path } of removed) if ((await files.stat(path)) !== undefined) changed.push(path);
  return changed;
}

/**
 * Takes back what was written, all or nothing, whatever has become of it since; folders that were made go when nothing else is in them.
 * Throws `ScaffoldRefused`. Gives the way back from there.
 */
export async function undoChanges(files: Files, { made, folders, replaced, removed }: Undo, options: ApplyOptions = {}): Promise<Undo> {
  const changes: Change[] = [];
  for (const { path, content, executable } of [...replaced, ...removed]) {
    const bytes = await files.readBytes(path);
    const there = bytes === undefined ? {} : { replaces: bytes };
    changes.push({ kind: 'write', path, content: fromBase64(content) ?? new Uint8Array(), executable, ...there });
  }
  for (const { path } of made) {
    const bytes = await files.readBytes(path);
    if (bytes !== undefined) changes.push({ kind: 'remove', path, replaces: bytes });
  }
  const undone = await applyChanges(files, changes, options);
  // An empty folder that stays does no harm: the files are what they were.
  for (const folder of folders.toReversed()) await removeEmpty(files, folder).catch(() => {});
  return undone;
}
