import type { TextEdit } from '../../tutorial/place.ts';
import { lineBreakOf, lineEnd, linesAt } from './lines.ts';
import type { GoImport } from './statement.ts';

const spec = /^[ \t]*(?:import[ \t]+)?(?:(?<alias>[\w.]+)[ \t]+)?"(?<path>[^"\n]+)"/gm;

/** Adds what is wanted to the imports of a Go file: into its block where it has one. */
export function addGoImports(text: string, wanted: readonly GoImport[]): TextEdit[] {
  const block = /^import[ \t]*\([^)]*\)/m.exec(text);
  const singles = [...text.matchAll(/^import[ \t]+(?:[\w.]+[ \t]+)?"[^"\n]+"/gm)];
  const written = [block?.[0] ?? '', ...singles.map(([single]) => single)].join('\n');
  const there = new Set([...written.matchAll(spec)].map(({ groups }) => groups?.path ?? ''));
  const missing = wanted
    .filter(({ path }) => !there.has(path))
    .map(({ alias, path }) => `${alias === undefined ? '' : `${alias} `}"${path}"`);
  if (missing.length === 0) return [];
  if (block !== null) {
    const eol = lineBreakOf(text);
    const close = block.index + block[0].length - 1;
    const open = text.slice(0, close).endsWith('\n') ? '' : eol;
    return [{ at: close, remove: 0, insert: open + missing.map((one) => `\t${one}${eol}`).join('') }];
  }
  const last = singles.at(-1) ?? /^package[ \t]+\w+/m.exec(text);
  const at = last === null ? 0 : lineEnd(text, last.index);
  const apart = singles.length === 0;
  return [
    {
      at,
      remove: 0,
      insert: linesAt(
        text,
        at,
        missing.map((one) => `import ${one}`),
        { before: apart, after: apart },
      ),
    },
  ];
}
