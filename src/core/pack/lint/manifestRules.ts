import { placeInJson } from '../../jsonFile.ts';
import { message } from '../../message.ts';
import { closest } from '../../schemaMessage.ts';
import type { FileProblem } from '../pack.ts';
import { type Finding, finding, fixAt, tellerOf } from './finding.ts';
import type { LintedPack } from './lintedPack.ts';
import { theOnlyClosest } from './meant.ts';

const file = 'onramp.json';

/** What is wrong in onramp.json beyond its schema. */
export function manifestFindings({ manifest, manifestText, tutorials, templates, snippets, entries }: LintedPack): Finding[] {
  const tell = tellerOf(file);
  const at = (...path: (string | number)[]) => placeInJson(manifestText, path);
  const found: Finding[] = [];
  const hasLicense = [...entries.keys()].some((path) => /^licen[sc]e(\.\w+)?$/i.test(path));
  if (manifest.license === undefined && !hasLicense) found.push(tell('warning', at(), 'manifest.noLicense'));
  if (manifest.description.trim() === '') found.push(tell('info', at('description'), 'manifest.noDescription'));
  if (manifest.name.length > longestName || taken.has(manifest.name)) found.push(tell('error', at('name'), 'manifest.name', manifest.name));
  if (tutorials.length + templates.size + snippets.size === 0) found.push(tell('info', at(), 'manifest.nothing'));
  const named = (manifest.tutorials ?? []).map(pathOfNamed);
  for (const [index, path] of named.entries()) {
    const first = named.indexOf(path);
    if (first < index) found.push(tell('warning', at('tutorials', index), 'manifest.twice', manifest.tutorials?.[index] ?? path));
  }
  for (const [index, locale] of (manifest.locales ?? []).entries()) {
    if (!languageTag.test(locale)) found.push(tell('error', at('locales', index), 'manifest.locale', locale));
  }
  return found;
}

/** What reading the manifest told, with what was meant where that is known. */
export function withMeantTutorials(problems: readonly FileProblem[], manifestText: string, paths: readonly string[]): Finding[] {
  const ids = paths.map((path) => path.replace(/^tutorials\/|\.md$/g, ''));
  return problems.map((problem): Finding => {
    if (problem.code !== 'tutorial.missing') return problem;
    const name = String(problem.args[0]);
    const id = pathOfNamed(name).replace(/^tutorials\/|\.md$/g, '');
    const meant = closest(id, ids);
    if (meant === undefined) return problem;
    const only = theOnlyClosest(id, ids);
    const fix = only === undefined ? undefined : fixAt(manifestText, problem, JSON.stringify(name), JSON.stringify(name.replace(id, only)));
    return finding('error', problem.file, problem, message('tutorial.didYouMean', name, meant), fix);
  });
}

/** The file of a tutorial as a manifest or a `next` names it: with or without folder and ending. */
export function pathOfNamed(name: string): string {
  return `tutorials/${name.replace(/^(\.\/)?tutorials\//, '').replace(/(\.md)?$/, '.md')}`;
}

const longestName = 214;
/** Names that npm gives to nobody. */
const taken = new Set(['node_modules', 'favicon.ico']);
const languageTag = /^[a-z]{2,3}(-[A-Za-z\d]{2,8})*$/;
