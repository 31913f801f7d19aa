import type { Files } from '../ports.ts';
import { checkPackSnippets } from '../snippet/packSnippets.ts';
import { parseTutorial } from '../tutorial/parse.ts';
import { type FileProblem, readPack } from './pack.ts';

/** What is wrong in a pack, at its place, and how to mend it where that is certain. */
export type Finding = FileProblem & { fix?: Fix };

/** An edit of the finding's file: the characters from `from` up to `to`, counted from 0 in its text, become `text`. */
export type Fix = { from: number; to: number; text: string };

/** Looks through a whole pack: its manifest, then each tutorial in its order, then its snippets. */
export async function lintPack(files: Files): Promise<Finding[]> {
  const { pack, problems } = await readPack(files);
  const found: Finding[] = [...problems];
  for (const { path } of pack?.tutorials ?? []) {
    const text = await files.readText(path);
    if (text !== undefined) found.push(...parseTutorial(text, path).problems.map((problem) => ({ ...problem, file: path })));
  }
  return [...found, ...(await checkPackSnippets(files))];
}
