// `npm run bench`: what a person waits for, measured in a real VS Code in a headless browser, each beside its floor: the least
// that any extension could do there. Windows settle first; ours and the floor take turns, 400 ms apart, and medians are compared, as
// single figures depend on what else the machine does. Exit code 1 when a figure is over its budget.
// `-- --windows N` (7), `-- --rounds N` in each window (8), `-- --only NAMES`, `-- --json`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { build } from '../../esbuild.mjs';
import { openBrowser } from '../../src/cli/editor/browser.ts';
import { linkExtension } from '../../src/cli/editor/extensionsFolder.ts';
import { endOnSignal } from '../../src/cli/editor/process.ts';
import { evaluatedAtActivation } from './evaluated.ts';
import { importing } from './importing.ts';
import { linting } from './linting.ts';
import { type MeasuredWindow, openMeasuredWindow } from './measuredWindow.ts';
import { firstByCommand, firstStep, nextStep, revealFile, type Samples } from './measures.ts';
import { judgeMemory, type Memory } from './memory.ts';
import { parsing } from './parsing.ts';
import { type Scaffolding, scaffolding } from './scaffolding.ts';
import { type ModuleSizes, stageExtension, stageManySnippets, stageManyTutorials, stageWorkspace } from './stage.ts';
import { judge, table, type Verdict } from './verdict.ts';

const names = [
  'activation',
  'reveal',
  'first',
  'command',
  'next',
  'long',
  'parse',
  'import',
  'list',
  'complete',
  'install',
  'lint',
  'cp',
  'giget',
  'degit',
  'lazy',
  'memory',
] as const;
type Name = (typeof names)[number];
/** Those that are looked at in a window of their own, or in none. */
const apart: readonly string[] = [
  'first',
  'long',
  'parse',
  'import',
  'list',
  'complete',
  'install',
  'lint',
  'cp',
  'giget',
  'degit',
  'lazy',
  'memory',
];

const root = join(import.meta.dirname, '..', '..');
const cache = join(root, '.cache');
const { windows, rounds, only, json } = readFlags();
const say = (line: string) => console.error(line);

