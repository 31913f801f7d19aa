import { placeInJson } from '../../jsonFile.ts';
import { checksOf } from '../../tutorial/tutorial.ts';
import { type Finding, tellerOf } from './finding.ts';
import type { LintedPack } from './lintedPack.ts';
import type { LintedTutorial } from './lintedTutorial.ts';

/** What is missing or other in the translations than in the originals: progress and checks are shared by both. */
export function translationFindings({ manifest, manifestText, tutorials, translations }: LintedPack): Finding[] {
  const locales = manifest.locales ?? [];
  const inManifest = tellerOf('onramp.json');
  const found: Finding[] = [];
  for (const [index, locale] of locales.entries()) {
    const missing = tutorials.filter(
      ({ tutorial }) => !translations.some((one) => one.locale === locale && one.tutorial.id === tutorial.id),
    );
    const place = placeInJson(manifestText, ['locales', index]);
    for (const { tutorial } of missing)
      found.push(inManifest('warning', place, 'translation.missing', `tutorials/${locale}/${tutorial.id}.md`));
  }
  const unlisted = new Set(translations.map(({ locale = '' }) => locale).filter((locale) => !locales.includes(locale)));
  for (const locale of unlisted) {
    const place = placeInJson(manifestText, manifest.locales === undefined ? [] : ['locales']);
    found.push(inManifest('warning', place, 'translation.unlisted', locale));
  }
  for (const translation of translations) {
    const original = tutorials.find(({ tutorial }) => tutorial.id === translation.tutorial.id);
    if (original !== undefined) found.push(...differences(translation, original));
    else
      found.push(
        tellerOf(translation.path)('warning', { line: 1, column: 1 }, 'translation.stray', `tutorials/${translation.tutorial.id}.md`),
      );
  }
  return found;
}

function differences({ path, tutorial, lines }: LintedTutorial, original: LintedTutorial): Finding[] {
  const tell = tellerOf(path);
  const [own, others] = [tutorial.steps, original.tutorial.steps];
  const end = { line: Math.max(1, lines.length), column: 1 };
  for (const [index, { id, title }] of others.entries()) {
    const step = own[index];
    const place = step === undefined ? end : { line: step.line, column: 1 };
    if (step?.id !== id) return [tell('error', place, 'translation.step', title, id, index + 1)];
  }
  const extra = own[others.length];
  if (extra !== undefined) return [tell('error', { line: extra.line, column: 1 }, 'translation.extraStep', extra.title)];
  return own.flatMap((step, index) => {
    const [mine, theirs] = [checksOf(step), others[index] === undefined ? [] : checksOf(others[index])];
    const at = mine.findIndex(({ check }, nth) => demandOf(check) !== demandOf(theirs[nth]?.check));
    if (at < 0 && mine.length === theirs.length) return [];
    const place = mine[at] ?? mine.at(-1) ?? { line: step.line, column: 1 };
    return [tell('error', place, 'translation.checks', original.path, theirs[Math.max(at, 0)]?.line ?? others[index]?.line ?? 1)];
  });
}

/** What a check demands; only its hint is for people. */
function demandOf(check: object | undefined): string {
  return JSON.stringify(check, (key, value) => (key === 'hint' ? undefined : value)) ?? '';
}
