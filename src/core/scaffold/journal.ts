import { folderOf } from '../path.ts';
import type { Files } from '../ports.ts';

/** How to put back what is about to be changed. Each step is noted before it is tried: one that fails may have done half of its work. */
export type Journal = {
  /** The folders above a path that are not there yet, the uppermost first; each is given once. */
  foldersAbove(path: string): Promise<string[]>;
  /** A name beside a path that nothing has. */
  freeName(path: string): Promise<string>;
  /** A file will be where nothing is. */
  willMake(path: string): void;
  /** A file will be moved to `old`, and another take its place; `old` will be taken away at the end. */
  willReplace(path: string, old: string, before: Uint8Array, executable: boolean): void;
  willRemove(path: string, before: Uint8Array, executable: boolean): void;
  /** Undoes every step, the last first, each tried twice. Gives the paths that could not be put back. */
  putBack(): Promise<string[]>;
};

export function openJournal(files: Files): Journal {
  const steps: { path: string; undo(): Promise<void> }[] = [];
  const folders = new Map<string, boolean>();
  const taken = new Set<string>();
  const isThere = async (folder: string): Promise<boolean> => {
    const known = folders.get(folder) ?? (await files.stat(folder)) !== undefined;
    folders.set(folder, known);
    return known;
  };
  const foldersAbove = async (path: string): Promise<string[]> => {
    const folder = folderOf(path);
    if (folder === '' || (await isThere(folder))) return [];
    const above = await foldersAbove(folder);
    folders.set(folder, true);
    steps.push({ path: folder, undo: () => removeEmpty(files, folder) });
    return [...above, folder];
  };
  return {
    foldersAbove,
    freeName: async (path) => {
      for (let number = taken.size; ; number++) {
        const name = [folderOf(path), `.onramp-${number}.part`].filter(Boolean).join('/');
        if (taken.has(name) || (await files.stat(name)) !== undefined) continue;
        taken.add(name);
        return name;
      }
    },
    willMake: (path) => void steps.push({ path, undo: () => files.remove(path) }),
    willReplace: (path, old, before, executable) =>
      void steps.push({
        path,
        undo: async () => {
          if ((await files.stat(old)) !== undefined) await files.rename(old, path);
          // It was moved, and taken away at the end.
          else if (!(await holds(files, path, before))) await files.write(path, before, { executable });
        },
      }),
    willRemove: (path, before, executable) =>
      void steps.push({
        path,
        undo: async () => {
          if (!(await holds(files, path, before))) await files.write(path, before, { executable });
        },
      }),
    putBack: async () => {
      const left: string[] = [];
      for (const { path, undo } of steps.toReversed()) {
        await undo()
          .catch(undo)
          .catch(() => void left.push(path));
      }
      return left;
    },
  };
}

/** A folder that holds something by now is somebody's. */
export async function removeEmpty(files: Files, folder: string): Promise<void> {
  if ((await files.list(folder)).length === 0) await files.remove(folder);
}

async function holds(files: Files, path: string, content: Uint8Array): Promise<boolean> {
  const there = await files.readBytes(path);
  return there !== undefined && there.length === content.length && there.every((byte, index) => byte === content[index]);
}
