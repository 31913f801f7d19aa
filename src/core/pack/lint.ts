import type { WalkTimes } from '../../protocol/walkTimes.ts';
import type { Files } from '../ports.ts';
import { withFix } from './lint/fixes.ts';
import { imageRule, linkRule, unusedRule } from './lint/linkRules.ts';
import { type Rule, readLinted } from './lint/lintedPack.ts';
import { headRule, licenseRule, orderRule } from './lint/manifestRules.ts';
import { snippetRule, templateRule } from './lint/partRules.ts';
import { replayRule } from './lint/replayRules.ts';
import { htmlRule, stepRule, successRule, vacuousRule } from './lint/stepRules.ts';
import { timeProblems } from './lint/timeRules.ts';
import { translationRule } from './lint/translationRules.ts';
import type { FileProblem } from './pack.ts';

/** What is wrong in a pack, at its place, and how to mend it where that is certain. */
export type Finding = FileProblem & { fix?: Fix };

/** An edit of the finding's file: the characters from `from` up to `to`, counted from 0 in its text, become `text`. */
export type Fix = { from: number; to: number; text: string };

/** `times` are what `onramp test` measured. */
export type LintOptions = { times?: WalkTimes };

const rules: readonly Rule[] = [
  licenseRule,
  orderRule,
  headRule,
  stepRule,
  htmlRule,
  successRule,
  vacuousRule,
  linkRule,
  imageRule,
  unusedRule,
  templateRule,
  snippetRule,
  translationRule,
  replayRule,
];

/** Looks through a whole pack: its manifest first, then its files by name, each from top to bottom. */
export async function lintPack(files: Files, { times }: LintOptions = {}): Promise<Finding[]> {
  const { pack, problems } = await readLinted(files);
  const found = [...problems];
  if (pack !== undefined) {
    for (const rule of rules) found.push(...(await rule(pack)));
    if (times !== undefined) found.push(...timeProblems(pack, times));
  }
  const texts = new Map<string, string>();
  for (const { file } of found) if (!texts.has(file)) texts.set(file, (await files.readText(file)) ?? '');
  const order = (file: string) => (file === 'onramp.json' ? '' : file);
  return onlyOnce(found)
    .map((told) => withFix(told, texts.get(told.file) ?? ''))
    .sort((a, b) => (order(a.file) < order(b.file) ? -1 : order(a.file) > order(b.file) ? 1 : a.line - b.line || a.column - b.column));
}

/** Two rules may come upon the same thing. */
function onlyOnce(found: readonly FileProblem[]): FileProblem[] {
  return [...new Map(found.map((told) => [JSON.stringify([told.file, told.line, told.column, told.code, told.args]), told])).values()];
}
