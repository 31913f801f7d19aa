/** Where something stands in a text: both from 1. */
type Place = { line: number; column: number };

/** What plain YAML holds, where it begins, and where each entry of a list does, by its path: `requires.0`, or `0` in a list that is all there is. */
export type PlainYaml = { value: unknown; start: Place; entries: Map<string, Place> };

/**
 * Reads the YAML that most people write in a tutorial: maps, lists, words, whole numbers and quoted text, each on a line. Undefined for
 * anything more, also for what is wrong: that is a real parser's work, which takes fifty times as long.
 */
export function readPlainYaml(text: string): PlainYaml | undefined {
  if (!ordinary.test(text)) return undefined;
  const lines: Line[] = [];
  text.split('\n').forEach((line, index) => {
    const indent = line.search(/\S/);
    if (indent >= 0) lines.push({ number: index + 1, indent, text: line.slice(indent).trimEnd() });
  });
  const [first] = lines;
  if (first === undefined) return undefined;
  const reader: Reader = { lines, next: 0, entries: new Map() };
  try {
    const value = readNode(reader, '');
    if (reader.next < lines.length) return undefined;
    return { value, start: { line: first.number, column: first.indent + 1 }, entries: reader.entries };
  } catch (error) {
    if (error === beyond) return undefined;
    throw error;
  }
}

type Line = { number: number; indent: number; text: string };
type Reader = { lines: Line[]; next: number; entries: Map<string, Place> };

/** Thrown and caught here only; an error's stack would cost more than the reading. */
const beyond = { name: 'NotPlain' };

/** No tab, and no character that YAML treats as anything but a letter. */
const ordinary = /^[\n\x20-\x7E\u00A1-\u1FFF\u2010-\u2027\u2030-\uD7FF]*$/;
const pair = /^([A-Za-z][\w-]*):(?: +(.+))?$/;

function readNode(reader: Reader, path: string): unknown {
  const line = at(reader);
  return line.text.startsWith('- ') ? readList(reader, line.indent, path) : readMap(reader, line.indent, path);
}

function readList(reader: Reader, indent: number, path: string): unknown[] {
  const list: unknown[] = [];
  for (let line = reader.lines[reader.next]; line !== undefined && line.indent === indent; line = reader.lines[reader.next]) {
    const [mark = ''] = /^- +/.exec(line.text) ?? notPlain();
    const entry = { ...line, indent: indent + mark.length, text: line.text.slice(mark.length) };
    const entryPath = below(path, list.length);
    reader.entries.set(entryPath, { line: entry.number, column: entry.indent + 1 });
    if (pair.test(entry.text)) {
      reader.lines[reader.next] = entry;
      list.push(readMap(reader, entry.indent, entryPath));
    } else {
      reader.next++;
      list.push(readScalar(entry.text));
    }
    endsBefore(reader, indent);
  }
  return list;
}

function readMap(reader: Reader, indent: number, path: string): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  for (let line = reader.lines[reader.next]; line !== undefined && line.indent === indent; line = reader.lines[reader.next]) {
    const [, key = '', text] = pair.exec(line.text) ?? notPlain();
    if (Object.hasOwn(map, key) || typeof readScalar(key) !== 'string') notPlain();
    reader.next++;
    if (text === undefined) {
      if (at(reader).indent <= indent) notPlain();
      map[key] = readNode(reader, below(path, key));
    } else {
      map[key] = text.startsWith('[') ? readFlow(text) : readScalar(text);
    }
    endsBefore(reader, indent);
  }
  return map;
}

function below(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`;
}

/** What comes next belongs to what is around this: neither a second line of a text nor anything deeper. */
function endsBefore({ lines, next }: Reader, indent: number): void {
  if ((lines[next]?.indent ?? 0) > indent) notPlain();
}

function readFlow(text: string): unknown[] {
  const [, inside = ''] = /^\[ *([A-Za-z][\w -]*(?:, *[A-Za-z][\w -]*)*)\]$/.exec(text) ?? notPlain();
  return inside.split(',').map((word) => readScalar(word.trim()));
}

function readScalar(text: string): string | number | boolean {
  // These escapes are JSON's too.
  if (/^"(?:[^"\\]|\\["\\/bfnrt])*"$/.test(text)) return JSON.parse(text);
  const [, single] = /^'([^']*)'$/.exec(text) ?? [];
  if (single !== undefined) return single;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  if (/^\d+ ?(?:ms|s|m|h|min)$/.test(text)) return text;
  const isWords = /^(?:[A-Za-z_$/(^\u00A1-\uD7FF]|[.?-][A-Za-z/])/.test(text) && !/:(?: |$)| #/.test(text);
  if (!isWords || /^(?:true|false|null|\.inf|\.nan)$/i.test(text)) notPlain();
  return text;
}

function at({ lines, next }: Reader): Line {
  return lines[next] ?? notPlain();
}

function notPlain(): never {
  throw beyond;
}
