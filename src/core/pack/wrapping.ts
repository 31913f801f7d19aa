import type { ArchiveEntry } from './archive.ts';

/** Entries without the one folder that an archive wraps around everything: npm's is `package/`, GitHub's is named for the commit. */
export function withoutWrapping(entries: readonly ArchiveEntry[]): ArchiveEntry[] {
  const first = entries[0]?.path.split('/')[0];
  const wrapped = first !== undefined && entries.every(({ path }) => path.startsWith(`${first}/`));
  return wrapped ? below(entries, first) : [...entries];
}

/** The entries of a folder, seen from it. */
export function below(entries: readonly ArchiveEntry[], folder: string): ArchiveEntry[] {
  if (folder === '') return [...entries];
  const above = `${folder}/`;
  return entries.filter(({ path }) => path.startsWith(above)).map((entry) => ({ ...entry, path: entry.path.slice(above.length) }));
}
