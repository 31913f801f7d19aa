import { readdir, rm } from 'node:fs/promises';
import { applyScaffold } from '../core/scaffold/apply.ts';
import { diskFiles } from './diskFiles.ts';

/**
 * Writes files into a folder, all or none: when one write fails, what was there is put back and the error is thrown again. A folder that has
 * files is refused unless `beside` them is fine; files of the same names are refused unless they may be written `over`, and then told.
 */
export async function writeAll(
  folder: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  beside: boolean,
  over = beside,
): Promise<{ written: string[]; replaced: string[] }> {
  const there = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new Error(`${folder} is not a folder.`);
  });
  if (there !== undefined && there.length > 0 && !beside) {
    throw new Error(
      `${folder} has files in it, and nothing was written. Give another folder with --out, or --yes to write over those of the same names.`,
    );
  }
  const disk = diskFiles(folder);
  const plan = { files: [...files].map(([path, content]) => ({ path, content })), open: [], run: [] };
  const replaced: string[] = [];
  for (const path of files.keys()) if ((await disk.readBytes(path)) !== undefined) replaced.push(path);
  if (replaced.length > 0 && !over)
    throw new Error(`${replaced.join(', ')} in ${folder} would be written over, and nothing was. Give another place with --out, or --yes.`);
  try {
    await applyScaffold(disk, plan);
  } catch (error) {
    if (there === undefined) await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return { written: [...files.keys()], replaced };
}
