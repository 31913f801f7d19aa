import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { codeTourOf } from '../core/export/codeTourOf.ts';
import { type Exported, NoPack } from '../core/export/readTutorials.ts';
import { vsixOf } from '../core/export/vsixOf.ts';
import { walkthroughOf } from '../core/export/walkthroughOf.ts';
import type { FileProblem } from '../core/pack/pack.ts';
import type { Files } from '../core/ports.ts';
import { diskFiles } from './diskFiles.ts';
import type { ExportOptions } from './export.ts';
import { findingsJson, findingsText } from './findings.ts';
import { writeAll } from './writeAll.ts';

/** Makes and writes what another tool takes, and tells what it has no place for; sets the exit code. */
export async function exportPack(folder: string, options: ExportOptions): Promise<void> {
  const root = resolve(folder);
  const seenFromHere = (problem: FileProblem): FileProblem => ({ ...problem, file: shown(join(root, problem.file)) });
  try {
    const { out, made } = await makeFor(root, diskFiles(root), options);
    const over = options.yes === true;
    const { written, replaced } = await writeAll(out, made.files, { beside: over || options.to !== 'walkthrough', over });
    const leftOut = made.leftOut.map(seenFromHere);
    const paths = written.map((path) => shown(join(out, path)));
    if (options.json) console.log(JSON.stringify({ ok: true, written: paths, replaced, leftOut: findingsJson(leftOut) }, undefined, 2));
    else {
      if (leftOut.length > 0) console.log(findingsText(leftOut));
      const where = paths.length === 1 ? (paths[0] ?? '') : shown(out);
      console.log(
        `${paths.length} ${paths.length === 1 ? 'file' : 'files'} written: ${where}. ${leftOut.length} ${leftOut.length === 1 ? 'thing' : 'things'} left out.`,
      );
    }
  } catch (error) {
    if (!(error instanceof NoPack)) throw error;
    const problems = error.problems.map(seenFromHere);
    console.log(options.json ? JSON.stringify({ ok: false, problems: findingsJson(problems) }, undefined, 2) : findingsText(problems));
    process.exitCode = 1;
  }
}

async function makeFor(root: string, files: Files, { to, out }: ExportOptions): Promise<{ out: string; made: Exported }> {
  if (to === 'vsix') {
    const { name, content } = await vsixOf(files);
    const file = resolve(out ?? name);
    return { out: dirname(file), made: { files: new Map([[basename(file), content]]), leftOut: [] } };
  }
  const made = to === 'codetour' ? await codeTourOf(files) : await walkthroughOf(files);
  return { out: resolve(out ?? `${basename(root)}-${to}`), made };
}

/** A path as seen from the current folder. */
function shown(path: string): string {
  const seen = relative(process.cwd(), path);
  return (seen === '' ? '.' : seen).split(sep).join('/');
}
