import type { FileProblem } from '../pack/pack.ts';
import type { Files } from '../ports.ts';
import { checkSnippets } from './checkSnippets.ts';
import { readSnippets, type Snippet } from './snippetFile.ts';

/** A snippet with the file of its pack that holds it. */
export type PackSnippet = Snippet & { file: string };

/** The snippets of a pack's `snippets/*.code-snippets`, file by file. What cannot be read is left out. */
export async function readPackSnippets(files: Files): Promise<PackSnippet[]> {
  const snippets: PackSnippet[] = [];
  // One after the other, so that others have their turn in between.
  for (const file of await snippetFiles(files))
    snippets.push(...readSnippets((await files.readText(file)) ?? '{}').snippets.map((snippet) => ({ ...snippet, file })));
  return snippets;
}

/** What is wrong in them. */
export async function checkPackSnippets(files: Files): Promise<FileProblem[]> {
  const paths = await snippetFiles(files);
  const sources = await Promise.all(paths.map(async (file) => ({ file, source: (await files.readText(file)) ?? '{}' })));
  const names = sources.flatMap(({ source }) => readSnippets(source).snippets.map(({ name }) => name));
  return sources.flatMap(({ file, source }) => checkSnippets(source, names).map((problem) => ({ ...problem, file })));
}

async function snippetFiles(files: Files): Promise<string[]> {
  const entries = await files.list('snippets');
  return entries
    .filter(({ kind, name }) => kind === 'file' && name.endsWith('.code-snippets'))
    .map(({ name }) => `snippets/${name}`)
    .sort();
}
