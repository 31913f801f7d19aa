import type { FileProblem } from '../pack/pack.ts';
import type { Files } from '../ports.ts';
import { checkSnippets } from './checkSnippets.ts';
import { readSnippets, type Snippet } from './snippetFile.ts';

/** A snippet with the file of its pack that holds it. */
export type PackSnippet = Snippet & { file: string };

/** The snippets of a pack's `snippets/*.code-snippets`, file by file. What cannot be read is left out. */
export async function readPackSnippets(files: Files): Promise<PackSnippet[]> {
  const sources = await snippetSources(files);
  return sources.flatMap(({ file, source }) => readSnippets(source).snippets.map((snippet) => ({ ...snippet, file })));
}

/** What is wrong in them. */
export async function checkPackSnippets(files: Files): Promise<FileProblem[]> {
  const sources = await snippetSources(files);
  const names = sources.flatMap(({ source }) => readSnippets(source).snippets.map(({ name }) => name));
  return sources.flatMap(({ file, source }) => checkSnippets(source, names).map((problem) => ({ ...problem, file })));
}

async function snippetSources(files: Files): Promise<{ file: string; source: string }[]> {
  const entries = await files.list('snippets');
  const paths = entries
    .filter(({ kind, name }) => kind === 'file' && name.endsWith('.code-snippets'))
    .map(({ name }) => `snippets/${name}`)
    .sort();
  return Promise.all(paths.map(async (file) => ({ file, source: (await files.readText(file)) ?? '{}' })));
}
