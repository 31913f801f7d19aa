import { placeInJson } from '../../jsonFile.ts';
import { message } from '../../message.ts';
import { parseTutorial } from '../../tutorial/parse.ts';
import { checksOf, type Tutorial } from '../../tutorial/tutorial.ts';
import type { FileProblem } from '../pack.ts';
import { inFile, type Rule } from './lintedPack.ts';

/** In each language that the manifest promises, every tutorial is there, with the same steps and checks. */
export const translationRule: Rule = async ({ files, manifest: { locales = [] }, manifestText, tutorials }) => {
  const found: FileProblem[] = [];
  for (const [index, locale] of locales.entries()) {
    for (const { path, tutorial } of tutorials) {
      const translated = path.replace(/^tutorials\//, `tutorials/${locale}/`);
      const text = await files.readText(translated);
      if (text === undefined) {
        found.push(
          inFile('onramp.json', { ...message('translation.missing', translated), ...placeInJson(manifestText, ['locales', index]) }),
        );
        continue;
      }
      const own = parseTutorial(text, translated);
      found.push(...own.problems.map((told) => ({ ...told, file: translated })), ...compared(tutorial, own, translated));
    }
  }
  return found;
};

/** Progress is kept by the ids of steps: with others, who changes the language would begin again. */
function compared(original: Tutorial, translated: Tutorial, file: string): FileProblem[] {
  const ids = translated.steps.map(({ id }) => id);
  const lost = original.steps.filter(({ id }) => !ids.includes(id));
  const added = translated.steps.filter(({ id }) => !original.steps.some((step) => step.id === id));
  return [
    ...lost.map(({ id }, index) => inFile(file, { ...message('translation.step', id), line: added[index]?.line ?? 1, column: 1 })),
    ...translated.steps.flatMap((step) => {
      const twin = original.steps.find(({ id }) => id === step.id);
      if (twin === undefined || checksOf(twin).length === checksOf(step).length) return [];
      return [
        inFile(file, {
          ...message('translation.checks', step.id, checksOf(step).length, checksOf(twin).length),
          line: step.line,
          column: 1,
        }),
      ];
    }),
  ];
}
