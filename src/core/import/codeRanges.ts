import type { Token } from 'markdown-it';
import { markdown } from '../tutorial/markdown.ts';
import { type Edit, edited, type Placed } from './placed.ts';

/** Characters from `from` up to `to`. */
export type Range = { from: number; to: number };

/** The blocks of a Markdown text, with their inline text unread: most steps of an import need no more, and that takes a third of the time. */
export function blockTokens(text: string): Token[] {
  const tokens: Token[] = [];
  markdown().block.parse(text, markdown(), {}, tokens);
  return tokens;
}

let last: { text: string; ranges: Range[] } = { text: '', ranges: [] };

/** Where a Markdown text holds code or a comment, in the order of the text: what is in there is not mark-up. */
export function codeRanges(text: string): Range[] {
  // Step upon step of an import asks about the same text.
  if (last.text !== text) last = { text, ranges: findRanges(text) };
  return last.ranges;
}

function findRanges(text: string): Range[] {
  const starts = lineStarts(text);
  const at = (line: number) => starts[line] ?? text.length;
  const ranges: Range[] = [];
  for (const { type, map, content } of blockTokens(text)) {
    const [from = 0, to = 0] = map ?? [];
    if (type === 'fence' || type === 'code_block') ranges.push({ from: at(from), to: at(to) });
    else if (type === 'inline' && content.includes('`')) ranges.push(...codeSpans(text, { from: at(from), to: at(to) }));
    else if (type === 'html_block') ranges.push(...fencesInHtml(text, { from: at(from), to: at(to) }));
  }
  for (const { index, 0: comment } of text.matchAll(comments)) ranges.push({ from: index, to: index + comment.length });
  return merged(ranges);
}

/** One that begins a line may go on over empty lines, one within a line ends with its paragraph. */
const comments = /^ {0,3}<!--[\s\S]*?-->|<!--(?:(?!\n[ \t]*\n)[\s\S])*?-->/gm;

/** Where each line begins. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Replaces what a pattern finds outside of code; where `replace` gives undefined, all stays as it is. */
export function replaced(
  source: Placed,
  pattern: RegExp,
  replace: (match: RegExpExecArray, code: readonly Range[]) => string | undefined,
): Placed {
  const found = [...source.text.matchAll(pattern)];
  if (found.length === 0) return source;
  const code = codeRanges(source.text);
  const edits: Edit[] = [];
  let end = 0;
  for (const match of found) {
    if (match.index < end || isInside(code, match.index)) continue;
    const text = replace(match, code);
    if (text === undefined) continue;
    end = match.index + match[0].length;
    edits.push({ from: match.index, to: end, text });
  }
  return edited(source, edits);
}

/** Whether an offset lies in one of the ranges, which are in order. */
export function isInside(ranges: readonly Range[], offset: number): boolean {
  let [low, high] = [0, ranges.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range === undefined) return false;
    if (offset < range.from) high = middle - 1;
    else if (offset >= range.to) low = middle + 1;
    else return true;
  }
  return false;
}

/** The inline code of a stretch of text, which must be no more than a paragraph. */
export function codeSpans(text: string, { from, to }: Range): Range[] {
  const spans = text.slice(from, to).matchAll(/(?<![`\\])(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g);
  return [...spans].map(({ index, 0: span }) => ({ from: from + index, to: from + index + span.length }));
}

/** Markdown knows no fences inside of HTML, but their writers meant them, and they are some once the HTML around them is gone. */
function fencesInHtml(text: string, { from, to }: Range): Range[] {
  const fences = text.slice(from, to).matchAll(/^[ \t]*(`{3,}|~{3,})[^\n]*\n[\s\S]*?^[ \t]*\1[ \t]*$/gm);
  return [...fences].map(({ index, 0: fence }) => ({ from: from + index, to: from + index + fence.length }));
}

function merged(ranges: Range[]): Range[] {
  const all: Range[] = [];
  for (const range of ranges.sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last !== undefined && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else all.push({ ...range });
  }
  return all;
}
