import type { TextEdit } from '../../tutorial/place.ts';
import { lineEnd, linesAt, namesAdded } from './lines.ts';
import { type JsImport, listOf, readJsImport } from './statement.ts';

/** How a file of JavaScript takes in others. */
export type Modules = 'esm' | 'cjs';

/** By the file's own code, else by its name, else by the `type` of the nearest package.json (undefined where there is none). */
export function modulesOf(text: string, path: string, packageType: string | undefined): Modules {
  if (/\.[cm][jt]s$/i.test(path)) return /\.c[jt]s$/i.test(path) ? 'cjs' : 'esm';
  if (/^\s*(?:import\s*[\w{*'"]|export\s)/m.test(text)) return 'esm';
  if (/\brequire\s*\(\s*['"]|\bmodule\.exports\b|^\s*exports\./m.test(text)) return 'cjs';
  if (!/\.js$/i.test(path)) return 'esm';
  return packageType === 'commonjs' ? 'cjs' : 'esm';
}

/** An import of the file; `braces` is where the list of its names stands, without the braces. */
type Standing = { from: number; to: number; source: string; read: JsImport; braces: { from: number; to: number } | undefined };

type Head = { standing: Standing[]; at: number };

/** Adds what is wanted to the file's head. */
export function addJsImports(text: string, wanted: readonly JsImport[], modules: Modules): TextEdit[] {
  const { standing, at } = readHead(text);
  const style = styleOf(standing, text);
  const names = new Map<Standing, string[]>();
  const news: JsImport[] = [];
  const edits: TextEdit[] = [];
  for (const one of wanted) {
    const same = standing.filter(({ read }) => read.from === one.from);
    const missing = lacking(
      one,
      same.map(({ read }) => read),
    );
    if (missing === undefined) continue;
    const host = same.find(
      ({ read, braces }) =>
        braces !== undefined && read.type === one.type && missing.default === undefined && missing.namespace === undefined,
    );
    if (host === undefined || missing.names.length === 0) news.push(missing);
    else names.set(host, [...new Set([...(names.get(host) ?? []), ...missing.names])]);
  }
  for (const [{ source, braces, from }, added] of names) {
    if (braces === undefined) continue;
    const written = added.map((name) => (source.startsWith('import') ? name : requiredName(name)));
    const { at: inside, insert } = namesAdded(text.slice(braces.from, braces.to), written);
    edits.push({ at: Math.max(from, braces.from + inside), remove: 0, insert });
  }
  const lines = news.map((one) => (modules === 'esm' ? importLine(one) : requireLine(one)).replaceAll("'", style.quote) + style.end);
  if (lines.length > 0) {
    const apart = standing.length === 0;
    edits.push({ at, remove: 0, insert: linesAt(text, at, lines, { before: apart, after: apart }) });
  }
  return edits;
}

/** What of an import the file does not have yet; undefined where it has all. */
function lacking(wanted: JsImport, there: readonly JsImport[]): JsImport | undefined {
  const usable = there.filter(({ type }) => wanted.type || !type);
  const main = usable.some((one) => one.default === wanted.default) ? undefined : wanted.default;
  const namespace = usable.some((one) => one.namespace === wanted.namespace) ? undefined : wanted.namespace;
  const known = new Set(usable.flatMap(({ names }) => names));
  const names = wanted.names.filter((name) => !known.has(name) && !known.has(name.replace(/^type /, '')));
  if (main !== undefined || namespace !== undefined || names.length > 0) return { ...wanted, default: main, namespace, names };
  const onlyRuns = wanted.default === undefined && wanted.namespace === undefined && wanted.names.length === 0;
  return onlyRuns && there.length === 0 ? wanted : undefined;
}

const blank = /\s+/y;
const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const directive = /(['"])use [^'"\n]*\1[ \t]*;?/y;
const statement = /import\s+(?:[^'"();]*?\sfrom\s*|[^'"();]*?\}\s*from\s*)?(['"])[^'"\n]+\1(?:\s+with\s*\{[^{}]*\})?[ \t]*;?/y;
const required = /(?:const|let|var)\s+([\w$]+|\{[^{}]*\})\s*=\s*require\(\s*(['"])([^'"\n]+)\2\s*\)[ \t]*;?/y;

/** The imports at the top of a file, and where more of them go: behind the last, or below what must stand first. */
function readHead(text: string): Head {
  const standing: Standing[] = [];
  let at = /^\uFEFF?(#![^\n]*(?:\n|$))?/.exec(text)?.[0].length ?? 0;
  let place = at;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const taken = pattern.exec(text);
    at += taken?.[0].length ?? 0;
    return taken;
  };
  for (;;) {
    take(blank);
    const from = at;
    const said = take(comment);
    if (said !== null) {
      // A comment that clings to what follows belongs to it, unless it speaks to a tool about the whole file.
      const speaks = /^(?:\/\/|\/\*)\s*(?:@ts-|@jsx|@flow|@license|@vitest|@jest|eslint|biome|prettier|global)/.test(said[0]);
      const clings = /^[ \t]*\r?\n[ \t]*\S/.test(text.slice(at));
      if (standing.length === 0 && (speaks || !clings)) place = lineEnd(text, at);
      continue;
    }
    if (take(directive) !== null) {
      place = lineEnd(text, at);
      continue;
    }
    const found = take(statement) ?? take(required);
    if (found === null) return { standing, at: place };
    const read =
      found[3] === undefined ? readJsImport(found[0].replace(/\s+with\s*\{[^{}]*\}/, '')) : readRequire(found[1] ?? '', found[3]);
    if (read !== undefined) standing.push({ from, to: at, source: found[0], read, braces: bracesIn(found[0], from) });
    place = lineEnd(text, at);
  }
}

function readRequire(bound: string, from: string): JsImport {
  const names = bound.startsWith('{') ? listOf(bound.slice(1, -1)).map((name) => name.replace(/\s*:\s*/, ' as ')) : [];
  const whole = names.length > 0 || bound.startsWith('{') ? undefined : bound;
  return { language: 'js', from, type: false, default: whole, namespace: whole, names };
}

function bracesIn(source: string, from: number): Standing['braces'] {
  const open = source.indexOf('{');
  const close = source.indexOf('}');
  // What stands behind the path are attributes.
  if (open === -1 || close === -1 || /['"]/.test(source.slice(0, open))) return undefined;
  return { from: from + open + 1, to: from + close };
}

function styleOf(standing: readonly Standing[], text: string): { quote: string; end: string } {
  const sources = standing.map(({ source }) => source);
  const quote = sources.length > 0 ? sources[0]?.includes('"') : (text.match(/"/g)?.length ?? 0) > (text.match(/'/g)?.length ?? 0);
  const bare = sources.length > 0 ? sources.every((source) => !source.endsWith(';')) : /\S/.test(text) && !/;[ \t]*$/m.test(text);
  return { quote: quote ? '"' : "'", end: bare ? '' : ';' };
}

function importLine({ from, type, default: main, namespace, names }: JsImport): string {
  const parts = [main, namespace === undefined ? undefined : `* as ${namespace}`, names.length > 0 ? `{ ${names.join(', ')} }` : undefined];
  const clause = parts.filter((part) => part !== undefined).join(', ');
  return clause === '' ? `import '${from}'` : `import ${type ? 'type ' : ''}${clause} from '${from}'`;
}

function requireLine({ from, default: main, namespace, names }: JsImport): string {
  const whole = main ?? namespace;
  const lines = [
    whole === undefined ? undefined : `const ${whole} = require('${from}')`,
    names.length === 0 ? undefined : `const { ${names.map(requiredName).join(', ')} } = require('${from}')`,
  ].filter((line) => line !== undefined);
  return lines.length === 0 ? `require('${from}')` : lines.join(';\n');
}

function requiredName(name: string): string {
  return name.replace(/^type /, '').replace(/ as /, ': ');
}
