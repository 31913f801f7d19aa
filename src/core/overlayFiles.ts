import { folderOf, resolvePath } from './path.ts';
import type { Entry, Files, Stat } from './ports.ts';

/** Files over other files: what is written stays in memory, what is not is read from below. */
export type OverlayFiles = Files & {
  /** What differs from below, by path; undefined where a file was taken away. */
  changes(): ReadonlyMap<string, Uint8Array | string | undefined>;
};

/** `below` is left as it is; without one all begins empty. `textOf` and `bytesOf` convert UTF-8. */
export function overlayFiles(utf8: Utf8, below?: Files): OverlayFiles {
  const changes = new Map<string, Uint8Array | string | undefined>();
  const executables = new Map<string, boolean>();
  const at = (path: string): string => {
    const resolved = resolvePath('', path);
    if (resolved === undefined) throw new Error(`“${path}” leaves the folder`);
    return resolved;
  };
  const readBytes = async (path: string): Promise<Uint8Array | undefined> => {
    const name = at(path);
    if (!changes.has(name)) return below?.readBytes(name);
    const content = changes.get(name);
    return typeof content === 'string' ? utf8.bytesOf(content) : content;
  };
  const list = async (path: string): Promise<Entry[]> => {
    const folder = at(path);
    const entries = new Map<string, Entry>();
    for (const entry of (await below?.list(folder)) ?? []) entries.set(entry.name, entry);
    for (const [name, content] of changes) {
      if (folderOf(name) === folder && content === undefined) entries.delete(name.slice(folder.length).replace(/^\//, ''));
      else if (folder === '' || name.startsWith(`${folder}/`)) {
        const [first = '', ...rest] = name.slice(folder.length).replace(/^\//, '').split('/');
        if (content !== undefined) entries.set(first, { name: first, kind: rest.length > 0 ? 'folder' : 'file' });
      }
    }
    return [...entries.values()];
  };
  const stat = async (path: string): Promise<Stat | undefined> => {
    const name = at(path);
    const own = changes.has(name) ? await readBytes(name) : undefined;
    if (own !== undefined) return { kind: 'file', size: own.length, executable: executables.get(name) ?? false };
    const there = changes.has(name) ? undefined : await below?.stat(name);
    if (there !== undefined) return there;
    return (await list(name)).length > 0 ? { kind: 'folder', size: 0, executable: false } : undefined;
  };
  return {
    changes: () => changes,
    readBytes,
    readText: async (path) => {
      const name = at(path);
      if (!changes.has(name)) return below?.readText(name);
      const content = changes.get(name);
      return content === undefined || typeof content === 'string' ? content : utf8.textOf(content);
    },
    write: async (path, content, { executable } = {}) => {
      changes.set(at(path), content);
      if (executable !== undefined) executables.set(at(path), executable);
    },
    stat,
    rename: async (from, to) => {
      executables.set(at(to), (await stat(from))?.executable ?? false);
      changes.set(at(to), await readBytes(from));
      changes.set(at(from), undefined);
    },
    remove: async (path) => {
      changes.set(at(path), undefined);
    },
    list,
  };
}

export type Utf8 = { textOf(bytes: Uint8Array): string; bytesOf(text: string): Uint8Array };
