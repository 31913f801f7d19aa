import type { Part } from './body.ts';
import { printBody } from './printBody.ts';

/** Code that is selected, without the indentation that all its lines share; its own is written with tabs, which become what each editor uses. */
export function dedented(code: string, tabSize: number): string {
  const lines = code.replace(/\r\n?/g, '\n').split('\n');
  const indented = lines.map((line) => line.replace(/^[ \t]+/, (space) => space.replace(/\t/g, ' '.repeat(tabSize))));
  // A selection often begins behind the indentation of its first line.
  const measured = indented.filter((line, index) => line.trim() !== '' && (index > 0 || /^ /.test(line)));
  const shared = Math.min(...measured.map((line) => /^ */.exec(line)?.[0].length ?? 0));
  return indented
    .map((line) => line.slice(Math.min(Number.isFinite(shared) ? shared : 0, /^ */.exec(line)?.[0].length ?? 0)))
    .map((line) =>
      line.replace(/^ +/, (space) => '\t'.repeat(Math.floor(space.length / tabSize)) + ' '.repeat(space.length % tabSize)).trimEnd(),
    )
    .join('\n')
    .replace(/\n+$/, '');
}

const name = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

/** The names in a code that stand in it more than once, the most frequent first. */
export function repeatedNames(code: string): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const [found] of code.matchAll(name)) counts.set(found, (counts.get(found) ?? 0) + 1);
  return [...counts]
    .filter(([found, count]) => count > 1 && found.length > 1 && !keywords.has(found))
    .map(([found, count]) => ({ name: found, count }))
    .sort((a, b) => b.count - a.count);
}

/** The lines of a snippet's body that gives this code, these names being tab stops: numbered as they come, the first with its name as default. */
export function bodyOf(code: string, names: readonly string[]): string[] {
  const numbers = new Map<string, number>();
  const parts: Part[] = [];
  let at = 0;
  const text = (to: number) => parts.push({ kind: 'text', text: code.slice(at, to), from: at, to });
  for (const found of code.matchAll(name)) {
    if (!names.includes(found[0])) continue;
    text(found.index);
    const known = numbers.get(found[0]);
    const index = known ?? numbers.size + 1;
    numbers.set(found[0], index);
    const place = { from: found.index, to: found.index + found[0].length };
    if (known !== undefined) parts.push({ kind: 'tabStop', index, ...place });
    else parts.push({ kind: 'placeholder', index, parts: [{ kind: 'text', text: found[0], ...place }], ...place });
    at = place.to;
  }
  text(code.length);
  return printBody(parts).split('\n');
}

/** The words that most languages keep for themselves. */
const keywords = new Set(
  'abstract and as assert async await bool boolean break case catch char class const continue def default del delete do double elif else end enum except export extends false final finally float fn for from func function go if impl implements import in instanceof int interface is lambda let long match mod module mut namespace new nil none None not null number of or package pass private protected public raise readonly return self short static str string struct super switch this throw throws true True False try type typeof undefined unsigned use using var void while with yield'.split(
    ' ',
  ),
);
