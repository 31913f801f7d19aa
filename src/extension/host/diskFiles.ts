import { chmod, lstat, mkdir, readdir, readFile, rename, rmdir, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type * as vscode from 'vscode';
import { resolvePath } from '../../core/path.ts';
import type { Files } from '../../core/ports.ts';
import { PathOutside, vscodeFiles } from './vscodeFiles.ts';

/** As `vscodeFiles`; what is on this machine's disk is read and written directly, without the way through the window and back. */
export function diskFiles(root: vscode.Uri): Files {
  if (root.scheme !== 'file') return vscodeFiles(root);
  const at = (path: string): string => {
    const resolved = resolvePath('', path);
    if (resolved === undefined) throw new PathOutside(path);
    return join(root.fsPath, resolved);
  };
  const readBytes = async (path: string) => unlessMissing(readFile(at(path)), undefined);
  return {
    readBytes,
    readText: async (path) => {
      const bytes = await readBytes(path);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    write: async (path, content, { executable } = {}) => {
      const file = at(path);
      const write = () => writeFile(file, content, { mode: executable ? 0o777 : 0o666 });
      if ((await unlessMissing(write(), 'missing')) === 'missing') {
        await mkdir(dirname(file), { recursive: true });
        await write();
      }
      if (executable !== undefined) await setExecutable(file, executable);
    },
    stat: async (path) => {
      const there = await unlessMissing(lstat(at(path)), undefined);
      if (there === undefined) return undefined;
      return {
        kind: there.isSymbolicLink() ? 'link' : there.isDirectory() ? 'folder' : 'file',
        size: there.size,
        executable: there.isFile() && isExecutable(there.mode),
      };
    },
    rename: (from, to) => rename(at(from), at(to)),
    remove: async (path) => {
      const there = await unlessMissing(lstat(at(path)), undefined);
      if (there !== undefined) await (there.isDirectory() ? rmdir(at(path)) : unlink(at(path)));
    },
    list: async (path) =>
      (await unlessMissing(readdir(at(path), { withFileTypes: true }), [])).map((entry) => ({
        name: entry.name,
        kind: entry.isSymbolicLink() ? 'link' : entry.isDirectory() ? 'folder' : 'file',
      })),
  };
}

/** Windows knows no such mode: there nothing is executable, and nothing changes. */
function isExecutable(mode: number): boolean {
  return process.platform !== 'win32' && (mode & 0o100) !== 0;
}

/** Who may read it may also run it, or nobody. */
async function setExecutable(file: string, executable: boolean): Promise<void> {
  const { mode } = await stat(file);
  if (process.platform === 'win32' || isExecutable(mode) === executable) return;
  await chmod(file, executable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111);
}

/** What work gives, or this where there is no such file. */
export async function unlessMissing<T, U>(work: Promise<T>, missing: U): Promise<T | U> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && missingCodes.has(error.code)) return missing;
    throw error;
  }
}

/** Below a file there is nothing, a folder has no text, and nothing has a name that is too long. */
const missingCodes = new Set<unknown>(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG']);
