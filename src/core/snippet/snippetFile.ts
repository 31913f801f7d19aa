import { findNodeAtLocation, getNodeValue, type Node } from 'jsonc-parser';
import { type SnippetEntry, snippet as snippetSchema } from '../../protocol/snippet.ts';
import { parseJson } from '../jsonFile.ts';
import { type Message, message, type Problem } from '../message.ts';
import { closest, knownKeys, schemaMessage } from '../schemaMessage.ts';

/** A snippet of VS Code's own format (https://code.visualstudio.com/docs/editing/userdefinedsnippets), with what Onramp knows besides. */
export type Snippet = {
  name: string;
  prefixes: string[];
  body: string;
  description: string;
  /** Empty: every language. */
  languages: string[];
  include: string[];
  exclude: string[];
  isFileTemplate: boolean;
  /** npm packages by name, with the range of their versions. */
  npm: Record<string, string>;
  imports: string[];
  deprecated: SnippetEntry['deprecated'];
};

/** A snippet's node in its file's tree, for who wants to know places. */
export type PlacedSnippet = { snippet: Snippet; node: Node };

export type SnippetsRead = {
  placed: PlacedSnippet[];
  problems: Problem[];
  /** Gives an offset's line and column, both from 1. */
  placeOf(offset: number): { line: number; column: number };
  /** What offsets count in: the file without a byte order mark. */
  text: string;
};

/** Reads a `.code-snippets` file. A snippet that is not in order is told and left out, and the others are given. */
export function readSnippets(source: string): { snippets: Snippet[]; problems: Problem[] } {
  const inOrder = readPlain(source);
  if (inOrder !== undefined) return { snippets: inOrder, problems: [] };
  const { placed, problems } = placeSnippets(source);
  return { snippets: placed.map(({ snippet }) => snippet), problems };
}

/** What a file holds of which nothing is to be said, without asking for places: ten times as fast. Undefined for any other file. */
function readPlain(source: string): Snippet[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    // With comments, or not JSON at all.
    return undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const snippets: Snippet[] = [];
  for (const [name, entry] of Object.entries(value)) {
    if (name === schemaKey && typeof entry === 'string') continue;
    const read = snippetSchema.safeParse(entry);
    if (!read.success || Object.keys(entry).some((key) => !keys.includes(key))) return undefined;
    snippets.push(snippetOf(name, read.data));
  }
  return snippets;
}

/** The same, each with its place. */
export function placeSnippets(source: string): SnippetsRead {
  const { text, tree, failure, placeOf } = parseJson(source);
  if (tree === undefined) return { placed: [], problems: [failure], placeOf, text };
  const problems: Problem[] = [];
  const tell = (severity: Problem['severity'], node: Node, told: Message) =>
    problems.push({ ...told, severity, ...placeOf((node.parent?.type === 'property' ? node.parent : node).offset) });
  if (tree.type !== 'object') {
    tell('error', tree, message('schema.whole', 'object'));
    return { placed: [], problems, placeOf, text };
  }
  const byName = new Map<string, PlacedSnippet>();
  const read = (parent: Node, path: readonly string[]) => {
    for (const [name, node] of propertiesOf(parent)) {
      if (path.length === 0 && name === schemaKey && node.type === 'string') continue;
      // VS Code takes an entry without a body for a group of others.
      const isGroup =
        path.length === 0 && node.type === 'object' && !hasBody(node) && propertiesOf(node).some(([, inner]) => hasBody(inner));
      if (isGroup) {
        read(node, [name]);
        continue;
      }
      const known = byName.get(name);
      if (known !== undefined) tell('error', node, message('snippet.twice', name, placeOf(known.node.offset).line));
      const parsed = snippetSchema.safeParse(getNodeValue(node), { reportInput: true });
      if (parsed.success) byName.set(name, { snippet: snippetOf(name, parsed.data), node });
      else
        for (const issue of parsed.error.issues)
          for (const { message: told, path: inside } of schemaMessage(issue, knownKeys(snippetSchema, issue.path)))
            tell('error', nearest(node, inside), named(told, name));
      for (const [key, value] of propertiesOf(node)) {
        const meant = keys.includes(key) ? undefined : closest(key, keys);
        if (meant !== undefined) tell('warning', value, message('schema.didYouMean', key, meant));
      }
    }
  };
  read(tree, []);
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { placed: [...byName.values()], problems, placeOf, text };
}

const keys = knownKeys(snippetSchema, []);
/** Names the schema that editors read the file by, as in any JSON file. */
const schemaKey = '$schema';

function snippetOf(name: string, entry: SnippetEntry): Snippet {
  const { prefix, body, description, scope, include, exclude, isFileTemplate = false, requires, deprecated } = entry;
  const listed = (value: string | string[] | undefined) => [value ?? []].flat().filter((one) => one !== '');
  return {
    name,
    prefixes: listed(prefix),
    body: [body].flat().join('\n'),
    description: [description ?? ''].flat().join('\n'),
    languages: listed(scope?.split(',').map((language) => language.trim())),
    include: listed(include),
    exclude: listed(exclude),
    isFileTemplate,
    npm: requires?.npm ?? {},
    imports: listed(requires?.import),
    deprecated,
  };
}

/** The name and the value of each of an object's properties. */
export function propertiesOf(node: Node): [string, Node][] {
  if (node.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
    key === undefined || value === undefined ? [] : [[String(key.value), value] satisfies [string, Node]],
  );
}

function hasBody(node: Node): boolean {
  return propertiesOf(node).some(([key]) => key === 'body');
}

/** The node at a path below another, or the one nearest above it. */
export function nearest(node: Node, path: readonly (string | number)[]): Node {
  for (let length = path.length; length > 0; length--) {
    const found = findNodeAtLocation(node, path.slice(0, length));
    if (found !== undefined) return found;
  }
  return node;
}

/** A message about a field, with the snippet's name before it. */
function named({ code, args: [field, ...rest] }: Message, name: string): Message {
  if (code === 'schema.whole') return message('schema.type', name, field ?? '');
  return code.startsWith('schema.') && field !== undefined && !['schema.unknownKey', 'schema.didYouMean'].includes(code)
    ? message(code, `${name}.${field}`, ...rest)
    : { code, args: [field ?? '', ...rest] };
}
