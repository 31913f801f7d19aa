import type { TextEdit } from '../../tutorial/place.ts';
import { lineEnd, linesAt, namesAdded } from './lines.ts';
import { type PythonImport, readPythonImport } from './statement.ts';

/** `list` is where the names of `from … import` stand. */
type Standing = { read: PythonImport; list: { from: number; to: number } | undefined };

/** Adds what is wanted to a module's head. */
export function addPythonImports(text: string, wanted: readonly PythonImport[]): TextEdit[] {
  const { standing, at } = readHead(text);
  const edits: TextEdit[] = [];
  const lines: string[] = [];
  for (const { module, names } of wanted) {
    const same = standing.filter(({ read }) => read.module === module && read.names.length > 0 === names.length > 0);
    const known = new Set(same.flatMap(({ read }) => read.names));
    const missing = names.filter((name) => !known.has(name));
    if (same.length > 0 && missing.length === 0) continue;
    const list = same[0]?.list;
    if (names.length === 0) lines.push(`import ${module}`);
    else if (list === undefined) lines.push(`from ${module} import ${missing.join(', ')}`);
    else {
      const { at: inside, insert } = namesAdded(text.slice(list.from, list.to), missing);
      edits.push({ at: list.from + inside, remove: 0, insert });
    }
  }
  const apart = standing.length === 0;
  if (lines.length > 0) edits.push({ at, remove: 0, insert: linesAt(text, at, lines, { before: apart, after: apart }) });
  return edits;
}

const notCode = /[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y;
const docstring = /[rRuU]?("""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n]*"|'[^'\n]*')[ \t]*(?:\r?\n|$)/y;
const statement = /(?:from\s+[\w.]+\s+import\s+(?:\([^()]*\)|[^()#;\n]+)|import\s+[^#;\n(]+)/y;

/** The imports at the top of a module, and where more of them go: behind the last, or below its comments and its docstring. */
function readHead(text: string): { standing: Standing[]; at: number } {
  const standing: Standing[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let place = at;
  let documented = false;
  for (;;) {
    const from = at;
    const take = (pattern: RegExp) => {
      pattern.lastIndex = at;
      const [taken] = pattern.exec(text) ?? [];
      at += taken?.length ?? 0;
      return taken;
    };
    if (at >= text.length) return { standing, at: place };
    const line = take(notCode);
    if (line !== undefined && line !== '') {
      // Only the comments at the very top, such as the one that names the interpreter, stay above.
      if (line.trim() !== '' && !documented && standing.length === 0) place = at;
      continue;
    }
    if (!documented && standing.length === 0 && take(docstring) !== undefined) {
      documented = true;
      place = at;
      continue;
    }
    const found = take(statement);
    if (found === undefined) return { standing, at: place };
    const read = readPythonImport(found.trim());
    at = lineEnd(text, at);
    place = at;
    if (read === undefined) continue;
    const names = /\bimport\s+\(?/.exec(found);
    const begins = from + (names?.index ?? 0) + (names?.[0].length ?? 0);
    const ends = from + found.trimEnd().length - (found.trimEnd().endsWith(')') ? 1 : 0);
    standing.push({ read, list: read.names.length > 0 ? { from: begins, to: ends } : undefined });
  }
}
