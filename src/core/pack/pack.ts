import { type Manifest, manifest } from '../../protocol/manifest.ts';
import { placeInJson, readJson } from '../jsonFile.ts';
import { message, type Problem } from '../message.ts';
import type { Files } from '../ports.ts';
import { readHead, type TutorialHead } from '../tutorial/head.ts';
import { fittingLocale } from './translation.ts';

/** A pack as far as a list of it needs to know: its manifest and the heads of its tutorials, in their order. */
export type Pack = { manifest: Manifest; tutorials: TutorialHead[] };

/** What is wrong in one of a pack's files, seen from the pack's root. */
export type FileProblem = Problem & { file: string };

export type PackRead = { pack: Pack | undefined; problems: FileProblem[] };

/**
 * Reads a pack's manifest and the heads of its tutorials, in a reader's language where they are translated to it. A tutorial that cannot be read
 * is told and left out; only without a manifest is there no pack.
 */
export async function readPack(files: Files, language?: string): Promise<PackRead> {
  const text = await files.readText('onramp.json');
  if (text === undefined) return { pack: undefined, problems: [atStart('onramp.json', message('manifest.missing'))] };
  const read = readJson(text, manifest);
  if (read.value === undefined) return { pack: undefined, problems: read.problems.map((told) => ({ ...told, file: 'onramp.json' })) };

  const problems: FileProblem[] = [];
  const originals = await tutorialPaths(files, read.value, (index, name) =>
    problems.push({ ...atStart('onramp.json', message('tutorial.missing', name)), ...placeInJson(text, ['tutorials', index]) }),
  );
  const locale = fittingLocale(read.value.locales ?? [], language ?? '');
  const paths = locale === undefined ? originals : await translated(files, originals, locale);
  const tutorials = await Promise.all(
    paths.map(async (path) => {
      try {
        return readHead((await files.readText(path)) ?? '', path);
      } catch (error) {
        problems.push(atStart(path, message('pack.unreadable', path, error instanceof Error ? error.message : String(error))));
        return undefined;
      }
    }),
  );
  return { pack: { manifest: read.value, tutorials: tutorials.filter((head) => head !== undefined) }, problems };
}

/** The tutorial files: those that the manifest orders first, then the others by name. */
async function tutorialPaths(
  files: Files,
  { tutorials = [] }: Manifest,
  missing: (index: number, name: string) => void,
): Promise<string[]> {
  const entries = await files.list('tutorials');
  const there = entries
    .filter(({ kind, name }) => kind === 'file' && name.endsWith('.md'))
    .map(({ name }) => `tutorials/${name}`)
    .sort();
  const named = tutorials.map((name) => `tutorials/${name.replace(/^(\.\/)?tutorials\//, '').replace(/(\.md)?$/, '.md')}`);
  for (const [index, path] of named.entries()) {
    if (!there.includes(path)) missing(index, tutorials[index] ?? path);
  }
  const ordered = named.filter((path, index) => there.includes(path) && named.indexOf(path) === index);
  return [...ordered, ...there.filter((path) => !named.includes(path))];
}

async function translated(files: Files, paths: readonly string[], locale: string): Promise<string[]> {
  const there = new Set((await files.list(`tutorials/${locale}`)).map(({ name }) => `tutorials/${locale}/${name}`));
  return paths.map((path) => {
    const own = path.replace('tutorials/', `tutorials/${locale}/`);
    return there.has(own) ? own : path;
  });
}

function atStart(file: string, told: Pick<Problem, 'code' | 'args'>): FileProblem {
  return { ...told, severity: 'error', line: 1, column: 1, file };
}
