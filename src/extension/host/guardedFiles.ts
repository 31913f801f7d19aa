import * as vscode from 'vscode';
import { folderOf, isProtected, resolvePath } from '../../core/path.ts';
import type { Files } from '../../core/ports.ts';
import { PathOutside, vscodeFiles } from './vscodeFiles.ts';

/** Gives a path with its links followed; rejects where there is nothing. */
export type RealPath = (path: string) => Promise<string>;

/**
 * The files of the person's own folder, for what a tutorial does there. A link that leads out of the folder is not followed, and nothing
 * is written below `.git`, where a file can be a program.
 */
export function guardedFiles(
  folder: vscode.Uri,
  realPath: RealPath | undefined,
  filesAt: (root: vscode.Uri) => Files = vscodeFiles,
): Files {
  const files = filesAt(folder);
  const reading = async <T>(path: string, read: () => Promise<T>): Promise<T> => {
    await placeInside(folder, realPath, path);
    return read();
  };
  const writing = async (path: string, write: () => Promise<void>): Promise<void> => {
    await guardWriting(folder, realPath, path);
    await write();
  };
  return {
    readText: (path) => reading(path, () => files.readText(path)),
    readBytes: (path) => reading(path, () => files.readBytes(path)),
    list: (path) => reading(path, () => files.list(path)),
    stat: (path) => reading(folderOf(path), () => files.stat(path)),
    write: (path, content, options) => writing(path, () => files.write(path, content, options)),
    remove: (path) => writing(path, () => files.remove(path)),
    rename: (from, to) => writing(from, () => writing(to, () => files.rename(from, to))),
  };
}

/** Rejects for a path at which nothing may be written: one that a link leads out of the folder, or that lies in git's own, by a link, too. */
export async function guardWriting(folder: vscode.Uri, realPath: RealPath | undefined, path: string): Promise<void> {
  if (isProtected(path) || isProtected(await placeInside(folder, realPath, path))) throw new PathOutside(path);
}

/** Where in the folder a path, or what is there above it, lies with its links followed; throws where that is outside. */
async function placeInside(folder: vscode.Uri, realPath: RealPath | undefined, path: string): Promise<string> {
  if (realPath === undefined || folder.scheme !== 'file') return path;
  const root = await realPath(folder.fsPath).catch(() => undefined);
  // A folder that is not there yet has no links in it.
  if (root === undefined) return path;
  for (let inside = resolvePath('', path) ?? ''; inside !== ''; inside = folderOf(inside)) {
    const real = await realPath(vscode.Uri.joinPath(folder, inside).fsPath).catch(() => undefined);
    // A link to what is not there: writing would make it there.
    if (real === undefined && (await isThere(vscode.Uri.joinPath(folder, inside)))) throw new PathOutside(path);
    if (real === undefined) continue;
    const rest = real.startsWith(root) ? real.slice(root.length) : undefined;
    if (rest === undefined || !/^[/\\]/.test(rest)) throw new PathOutside(path);
    return rest.replaceAll('\\', '/');
  }
  return path;
}

function isThere(uri: vscode.Uri): Promise<boolean> {
  return Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
}
