import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { placesIn } from '../jsonFile.ts';
import { NotImported } from './draft.ts';
import { type Placed, placedBy, type SourcePlace } from './placed.ts';

type JsonPath = readonly (string | number)[];

/** A JSON file (comments and trailing commas allowed) whose values know where they stand. */
export type JsonSource = {
  value(path: JsonPath): unknown;
  /** A text, each character at its place in the file; undefined where the value is no text. */
  text(path: JsonPath): Placed | undefined;
  place(path: JsonPath): SourcePlace;
  /** The keys of an object, or as many numbers as a list has entries. */
  keys(path: JsonPath): string[];
  length(path: JsonPath): number;
};

/** Reads a JSON file. Throws `NotImported` where it is none. */
export function jsonSource(source: string, file: string): JsonSource {
  const content = source.replace(/^\uFEFF/, '');
  const at = placesIn(content);
  const place = (offset: number): SourcePlace => ({ file, ...at(offset) });
  const errors: ParseError[] = [];
  const tree = parsed(content, errors);
  const [wrong] = errors;
  if (tree === undefined || wrong !== undefined) {
    const reason =
      wrong === undefined
        ? 'the file is empty'
        : printParseErrorCode(wrong.error)
            .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
            .toLowerCase();
    throw new NotImported(place(wrong?.offset ?? 0), 'json.syntax', reason);
  }
  const node = (path: JsonPath): Node | undefined => (path.length === 0 ? tree : findNodeAtLocation(tree, [...path]));
  return {
    value: (path) => {
      const found = node(path);
      return found === undefined ? undefined : getNodeValue(found);
    },
    text: (path) => {
      const found = node(path);
      if (found?.type !== 'string') return undefined;
      const { line, column } = at(found.offset);
      return unescaped(content.slice(found.offset + 1, found.offset + found.length - 1), { file, line, column: column + 1 });
    },
    place: (path) => {
      for (let length = path.length; length >= 0; length--) {
        const found = node(path.slice(0, length));
        if (found !== undefined) return place(found.parent?.type === 'property' ? found.parent.offset : found.offset);
      }
      return place(0);
    },
    keys: (path) => {
      const found = node(path);
      return found?.type === 'object' ? (found.children ?? []).map(({ children }) => String(children?.[0]?.value)) : [];
    },
    length: (path) => {
      const found = node(path);
      return found?.type === 'array' ? (found.children?.length ?? 0) : 0;
    },
  };
}

function parsed(content: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(content, errors, { allowTrailingComma: true });
  } catch {
    // The parser calls itself for each level, and the stack ends.
    return undefined;
  }
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** What a JSON text says; a line end of any kind is one of ours. */
function unescaped(raw: string, start: SourcePlace): Placed {
  const letters: string[] = [];
  const offsets: number[] = [];
  for (let at = 0; at < raw.length; ) {
    const [whole, code, letter] = /^\\(?:u([\da-fA-F]{4})|(.))/s.exec(raw.slice(at, at + 6)) ?? [];
    const length = whole?.length ?? 1;
    const said =
      whole === undefined
        ? (raw[at] ?? '')
        : code === undefined
          ? (escapes[letter ?? ''] ?? letter ?? '')
          : String.fromCharCode(Number.parseInt(code, 16));
    if (said !== '\r' || !/^\\n/.test(raw.slice(at + length))) {
      letters.push(said === '\r' ? '\n' : said);
      offsets.push(at);
    }
    at += length;
  }
  return placedBy(letters.join(''), (offset) => ({ ...start, column: start.column + (offsets[offset] ?? raw.length) }));
}
