import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileProblem, type Pack, readPack } from '../../core/pack/pack.ts';
import type { Clock, Editor } from '../../core/ports.ts';
import { parseTutorial } from '../../core/tutorial/parse.ts';
import { checksOf, type Tutorial } from '../../core/tutorial/tutorial.ts';
import { isSound, type StepWalk, type TutorialWalk, walkTutorial } from '../../core/tutorial/walk.ts';
import { diskFiles } from '../diskFiles.ts';
import { learnerHttp, learnerProcesses } from './learnerProcesses.ts';

/** Gives what an editor knows that has a learner's folder open; `dispose` closes it. */
export type OpenLearnerEditor = (folder: string) => Promise<Editor & { dispose(): Promise<void> }>;

export type PackTestOptions = {
  /** Ids of the tutorials to walk; all when left out. */
  only?: readonly string[];
  /** Goes no further than this step. */
  step?: string;
  /** How many tutorials at once; as many as there are processors when left out. */
  jobs?: number;
  /** Answers to the templates' questions, by parameter. */
  answers?: Readonly<Record<string, unknown>>;
  /** Added to the environment of commands. */
  env?: Readonly<Record<string, string>>;
  /** The longest that a command may take, in milliseconds. */
  timeout?: number;
  /** Leaves the learners' folders there. */
  keep?: boolean;
  /** Without one, what only an editor can tell is not run. */
  editor?: OpenLearnerEditor;
  signal?: AbortSignal;
  /** Called when a step is done, and waited for: the servers that its tutorial has started run. */
  onStep?: (tutorial: Tutorial, step: StepWalk) => void | Promise<void>;
};

/** What became of walking a pack's tutorials. Files are seen from the pack's root. */
export type PackTestReport = {
  /** Undefined where there is no manifest that can be read. */
  pack: Pack | undefined;
  walks: (TutorialWalk & { id: string; folder: string })[];
  /** Everything that is wrong, the errors among it make the test fail. */
  findings: FileProblem[];
  passed: boolean;
};

const usualTimeout = 120_000;

/** Walks every tutorial of the pack in a folder, and every translation, as a learner would, each in a fresh folder of its own. Never writes into the pack. */
export async function testPack(folder: string, options: PackTestOptions = {}): Promise<PackTestReport> {
  const files = diskFiles(folder);
  const { pack, problems } = await readPack(files);
  // A translation has the same commands and checks, and may be wrong in them all by itself.
  const translations = await Promise.all((pack?.manifest.locales ?? []).map((locale) => readPack(files, locale)));
  const heads = [pack, ...translations.map((read) => read.pack)].flatMap((read) => read?.tutorials ?? []);
  const chosen = [...new Map(heads.map((head) => [head.path, head])).values()].filter(({ id }) => options.only?.includes(id) ?? true);
  const tutorials = await Promise.all(
    chosen.map(async ({ path }) => {
      const source = (await files.readText(path)) ?? '';
      return { source, tutorial: parseTutorial(source, path) };
    }),
  );
  const turn = turnsBy((tutorial: Tutorial) => portsIn(tutorial));
  const walks = await atOnce(tutorials, options.jobs ?? availableParallelism(), ({ tutorial, source }) =>
    turn(tutorial, () => walkInFolder(folder, tutorial, source, options)),
  );
  const findings: FileProblem[] = [
    ...problems,
    ...walks.flatMap(({ path, problems: whole, steps }) =>
      [...whole, ...steps.flatMap((step) => step.problems)].map((problem) => ({ ...problem, file: path })),
    ),
  ];
  const isRead = pack !== undefined && problems.every(({ severity }) => severity !== 'error');
  return { pack, walks, findings, passed: isRead && walks.every(isSound) };
}

async function walkInFolder(pack: string, tutorial: Tutorial, source: string, options: PackTestOptions) {
  // Programs tell paths as they really are, and the temporary folder may be behind a link.
  const home = await realpath(await mkdtemp(join(tmpdir(), 'onramp-walk-')));
  // A name that says what it is, for commands that take the folder's.
  const folder = join(home, tutorial.id);
  await mkdir(folder);
  const processes = await learnerProcesses(folder, options.env ?? {});
  const editor = needsEditor(tutorial) ? await options.editor?.(folder) : undefined;
  try {
    const walk = await walkTutorial(
      tutorial,
      source,
      {
        pack: diskFiles(pack),
        files: diskFiles(folder),
        shell: processes.shell,
        terminal: processes.terminal,
        http: learnerHttp,
        editor,
        clock,
      },
      {
        answers: options.answers ?? {},
        timeout: options.timeout ?? usualTimeout,
        lastStep: options.step,
        signal: options.signal ?? new AbortController().signal,
        onStep: (step) => options.onStep?.(tutorial, step),
      },
    );
    return { ...walk, id: tutorial.id, folder };
  } finally {
    await editor?.dispose();
    await processes.dispose();
    if (!options.keep) await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

const clock: Clock = {
  now: () => Math.round(performance.timeOrigin + performance.now()),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Whether a tutorial checks what only an editor can tell. */
export function needsEditor({ requires, cover, steps }: Tutorial): boolean {
  const checks = [...requires, ...[cover, ...steps].flatMap(checksOf)];
  return checks.some(({ check }) => 'diagnostics' in check || 'symbol' in check || 'extension' in check || 'setting' in check);
}

/** The ports of this machine that a tutorial's checks ask: two servers cannot listen on one. */
function portsIn({ cover, steps }: Tutorial): string[] {
  return [cover, ...steps]
    .flatMap(checksOf)
    .flatMap(({ check }) => ('http' in check ? [new URL(check.http).host.replace(/^.*:/, '')] : []));
}

/** Does the work of those that share a key one after the other. */
function turnsBy<T>(keysOf: (thing: T) => readonly string[]): <R>(thing: T, work: () => Promise<R>) => Promise<R> {
  const last = new Map<string, Promise<unknown>>();
  return async (thing, work) => {
    const keys = keysOf(thing);
    const before = Promise.allSettled(keys.map((key) => last.get(key)));
    const own = before.then(work);
    for (const key of keys) last.set(key, own);
    return own;
  };
}

/** Does the work for each thing, so many at once, and gives what came of it in their order. */
async function atOnce<T, R>(things: readonly T[], limit: number, work: (thing: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = [...things.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, things.length)) }, worker));
  return results;
}
