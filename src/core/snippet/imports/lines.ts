/** How a text's lines end. */
export function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The offset behind the line that an offset is in, its line break with it. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

/**
 * Lines to put in at an offset that begins a line. `apart` leaves an empty line between them and what comes before and after, where there
 * is none.
 */
export function linesAt(text: string, at: number, lines: readonly string[], apart: { before: boolean; after: boolean }): string {
  const eol = lineBreakOf(text);
  const before = text.slice(0, at);
  const rest = text.slice(at);
  const unfinished = before !== '' && !before.endsWith('\n') ? eol : '';
  const above = apart.before && before.trim() !== '' && !/\n\r?\n$/.test(before) ? eol : '';
  const below = apart.after && rest.trim() !== '' && !/^\r?\n/.test(rest) ? eol : '';
  return unfinished + above + lines.map((line) => line + eol).join('') + below;
}

/** Puts names into a list that stands at `from` to `to` in a text, in the way its names are written: on one line or on one each. */
export function namesAdded(list: string, names: readonly string[]): { at: number; insert: string } {
  const filled = list.trimEnd();
  const at = filled.length;
  const indent = /\n([ \t]*)\S[^\n]*$/.exec(filled)?.[1];
  const eol = lineBreakOf(list);
  const between = indent === undefined ? ', ' : `,${eol}${indent}`;
  const first = filled.endsWith(',') ? between.slice(1) : between;
  const trailing = filled.endsWith(',') && indent !== undefined ? ',' : '';
  if (filled.trim() === '') return { at, insert: ` ${names.join(', ')}${list === '' ? ' ' : ''}` };
  return { at, insert: first + names.join(between) + trailing };
}
