import { frontMatter } from '../../protocol/frontMatter.ts';
import { type Problem, problem } from '../message.ts';
import { readChecks } from './checkBlock.ts';
import type { Tutorial } from './tutorial.ts';
import { readYaml } from './yamlPlaces.ts';

export type Meta = Pick<Tutorial, 'description' | 'minutes' | 'level' | 'tags' | 'requires'> & { title: string | undefined };

/** The YAML between the first lines `---`, and the text with those lines emptied, so that every line keeps its number. */
export function splitFrontMatter(text: string): { yaml: string | undefined; body: string } {
  const [whole, yaml] = /^---[ \t]*\n((?:[^\n]*\n)*?)---[ \t]*(?:\n|$)/.exec(text) ?? [];
  if (whole === undefined || yaml === undefined) return { yaml: undefined, body: text };
  return { yaml, body: '\n'.repeat(whole.split('\n').length - 1) + text.slice(whole.length) };
}

/** Reads front matter; what is wrong in it is told and left out. */
export function parseFrontMatter(yaml: string | undefined, problems: Problem[]): Meta {
  if (yaml === undefined) return { title: undefined, description: undefined, minutes: undefined, level: undefined, tags: [], requires: [] };
  const { value: found, places, problems: unreadable } = readYaml(yaml, { line: 2, column: 1 });
  problems.push(...unreadable);
  const value = found ?? {};
  const read = frontMatter.safeParse(value, { reportInput: true });
  const wrong = new Set(read.error?.issues.map(({ path }) => path[0]));
  if (read.error) problems.push(...places.schemaProblems(read.error.issues, Object.keys(frontMatter.shape)));
  const good = Object.entries(value).filter(([key]) => !wrong.has(key) && Object.hasOwn(frontMatter.shape, key));
  const meta = frontMatter.parse(Object.fromEntries(good));

  const minutes = meta.time === undefined ? undefined : readMinutes(meta.time);
  if (Number.isNaN(minutes)) {
    const { line, column } = places.at(['time']);
    problems.push(problem(line, column, 'frontMatter.time', String(meta.time)));
  }
  const requires = meta.requires === undefined ? [] : readChecks(meta.requires, places, ['requires'], problems);
  return {
    title: meta.title,
    description: meta.description,
    minutes: Number.isNaN(minutes) ? undefined : minutes,
    level: meta.level,
    tags: meta.tags ?? [],
    requires,
  };
}

/** Minutes of `15`, `15m`, `15 min` or `1h`; NaN for anything else. */
function readMinutes(time: number | string): number {
  const [, amount, unit] = /^\s*(\d+(?:\.\d+)?)\s*(h|hours?|m|min|minutes?)?\s*$/.exec(String(time)) ?? [];
  return Number(amount) * (unit?.startsWith('h') ? 60 : 1);
}
