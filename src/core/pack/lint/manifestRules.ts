import { placeInJson } from '../../jsonFile.ts';
import { message } from '../../message.ts';
import { closest } from '../../schemaMessage.ts';
import { splitFrontMatter } from '../../tutorial/frontMatter.ts';
import { readYaml } from '../../tutorial/yamlPlaces.ts';
import type { FileProblem } from '../pack.ts';
import { inFile, type LintedTutorial, type Rule } from './lintedPack.ts';

/** What people must know before they may use a pack. */
export const licenseRule: Rule = ({ manifest, manifestText, paths }) => {
  if (manifest.license !== undefined || [...paths].some((path) => /^licen[sc]e(\.\w+)?$/i.test(path))) return [];
  return [inFile('onramp.json', { ...message('manifest.noLicense'), ...placeInJson(manifestText, []) })];
};

/** A list of tutorials names each once. */
export const orderRule: Rule = ({ manifest: { tutorials = [] }, manifestText }) =>
  tutorials.flatMap((name, index) =>
    tutorials.indexOf(name) === index
      ? []
      : [inFile('onramp.json', { ...message('manifest.twice', name), ...placeInJson(manifestText, ['tutorials', index]) })],
  );

/** A tutorial says what it is called, and names as the next one that there is. */
export const headRule: Rule = ({ tutorials }) => {
  const ids = tutorials.map(({ tutorial }) => tutorial.id);
  return tutorials.flatMap((linted) => [...untitled(linted), ...badNext(linted, ids)]);
};

function untitled({ path, source, tutorial }: LintedTutorial): FileProblem[] {
  // Without any title it is called as its file is.
  const named = tutorial.title !== tutorial.id || new RegExp(`^(# |title:).*${tutorial.id}`, 'm').test(source);
  return named ? [] : [inFile(path, { ...message('tutorial.noTitle', tutorial.id), line: 1, column: 1 })];
}

function badNext({ path, source }: LintedTutorial, ids: readonly string[]): FileProblem[] {
  const { yaml } = splitFrontMatter(source);
  if (yaml === undefined || !/^next:/m.test(yaml)) return [];
  const { value, places } = readYaml(yaml, { line: 2, column: 1 });
  const next = typeof value === 'object' && value !== null && 'next' in value ? value.next : undefined;
  if (typeof next !== 'string') return [];
  const id = next.replace(/^.*\//, '').replace(/\.md$/, '');
  if (ids.includes(id)) return [];
  const meant = closest(id, ids);
  const told = meant === undefined ? message('tutorial.next', next) : message('tutorial.nextDidYouMean', next, meant);
  return [inFile(path, { ...told, ...places.at(['next']) }, 'error')];
}
