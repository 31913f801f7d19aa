import type { Manifest } from '../../protocol/manifest.ts';
import type { FileProblem } from '../pack/pack.ts';
import { readPack } from '../pack/pack.ts';
import type { Files } from '../ports.ts';
import { parseTutorial } from '../tutorial/parse.ts';
import type { Step, Tutorial } from '../tutorial/tutorial.ts';

/** A tutorial with its text, lines by `\n`. */
export type Written = { tutorial: Tutorial; text: string };

/** What another tool is given, and what of the pack it has no place for. */
export type Exported = { files: Map<string, string | Uint8Array>; leftOut: FileProblem[] };

/** A pack with the text of its tutorials. Throws with what is wrong where there is none to read. */
export async function readTutorials(files: Files): Promise<{ manifest: Manifest; tutorials: Written[] }> {
  const { pack, problems } = await readPack(files);
  if (pack === undefined) throw new NoPack(problems);
  const tutorials = await Promise.all(
    pack.tutorials.map(async ({ path }) => {
      const text = ((await files.readText(path)) ?? '').replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
      return { tutorial: parseTutorial(text, path), text };
    }),
  );
  return { manifest: pack.manifest, tutorials };
}

/** There is no pack that can be read; `problems` says why. */
export class NoPack extends Error {
  readonly code = 'manifest.missing';
  readonly problems: FileProblem[];
  constructor(problems: FileProblem[]) {
    super('There is no pack here that can be read');
    this.problems = problems;
  }
}

/** The lines of a step below its heading, and the number of the first of them, from 1. */
export function stepText({ tutorial, text }: Written, step: Step): { text: string; line: number } {
  const lines = text.split('\n');
  const next = tutorial.steps[tutorial.steps.indexOf(step) + 1];
  const from = /^(?:-+|=+)[ \t]*$/.test(lines[step.line] ?? '') && !/^ {0,3}#/.test(lines[step.line - 1] ?? '') ? step.line + 1 : step.line;
  return { text: lines.slice(from, next === undefined ? undefined : next.line - 1).join('\n'), line: from + 1 };
}

/** The text before the first step, without front matter and title. */
export function coverText({ tutorial, text }: Written): { text: string; line: number } {
  const front = /^---[ \t]*\n(?:[^\n]*\n)*?---[ \t]*(?:\n|$)/.exec(text)?.[0] ?? '';
  const lines = text.split('\n');
  const [first] = tutorial.steps;
  const from = front === '' ? 0 : front.split('\n').length - 1;
  const cover = lines.slice(from, first === undefined ? undefined : first.line - 1);
  const title = cover.findIndex((line) => /^ {0,3}#[ \t]/.test(line));
  if (title >= 0) cover[title] = '';
  return { text: cover.join('\n'), line: from + 1 };
}
