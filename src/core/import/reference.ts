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
    .replace(/^(?:\[\^\\S\\n\]|\\s|\[ \\t\]|[ \t])[*+]?/, '')
    .replace(/(?:\\s[*+]?)?\$$/, '');
  const runs: string[] = [''];
  let rest = body;
  let other = body.length !== pattern.length && !/^\^?(?:\[\^\\S\\n\]\*|\\s\*)?/.test(pattern);
  if (/(?<!\\)\|/.test(rest)) return undefined;
  while (rest !== '') {
    const [token = rest, escaped, plain, quantifier] =
      /^(?:\\([^\sA-Za-z0-9])|([^\\.[\](){}*+?^$|]))([*+?]|\{\d+(?:,\d*)?\})?/s.exec(rest) ?? [];
    const letter = escaped ?? plain;
    if (letter !== undefined && letter !== '\n') {
      if (quantifier === undefined) runs[runs.length - 1] += letter;
      else {
        if (quantifier === '+') runs[runs.length - 1] += letter;
        runs.push('');
        other = true;
      }
      rest = rest.slice(token.length);
      continue;
    }
    const complex = /^(?:\[(?:\\.|[^\]\\])*\]|\((?:\\.|[^()\\])*\)|\\.|.)(?:[*+?]|\{\d+(?:,\d*)?\})?\??/s.exec(rest)?.[0] ?? rest;
    runs.push('');
    other = true;
    rest = rest.slice(complex.length);
  }
  const text = runs.map((run) => run.trim()).reduce((longest, run) => (run.length > longest.length ? run : longest), '');
  return text.length < 3 ? undefined : { text, whole: !other };
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
