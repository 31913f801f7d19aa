import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

/** An editor writes a file in several goes. */
const settling = 60;

/** Calls back when a file of a pack was changed, made or taken away. Gives the way to stop. */
export function watchPack(folder: string, changed: () => void): () => void {
  const parts = new Map<string, FSWatcher>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, settling);
  };
  // Only what a pack is made of: beside it there may be a node_modules.
  const follow = async (part: string) => {
    const path = join(folder, part);
    const there = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!there) {
      parts.get(part)?.close();
      parts.delete(part);
    } else if (!parts.has(part) && !stopped) {
      const watcher = watch(path, { recursive: true }, soon);
      watcher.on('error', () => {
        watcher.close();
        parts.delete(part);
      });
      parts.set(part, watcher);
    }
  };
  const followAll = () => Promise.all(folders.map(follow));
  const root = watch(folder, (_, name) => {
    if (name === null || name === 'onramp.json' || folders.includes(name)) {
      void followAll();
      soon();
    }
  });
  root.on('error', () => root.close());
  void followAll();
  return () => {
    stopped = true;
    clearTimeout(timer);
    root.close();
    for (const watcher of parts.values()) watcher.close();
  };
}

const folders = ['tutorials', 'templates', 'snippets'];
