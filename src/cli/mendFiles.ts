import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyFixes } from '../core/pack/lint/fixes.ts';
import type { Finding } from '../core/pack/lint.ts';

/** Makes the fixes of findings in the files of a pack, each file whole or not at all, and gives how many were made. */
export async function mendFiles(root: string, found: readonly Finding[]): Promise<number> {
  let mended = 0;
  for (const file of new Set(found.map(({ file }) => file))) {
    const fixes = found.flatMap((one) => (one.file === file && one.fix !== undefined ? [one.fix] : []));
    if (fixes.length === 0) continue;
    const path = join(root, file);
    const { text, made } = applyFixes(await readFile(path, 'utf8'), fixes);
    await replaceFile(path, text);
    mended += made;
  }
  return mended;
}

/** Beside it first and then in its place, so that a full disk leaves the file as it was. */
async function replaceFile(path: string, text: string): Promise<void> {
  const draft = `${path}.onramp-${process.pid}`;
  const { mode } = await stat(path);
  try {
    await writeFile(draft, text, { mode });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
