/** Lines from 0, both ends included. */
export type LineRange = { from: number; to: number };

/** One replacement in a text: from a place to a place (lines and characters from 0), by `text`. */
export type LineChange = { start: Place; end: Place; text: string };

type Place = { line: number; character: number };

/**
 * Where lines are after a change. `length` is that of the last of them, before it. Undefined where the change took all of them away, or
 * put something in place of them and more.
 */
export function shiftLines({ from, to }: LineRange, length: number, { start, end, text }: LineChange): LineRange | undefined {
  const grown = text.split('\n').length - 1;
  const moved = grown - (end.line - start.line);
  const begin = { line: from, character: 0 };
  const finish = { line: to, character: length };
  if (isAfter(start, finish) || (isSame(start, finish) && /^\r?\n/.test(text) && end.line >= to && length > 0)) return { from, to };
  const exactly = isSame(start, begin) && isSame(finish, end);
  // What is put exactly where an empty line is, is written into it.
  const into = exactly && isSame(begin, finish);
  if (isAfter(begin, end) || (isSame(begin, end) && !into)) return { from: from + moved, to: to + moved };
  const all = !isAfter(start, begin) && !isAfter(finish, end);
  if (all && !into) {
    return exactly && text.trim() !== '' ? { from, to: from + grown } : undefined;
  }
  if (isAfter(begin, start)) return { from: start.line + grown, to: to + moved };
  return { from, to: end.line > to ? start.line + grown : to + moved };
}

function isSame(a: Place, b: Place): boolean {
  return a.line === b.line && a.character === b.character;
}

function isAfter(a: Place, b: Place): boolean {
  return a.line > b.line || (a.line === b.line && a.character > b.character);
}
