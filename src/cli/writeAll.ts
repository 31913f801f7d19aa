import { readdir, rm } from 'node:fs/promises';
import { applyChanges, type Change } from '../core/scaffold/applyChanges.ts';
import { diskFiles } from './diskFiles.ts';

export type WriteOptions = {
  /** Into a folder that has other files, too. */
  beside: boolean;
  /** Over files of the same names. */
  over: boolean;
};

/**
 * Writes files into a folder, all or none: whatever fails, what was there is put back. What the options do not allow is refused before
 * anything is written, with a sentence. Gives the paths that were written, and those of files that were replaced.
 */
export async function writeAll(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  { beside, over }: WriteOptions,
): Promise<{ written: string[]; replaced: string[] }> {
  const there = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`${folder} is not a folder.`);
  });
  if (there !== undefined && there.length > 0 && !beside) {
    throw new Error(`${folder} has files in it, so nothing was written. Give another folder with --out, or --yes to write into this one.`);
  }
  const disk = diskFiles(folder);
  const changes: Change[] = [];
  const replaced: string[] = [];
  for (const [path, content] of files) {
    const before = await disk.readBytes(path);
    if (before !== undefined) replaced.push(path);
    changes.push({ kind: 'write', path, content, ...(before === undefined ? {} : { replaces: before }) });
  }
  if (replaced.length > 0 && !over) {
    throw new Error(`${replaced.join(', ')} in ${folder} would be written over, so nothing was. Give another place with --out, or --yes.`);
  }
  try {
    await applyChanges(disk, changes);
  } catch (error) {
    if (there === undefined) await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return { written: [...files.keys()], replaced };
}
