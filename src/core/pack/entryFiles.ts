import { overlayFiles, type Utf8 } from '../overlayFiles.ts';
import type { Files } from '../ports.ts';
import type { ArchiveEntry } from './archive.ts';

/** What was unpacked, as files in memory. */
export function entryFiles(entries: readonly ArchiveEntry[], utf8: Utf8): Files {
  const below = new Map(entries.map((entry) => [entry.path, entry]));
  const none = overlayFiles(utf8);
  return overlayFiles(utf8, {
    ...none,
    readBytes: async (path) => below.get(path)?.content,
    readText: async (path) => {
      const bytes = below.get(path)?.content;
      return bytes === undefined ? undefined : utf8.textOf(bytes);
    },
    stat: async (path) => {
      const entry = below.get(path);
      return entry && { kind: 'file', size: entry.content.length, executable: entry.executable };
    },
    list: async (folder) => {
      const above = folder === '' ? '' : `${folder}/`;
      const kinds = new Map<string, 'file' | 'folder'>();
      for (const path of below.keys()) {
        if (!path.startsWith(above)) continue;
        const [name = '', ...rest] = path.slice(above.length).split('/');
        kinds.set(name, rest.length > 0 ? 'folder' : 'file');
      }
      return [...kinds].map(([name, kind]) => ({ name, kind }));
    },
  });
}
