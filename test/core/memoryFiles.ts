import { folderOf, resolvePath } from '../../src/core/path.ts';
import type { Entry, Files } from '../../src/core/ports.ts';

type Operation = 'read' | 'write' | 'rename' | 'remove' | 'list' | 'stat';

/** Files in memory, with what a test wants to see of them. */
export type MemoryFiles = Files & {
  /** Every file's text by its path, in the order of the paths. */
  all(): Record<string, string>;
  /** Everything there is, in the order of the paths: `a.sh* text` where it is executable, `folder/`, `link ->`. */
  tree(): string[];
  /** Lets a link lie at a path. */
  link(path: string): void;
  /** From here on an operation for which this gives an error throws it; a write that fails leaves half of the file behind, as a full disk does. */
  failOn(fault: (operation: Operation, path: string) => Error | undefined): void;
};

type Kept = { bytes: Uint8Array; executable: boolean };

/** Keeps to the port: what is missing is undefined, folders are made with their files and stay, a path that leaves is refused. */
export function memoryFiles(initial: Readonly<Record<string, string | Uint8Array>> = {}): MemoryFiles {
  const files = new Map<string, Kept>();
  const folders = new Set<string>();
  const links = new Set<string>();
  let fault: (operation: Operation, path: string) => Error | undefined = () => undefined;
  const enter = (operation: Operation, path: string): string => {
    const resolved = resolvePath('', path);
    if (resolved === undefined) throw Object.assign(new Error(`“${path}” leaves the folder`), { code: 'path.outside' });
    const error = fault(operation, resolved);
    if (error !== undefined) throw error;
    return resolved;
  };
  const put = (path: string, kept: Kept) => {
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
      if (files.has(folder) || links.has(folder)) throw new Error(`${folder} is no folder`);
      folders.add(folder);
    }
    if (folders.has(path)) throw new Error(`${path} is a folder`);
    files.set(path, kept);
  };
  const below = (folder: string) => [...files.keys(), ...folders, ...links].filter((path) => path !== '' && folderOf(path) === folder);
  const kindOf = (path: string): Entry['kind'] | undefined =>
    files.has(path) ? 'file' : links.has(path) ? 'link' : path === '' || folders.has(path) ? 'folder' : undefined;
  for (const [path, content] of Object.entries(initial)) put(path, { bytes: bytesOf(content), executable: false });
  return {
    readText: async (path) => {
      const bytes = files.get(enter('read', path))?.bytes;
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    readBytes: async (path) => files.get(enter('read', path))?.bytes.slice(),
    write: async (path, content, { executable } = {}) => {
      const bytes = bytesOf(content);
      const resolved = resolvePath('', path) ?? path;
      const mode = executable ?? files.get(resolved)?.executable ?? false;
      try {
        enter('write', path);
      } catch (error) {
        if (resolvePath('', path) !== undefined) put(resolved, { bytes: bytes.slice(0, bytes.length / 2), executable: mode });
        throw error;
      }
      put(resolved, { bytes, executable: mode });
    },
    stat: async (path) => {
      const resolved = enter('stat', path);
      const kind = kindOf(resolved);
      const file = files.get(resolved);
      return kind === undefined ? undefined : { kind, size: file?.bytes.length ?? 0, executable: file?.executable ?? false };
    },
    rename: async (from, to) => {
      const [source, target] = [enter('rename', from), resolvePath('', to)];
      const moved = [...files].filter(([path]) => path === source || path.startsWith(`${source}/`));
      if (moved.length === 0 || target === undefined) throw new Error(`there is no ${from}`);
      for (const [path, kept] of moved) {
        put(`${target}${path.slice(source.length)}`, kept);
        files.delete(path);
      }
      for (const folder of [...folders].filter((path) => path === source || path.startsWith(`${source}/`))) folders.delete(folder);
    },
    remove: async (path) => {
      const resolved = enter('remove', path);
      if (folders.has(resolved) && below(resolved).length > 0) throw new Error(`${path} is not empty`);
      for (const kept of [files, folders, links]) kept.delete(resolved);
    },
    list: async (path) => {
      const folder = enter('list', path);
      return below(folder).map((inside) => ({
        name: inside.slice(folder === '' ? 0 : folder.length + 1),
        kind: kindOf(inside) ?? 'file',
      }));
    },
    all: () =>
      Object.fromEntries(
        [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, { bytes }]) => [path, new TextDecoder().decode(bytes)]),
      ),
    tree: () =>
      [
        ...[...files].map(([path, { bytes, executable }]) => `${path}${executable ? '*' : ''} ${new TextDecoder('latin1').decode(bytes)}`),
        ...[...folders].map((path) => `${path}/`),
        ...[...links].map((path) => `${path} ->`),
      ].sort(),
    link: (path) => {
      links.add(path);
    },
    failOn: (next) => {
      fault = next;
    },
  };
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content.slice();
}
