import { stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { detectFormat, isMarkdown } from '../core/import/detectFormat.ts';
import { formats, type Source } from '../core/import/draft.ts';
import { fileName } from '../core/import/fileName.ts';
import { importTutorials } from '../core/import/importTutorials.ts';
import type { PackFiles } from '../core/import/makePack.ts';
import { overlayFiles } from '../core/overlayFiles.ts';
import { lintPack } from '../core/pack/lint.ts';
import type { FileProblem } from '../core/pack/pack.ts';
import { diskFiles } from './diskFiles.ts';
import { findingsJson, findingsText } from './findings.ts';
import { commonRoot, filesIn } from './foundFiles.ts';
import type { ImportOptions } from './import.ts';
import { writeAll } from './writeAll.ts';

const utf8 = { textOf: (bytes: Uint8Array) => new TextDecoder().decode(bytes), bytesOf: (text: string) => new TextEncoder().encode(text) };

/** Imports and writes, and tells what came of it; sets the exit code. Throws with a sentence where nothing can be done. */
export async function importSources(given: readonly string[], options: ImportOptions): Promise<void> {
  const { sources, root, problems } = await findSources(given, options.format);
  const seenFromHere = (problem: FileProblem): FileProblem => ({ ...problem, file: shown(join(root, problem.file)) });
  if (sources.length === 0) {
    if (options.json) console.log(JSON.stringify({ ok: false, problems: findingsJson(problems.map(seenFromHere)) }, undefined, 2));
    else if (problems.length > 0) console.log(findingsText(problems.map(seenFromHere)));
    throw new Error(`There is nothing to import in ${given.join(', ')}. Name a file, or say with --format what the files are.`);
  }
  const name = packName(options, given, root);
  const out = resolve(options.out ?? `./${name.replace(/^@[^/]*\//, '')}`);
  const workspace = options.workspace === undefined ? undefined : diskFiles(await folder(options.workspace));
  const title = options.title ?? titleOf(name);
  const imported = await importTutorials(
    sources,
    { name, title, publisher: options.publisher, description: '', license: options.license },
    { files: diskFiles(root), workspace },
  );
  const failed = [...problems, ...imported.failed].map(seenFromHere);
  const leftOut = imported.leftOut.map(seenFromHere);
  if (imported.tutorials === 0) {
    if (options.json) console.log(JSON.stringify({ ok: false, problems: findingsJson(failed) }, undefined, 2));
    else console.log(findingsText(failed));
    throw new Error('Nothing was imported, and nothing was written.');
  }
  const wrong = (await lintOf(imported.files)).map((problem) => ({ ...problem, file: shown(join(out, problem.file)) }));
  const { written, replaced } = await writeAll(out, imported.files, { beside: options.yes === true, over: options.yes === true });

  const summary = { tutorials: imported.tutorials, files: written.length, leftOut: leftOut.length, failed: failed.length };
  if (options.json) {
    const told = { leftOut: findingsJson(leftOut), failed: findingsJson(failed), findings: findingsJson(wrong) };
    console.log(JSON.stringify({ ok: failed.length === 0, out: shown(out), ...summary, written, replaced, ...told }, undefined, 2));
  } else {
    for (const found of [failed, leftOut, wrong]) if (found.length > 0) console.log(findingsText(found));
    if (replaced.length > 0) console.log(`Replaced: ${replaced.join(', ')}`);
    console.log(
      `${counted(summary.tutorials, 'tutorial')} imported into ${shown(out)}, ${counted(summary.leftOut, 'thing')} left out, ${counted(summary.failed, 'file')} not imported.`,
    );
    console.log(`Next: onramp lint ${shown(out)}`);
  }
  if (failed.length > 0) process.exitCode = 1;
}

function counted(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

async function lintOf(files: PackFiles): Promise<FileProblem[]> {
  const pack = overlayFiles(utf8);
  for (const [path, content] of files) await pack.write(path, content);
  return lintPack(pack);
}

type Sources = { sources: Source[]; root: string; problems: FileProblem[] };

/** The files that can be imported among those that are named, and all those in the folders that are. */
async function findSources(given: readonly string[], wanted: string): Promise<Sources> {
  const format = formats.find((each) => each === wanted);
  const named = await Promise.all(given.map(async (path) => ({ path: resolve(path), isFolder: (await there(path)).isDirectory() })));
  const root = await commonRoot(named.map(({ path, isFolder }) => (isFolder ? path : join(path, '..'))));
  const files = diskFiles(root);
  const sources = new Map<string, Source>();
  const problems: FileProblem[] = [];
  const refuse = (file: string, code: 'import.unknown' | 'import.asciidoc', ...args: string[]) =>
    problems.push({ file, line: 1, column: 1, code, args, severity: 'error' });
  for (const { path, isFolder } of named) {
    for (const file of isFolder ? await filesIn(path) : [path]) {
      const inRoot = relative(root, file).split(sep).join('/');
      const text = isImportable(file) ? await files.readText(inRoot) : undefined;
      if (/\.(?:didact\.)?(?:adoc|asciidoc)$/i.test(file) && (!isFolder || /\.didact\.\w+$/i.test(file))) refuse(inRoot, 'import.asciidoc');
      else if (text === undefined) {
        if (!isFolder) refuse(inRoot, 'import.unknown', basename(file));
      } else {
        const found = detectFormat(inRoot, text);
        // A file that was named is meant; in a folder only those count that are of the kind.
        const kind =
          format === undefined
            ? (found ?? (!isFolder && isMarkdown(file) ? 'codelab' : undefined))
            : isFolder && !fits(format, file, found)
              ? undefined
              : format;
        if (kind !== undefined) sources.set(inRoot, { path: inRoot, text, format: kind });
        else if (!isFolder) refuse(inRoot, 'import.unknown', basename(file));
      }
    }
  }
  return { sources: [...sources.values()], root, problems };
}

function isImportable(file: string): boolean {
  return /\.(?:tour|json|jsonc)$/i.test(file) || isMarkdown(file);
}

/** Of a folder's files, those that a format that was asked for can be in. */
function fits(format: Source['format'], file: string, found: Source['format'] | undefined): boolean {
  if (found === format) return true;
  if (format === 'codetour' || format === 'walkthrough') return false;
  return isMarkdown(file) && !/^(?:readme|contributing|changelog|license|code_of_conduct|security)\b/i.test(basename(file));
}

async function there(path: string) {
  try {
    return await stat(path);
  } catch {
    throw new Error(`There is no ${path}.`);
  }
}

async function folder(path: string): Promise<string> {
  if (!(await there(path)).isDirectory()) throw new Error(`${path} is not a folder.`);
  return resolve(path);
}

function packName({ name, out }: ImportOptions, given: readonly string[], root: string): string {
  if (name !== undefined) {
    if (/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/.test(name)) return name;
    throw new Error(`"${name}" cannot be the name of a pack. Write it as npm does, such as octokit-quickstart.`);
  }
  const words = out === undefined ? basename(resolve(given[0] ?? '')).replace(/\.[a-z.]+$/i, '') : basename(resolve(out));
  const plain = (text: string) =>
    fileName(text)
      .replace(/[^a-z0-9-]+/g, '')
      .replace(/^-+|-+$/g, '');
  const own = plain(words);
  if (own !== '' && !['tours', 'tour', 'vscode', 'github', 'package', 'docs', 'src'].includes(own)) return own;
  return plain(basename(root)) || 'imported-tutorials';
}

function titleOf(name: string): string {
  const words = name
    .replace(/^@[^/]*\//, '')
    .replace(/[-_.]+/g, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A path as seen from the current folder. */
function shown(path: string): string {
  const seen = relative(process.cwd(), path);
  return (seen === '' ? '.' : seen).split(sep).join('/');
}
