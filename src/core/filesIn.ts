import { resolvePath } from './path.ts';
import type { Files } from './ports.ts';

/** The files below a folder of other files, seen from there, such as one template of a pack. A path that leaves the folder is refused. */
export function filesIn(files: Files, folder: string): Files {
  const at = (path: string): string => {
    const inside = resolvePath('', path);
    if (inside === undefined)
      throw Object.assign(new Error(`“${path}” must be a path inside the folder, with /`), { code: 'path.outside' });
    return inside === '' ? folder : `${folder}/${inside}`;
  };
  return {
    readText: async (path) => files.readText(at(path)),
    readBytes: async (path) => files.readBytes(at(path)),
    write: async (path, content, options) => files.write(at(path), content, options),
    stat: async (path) => files.stat(at(path)),
    rename: async (from, to) => files.rename(at(from), at(to)),
    remove: async (path) => files.remove(at(path)),
    list: async (path) => files.list(at(path)),
  };
}
