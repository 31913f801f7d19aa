import ignore, { type Ignore } from 'ignore';
import { message } from '../message.ts';
import type { Files } from '../ports.ts';
import type { ArchiveEntry } from './archive.ts';
import type { Finding } from './lint.ts';

/** What is in a pack's folder and goes out with it, and what is to be said of the rest. */
export type PackContents = { entries: ArchiveEntry[]; findings: Finding[] };

/**
 * The files of a pack's folder that npm would take too: not those that `.npmignore` names, or `.gitignore` where there is none, nor what
 * git, npm and systems keep for themselves. With `only`, as in package.json's `files`, no others than those.
 */
export async function packContents(files: Files, only?: readonly string[]): Promise<PackContents> {
  const contents: PackContents = { entries: [], findings: [] };
  const wanted = only === undefined ? undefined : ignore().add(only.map(anchored));
  await gather(files, '', [], wanted, contents);
  return contents;
}

/** Rules and the folder that they hold in, with `/` at its end. */
type Rules = { above: string; rules: Ignore };

async function gather(
  files: Files,
  above: string,
  outer: readonly Rules[],
  wanted: Ignore | undefined,
  { entries, findings }: PackContents,
): Promise<void> {
  const rules = above === '' && wanted !== undefined ? undefined : await rulesIn(files, above);
  const inner = rules === undefined ? outer : [{ above, rules }, ...outer];
  for (const { name, kind } of (await files.list(above.slice(0, -1))).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${above}${name}`;
    if (isNobodys(path)) continue;
    const isAlways = kind === 'file' && always.test(path);
    if (!isAlways && isLeftOut(kind === 'folder' ? `${path}/` : path, inner)) continue;
    if (kind === 'folder') {
      await gather(files, `${path}/`, inner, wanted, { entries, findings });
      continue;
    }
    if (!isAlways && wanted !== undefined && !wanted.ignores(path)) continue;
    if (kind === 'link') {
      findings.push({ ...message('pack.linkLeftOut', path), severity: 'warning', line: 1, column: 1, file: path });
      continue;
    }
    const content = await files.readBytes(path);
    if (content !== undefined) entries.push({ path, content, executable: (await files.stat(path))?.executable ?? false });
  }
}

async function rulesIn(files: Files, above: string): Promise<Ignore | undefined> {
  const text = (await files.readText(`${above}.npmignore`)) ?? (await files.readText(`${above}.gitignore`));
  return text === undefined ? undefined : ignore().add(text);
}

/** The innermost rules that say anything of a path decide. */
function isLeftOut(path: string, rules: readonly Rules[]): boolean {
  for (const { above, rules: some } of rules) {
    const { ignored, unignored } = some.test(path.slice(above.length));
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** What a pack is nothing without, or people look for. */
const always = /^(onramp\.json|package\.json|(readme|licen[cs]e|changelog)(\.\w+)?)$/i;
/** What tools and systems leave behind, wherever it is. */
const leftBehind = /^(\.git|\.hg|\.svn|CVS|node_modules|\.DS_Store|Thumbs\.db|desktop\.ini|npm-debug\.log|\._.*|\..*\.swp|.*~|.*\.orig)$/;
/** What belongs to who makes the pack. Below, such as in a template, the same names are content. */
const ofTheMaker = /^(\.npmrc|\.npmignore|\.gitignore|package-lock\.json|[^/]*\.tgz)$/;

function isNobodys(path: string): boolean {
  return leftBehind.test(path.slice(path.lastIndexOf('/') + 1)) || ofTheMaker.test(path);
}

/** Patterns of `files` are seen from the root. */
function anchored(pattern: string): string {
  const [, not = '', rest = ''] = /^(!?)(?:\.?\/)?(.*)$/.exec(pattern) ?? [];
  return `${not}/${rest}`;
}