const scratch = await mkdtemp(join(tmpdir(), 'onramp-bench-'));
const owned: (() => Promise<unknown>)[] = [() => rm(scratch, { recursive: true, force: true, maxRetries: 5 })];
const dispose = async () => {
  for (const end of owned.splice(0).reverse()) await end();
};
endOnSignal(dispose);
try {
  process.exitCode = await bench();
} catch (error) {
  say(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  process.exitCode = 1;
} finally {
  await dispose();
}

async function bench(): Promise<number> {
  say('Building and laying out what is measured …');
  const extension = join(scratch, 'onramp');
  const tests = join(scratch, 'hostModule.js');
  const workspace = join(scratch, 'workspace');
  const manyPacks = join(scratch, 'many-packs');
  const manySnippets = join(scratch, 'many-snippets');
  const sizes = await stageExtension(extension);
  await stageWorkspace(workspace);
  await stageManyTutorials(manyPacks, 1000);
  await stageManySnippets(manySnippets, 10_000);
  await esbuild.build({
    entryPoints: [join(import.meta.dirname, 'hostModule.ts')],
    mainFields: ['module', 'main'],
    outfile: tests,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const parse: Samples = { ours: [], floor: [] };
  if (only.includes('parse')) {
    say('Parsing the tutorials that ship …');
    add(parse, await parsing(join(root, 'packs'), 300));
  }
  const imported: Samples = { ours: [], floor: [] };
  if (only.includes('import')) {
    say('Importing codelabs and tours …');
    add(imported, await importing(9));
  }
  const lint: Samples = { ours: [], floor: [] };
  if (only.includes('lint')) {
    say('Linting 200 tutorials …');
    await build({ names: ['cli'] });
    add(lint, await linting(root, scratch, 5));
  }
  const none: Samples = { ours: [], floor: [] };
  let made: Scaffolding = { cp: none, giget: none, degit: none };
  if (['cp', 'giget', 'degit'].some((name) => only.includes(name))) {
    say('Scaffolding 1,000 files …');
    made = await scaffolding(join(scratch, 'scaffold'), rounds);
  }
  const browser = await openBrowser({ cache, report: say });
  owned.push(() => browser.close());
  const floor = (name: string) => join(import.meta.dirname, 'floor', name);
  const withWindow = async <T>(
    what: { order: string; extension?: string; coverage?: true; measures?: readonly string[] },
    use: (window: MeasuredWindow) => Promise<T>,
  ) => {
    // A window has one extension in development, and no more: the floor's. Ours is installed, as it is for its users.
    const extensionsDir = await mkdtemp(join(scratch, 'extensions-'));
    for (const installed of [what.extension ?? extension, floor('empty')]) await linkExtension(extensionsDir, installed);
    const window = await openMeasuredWindow({
      cache,
      browser,
      extensions: [floor('bare')],
      extensionsDir,
      tests,
      workspace,
      settings: {},
      env: {
        ONRAMP_BENCH_ORDER: what.order,
        ...(what.coverage ? { ONRAMP_BENCH_COVERAGE: '1' } : {}),
        ...(what.measures
          ? { ONRAMP_BENCH_HOST: what.measures.join(), ONRAMP_BENCH_PACKS: manyPacks, ONRAMP_BENCH_SNIPPETS: manySnippets }
          : {}),
      },
    });
    try {
      if (!window.host.settled) say('  The machine did not come to rest within 20 s: other work on it makes the figures worse.');
      return await use(window);
    } finally {
      await window.dispose();
    }
  };

  const activation: Samples = { ours: [], floor: [] };
  const first: Samples = { ours: [], floor: [] };
  const command: Samples = { ours: [], floor: [] };
  const next: Samples = { ours: [], floor: [] };
  const long: Samples = { ours: [], floor: [] };
  const reveal: Samples = { ours: [], floor: [] };
  const verdicts: Verdict[] = [];
  if (only.some((name) => !apart.includes(name))) {
    for (let turn = 0; turn < windows; turn++) {
      say(`Window ${turn + 1} of ${windows} …`);
      const oursFirst = turn % 2 === 0;
      const order = ['onramp.onramp', 'onramp-floor.empty'];
      await withWindow({ order: (oursFirst ? order : order.toReversed()).join(',') }, async (window) => {
        add(activation, {
          ours: [window.host.activation['onramp.onramp'] ?? Number.NaN],
          floor: [window.host.activation['onramp-floor.empty'] ?? Number.NaN],
        });
        if (only.includes('command')) add(command, await firstByCommand(window, oursFirst));
        if (only.includes('next')) add(next, await nextStep(window, 'short', rounds));
        if (only.includes('reveal')) add(reveal, await revealFile(window, rounds));
      });
    }
  }
  if (only.includes('first')) {
    for (let turn = 0; turn < windows; turn++) {
      say(`Window ${turn + 1} of ${windows} with the Tutorials view …`);
      await withWindow({ order: 'onramp.onramp' }, async (window) => add(first, await firstStep(window, turn % 2 === 0)));
    }
  }
  if (only.includes('long')) {
    say('A window with steps of 50 KB …');
    const withLong = join(scratch, 'long');
    await stageExtension(withLong, { long: true });
    await withWindow({ order: 'onramp.onramp', extension: withLong }, async (window) =>
      add(long, await nextStep(window, 'long', rounds * 3)),
    );
  }
  const list: Samples = { ours: [], floor: [] };
  const complete: Samples = { ours: [], floor: [] };
  const install: Samples = { ours: [], floor: [] };
  let memory: Memory | undefined;
  const measures = only.filter((name) => ['list', 'complete', 'install', 'memory'].includes(name));
  if (measures.length > 0) {
    say('A window that looks at long lists, packs that are installed and long walks …');
    await withWindow({ order: 'onramp.onramp', measures }, async ({ host }) => {
      if (host.measures.list) add(list, host.measures.list);
      if (host.measures.complete) add(complete, host.measures.complete);
      if (host.measures.install) add(install, host.measures.install);
      if (host.measures.heap) memory = judgeMemory(host.measures.heap);
    });
  }
  const judged: Record<Exclude<Name, 'lazy' | 'memory'>, () => Verdict> = {
    activation: () => judge('activation', 'extension.activate(), beside an empty extension', activation, { milliseconds: 20 }),
    reveal: () => judge('reveal', 'a reference that opens another file, beside showTextDocument', reveal, { ratio: 1.15 }),
    first: () =>
      judge('first', 'the first step painted after a click on it in the Tutorials view, beside a bare webview in a new panel', first, {
        ratio: 1.3,
      }),
    command: () =>
      judge('command', 'the first step painted by a command, nothing of Onramp shown before, beside the same bare webview', command, {
        ratio: 1.3,
      }),
    next: () => judge('next', 'Next to a step of 1 KB, beside a bare repaint', next, { ratio: 2 }),
    parse: () => judge('parse', 'parsing the tutorials that ship, checks and all, beside markdown-it alone', parse, { ratio: 2 }),
    import: () =>
      judge('import', '40 codelabs of 20 KB and 27 tours imported, beside markdown-it alone', imported, { milliseconds: 5_000 }),
    list: () => judge('list', '1,000 tutorials listed, half of them begun, beside reading their files', list, { milliseconds: 200 }),
    complete: () =>
      judge('complete', 'completions from 10,000 installed snippets, beside a provider that gives as many from a list', complete, {
        milliseconds: 10,
      }),
    install: () =>
      judge('install', 'a fetched pack of 62 files installed and listed, beside writing its files', install, { milliseconds: 100 }),
    lint: () => judge('lint', 'onramp lint over 200 tutorials, beside reading their files', lint, { milliseconds: 2000 }),
    cp: () => judge('cp', '1,000 files (20 MB) scaffolded, 100 of them rendered, beside cp -r', made.cp, { ratio: 1.5 }),
    giget: () => judge('giget', 'the same, beside giget unpacking an archive that it keeps', made.giget, { ratio: 1 }),
    degit: () => judge('degit', 'the same, beside degit unpacking an archive that it keeps', made.degit, { ratio: 1 }),
    long: () => judge('long', 'Next to a step of 50 KB in a tutorial of 5 MB, beside a bare repaint', long, { ratio: 2 }),
  };
  for (const name of names) if (name !== 'lazy' && name !== 'memory' && only.includes(name)) verdicts.push(judged[name]());
  const evaluated = only.includes('lazy') ? await lazily(sizes, withWindow) : undefined;

  if (json) console.log(JSON.stringify({ measured: verdicts, evaluated, memory }, undefined, 2));
  else console.log([table(verdicts), evaluated?.text, memory?.text].filter(Boolean).join('\n\n'));
  return verdicts.some(({ ok }) => !ok) || evaluated?.ok === false || memory?.ok === false ? 1 : 0;
}

type WithWindow = <T>(
  what: { order: string; extension: string; coverage: true },
  use: (window: MeasuredWindow) => Promise<T>,
) => Promise<T>;

/** Activates a readable build of the extension, with V8 counting its calls, to see which modules ran. */
async function lazily(sizes: ModuleSizes, withWindow: WithWindow) {
  say('A window that looks at what is evaluated …');
  const extension = join(scratch, 'readable');
  const modules = await stageExtension(extension, { readable: true });
  return await withWindow({ order: 'onramp.onramp', extension, coverage: true }, async ({ host }) =>
    evaluatedAtActivation(join(extension, 'dist', 'desktop'), modules, sizes, host.ran ?? {}),
  );
}

function add(to: Samples, { ours, floor }: Samples): void {
  to.ours.push(...ours);
  to.floor.push(...floor);
}

function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        windows: { type: 'string', default: '7' },
        rounds: { type: 'string', default: '8' },
        only: { type: 'string', default: names.join(',') },
        json: { type: 'boolean', default: false },
      },
    });
    const count = (name: 'windows' | 'rounds', most: number) => {
      const number = Number(values[name]);
      if (!Number.isInteger(number) || number < 1 || number > most) throw new Error(`--${name} takes a number from 1 to ${most}`);
      return number;
    };
    const chosen = values.only.split(',');
    const unknown = chosen.filter((name) => !names.some((known) => known === name));
    if (unknown.length) throw new Error(`There is no measure ${unknown.join(', ')}: choose from ${names.join(', ')}`);
    return { windows: count('windows', 50), rounds: count('rounds', 19), only: chosen, json: values.json };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}.`);
    process.exit(2);
  }
}
