import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { type Message, message, type Problem } from '../message.ts';
import { type SchemaIssue, schemaMessage } from '../schemaMessage.ts';
import { type PlainYaml, readPlainYaml } from './plainYaml.ts';

type Key = string | number;
type Place = { line: number; column: number };

/** What a YAML text holds; with problems, it holds nothing that can be used. */
export type YamlRead = { value: unknown; places: YamlPlaces; problems: Problem[] };

/** Reads YAML whose first character stands at a place of its Markdown file; `start.column` holds for all of its lines. Never throws. */
export function readYaml(yaml: string, start: Place): YamlRead {
  const plain = readPlainYaml(yaml);
  if (plain === undefined) return readAnyYaml(yaml, start);
  return { value: plain.value, places: plainPlaces(plain, start, () => readAnyYaml(yaml, start).places), problems: [] };
}

/** The places of plain YAML: those that are always asked for are known; for any other, a real parser must read it. */
function plainPlaces(plain: PlainYaml, start: Place, read: () => YamlPlaces): YamlPlaces {
  let all: YamlPlaces | undefined;
  const places = () => {
    all ??= read();
    return all;
  };
  return {
    at: (path) => {
      const known = path.length === 0 ? plain.start : plain.entries.get(path.join('.'));
      return known === undefined ? places().at(path) : { line: start.line + known.line - 1, column: start.column + known.column - 1 };
    },
    told: (...told) => places().told(...told),
    syntaxProblem: () => undefined,
    aliasProblem: () => undefined,
    schemaProblems: (...found) => places().schemaProblems(...found),
  };
}

function readAnyYaml(yaml: string, start: Place): YamlRead {
  const counter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: counter, prettyErrors: false, logLevel: 'error' });
  const places = yamlPlaces(document, counter, start);
  const problem = places.syntaxProblem() ?? places.aliasProblem();
  if (problem !== undefined) return { value: undefined, places, problems: [problem] };
  try {
    return { value: document.toJS(), places, problems: [] };
  } catch (error) {
    // Anchors that make each other grow without end, for one.
    const why = error instanceof Error ? error.message : String(error);
    return { value: undefined, places, problems: [places.told(message('yaml.syntax', why), [])] };
  }
}

/** Tells where in the Markdown file a part of a YAML block stands, and what is wrong there. */
export type YamlPlaces = {
  at(path: readonly Key[]): Place;
  told(message: Message, path: readonly Key[]): Problem;
  /** The first one: what comes after it mostly follows from it. */
  syntaxProblem(): Problem | undefined;
  /** An alias of nothing, which is what an unquoted `*.js` is. */
  aliasProblem(): Problem | undefined;
  schemaProblems(issues: readonly SchemaIssue[], known: string[], below?: readonly Key[]): Problem[];
};

function yamlPlaces(document: Document, counter: LineCounter, start: Place): YamlPlaces {
  const placeOf = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { line: start.line + Math.max(line, 1) - 1, column: start.column + Math.max(col, 1) - 1 };
  };
  const at = (path: readonly Key[]): Place => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return placeOf(node.range[0]);
    }
    return placeOf(document.contents?.range?.[0] ?? 0);
  };
  /** A key that should not be there is marked itself, anything else at its value. */
  const keyAt = (path: readonly Key[]): Place => {
    const map = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    const key = isMap(map) ? map.items.find((pair) => isScalar(pair.key) && pair.key.value === path.at(-1))?.key : undefined;
    return isNode(key) && key.range ? placeOf(key.range[0]) : at(path);
  };
  const told = (what: Message, path: readonly Key[]): Problem => ({ ...what, severity: 'error', ...at(path) });
  return {
    at,
    told,
    syntaxProblem: () => {
      const [error] = document.errors;
      if (error === undefined) return undefined;
      const reason = error.message.startsWith('Maximum call stack') ? 'it is nested too deeply' : firstLine(error.message);
      return { ...message('yaml.syntax', reason), severity: 'error', ...placeOf(error.pos[0]) };
    },
    aliasProblem: () => {
      let found: Problem | undefined;
      visit(document, {
        Alias: (_, alias) => {
          if (alias.resolve(document) !== undefined) return undefined;
          found = { ...message('yaml.alias', alias.source), severity: 'error', ...placeOf(alias.range?.[0] ?? 0) };
          return visit.BREAK;
        },
      });
      return found;
    },
    schemaProblems: (issues, known, below = []) =>
      issues.flatMap((issue) =>
        schemaMessage(issue, known).map(({ message: what, path }) => {
          const whole = [...below, ...path];
          return { ...told(what, whole), ...(issue.code === 'unrecognized_keys' ? keyAt(whole) : {}) };
        }),
      ),
  };
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
