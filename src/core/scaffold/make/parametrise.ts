import type { Answers } from '../answers.ts';
import { render } from '../render.ts';

/** What becomes a parameter: each match of a pattern. */
export type Part = { name: string; pattern: RegExp };

/** A text as Mustache that renders to the very same with the defaults; undefined where nothing in it becomes a parameter, or it cannot be. */
export function parametrised(text: string, parts: readonly Part[], defaults: Answers): string | undefined {
  const spans = spansOf(text, parts);
  if (spans.length === 0) return undefined;
  return written(text, spans, defaults);
}

/** A text as Mustache that renders to itself, whatever `{{` it holds; undefined where that cannot be. */
export function escaped(text: string): string | undefined {
  return written(text, [], {});
}

/** The same for a path, which has no lines: other delimiters stand at its beginning. */
export function parametrisedPath(path: string, parts: readonly Part[], defaults: Answers): string | undefined {
  const spans = spansOf(path, parts);
  const plain = put(path, spans, '{{', '}}');
  if (renders(plain, path, defaults)) return plain;
  for (const [open, close] of pathDelimiters) {
    const marked = `{{=${open} ${close}=}}${put(path, spans, open, close)}`;
    if (!path.includes(open) && renders(marked, path, defaults)) return marked;
  }
  return undefined;
}

type Span = { from: number; to: number; name: string };

function written(text: string, spans: readonly Span[], defaults: Answers): string | undefined {
  const plain = put(text, spans, '{{', '}}');
  if (!text.includes('{{') && renders(plain, text, defaults)) return plain;
  for (const [open, close] of delimiters) {
    // On a line of its own, which Mustache leaves out whole.
    const marked = `{{=${open} ${close}=}}\n${put(text, spans, open, close)}`;
    if (!text.includes(open) && renders(marked, text, defaults)) return marked;
  }
  return undefined;
}

const delimiters = [
  ['<%', '%>'],
  ['[[', ']]'],
  ['<<%', '%>>'],
  ['@@<', '>@@'],
  ['<~onramp', '~>'],
] as const;
const pathDelimiters = [
  ['[', ']'],
  ['(', ')'],
  ['@', '@'],
] as const;

function renders(template: string, text: string, defaults: Answers): boolean {
  const { text: rendered, problems } = render(template, defaults);
  return problems.length === 0 && rendered === text;
}

/** Matches that do not overlap: the first wins, and of those that begin together the longest. */
function spansOf(text: string, parts: readonly Part[]): Span[] {
  const all = parts.flatMap(({ name, pattern }) =>
    [...text.matchAll(pattern)].map(({ 0: match, index }): Span => ({ from: index, to: index + match.length, name })),
  );
  const spans: Span[] = [];
  for (const span of all.sort((a, b) => a.from - b.from || b.to - a.to)) {
    if (span.to > span.from && span.from >= (spans.at(-1)?.to ?? 0)) spans.push(span);
  }
  return spans;
}

function put(text: string, spans: readonly Span[], open: string, close: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to, name } of spans) {
    parts.push(text.slice(at, from), `${open}${name}${close}`);
    at = to;
  }
  return [...parts, text.slice(at)].join('');
}
