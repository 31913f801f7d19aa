import type { WalkTimes } from '../../protocol/walkTimes.ts';
import type { Files } from '../ports.ts';
import { checkPackSnippets } from '../snippet/packSnippets.ts';
import { checkFindings } from './lint/checkRules.ts';
import { encodingFindings } from './lint/encodingRule.ts';
import { fileFindings } from './lint/fileRules.ts';
import type { Finding } from './lint/finding.ts';
import { keptFiles } from './lint/keptFiles.ts';
import { linkFindings } from './lint/linkRules.ts';
import { type LintedPack, openLintedPack } from './lint/lintedPack.ts';
import type { LintedTutorial } from './lint/lintedTutorial.ts';
import { manifestFindings, withMeantTutorials } from './lint/manifestRules.ts';
import { mediaFindings } from './lint/mediaRules.ts';
import { projectFindings } from './lint/projectRules.ts';
import { standInManifest } from './lint/standInManifest.ts';
import { templateFindings } from './lint/templateRules.ts';
import { textFindings } from './lint/textRules.ts';
import { timeFindings } from './lint/timeRules.ts';
import { translationFindings } from './lint/translationRules.ts';
import { withTypoFixes } from './lint/typoFixes.ts';
import { readPack } from './pack.ts';

export type { Finding, Fix } from './lint/finding.ts';

export type LintOptions = {
  /** What `onramp test --times` measured. */
  times?: WalkTimes;
  /** Also what is only good to know. */
  infos?: boolean;
};

/** Looks through a whole pack: its manifest, each tutorial in its order, translations, templates, snippets and all other files. */
export async function lintPack(source: Files, { times, infos = false }: LintOptions = {}): Promise<Finding[]> {
  const files = keptFiles(source);
  const read = await readPack(files);
  const manifestText = (await files.readText('onramp.json')) ?? '';
  // A mistake in the manifest hides none in what it is of.
  const known = read.pack === undefined && manifestText !== '' ? await readPack(withManifest(files, standInManifest(manifestText))) : read;
  const pack = await openLintedPack(files, known, manifestText);
  const found: Finding[] = withMeantTutorials(read.problems, manifestText, pack?.tutorials.map(({ path }) => path) ?? []);
  if (pack !== undefined) {
    if (read.pack !== undefined) found.push(...manifestFindings(pack));
    for (const tutorial of [...pack.tutorials, ...pack.translations]) found.push(...(await tutorialFindings(tutorial, pack)));
    if (times !== undefined) for (const tutorial of pack.tutorials) found.push(...timeFindings(tutorial, pack.manifest.name, times));
    found.push(...translationFindings(pack), ...(await templateFindings(pack)));
  }
  found.push(...(await checkPackSnippets(files)));
  if (pack !== undefined) found.push(...fileFindings(pack));
  return inOrder(await withTypoFixes(infos ? found : found.filter(({ severity }) => severity !== 'info'), files));
}

function withManifest(files: Files, text: string): Files {
  return { ...files, readText: async (path) => (path === 'onramp.json' ? text : files.readText(path)) };
}

async function tutorialFindings(tutorial: LintedTutorial, pack: LintedPack): Promise<Finding[]> {
  const { problems } = tutorial.tutorial;
  return [
    ...problems.map((problem): Finding => ({ ...problem, file: tutorial.path })),
    ...(await encodingFindings(tutorial, pack.files)),
    ...textFindings(tutorial, pack),
    ...linkFindings(tutorial, pack),
    ...(await mediaFindings(tutorial, pack)),
    ...checkFindings(tutorial),
    ...(await projectFindings(tutorial, pack)),
  ];
}

/** File by file, in the order in which they were come to, each from top to bottom; nothing is told twice. */
function inOrder(findings: readonly Finding[]): Finding[] {
  const files = [...new Set(findings.map(({ file }) => file))];
  const ranks = new Map(files.map((file, index) => [file, index]));
  const seen = new Set<string>();
  return findings
    .toSorted((a, b) => (ranks.get(a.file) ?? 0) - (ranks.get(b.file) ?? 0) || a.line - b.line || a.column - b.column)
    .filter(({ file, line, column, code, args }) => {
      const key = JSON.stringify([file, line, column, code, args]);
      return !seen.has(key) && seen.add(key);
    });
}
