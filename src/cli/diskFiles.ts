import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { resolvePath } from '../core/path.ts';
import type { Files } from '../core/ports.ts';

/** The files below a folder of this machine's disk. A path that leaves the folder is refused with the code `path.outside`. */
export function diskFiles(root: string): Files {
  const at = (path: string): string => {
    const resolved = resolvePath('', path);
    if (resolved === undefined) throw new PathOutside(path);
    return join(root, resolved);
  };
  const readBytes = (path: string) => unlessMissing(readFile(at(path)), undefined);
  return {
    readBytes,
    readText: async (path) => {
      const bytes = await readBytes(path);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    write: async (path, content) => {
      await mkdir(dirname(at(path)), { recursive: true });
      await writeFile(at(path), content);
    },
    rename: (from, to) => rename(at(from), at(to)),
    remove: async (path) => {
      const there = await unlessMissing(lstat(at(path)), undefined);
      if (there !== undefined) await rm(at(path));
    },
    list: async (path) =>
      (await unlessMissing(readdir(at(path), { withFileTypes: true }), [])).map((entry) => ({
        name: entry.name,
        kind: entry.isSymbolicLink() ? 'link' : entry.isDirectory() ? 'folder' : 'file',
      })),
  };
}

/** A path that would leave its folder. */
export class PathOutside extends Error {
  readonly code = 'path.outside';
  constructor(path: string) {
    super(`“${path}” must be a path inside the folder, with /`);
  }
}

async function unlessMissing<T, U>(work: Promise<T>, missing: U): Promise<T | U> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return missing;
    throw error;
  }
}
