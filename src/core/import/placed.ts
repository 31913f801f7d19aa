/** A place in a file that is imported: line and column count from 1. */
export type SourcePlace = { file: string; line: number; column: number };

/** From an offset of a text on, the text stands at a place of its source; what was put in later stays at the place it was put in. */
type Mark = { at: number; place: SourcePlace; fixed: boolean };

/** A text of which every character knows where in a source it came from, however often the text was edited since. */
export type Placed = { text: string; marks: readonly Mark[] };

/** The characters from `from` up to `to` become `text`. */
export type Edit = { from: number; to: number; text: string };

/** A text as it stands in a file, from a place on. Line ends become `\n`, and a byte order mark goes. */
export function placed(source: string, start: SourcePlace): Placed {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const marks: Mark[] = [{ at: 0, place: start, fixed: false }];
  for (let at = text.indexOf('\n'), line = start.line + 1; at >= 0; at = text.indexOf('\n', at + 1), line++) {
    marks.push({ at: at + 1, place: { file: start.file, line, column: 1 }, fixed: false });
  }
  return { text, marks };
}

/** A text whose characters stand where `placeOf` says, such as one that is escaped in its source. */
export function placedBy(text: string, placeOf: (offset: number) => SourcePlace): Placed {
  const marks: Mark[] = [];
  let expected: SourcePlace | undefined;
  for (let at = 0; at <= text.length; at++) {
    const place = placeOf(at);
    if (expected === undefined || place.line !== expected.line || place.column !== expected.column) marks.push({ at, place, fixed: false });
    expected = { ...place, column: place.column + 1 };
  }
  return { text, marks };
}

/** Text that stands for what is at one place of a source. */
export function placedAll(text: string, place: SourcePlace): Placed {
  return { text, marks: [{ at: 0, place, fixed: true }] };
}

/** Where the character at an offset came from. */
export function placeAt({ marks }: Placed, offset: number): SourcePlace {
  const mark = marks[markAt(marks, offset)];
  if (mark === undefined) return { file: '', line: 1, column: 1 };
  return mark.fixed ? mark.place : { ...mark.place, column: mark.place.column + Math.max(0, offset - mark.at) };
}

/** The last mark at an offset or before it; the first where there is none. */
function markAt(marks: readonly Mark[], offset: number): number {
  let [low, high] = [0, marks.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((marks[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The text with edits made; where two overlap, the one that begins first counts. */
export function edited(source: Placed, edits: readonly Edit[]): Placed {
  if (edits.length === 0) return source;
  const parts: Placed[] = [];
  let end = 0;
  for (const edit of [...edits].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (edit.from < end) continue;
    parts.push(part(source, end, edit.from), placedAll(edit.text, placeAt(source, edit.from)));
    end = edit.to;
  }
  return joined([...parts, part(source, end, source.text.length)]);
}

/** The characters from `from` up to `to`. */
export function part(source: Placed, from: number, to: number): Placed {
  if (to <= from) return { text: '', marks: [] };
  const at = markAt(source.marks, from);
  const first: Mark = { at: 0, place: placeAt(source, from), fixed: source.marks[at]?.fixed ?? true };
  const inside: Mark[] = [];
  for (let index = at + 1; (source.marks[index]?.at ?? to) < to; index++) {
    const mark = source.marks[index];
    if (mark !== undefined && mark.at > from) inside.push({ ...mark, at: mark.at - from });
  }
  return { text: source.text.slice(from, to), marks: [first, ...inside] };
}

/** Texts one after the other. */
export function joined(parts: readonly Placed[]): Placed {
  const marks: Mark[] = [];
  const texts: string[] = [];
  let length = 0;
  for (const { text, marks: own } of parts) {
    if (text === '') continue;
    for (const mark of own) marks.push({ ...mark, at: mark.at + length });
    texts.push(text);
    length += text.length;
  }
  return { text: texts.join(''), marks };
}

/** The text without white space at its ends. */
export function trimmed(source: Placed): Placed {
  const from = source.text.length - source.text.trimStart().length;
  return part(source, from, source.text.trimEnd().length);
}
