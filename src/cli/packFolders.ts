import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder itself where it is a pack, else the packs below it, by name; none where there is no such folder. */
export async function packFolders(folder: string): Promise<string[]> {
  if (await isFile(join(folder, 'onramp.json'))) return [folder];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const below = entries.filter((entry) => entry.isDirectory() && !/^(\..*|node_modules)$/.test(entry.name));
  const found = await Promise.all(below.map(({ name }) => packFolders(join(folder, name))));
  return found.flat().sort();
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
