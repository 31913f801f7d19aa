import { resolvePath } from '../../src/core/path.ts';
import type { Entry, Files } from '../../src/core/ports.ts';

type Operation = 'read' | 'write' | 'rename' | 'remove' | 'list';

/** Files in memory, with what a test wants to see of them. */
export type MemoryFiles = Files & {
  /** Every file's text by its path, in the order of the paths. */
  all(): Record<string, string>;
  /** From here on an operation for which this gives an error throws it; a write that fails leaves half of the file behind, as a full disk does. */
  failOn(fault: (operation: Operation, path: string) => Error | undefined): void;
};

/** Keeps to the port: what is missing is undefined, folders come and go with their files, a path that leaves is refused. */
export function memoryFiles(initial: Readonly<Record<string, string | Uint8Array>> = {}): MemoryFiles {
  const files = new Map(Object.entries(initial).map(([path, content]) => [path, bytesOf(content)]));
  let fault: (operation: Operation, path: string) => Error | undefined = () => undefined;
  const enter = (operation: Operation, path: string): string => {
    const resolved = resolvePath('', path);
    if (resolved === undefined) throw Object.assign(new Error(`“${path}” leaves the folder`), { code: 'path.outside' });
    const error = fault(operation, resolved);
    if (error !== undefined) throw error;
    return resolved;
  };
  return {
    readText: async (path) => {
      const bytes = files.get(enter('read', path));
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    readBytes: async (path) => files.get(enter('read', path))?.slice(),
    write: async (path, content) => {
      const bytes = bytesOf(content);
      try {
        files.set(enter('write', path), bytes);
      } catch (error) {
        files.set(path, bytes.slice(0, bytes.length / 2));
        throw error;
      }
    },
    rename: async (from, to) => {
      const [source, target] = [enter('rename', from), resolvePath('', to)];
      const moved = [...files].filter(([path]) => path === source || path.startsWith(`${source}/`));
      if (moved.length === 0 || target === undefined) throw new Error(`there is no ${from}`);
      for (const [path, bytes] of moved) {
        files.delete(path);
        files.set(`${target}${path.slice(source.length)}`, bytes);
      }
    },
    remove: async (path) => {
      files.delete(enter('remove', path));
    },
    list: async (path) => {
      const folder = enter('list', path);
      const prefix = folder === '' ? '' : `${folder}/`;
      const entries = new Map<string, Entry>();
      for (const file of files.keys()) {
        if (!file.startsWith(prefix)) continue;
        const [name = '', ...below] = file.slice(prefix.length).split('/');
        entries.set(name, { name, kind: below.length > 0 ? 'folder' : 'file' });
      }
      return [...entries.values()];
    },
    all: () =>
      Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)])),
    failOn: (next) => {
      fault = next;
    },
  };
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content.slice();
}
