import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { linearPattern } from '../linear/linearPattern.ts';
import { type Message, message, type Problem } from '../message.ts';
import { closest } from '../schemaMessage.ts';
import { everyPart, type Part, shorthands } from './body.ts';
import { readImport } from './imports/statement.ts';
import { offsetsInLines } from './jsonText.ts';
import { type BodyProblem, parseBody } from './parseBody.ts';
import { isUnknown, renderBody } from './renderBody.ts';
import { nearest, type PlacedSnippet, placeSnippets } from './snippetFile.ts';
import { variables } from './variables.ts';

/**
 * All that is wrong in a `.code-snippets` file, at its place: its JSON, the grammar of its bodies, and what Onramp knows besides. `others`
 * are the names of the snippets in the pack's other files.
 */
export function checkSnippets(source: string, others: readonly string[] = []): Problem[] {
  const { placed, problems, placeOf, text } = placeSnippets(source);
  const found = [...problems];
  const names = new Set([...others, ...placed.map(({ snippet }) => snippet.name)]);
  for (const { snippet, node } of placed) {
    const tell = (severity: Problem['severity'], path: readonly (string | number)[], told: Message) =>
      found.push({ ...told, severity, ...placeOf((path.length === 0 ? (node.parent ?? node) : nearest(node, path)).offset) });
    const body = findNodeAtLocation(node, ['body']);
    if (body !== undefined) {
      const offsets = offsetsInLines(text, body);
      for (const { at, severity, told } of checkBody(snippet.body))
        found.push({ ...told, severity, ...placeOf(offsets[at] ?? body.offset) });
    }
    checkEntry(snippet, node, names, tell);
  }
  return found.sort((a, b) => a.line - b.line || a.column - b.column);
}

/** What is wrong in a body. */
export function checkBody(body: string): BodyProblem[] {
  const { parts, problems } = parseBody(body);
  if (body.trim() === '') return [{ at: 0, severity: 'warning', told: message('snippet.emptyBody') }];
  const found = [...problems];
  const all = everyPart(parts);
  const defaults = new Map<number, string>();
  for (const part of all) {
    for (const { severity, told } of [...checkPart(part), ...checkDefault(part, defaults)]) found.push({ at: part.from, severity, told });
  }
  if (renderBody(parts) === undefined || all.some((part) => holdsItself(part)))
    found.push({ at: all.find((part) => holdsItself(part))?.from ?? 0, severity: 'error', told: message('snippet.endless') });
  return found;
}

type Told = Omit<BodyProblem, 'at'>;

function checkPart(part: Part): Told[] {
  const transform = part.kind === 'tabStop' || part.kind === 'variable' ? part.transform : undefined;
  if (isUnknown(part)) {
    const meant = closest(part.name, variables);
    const told = meant === undefined ? message('snippet.unknownVariable', part.name) : message('snippet.meantVariable', part.name, meant);
    return [{ severity: 'warning', told }];
  }
  return (transform?.format ?? []).flatMap((piece): Told[] =>
    piece.kind === 'group' && piece.shorthand !== undefined && !shorthands.includes(piece.shorthand)
      ? [{ severity: 'error', told: message('snippet.shorthand', piece.shorthand, shorthands.join(', ')) }]
      : [],
  );
}

/** `defaults` are those of the tab stops before. */
function checkDefault(part: Part, defaults: Map<number, string>): Told[] {
  if (part.kind !== 'placeholder' && part.kind !== 'choice') return [];
  const own = part.kind === 'choice' ? part.options.join() : (renderBody(part.parts) ?? '');
  if (part.index === 0 || own === '') return [];
  const known = defaults.get(part.index);
  defaults.set(part.index, known ?? own);
  return known === undefined || known === own ? [] : [{ severity: 'warning', told: message('snippet.twoDefaults', part.index) }];
}

function holdsItself(part: Part): boolean {
  return (
    part.kind === 'placeholder' && part.index > 0 && everyPart(part.parts).some((inner) => 'index' in inner && inner.index === part.index)
  );
}

type Tell = (severity: Problem['severity'], path: readonly (string | number)[], told: Message) => void;

function checkEntry({ name, ...snippet }: PlacedSnippet['snippet'], node: Node, names: ReadonlySet<string>, tell: Tell): void {
  if (snippet.prefixes.length === 0 && !snippet.isFileTemplate && snippet.deprecated === undefined)
    tell('warning', [], message('snippet.noPrefix'));
  if (snippet.prefixes.some((prefix) => prefix.trim() !== prefix)) tell('warning', ['prefix'], message('snippet.blankPrefix'));
  for (const language of snippet.languages) {
    const meant = shortNames[language.toLowerCase()];
    if (meant !== undefined && meant !== language) tell('warning', ['scope'], message('snippet.language', language, meant));
  }
  const listed = findNodeAtLocation(node, ['requires', 'import'])?.type === 'array';
  for (const [index, statement] of snippet.imports.entries())
    if (readImport(statement) === undefined)
      tell('error', ['requires', 'import', ...(listed ? [index] : [])], message('snippet.import', statement));
  const { replacement, pattern } = snippet.deprecated ?? {};
  if (replacement !== undefined && replacement === name) tell('error', ['deprecated', 'replacement'], message('snippet.replacesItself'));
  else if (replacement !== undefined && !names.has(replacement))
    tell('error', ['deprecated', 'replacement'], message('snippet.replacement', replacement));
  if (pattern !== undefined) {
    try {
      linearPattern(pattern);
    } catch (error) {
      tell('error', ['deprecated', 'pattern'], message('snippet.pattern', error instanceof Error ? error.message : String(error)));
    }
  }
}

/** What people call languages, and what VS Code does. */
const shortNames: Readonly<Record<string, string>> = {
  js: 'javascript',
  jsx: 'javascriptreact',
  ts: 'typescript',
  tsx: 'typescriptreact',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  golang: 'go',
  md: 'markdown',
  yml: 'yaml',
  sh: 'shellscript',
  bash: 'shellscript',
  shell: 'shellscript',
  'c#': 'csharp',
  cs: 'csharp',
  'c++': 'cpp',
  docker: 'dockerfile',
};
