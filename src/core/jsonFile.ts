import { findNodeAtLocation, getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type * as z from 'zod/mini';
import { message, type Problem } from './message.ts';
import { knownKeys, schemaMessage } from './schemaMessage.ts';

/** What a JSON file (comments and trailing commas allowed) holds by a schema, or what is wrong with it, at its place. */
export type JsonRead<T> = { value: T; problems: [] } | { value: undefined; problems: Problem[] };

/** Reads a file's text by a schema. */
export function readJson<T>(source: string, schema: z.ZodMiniType<T>): JsonRead<T> {
  const { tree, failure, placeOf: at } = parseJson(source);
  if (tree === undefined) return { value: undefined, problems: [failure] };
  const read = schema.safeParse(getNodeValue(tree), { reportInput: true });
  if (read.success) return { value: read.data, problems: [] };
  const problems = read.error.issues.flatMap((issue) =>
    schemaMessage(issue, knownKeys(schema, issue.path)).map(
      ({ message: told, path }): Problem => ({ ...told, severity: 'error', ...at(nearest(tree, path).offset) }),
    ),
  );
  return { value: undefined, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}

/** A JSON text's tree, or what keeps it from being read; offsets count in `text`, which has no byte order mark. */
export type JsonTree = { text: string; placeOf(offset: number): { line: number; column: number } } & (
  | { tree: Node; failure?: undefined }
  | { tree?: undefined; failure: Problem }
);

/** Parses a file's text, comments and trailing commas allowed. */
export function parseJson(source: string): JsonTree {
  const text = withoutMark(source);
  const { tree, errors } = parse(text);
  const placeOf = placesIn(text);
  // The first error is the writer's; those after it follow from how the parser went on.
  const [first] = errors;
  if (tree !== undefined && first === undefined) return { text, placeOf, tree };
  const { reason, offset } = first ?? { reason: 'the file is empty', offset: 0 };
  return { text, placeOf, failure: { ...message('json.syntax', reason), severity: 'error', ...placeOf(offset) } };
}

/** Where a value, or the nearest one above it, stands in a JSON text: line and column, both from 1. */
export function placeInJson(source: string, path: readonly (string | number)[]): { line: number; column: number } {
  const text = withoutMark(source);
  const { tree } = parse(text);
  return placesIn(text)(tree === undefined ? 0 : nearest(tree, path).offset);
}

function parse(text: string): { tree: Node | undefined; errors: { reason: string; offset: number }[] } {
  const errors: ParseError[] = [];
  try {
    const tree = parseTree(text, errors, { allowTrailingComma: true });
    return { tree, errors: errors.map(({ error, offset }) => ({ reason: inWords(printParseErrorCode(error)), offset })) };
  } catch {
    // The parser calls itself for each level, and the stack ends.
    return { tree: undefined, errors: [{ reason: 'it is nested too deeply', offset: 0 }] };
  }
}

/** `CloseBraceExpected` as “close brace expected”. */
function inWords(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** The text without a byte order mark. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** The node at a path, or the one nearest above it. A property's node begins at its key. */
function nearest(tree: Node, path: readonly (string | number)[]): Node {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, path.slice(0, length));
    if (node !== undefined) return node.parent?.type === 'property' ? node.parent : node;
  }
  return tree;
}

/** Gives an offset's line and column, both from 1. */
export function placesIn(text: string): (offset: number) => { line: number; column: number } {
  return (offset) => {
    const before = text.slice(0, offset);
    const lineStart = before.lastIndexOf('\n') + 1;
    return { line: before.split('\n').length, column: offset - lineStart + 1 };
  };
}
