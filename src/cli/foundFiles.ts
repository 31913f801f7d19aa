import { access, readdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';

const passedBy = new Set(['node_modules', '.git', '.hg', '.svn']);

/** Every file below a folder, by path; links are not followed. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return passedBy.has(entry.name) ? [] : filesIn(path);
      return entry.isFile() ? [path] : [];
    }),
  );
  return found.flat().sort();
}

/** The repository that folders lie in, or the folder that all of them lie in: no link of theirs may lead out of it. */
export async function commonRoot(folders: readonly string[]): Promise<string> {
  const [first = '.', ...rest] = folders;
  let root = first;
  while (!rest.every((folder) => folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep)) && dirname(root) !== root)
    root = dirname(root);
  for (let above = root; dirname(above) !== above; above = dirname(above)) {
    const isRepository = await access(join(above, '.git')).then(
      () => true,
      () => false,
    );
    if (isRepository) return above;
  }
  return root;
}
