import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { resolvePath } from '../../core/path.ts';
import type { Files } from '../../core/ports.ts';
import { PathOutside, vscodeFiles } from './vscodeFiles.ts';

/** As `vscodeFiles`; what is on this machine's disk is read from it directly, without the way through the window and back. */
export function diskFiles(root: vscode.Uri): Files {
  const files = vscodeFiles(root);
  if (root.scheme !== 'file') return files;
  const at = (path: string): string => {
    const resolved = resolvePath('', path);
    if (resolved === undefined) throw new PathOutside(path);
    return join(root.fsPath, resolved);
  };
  const readBytes = async (path: string) => unlessMissing(readFile(at(path)), undefined);
  return {
    ...files,
    readBytes,
    readText: async (path) => {
      const bytes = await readBytes(path);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    list: async (path) =>
      (await unlessMissing(readdir(at(path), { withFileTypes: true }), [])).map((entry) => ({
        name: entry.name,
        kind: entry.isSymbolicLink() ? 'link' : entry.isDirectory() ? 'folder' : 'file',
      })),
  };
}

/** What work gives, or this where there is no such file. */
export async function unlessMissing<T, U>(work: Promise<T>, missing: U): Promise<T | U> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return missing;
    throw error;
  }
}
