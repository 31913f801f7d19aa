import type { Manifest } from '../../../protocol/manifest.ts';
import type { Template } from '../../../protocol/template.ts';
import { filesIn } from '../../filesIn.ts';
import type { Entry, Files } from '../../ports.ts';
import { readTemplate } from '../../scaffold/template.ts';
import { readPackSnippets } from '../../snippet/packSnippets.ts';
import type { FileProblem, PackRead } from '../pack.ts';
import { entriesIn } from './keptFiles.ts';
import { type LintedTutorial, lintedTutorial } from './lintedTutorial.ts';

/** A pack as its rules look at it: everything is read and understood once. */
export type LintedPack = {
  files: Files;
  /** The text of onramp.json, and what it says. */
  manifestText: string;
  manifest: Manifest;
  tutorials: LintedTutorial[];
  translations: LintedTutorial[];
  templates: Map<string, LintedTemplate>;
  /** The names of the snippets, by file. */
  snippets: Map<string, string[]>;
  entries: Map<string, Entry['kind']>;
};

export type LintedTemplate = { name: string; source: Files; template: Template | undefined; problems: FileProblem[] };

/** Reads all of a pack that has a manifest. */
export async function openLintedPack(files: Files, { pack }: PackRead, manifestText: string): Promise<LintedPack | undefined> {
  if (pack === undefined) return undefined;
  const entries = await entriesIn(files);
  const tutorials = await readAll(
    files,
    pack.tutorials.map(({ path }) => path),
  );
  const translated = [...entries].filter(([path, kind]) => kind === 'file' && /^tutorials\/[^/]+\/[^/]+\.md$/.test(path));
  const translations = await readAll(files, translated.map(([path]) => path).sort());
  const snippets = new Map<string, string[]>();
  for (const path of entries.keys()) if (/^snippets\/[^/]+\.code-snippets$/.test(path)) snippets.set(path, []);
  for (const { file, name } of await readPackSnippets(files)) snippets.get(file)?.push(name);
  const templates = await readTemplates(files, entries);
  return { files, manifestText, manifest: pack.manifest, tutorials, translations, templates, snippets, entries };
}

async function readAll(files: Files, paths: readonly string[]): Promise<LintedTutorial[]> {
  const read = await Promise.all(
    paths.map(async (path) => {
      const source = await files.readText(path);
      return source === undefined ? [] : [lintedTutorial(path, source)];
    }),
  );
  return read.flat();
}

async function readTemplates(files: Files, entries: ReadonlyMap<string, Entry['kind']>): Promise<Map<string, LintedTemplate>> {
  const templates = new Map<string, LintedTemplate>();
  for (const [path, kind] of entries) {
    const name = /^templates\/([^/]+)$/.exec(path)?.[1];
    if (kind !== 'folder' || name === undefined) continue;
    const source = filesIn(files, path);
    const { template, problems } = await readTemplate(source, name);
    templates.set(name, { name, source, template, problems: problems.map((told) => ({ ...told, file: `${path}/${told.file}` })) });
  }
  return templates;
}
