import type { Manifest } from '../../../protocol/manifest.ts';
import type { Problem } from '../../message.ts';
import type { Files } from '../../ports.ts';
import { type Act, actsIn } from '../../tutorial/acts.ts';
import { parseTutorial } from '../../tutorial/parse.ts';
import type { Section, Tutorial } from '../../tutorial/tutorial.ts';
import { type FileProblem, readPack } from '../pack.ts';

/** A pack with all that its rules look at, read once. */
export type LintedPack = {
  files: Files;
  manifest: Manifest;
  /** The text of `onramp.json`. */
  manifestText: string;
  /** The path of every file, by its folders. */
  paths: ReadonlySet<string>;
  folders: ReadonlySet<string>;
  tutorials: LintedTutorial[];
};

/** `source` is the text with `\n` for line ends and without a byte order mark, as its places count; `lines` are its lines. */
export type LintedTutorial = { path: string; source: string; lines: string[]; tutorial: Tutorial; parts: LintedPart[] };

/** The cover or a step, with its live things in the order of the text. */
export type LintedPart = { section: Section; acts: Act[] };

/** What a rule finds: at a place of one of the pack's files. */
export type Rule = (pack: LintedPack) => FileProblem[] | Promise<FileProblem[]>;

/** Reads a pack; without a manifest there is none. `problems` is what reading found. */
export async function readLinted(files: Files): Promise<{ pack: LintedPack | undefined; problems: FileProblem[] }> {
  const { pack, problems } = await readPack(files);
  if (pack === undefined) return { pack: undefined, problems };
  const { paths, folders } = await everyPath(files);
  const tutorials: LintedTutorial[] = [];
  for (const { path } of pack.tutorials) {
    const text = await files.readText(path);
    if (text === undefined) continue;
    const tutorial = parseTutorial(text, path);
    const source = plain(text);
    const parts = [tutorial.cover, ...tutorial.steps].map((section) => ({ section, acts: actsIn(section, source) }));
    tutorials.push({ path, source, lines: source.split('\n'), tutorial, parts });
    problems.push(...tutorial.problems.map((problem) => ({ ...problem, file: path })));
  }
  const manifestText = (await files.readText('onramp.json')) ?? '';
  return { pack: { files, manifest: pack.manifest, manifestText, paths, folders, tutorials }, problems };
}

/** A text as its places count: without a byte order mark, every line end the same. */
export function plain(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}

/** A problem as one of a file, by default a warning. */
export function inFile(file: string, told: Omit<Problem, 'severity'>, severity: Problem['severity'] = 'warning'): FileProblem {
  return { ...told, severity, file };
}

/** What belongs to no pack, however it came to lie there. */
const passedBy = new Set(['node_modules', '.git']);

async function everyPath(files: Files): Promise<{ paths: Set<string>; folders: Set<string> }> {
  const paths = new Set<string>();
  const folders = new Set<string>();
  const look = async (folder: string): Promise<void> => {
    const entries = await files.list(folder);
    const below = entries.map(async ({ name, kind }) => {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (kind === 'file') paths.add(path);
      if (kind !== 'folder' || passedBy.has(name)) return;
      folders.add(path);
      await look(path);
    });
    await Promise.all(below);
  };
  await look('');
  return { paths, folders };
}
