import { applyPatch, parsePatch, reversePatch, type StructuredPatch } from 'diff';

/** What a diff makes of a file's text: the whole new text, nothing where it is in already, or no place for it. */
export type Patched = { kind: 'changed'; text: string } | { kind: 'none' } | { kind: 'noPlace' } | { kind: 'unreadable'; why: string };

/** How many lines of context may differ, as in `patch`. */
const fuzz = 2;

/**
 * Applies a `diff` block to a file's text, undefined where there is no such file. Line numbers in its `@@` lines are hints only, and may be
 * left out altogether; what counts is the text around. The file's own line ends are kept.
 */
export function patchText(content: string | undefined, diff: string): Patched {
  let patch: StructuredPatch;
  try {
    patch = readDiff(diff);
  } catch (error) {
    return { kind: 'unreadable', why: error instanceof Error ? error.message : String(error) };
  }
  const before = (content ?? '').replace(/\r\n/g, '\n');
  const isIn = (fuzzFactor: number) => applyPatch(before, reversePatch(patch), { fuzzFactor }) !== false;
  const has = (mark: string) => patch.hunks.some(({ lines }) => lines.some((line) => line.startsWith(mark)));
  // What a diff adds may stand elsewhere as well: it is in where also nothing is left to take away. Without anything to add that says nothing, as
  // what it takes away can be gone from elsewhere, too.
  const stands = has('-') && applyPatch(before, patch, { fuzzFactor: 0 }) !== false;
  if (has('+') && !stands && isIn(0)) return { kind: 'none' };
  const asItIs = applyPatch(before, patch, { fuzzFactor: fuzz });
  const after = asItIs === false ? withLessContext(before, patch) : asItIs;
  if (after === false) return { kind: isIn(fuzz) ? 'none' : 'noPlace' };
  return { kind: 'changed', text: content?.includes('\r\n') ? after.replace(/\n/g, '\r\n') : after };
}

/** As `patch` does where the lines around have others between them: without the outer ones, as long as there is but one place for the rest. */
function withLessContext(before: string, patch: StructuredPatch): string | false {
  for (let less = 1; less <= fuzz; less++) {
    const hunks = patch.hunks.map((hunk) => trimmedHunk(hunk, less));
    const whole = hunks.every(({ lines }) => lines.some((line) => line.startsWith('-')) && hasOnePlace(before, lines));
    const after = whole && applyPatch(before, { ...patch, hunks });
    if (after !== false) return after;
  }
  return false;
}

type Hunk = StructuredPatch['hunks'][number];

function trimmedHunk(hunk: Hunk, less: number): Hunk {
  const isContext = (line: string | undefined) => line?.startsWith(' ') === true;
  let [from, to] = [0, hunk.lines.length];
  while (from < less && isContext(hunk.lines[from])) from++;
  while (hunk.lines.length - to < less && isContext(hunk.lines[to - 1])) to--;
  const lines = hunk.lines.slice(from, to);
  const outer = from + hunk.lines.length - to;
  const { oldStart, newStart, oldLines, newLines } = hunk;
  return { oldStart: oldStart + from, newStart: newStart + from, oldLines: oldLines - outer, newLines: newLines - outer, lines };
}

function hasOnePlace(before: string, lines: readonly string[]): boolean {
  const wanted = lines.filter((line) => /^[ -]/.test(line)).map((line) => line.slice(1));
  const there = before.split('\n');
  const places = there.filter((_, at) => wanted.every((line, index) => there[at + index] === line));
  return places.length === 1;
}

/** Whether a text reads as a diff; undefined if so, else why not. */
export function diffProblem(diff: string): string | undefined {
  try {
    readDiff(diff);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function readDiff(diff: string): StructuredPatch {
  const lines = diff.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  const body = lines.slice(headLength(lines));
  if (!body.some((line) => /^[+-]/.test(line))) throw new Error('it has no line that begins with + or -');
  // An editor that strips spaces at line ends makes an empty context line of " ".
  const marked = body.map((line) => (line === '' ? ' ' : line));
  const odd = marked.find((line) => !/^([ +\-\\]|@@)/.test(line));
  if (odd !== undefined) throw new Error(`“${odd}” begins with neither +, - nor a space`);
  const hunks: string[][] = [];
  for (const line of marked) {
    if (line.startsWith('@@')) hunks.push([]);
    else (hunks.at(-1) ?? hunks[hunks.push([]) - 1])?.push(line);
  }
  const [patch] = parsePatch(
    `--- a\n+++ b\n${hunks
      .filter((hunk) => hunk.length > 0)
      .map(withHeader(marked))
      .join('\n')}\n`,
  );
  if (patch === undefined) throw new Error('it is empty');
  return patch;
}

/** How many lines stand before the first hunk, as `git diff` writes them. A `--- ` alone takes a line away that begins with `-- `. */
function headLength(lines: readonly string[]): number {
  const told = /^(diff |index |old mode |new mode |new file mode |deleted file mode |similarity index |dissimilarity index |rename |copy )/;
  const length = Math.max(
    0,
    lines.findIndex((line) => !told.test(line)),
  );
  return lines[length]?.startsWith('--- ') && lines[length + 1]?.startsWith('+++ ') ? length + 2 : length;
}

/** A hunk with an `@@` line whose counts are right: people write none, or copy wrong ones. */
function withHeader(marked: readonly string[]): (hunk: string[], index: number) => string {
  const starts = marked.filter((line) => line.startsWith('@@')).map((line) => Number(/^@@ -(\d+)/.exec(line)?.[1] ?? 1));
  return (hunk, index) => {
    const start = starts[index] ?? 1;
    const removed = hunk.filter((line) => /^[ -]/.test(line)).length;
    const added = hunk.filter((line) => /^[ +]/.test(line)).length;
    return [
      `@@ -${removed === 0 ? Math.max(0, start - 1) : start},${removed} +${added === 0 ? Math.max(0, start - 1) : start},${added} @@`,
      ...hunk,
    ].join('\n');
  };
}
