import { getNodeValue } from 'jsonc-parser';
import { parseJson } from '../jsonFile.ts';
import type { Files } from '../ports.ts';
import { parseTutorial } from '../tutorial/parse.ts';

/** What a tutorial can name: files of its pack, seen from the pack's root, and files of the learner's folder. */
export type KnownParts = {
  templates: string[];
  snippets: { file: string; name: string }[];
  tutorials: string[];
  images: string[];
  /** What the blocks of the tutorial and the pack's templates write. */
  learnerPaths: string[];
};

/** Looks through a pack for what the tutorial with this text can name. */
export async function knownParts(files: Files, tutorial: { path: string; text: string }): Promise<KnownParts> {
  const [paths, folders] = await Promise.all([everyFile(files, ''), files.list('templates')]);
  const templates = folders.filter(({ kind }) => kind === 'folder').map(({ name }) => name);
  const snippetFiles = paths.filter((path) => /^snippets\/.*\.code-snippets$/.test(path));
  const named = await Promise.all(
    snippetFiles.map(async (file) => namesIn((await files.readText(file)) ?? '').map((name) => ({ file, name }))),
  );
  const { cover, steps } = parseTutorial(tutorial.text, tutorial.path);
  const written = [cover, ...steps].flatMap(({ blocks }) => blocks.flatMap((block) => ('path' in block ? [block.path] : [])));
  const made = paths.flatMap((path) => {
    const inside = /^templates\/[^/]+\/(.+)$/.exec(path)?.[1];
    // A name with a parameter in it is another for each learner.
    return inside === undefined || inside === 'template.json' || inside.includes('{{') ? [] : [inside.replace(/\.mustache$/, '')];
  });
  return {
    templates,
    snippets: named.flat(),
    tutorials: paths.filter((path) => /^tutorials\/.*\.md$/.test(path)),
    images: paths.filter((path) => /\.(png|jpe?g|gif|svg|webp|avif)$/i.test(path) && !path.startsWith('templates/')),
    learnerPaths: [...new Set([...written, ...made])].sort(),
  };
}

function namesIn(text: string): string[] {
  const { tree } = parseJson(text);
  const value: unknown = tree === undefined ? undefined : getNodeValue(tree);
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

async function everyFile(files: Files, folder: string): Promise<string[]> {
  const entries = await files.list(folder);
  const found = entries.map(async ({ name, kind }) => {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (kind === 'file') return [path];
    return kind === 'folder' && name !== 'node_modules' && name !== '.git' ? everyFile(files, path) : [];
  });
  return (await Promise.all(found)).flat().sort();
}
