import { type Anchor, keptCharacters, type SeenLines } from '../../protocol/anchor.ts';
import { type Aligned, alignLines, similarity, weightOf } from './alignLines.ts';
import type { LineRange } from './lineRange.ts';
import type { Reference } from './tutorial.ts';

/** Where the lines of a reference are, and whether that is known or the best guess. */
export type Found = { kind: 'certain' | 'guess'; lines: LineRange };

const most = 20;
const around = 3;
/** From here on lines that have changed are still those lines, if no others are as similar. */
const alike = 0.85;
/** Below this, lines have no more in common than any two lines of a program. */
const somewhatAlike = 0.6;
/** How many lines up and down similar ones are looked for; the very same are found anywhere. */
const reach = 2000;
/** How far ahead of the next most similar lines the most similar ones must be. */
const lead = 0.15;

/** The lines that a reference means in a file's text; undefined where they are not there. */
export function findLines(content: string, { lines }: Reference): LineRange | undefined {
  const all = content.split('\n');
  if ('text' in lines) {
    const at = all.findIndex((line) => line.includes(lines.text));
    return at < 0 ? undefined : { from: at, to: at };
  }
  if (lines.from > all.length) return undefined;
  return { from: lines.from - 1, to: Math.min(lines.to, all.length) - 1 };
}

/**
 * Where a reference's lines are now. `anchor` is what was kept of them when they were last seen; without one they are where the tutorial
 * says. Undefined where nothing is similar enough.
 */
export function findReference(content: string, reference: Reference, anchor: Anchor | undefined): Found | undefined {
  const found = anchor && findAnchor(content, anchor);
  if (found?.kind === 'certain') return found;
  if (anchor !== undefined && !('text' in reference.lines)) return found;
  const lines = findLines(content, reference);
  if (lines === undefined) return found;
  return { kind: anchor === undefined || holdsOnce(content, reference) ? 'certain' : 'guess', lines };
}

/** What to keep of lines; undefined where neither they nor those around them say anything. */
export function takeAnchor(content: string, { from, to }: LineRange): Anchor | undefined {
  const all = linesOf(content);
  const see = (first: number, last: number): SeenLines => ({
    at: first,
    lines: all.slice(first, last + 1),
    before: all.slice(Math.max(0, first - around), first),
    after: all.slice(last + 1, last + 1 + around),
  });
  const anchor =
    to - from < most ? { start: see(from, to) } : { start: see(from, from + most - 1), end: see(Math.max(from + most, to - most + 1), to) };
  const { lines, before, after } = anchor.start;
  return [...lines, ...before, ...after].some((line) => weightOf(line) > 0) ? anchor : undefined;
}

/** Finds lines again by their text: the same lines, wherever they are now, or the most similar ones. Numbers only settle a tie. */
export function findAnchor(content: string, { start, end }: Anchor): Found | undefined {
  const all = linesOf(content);
  const first = findSeen(all, start);
  if (end === undefined) return first;
  const last = findSeen(all, end);
  if (first !== undefined && last !== undefined && first.lines.from <= last.lines.to) {
    const kind = first.kind === 'certain' && last.kind === 'certain' ? 'certain' : 'guess';
    return { kind, lines: { from: first.lines.from, to: last.lines.to } };
  }
  const half = first ?? last;
  return half && { kind: 'guess', lines: half.lines };
}

function findSeen(all: readonly string[], seen: SeenLines): Found | undefined {
  return findSame(all, seen) ?? findSimilar(all, seen) ?? findGap(all, seen);
}

/** The very same lines. Where they are there more than once, or could be anyone's, what is around them tells. */
function findSame(all: readonly string[], seen: SeenLines): Found | undefined {
  const { lines, at } = seen;
  const candidates: { from: number; support: number }[] = [];
  for (let from = 0; from + lines.length <= all.length; from++) {
    if (lines.every((line, index) => all[from + index] === line)) {
      candidates.push({ from, support: supportAround(all, seen, { from, to: from + lines.length - 1 }) });
    }
  }
  candidates.sort((a, b) => b.support - a.support || Math.abs(a.from - at) - Math.abs(b.from - at));
  const [best, next] = candidates;
  if (best === undefined) return undefined;
  const known = next === undefined ? isTelling(lines) || best.support > 0 : best.support > next.support;
  return { kind: known ? 'certain' : 'guess', lines: { from: best.from, to: best.from + lines.length - 1 } };
}

/** Lines that were edited, of which some may be gone and others have come between. */
function findSimilar(all: readonly string[], seen: SeenLines): Found | undefined {
  if (!isTelling(seen.lines)) return undefined;
  const start = Math.max(0, seen.at - reach);
  const rated = alignLines(seen.lines, all.slice(start, seen.at + reach))
    .filter(({ score }) => score >= somewhatAlike - lead)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ from, to, score }) => ({ from: from + start, to: to + start, score }))
    .map((aligned) => ({ ...aligned, support: supportAround(all, seen, aligned) }));
  const rank = ({ score, support }: (typeof rated)[number]) => score + support / 10;
  rated.sort((a, b) => rank(b) - rank(a) || Math.abs(a.from - seen.at) - Math.abs(b.from - seen.at));
  const [best] = rated;
  if (best === undefined || best.score < somewhatAlike) return undefined;
  const next = rated.find((other) => other.to < best.from || other.from > best.to);
  const ahead = next === undefined || best.score - next.score >= lead || best.support > next.support;
  const known = ahead && (best.score >= alike || best.support >= 2);
  return { kind: known ? 'certain' : 'guess', lines: { from: best.from, to: best.to } };
}

/** What stands where the lines were, between the line before and the line after them: never more than a guess. */
function findGap(all: readonly string[], { lines, before, after }: SeenLines): Found | undefined {
  const [above, below] = [before.at(-1), after[0]];
  if (above === undefined || below === undefined || !isTelling([above]) || !isTelling([below])) return undefined;
  const from = all.indexOf(above) + 1;
  if (from === 0 || all.indexOf(above, from) >= 0) return undefined;
  const to = all.indexOf(below, from) - 1;
  return to < from || to - from + 1 > 2 * lines.length ? undefined : { kind: 'guess', lines: { from, to } };
}

/** How many of the telling lines around lines still are around them, near enough in text and place. */
function supportAround(all: readonly string[], { before, after }: SeenLines, { from, to }: Pick<Aligned, 'from' | 'to'>): number {
  const near = 2 * around;
  const above = all.slice(Math.max(0, from - near), from);
  const below = all.slice(to + 1, to + 1 + near);
  const there = (kept: readonly string[], now: readonly string[]) =>
    kept.filter((line) => isTelling([line]) && now.some((other) => similarity(line, other) >= alike)).length;
  return there(before, above) + there(after, below);
}

/** Whether lines say enough to be told from any others: a closing bracket does not. */
function isTelling(lines: readonly string[]): boolean {
  return lines.reduce((sum, line) => sum + weightOf(line), 0) >= 0.5;
}

function holdsOnce(content: string, { lines }: Reference): boolean {
  return 'text' in lines && content.split(lines.text).length === 2;
}

/** Lines as they are kept and compared: without what is at their ends, and of a very long one its beginning. */
function linesOf(content: string): string[] {
  return content.split('\n').map((line) => line.slice(0, keptCharacters).trimEnd());
}
