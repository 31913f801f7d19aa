import assert from 'node:assert/strict';
import { detectFormat } from '../../../src/core/import/detectFormat.ts';
import type { Format } from '../../../src/core/import/draft.ts';
import { importTutorials } from '../../../src/core/import/importTutorials.ts';
import { lintPack } from '../../../src/core/pack/lint.ts';
import { memoryFiles } from '../memoryFiles.ts';
import { told } from '../told.ts';

type Given = { workspace?: Record<string, string>; format?: Format; also?: Record<string, string | Uint8Array>; publisher?: string };

/** What became of sources: the files of the pack, and what was left out or not imported, as it is printed. */
export type Outcome = { files: Record<string, string>; leftOut: string[]; failed: string[] };

/** Imports files by their paths, `also` beside them, and holds that the pack has nothing for lint to find. */
export async function importAll(
  texts: Record<string, string>,
  { workspace, format, also = {}, publisher = 'Me' }: Given = {},
): Promise<Outcome> {
  const sources = Object.entries(texts).map(([path, text]) => ({ path, text, format: format ?? detectFormat(path, text) ?? 'codelab' }));
  const { files, leftOut, failed } = await importTutorials(
    sources,
    { name: 'p', title: 'P', publisher, description: '', license: 'MIT' },
    { files: memoryFiles({ ...texts, ...also }), workspace: workspace && memoryFiles(workspace) },
  );
  const pack = memoryFiles(Object.fromEntries(files));
  if (failed.length === 0) assert.deepEqual(told(await lintPack(pack)), []);
  return { files: pack.all(), leftOut: told(leftOut), failed: told(failed) };
}

/** One source: the text of its tutorial, and what was left out. */
export async function importOne(text: string, given: Given & { path?: string } = {}): Promise<{ text: string; leftOut: string[] }> {
  const { files, leftOut, failed } = await importAll({ [given.path ?? 'a.md']: text }, given);
  assert.deepEqual(failed, []);
  const [only, ...others] = Object.keys(files).filter((path) => path.startsWith('tutorials/'));
  assert.deepEqual(others, []);
  return { text: files[only ?? ''] ?? '', leftOut };
}

/** A step that a text is put into, as a codelab, and that step as it is in the pack. */
export async function asStep(text: string, given: Given = {}): Promise<{ text: string; leftOut: string[] }> {
  const step = '# T\n\n## S\n\n';
  const { text: all, leftOut } = await importOne(step + text, given);
  assert.ok(all.startsWith(step.trimEnd()), all);
  return { text: all.slice(step.trimEnd().length).trim(), leftOut };
}

/** A tour with one step. */
export function tour(step: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  return JSON.stringify({ title: 'T', ...more, steps: [{ title: 'S', description: 'Text', ...step }] }, undefined, 2);
}
