import type { Entry, Files } from '../../ports.ts';

/** Files of which each is read once, however many rules ask for it; they are only read. */
export function keptFiles(files: Files): Files {
  const kept = <T>(read: (path: string) => Promise<T>) => {
    const known = new Map<string, Promise<T>>();
    return (path: string): Promise<T> => {
      const before = known.get(path) ?? read(path);
      known.set(path, before);
      return before;
    };
  };
  return {
    ...files,
    readText: kept((path) => files.readText(path)),
    readBytes: kept((path) => files.readBytes(path)),
    stat: kept((path) => files.stat(path)),
    list: kept((path) => files.list(path)),
  };
}

/** Everything that lies in a pack, by path, folders as well; what only whoever works on it has is left out. */
export async function entriesIn(files: Files): Promise<Map<string, Entry['kind']>> {
  const found = new Map<string, Entry['kind']>();
  const look = async (folder: string): Promise<void> => {
    for (const { name, kind } of await files.list(folder)) {
      if (notOfThePack.has(name)) continue;
      const path = folder === '' ? name : `${folder}/${name}`;
      found.set(path, kind);
      if (kind === 'folder') await look(path);
    }
  };
  await look('');
  return found;
}

const notOfThePack = new Set(['.git', 'node_modules', '.DS_Store']);
