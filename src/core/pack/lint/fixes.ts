import type { Finding, Fix } from '../lint.ts';
import type { FileProblem } from '../pack.ts';
import { plain } from './lintedPack.ts';

/** Adds to a problem how to mend it, where only one thing can be meant. `text` is its file's, as it lies on the disk. */
export function withFix(told: FileProblem, text: string): Finding {
  const fix = fixOf(told, text);
  return fix === undefined ? told : { ...told, fix };
}

function fixOf({ code, args, line, column }: FileProblem, text: string): Fix | undefined {
  const start = offsetOf(text, line, column);
  const [found, meant] = args.map(String);
  if (code === 'schema.didYouMean' && found !== undefined && meant !== undefined) return replaceWord(text, start, line, found, meant);
  if (code === 'step.duplicateId') return addOwnId(text, line, found ?? '');
  return undefined;
}

/** The word stands at the place that is told, in quotes or without, or it stands once in that line. */
function replaceWord(text: string, start: number, line: number, found: string, meant: string): Fix | undefined {
  const at = [start, start + 1].find((offset) => text.startsWith(found, offset));
  if (at !== undefined) return { from: at, to: at + found.length, text: meant };
  const begin = offsetOf(text, line, 1);
  const whole = text.slice(begin).split(/\r?\n/, 1)[0] ?? '';
  const first = whole.indexOf(found);
  return first < 0 || whole.indexOf(found, first + 1) >= 0
    ? undefined
    : { from: begin + first, to: begin + first + found.length, text: meant };
}

/** Gives a heading an id that no other heading of the file has. */
function addOwnId(text: string, line: number, id: string): Fix | undefined {
  const begin = offsetOf(text, line, 1);
  const heading = (text.slice(begin).split(/\r?\n/, 1)[0] ?? '').trimEnd();
  const own = /\s*\{#[\w-]+\}$/.exec(heading);
  const taken = plain(text);
  for (let n = 2; n < 1000; n++) {
    const other = `${id}-${n}`;
    const isTaken = taken.includes(`{#${other}}`) || new RegExp(`^##\\s+${other.replaceAll('-', '[ -]')}\\s*$`, 'im').test(taken);
    if (!isTaken) return { from: begin + (own?.index ?? heading.length), to: begin + heading.length, text: ` {#${other}}` };
  }
  return undefined;
}

/** Where a line and a column, both from 1, stand in a text with whatever line ends and a byte order mark. */
function offsetOf(text: string, line: number, column: number): number {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  for (let n = 1; n < line; n++) {
    const next = text.slice(at).search(/\r\n?|\n/);
    if (next < 0) return text.length;
    at += next + (text.startsWith('\r\n', at + next) ? 2 : 1);
  }
  return Math.min(text.length, at + column - 1);
}

/** A text with fixes made. Of two that touch the same place the later is left for another time. */
export function applyFixes(text: string, fixes: readonly Fix[]): { text: string; made: number } {
  let mended = text;
  let made = 0;
  let before = Number.POSITIVE_INFINITY;
  for (const { from, to, text: put } of [...fixes].sort((a, b) => b.from - a.from || b.to - a.to)) {
    if (to > before || from === before) continue;
    mended = mended.slice(0, from) + put + mended.slice(to);
    before = from;
    made++;
  }
  return { text: mended, made };
}
