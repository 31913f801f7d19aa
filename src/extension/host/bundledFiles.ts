import * as vscode from 'vscode';
import { resolvePath } from '../../core/path.ts';
import type { Entry, Files } from '../../core/ports.ts';
import { vscodeFiles } from './vscodeFiles.ts';

/**
 * As `vscodeFiles`; in a browser an extension's own files can be read by name only, so what the packs that ship hold stands in a list that
 * the build leaves beside the extension, `dist/packs.json`.
 */
export function bundledFiles(extension: vscode.Uri): (root: vscode.Uri) => Files {
  const packs = vscode.Uri.joinPath(extension, 'packs');
  let reading: Promise<string[]> | undefined;
  const listing = () => {
    reading ??= readListing(extension);
    return reading;
  };
  return (root) => {
    const files = vscodeFiles(root);
    const above = `${packs.path}/`;
    const shipped = root.scheme === packs.scheme && root.authority === packs.authority && `${root.path}/`.startsWith(above);
    if (!/^https?$/.test(root.scheme) || !shipped) return files;
    const folder = root.path.slice(above.length);
    const seen = (path: string) => resolvePath(folder, path) ?? path;
    const isThere = async (path: string) => (await listing()).includes(seen(path));
    return {
      ...files,
      readBytes: async (path) => ((await isThere(path)) ? files.readBytes(path) : undefined),
      readText: async (path) => ((await isThere(path)) ? files.readText(path) : undefined),
      stat: async (path) => {
        if (await isThere(path)) return { kind: 'file', size: (await files.readBytes(path))?.length ?? 0, executable: false };
        return entriesOf(await listing(), seen(path)).length > 0 ? { kind: 'folder', size: 0, executable: false } : undefined;
      },
      list: async (path) => entriesOf(await listing(), seen(path)),
    };
  };
}

/** What is directly in a folder, by the paths of all files. */
function entriesOf(paths: readonly string[], folder: string): Entry[] {
  const above = folder === '' ? '' : `${folder}/`;
  const kinds = new Map<string, Entry['kind']>();
  for (const path of paths.filter((path) => path.startsWith(above))) {
    const [name = '', ...below] = path.slice(above.length).split('/');
    kinds.set(name, below.length > 0 ? 'folder' : 'file');
  }
  return [...kinds].map(([name, kind]) => ({ name, kind }));
}

async function readListing(extension: vscode.Uri): Promise<string[]> {
  return JSON.parse((await vscodeFiles(extension).readText('dist/packs.json')) ?? '[]');
}
