import type { Files } from '../ports.ts';
import { codeReference } from '../tutorial/inline.ts';

/** Lines of a file, from 1, both ends included, or the first line that holds a text. */
export type Lines = { from: number; to: number } | { text: string };

/** A place in code as a tutorial writes it, such as `src/app.ts:10-14`; undefined where there is no way to write it. */
export function referenceText(path: string, lines: Lines): string | undefined {
  const clean = path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  const range = 'text' in lines ? `/${lines.text}/` : lines.to > lines.from ? `${lines.from}-${lines.to}` : String(lines.from);
  const code = `${clean}:${range}`;
  const read = codeReference(code);
  const same =
    read !== undefined &&
    ('text' in lines
      ? 'text' in read.lines && read.lines.text === lines.text
      : 'from' in read.lines && read.lines.from === lines.from && read.lines.to === Math.max(lines.from, lines.to));
  return same ? inlineCode(code) : undefined;
}

/** Text as inline code, whatever backticks are in it. */
export function inlineCode(text: string): string {
  const flat = text.replace(/\s*\n\s*/g, ' ');
  const ticks = '`'.repeat(Math.max(0, ...[...flat.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const space = flat.startsWith('`') || flat.endsWith('`') || /^ .*[^ ].* $/.test(flat) ? ' ' : '';
  return `${ticks}${space}${flat}${space}${ticks}`;
}

/** What a regular expression looks for, as text. `whole` where it looks for nothing else than that. */
export type Literal = { text: string; whole: boolean };

/** The longest text that every match of a regular expression holds; undefined where it has none to speak of. */
export function literalOf(pattern: string): Literal | undefined {
  const body = pattern
    .replace(/^\^/, '')
    .replace(/^(?:\[\^\\S\\n\]|\\s|\[ \\t\])[*+]?/, '')
    .replace(/(?<!\\)(?:\\s[*+]?)?\$$/, '');
  const runs: string[] = [''];
  let whole = true;
  for (let rest = body; rest !== ''; ) {
    if (rest.startsWith('|')) return undefined;
    const [single, escaped, plain] = /^(?:\\([^\sA-Za-z0-9])|([^\\.[\](){}*+?^$|\n]))/s.exec(rest) ?? [];
    const part = single ?? complexPart(rest);
    const [quantifier = ''] = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(rest.slice(part.length)) ?? [];
    rest = rest.slice(part.length + quantifier.length);
    if (single !== undefined && /^(?:\+|$)/.test(quantifier)) runs.push((runs.pop() ?? '') + (escaped ?? plain ?? ''));
    if (single !== undefined && quantifier === '') continue;
    whole = false;
    runs.push('');
  }
  const text = runs.map((run) => run.trim()).reduce((longest, run) => (run.length > longest.length ? run : longest), '');
  return text.length < (whole ? 1 : 3) ? undefined : { text, whole };
}

/** A class, a group with all that is in it, or any other part of an expression that is no letter. */
function complexPart(rest: string): string {
  const [simple = ''] = /^(?:\[(?:\\.|[^\]\\])*\]|\\.|[^(])/s.exec(rest) ?? [];
  if (simple !== '') return simple;
  let depth = 0;
  for (const { 0: token, index } of rest.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|[()]/gs)) {
    depth += token === '(' ? 1 : token === ')' ? -1 : 0;
    if (depth === 0) return rest.slice(0, index + token.length);
  }
  return rest;
}

/** The line, from 1, that a regular expression finds in a file as CodeTour looks for it; undefined where it finds none. */
export async function lineOfPattern(files: Files, path: string, pattern: string): Promise<{ line: number; text: string } | undefined> {
  const content = await files.readText(path);
  if (content === undefined) return undefined;
  try {
    const found = new RegExp(pattern, 'm').exec(content);
    if (found === null) return undefined;
    const line = content.slice(0, found.index + found[0].search(/\S|$/)).split('\n').length;
    return { line, text: (content.split(/\r?\n/)[line - 1] ?? '').trim() };
  } catch {
    return undefined;
  }
}

/** A regular expression that finds a text and nothing else. */
export function patternOf(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
