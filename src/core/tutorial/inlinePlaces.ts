import type { Token } from 'markdown-it';

/** Where a stretch of one line stands in its file: line and column from 1. */
export type Stretch = { line: number; column: number; length: number };

/** A piece of a paragraph with its place; `target` is where the address of a link or an image is written, if it stands there at all. */
export type PlacedInline = { token: Token; line: number; column: number; target: Stretch | undefined };

/** Where the pieces of a section's paragraphs stand, by the token of each paragraph. What is in a table has no lines of its own; its row has. */
export function placeAllInlines(tokens: readonly Token[], lines: readonly string[]): Map<Token, PlacedInline[]> {
  const placed = new Map<Token, PlacedInline[]>();
  let start = 0;
  let cellEnd = 0;
  for (const token of tokens) {
    if (token.map !== null && token.map[0] !== start) [start, cellEnd] = [token.map[0], 0];
    if (token.type !== 'inline') continue;
    placed.set(token, placeInlines(token, lines, start, cellEnd));
    // The cells of a table stand in one line, one behind the other.
    if (token.map === null) cellEnd = Math.max(cellEnd, (lines[start] ?? '').indexOf(token.content, cellEnd) + token.content.length);
  }
  return placed;
}

/**
 * Where the pieces of a paragraph stand, which its tokens do not know: links, images, inline code and HTML. `lines` are the file's;
 * `start` is the first line (from 0) that the paragraph can be in, and `after` the column (from 0) behind which it begins there.
 */
function placeInlines(token: Token, lines: readonly string[], start: number, after = 0): PlacedInline[] {
  const { content } = token;
  const place = placesOf(content, lines, start, after);
  const found: PlacedInline[] = [];
  const open: PlacedInline[] = [];
  let at = 0;
  const add = (child: Token, offset: number) => {
    const placed: PlacedInline = { token: child, ...place(offset), target: undefined };
    found.push(placed);
    return placed;
  };
  const stretch = ([from, to]: [number, number]): Stretch => ({ ...place(from), length: to - from });
  for (const child of token.children ?? []) {
    if (child.type === 'code_inline') {
      const [from, to] = codeAt(content, at, child.markup.length);
      add(child, from);
      at = to;
    } else if (child.type === 'link_open') {
      const from = child.markup === 'autolink' ? content.indexOf('<', at) : bracketAt(content, at);
      const placed = add(child, Math.max(from, at));
      open.push(placed);
      at = Math.max(from, at) + 1;
      if (child.markup === 'autolink') placed.target = stretch([at, Math.max(at, content.indexOf('>', at))]);
    } else if (child.type === 'link_close') {
      const target = targetAt(content, content.indexOf(']', at));
      const placed = open.pop();
      if (placed !== undefined && target !== undefined && placed.target === undefined) placed.target = stretch(target);
      at = target?.[1] ?? Math.max(at, content.indexOf(']', at) + 1);
    } else if (child.type === 'image') {
      const from = Math.max(at, content.indexOf('![', at));
      const target = targetAt(content, closingBracket(content, from + 1));
      const placed = add(child, from);
      if (target !== undefined) placed.target = stretch(target);
      at = target?.[1] ?? from + 2;
    } else if (child.type === 'html_inline') {
      const from = Math.max(at, content.indexOf(child.content, at));
      add(child, from);
      at = from + child.content.length;
    } else if (child.type === 'softbreak' || child.type === 'hardbreak') {
      at = Math.max(at, content.indexOf('\n', at) + 1);
    } else if (child.content !== '') {
      const from = content.indexOf(child.content, at);
      if (from >= 0) at = from + child.content.length;
    }
  }
  return found;
}

/** Gives the place of an offset in a paragraph's content: what indents or quotes its lines in the file is not in it. */
function placesOf(content: string, lines: readonly string[], start: number, after: number): (offset: number) => Omit<Stretch, 'length'> {
  const known: { offset: number; line: number; column: number }[] = [];
  let offset = 0;
  let line = start;
  for (const text of content.split('\n')) {
    const from = known.length === 0 ? after : 0;
    let there = line;
    while (there < line + reach && there < lines.length && !lines[there]?.includes(text, there === start ? from : 0)) there++;
    const column = lines[there]?.indexOf(text, there === start ? from : 0) ?? -1;
    known.push(column < 0 ? { offset, line, column: 0 } : { offset, line: there, column });
    line = (column < 0 ? line : there) + 1;
    offset += text.length + 1;
  }
  return (at) => {
    const last = known.findLast((one) => one.offset <= at) ?? { offset: 0, line: start, column: 0 };
    return { line: last.line + 1, column: last.column + at - last.offset + 1 };
  };
}

/** How many lines further on a paragraph's next line can be: the mark of an alert, or a line of which something was cut, is not in it. */
const reach = 3;

function codeAt(content: string, from: number, ticks: number): [number, number] {
  const runs = [...content.slice(from).matchAll(/`+/g)].filter(([run]) => run.length === ticks);
  const start = from + (runs[0]?.index ?? 0);
  const end = runs[1] === undefined ? start : from + runs[1].index + ticks;
  return [start, end];
}

/** The next bracket that opens a link: neither escaped nor that of an image. */
function bracketAt(content: string, from: number): number {
  for (let at = content.indexOf('[', from); at >= 0; at = content.indexOf('[', at + 1)) {
    if (content[at - 1] !== '\\' && content[at - 1] !== '!') return at;
  }
  return -1;
}

/** The bracket that closes the one at an offset. */
function closingBracket(content: string, open: number): number {
  let depth = 0;
  for (let at = open; at < content.length; at++) {
    if (content[at] === '\\') at++;
    else if (content[at] === '[') depth++;
    else if (content[at] === ']' && --depth === 0) return at;
  }
  return -1;
}

/** Where the address behind a closing bracket stands; undefined where the link names it elsewhere. */
function targetAt(content: string, closing: number): [number, number] | undefined {
  if (closing < 0 || content[closing + 1] !== '(') return undefined;
  const from = closing + 2 + (/^\s*/.exec(content.slice(closing + 2))?.[0].length ?? 0);
  if (content[from] === '<') return [from + 1, Math.max(from + 1, content.indexOf('>', from))];
  let depth = 0;
  for (let at = from; at < content.length; at++) {
    const letter = content[at] ?? '';
    if (letter === '\\') at++;
    else if (letter === '(') depth++;
    else if (/\s/.test(letter) || (letter === ')' && depth-- === 0)) return [from, at];
  }
  return undefined;
}
