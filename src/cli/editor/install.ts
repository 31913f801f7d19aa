import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { plainEnvironment } from './environment.ts';
import { EditorFailure } from './failure.ts';
import { runNpm } from './process.ts';
import { type Report, waitFor } from './progress.ts';

/** A folder of the cache: what is in it, and how it is filled. */
export type CacheEntry = {
  folder: string;
  /** What a person reads while it is made, such as "Getting VS Code ready". */
  title: string;
  /** Changes whenever the content would. */
  version: string;
  /** Files without which the folder is not whole, relative to it. */
  needs: readonly string[];
  fill: (folder: string) => Promise<void>;
};

const stamp = '.complete';

/**
 * Makes the folder once and gives it; later calls find it and do nothing. It is filled beside its place and moved there
 * when it is whole, so that a broken or half-made one is noticed and made again.
 */
export async function cached(entry: CacheEntry, report: Report): Promise<string> {
  const state = await stateOf(entry);
  if (state === 'whole') return entry.folder;
  if (state === 'broken') report(`${entry.folder} is incomplete, so it is made again.`);
  await removeLeftDrafts(entry.folder);
  const draft = join(dirname(entry.folder), `${draftName(entry.folder)}${process.pid}`);
  await waitFor(report, entry.title, async () => {
    try {
      await mkdir(draft, { recursive: true });
      await entry.fill(draft);
      await writeFile(join(draft, stamp), entry.version);
      await rm(entry.folder, { recursive: true, force: true });
      await rename(draft, entry.folder);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  });
  return entry.folder;
}

function draftName(folder: string): string {
  return `.${basename(folder)}-`;
}

/** Those of processes that are gone, as after Ctrl+C: they hold some hundred megabytes. */
async function removeLeftDrafts(folder: string): Promise<void> {
  const beside = await readdir(dirname(folder)).catch(() => []);
  for (const name of beside.filter((each) => each.startsWith(draftName(folder)))) {
    const pid = Number(name.slice(draftName(folder).length));
    if (Number.isInteger(pid) && !isRunning(pid)) await rm(join(dirname(folder), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function stateOf(entry: CacheEntry): Promise<'whole' | 'outdated' | 'broken' | 'missing'> {
  if (!(await exists(entry.folder))) return 'missing';
  const version = await readFile(join(entry.folder, stamp), 'utf8').catch(() => undefined);
  if (version === undefined) return 'broken';
  const found = await Promise.all(entry.needs.map((file) => exists(join(entry.folder, file))));
  if (!found.every(Boolean)) return 'broken';
  return version === entry.version ? 'whole' : 'outdated';
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

/** Installs npm packages into a folder that has nothing to do with any project around it. Throws `install.failed`. */
export async function npmInstall(folder: string, args: readonly string[] = []): Promise<void> {
  const quiet = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const { code, output } = await runNpm(folder, ['install', ...quiet, ...args], plainEnvironment()).catch((error: unknown) => {
    throw new EditorFailure('install.failed', 'npm could not be started: put npm on the PATH and try again.', { cause: error });
  });
  if (code === 0) return;
  throw new EditorFailure(
    'install.failed',
    `npm could not install ${args.join(' ') || 'the packages'} (${npmReason(output)}): check the connection to the registry and try again.`,
  );
}

/** The line of npm's output that says why, without npm's prefix. */
export function npmReason(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim())
    .filter((line) => line && !/^(A complete log|code |errno |syscall |path |Log files)/.test(line));
  return lines[0] ?? 'npm gave no reason';
}
