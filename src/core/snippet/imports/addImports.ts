import type { TextEdit } from '../../tutorial/place.ts';
import { packageType } from '../packageJson.ts';
import { addGoImports } from './goImports.ts';
import { addJsImports, type Modules, modulesOf } from './jsImports.ts';
import { addPythonImports } from './pythonImports.ts';
import { readGoImport, readJsImport, readPythonImport } from './statement.ts';

/** What to change so that a file imports what is wanted, and what of it nobody here knows how to write. */
export type ImportEdits = { edits: TextEdit[]; left: string[] };

const jsLanguages = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'vue', 'svelte'];

/**
 * Adds imports to a file: what is there already is not added twice, names go into the statement that imports from the same place, and the
 * rest stands behind the last import, or below what must come first. Edits do not overlap; each offset counts in the text as it is.
 */
export function addImports(text: string, language: string, wanted: readonly string[], modules: Modules): ImportEdits {
  const left: string[] = [];
  const read = <T>(reader: (statement: string) => T | undefined): T[] =>
    wanted.flatMap((statement) => {
      const known = reader(statement.trim());
      if (known === undefined) left.push(statement);
      return known ?? [];
    });
  if (jsLanguages.includes(language)) return { edits: addJsImports(text, read(readJsImport), modules), left };
  if (language === 'python') return { edits: addPythonImports(text, read(readPythonImport)), left };
  if (language === 'go') return { edits: addGoImports(text, read(readGoImport)), left };
  return { edits: [], left: [...wanted] };
}

const languageByEnding: Readonly<Record<string, string>> = {
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascriptreact',
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescriptreact',
  py: 'python',
  go: 'go',
};

/** A file's text with imports added, its language told by its name; `packageJson` is the one above it. */
export function importsByName(text: string, path: string, wanted: readonly string[], packageJson: string | undefined): string {
  const language = languageByEnding[path.slice(path.lastIndexOf('.') + 1)] ?? '';
  const modules = modulesOf(text, path, packageJson === undefined ? undefined : packageType(packageJson));
  return withEdits(text, addImports(text, language, wanted, modules).edits);
}

/** A text with edits made in it, none of which overlap. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((a, b) => b.at - a.at)
    .reduce((edited, { at, remove, insert }) => edited.slice(0, at) + insert + edited.slice(at + remove), text);
}
