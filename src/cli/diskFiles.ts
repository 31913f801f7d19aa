import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { resolvePath } from '../core/path.ts';
import type { Files } from '../core/ports.ts';

/**
 * The files below a folder of this machine's disk. A path that leaves the folder is refused with the code `path.outside`. Each call does
 * its work at once, without the way through Node's threads: for many small files that takes half the time.
 */
export function diskFiles(root: string): Files {
  const at = (path: string): string => {
    const resolved = resolvePath('', path);
    if (resolved === undefined) throw new PathOutside(path);
    return join(root, resolved);
  };
  const readBytes = async (path: string) => unlessMissing(() => readFileSync(at(path)), undefined);
  return {
    readBytes,
    readText: async (path) => {
      const bytes = await readBytes(path);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    write: async (path, content, { executable } = {}) => {
      const file = at(path);
      const write = () => writeFileSync(file, content, { mode: executable ? 0o777 : 0o666 });
      if (unlessMissing(write, 'missing') === 'missing') {
        mkdirSync(dirname(file), { recursive: true });
        write();
      }
      if (executable !== undefined) setExecutable(file, executable);
    },
    stat: async (path) => {
      const there = unlessMissing(() => lstatSync(at(path)), undefined);
      if (there === undefined) return undefined;
      return {
        kind: there.isSymbolicLink() ? 'link' : there.isDirectory() ? 'folder' : 'file',
        size: there.size,
        executable: there.isFile() && isExecutable(there.mode),
      };
    },
    rename: async (from, to) => renameSync(at(from), at(to)),
    remove: async (path) => {
      const there = unlessMissing(() => lstatSync(at(path)), undefined);
      if (there === undefined) return;
      if (there.isDirectory()) rmdirSync(at(path));
      else unlinkSync(at(path));
    },
    list: async (path) =>
      unlessMissing(() => readdirSync(at(path), { withFileTypes: true }), []).map((entry) => ({
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

/** Windows knows no such mode: there nothing is executable, and nothing changes. */
function isExecutable(mode: number): boolean {
  return process.platform !== 'win32' && (mode & 0o100) !== 0;
}

/** Who may read it may also run it, or nobody. */
function setExecutable(file: string, executable: boolean): void {
  const { mode } = statSync(file);
  if (process.platform === 'win32' || isExecutable(mode) === executable) return;
  chmodSync(file, executable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111);
}

function unlessMissing<T, U>(work: () => T, missing: U): T | U {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && missingCodes.has(error.code)) return missing;
    throw error;
  }
}

/** Below a file there is nothing, a folder has no text, and nothing has a name that is too long. */
const missingCodes = new Set<unknown>(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG']);
