import type { TextEdit } from '../../tutorial/place.ts';
import { addGoImports } from './goImports.ts';
import { addJsImports, type Modules } from './jsImports.ts';
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

/** A text with edits made in it, none of which overlap. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((a, b) => b.at - a.at)
    .reduce((edited, { at, remove, insert }) => edited.slice(0, at) + insert + edited.slice(at + remove), text);
}
