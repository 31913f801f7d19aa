// `npm test`: types and lint, the build, every folder of tests beside this file, each in a process of its own. The last line is
// `N passed, N failed`. `-- --only core,editor` runs some suites, `-- --grep TEXT` some tests, `-- --help` names the suites.
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endTree, startTree } from '../src/cli/editor/process.ts';
import type { Figures } from './host/reporter.ts';

type Suite = { name: string; script: string; args: string[]; env?: Record<string, string>; single?: true };

const root = join(import.meta.dirname, '..');
const scratch = join(root, '.cache', 'test');
const inEditors = new Set(['editor', 'web']);
const last = ['editor', 'web', 'e2e'];
const noTests = new Set(['host', 'bench', 'fixtures']);

const { only, grep, help } = readFlags();
const suites = await findSuites();
if (help) {
  console.log(`npm test -- [--only NAMES] [--grep TEXT]\nSuites: ${suites.map(({ name }) => name).join(', ')}`);
  process.exit();
}
const unknown = only?.filter((name) => !suites.some((suite) => suite.name === name)) ?? [];
if (unknown.length) stop(`There is no suite ${unknown.join(', ')}: choose from ${suites.map(({ name }) => name).join(', ')}.`);

const total: Figures = { passed: 0, failed: 0 };
const failedSuites: string[] = [];
await mkdir(scratch, { recursive: true });
for (const suite of suites) {
  if (only && !only.includes(suite.name) && suite.name !== 'build') continue;
  if (grep && suite.single && suite.name !== 'build') continue;
  const started = Date.now();
  console.log(`\n— ${suite.name}`);
  const figures = await runSuite(suite);
  total.passed += figures.passed;
  total.failed += figures.failed;
  if (figures.failed) failedSuites.push(suite.name);
  console.log(`  ${figures.passed} passed, ${figures.failed} failed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  if (suite.name === 'build' && figures.failed) break;
}
console.log('');
if (failedSuites.length) console.log(`Failed: ${failedSuites.join(', ')}. One again: npm test -- --only ${failedSuites[0]}`);
if (total.passed + total.failed === 0) console.log('No test was run.');
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed || total.passed === 0 ? 1 : 0;

function readFlags() {
  try {
    const { values } = parseArgs({ options: { only: { type: 'string' }, grep: { type: 'string' }, help: { type: 'boolean' } } });
    return { only: values.only?.split(','), grep: values.grep, help: values.help };
  } catch (error) {
    stop(`${error instanceof Error ? error.message : error} (npm test -- --help says what can be given)`);
  }
}

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}

async function findSuites(): Promise<Suite[]> {
  const bin = (...path: string[]) => join(root, 'node_modules', ...path);
  const tsc = bin('typescript', 'bin', 'tsc');
  const found = await readdir(import.meta.dirname, { withFileTypes: true });
  const rooms = found
    .filter((entry) => entry.isDirectory() && !noTests.has(entry.name) && !last.includes(entry.name))
    .map(({ name }) => name);
  const unit = await Promise.all(['.', ...rooms.sort(), 'e2e'].map(unitSuite));
  const ofUnits = unit.flat();
  return [
    { name: 'types', script: tsc, args: ['--noEmit'], single: true },
    { name: 'core types', script: tsc, args: ['--noEmit', '-p', join('src', 'core')], single: true },
    { name: 'lint', script: bin('@biomejs', 'biome', 'bin', 'biome'), args: ['check'], single: true },
    { name: 'build', script: join(root, 'esbuild.mjs'), args: [], single: true },
    ...ofUnits.filter(({ name }) => name !== 'e2e'),
    { name: 'editor', script: join(import.meta.dirname, 'host', 'editor.ts'), args: [] },
    { name: 'web', script: join(import.meta.dirname, 'host', 'web.ts'), args: [] },
    ...ofUnits.filter(({ name }) => name === 'e2e'),
  ];
}

/** The tests of a folder, those of folders inside it as well; of this folder itself only the files. */
async function unitSuite(room: string): Promise<Suite[]> {
  const files = await readdir(join(import.meta.dirname, room), { recursive: room !== '.' }).catch(() => []);
  const tests = files.filter((file) => file.endsWith('.test.ts')).map((file) => join(import.meta.dirname, room, file));
  if (!tests.length) return [];
  const env = room === 'e2e' ? { ONRAMP_TEST_PATIENCE: '300000' } : {};
  return [{ name: room === '.' ? 'house' : room, script: join(import.meta.dirname, 'host', 'unit.ts'), args: tests.sort(), env }];
}

/** Runs a suite to its end: what it printed is shown as it comes, its figures are in the file it was told. */
async function runSuite(suite: Suite): Promise<Figures> {
  const result = join(scratch, `${suite.name.replaceAll(' ', '-')}.json`);
  await rm(result, { force: true });
  // What tests install with npm is taken from its cache where it is, so that a second run needs no network.
  const offline = { npm_config_prefer_offline: 'true' };
  const told = { ONRAMP_TEST_RESULT: result, ...(grep ? { ONRAMP_TEST_GREP: grep } : {}) };
  const env = { ...process.env, ...offline, ...suite.env, ...told };
  const code = await runScript([suite.script, ...suite.args], env);
  if (suite.single) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const figures = await readFigures(result);
  if (!figures) {
    const hint = inEditors.has(suite.name) ? '; ONRAMP_TEST_LOG=1 shows what VS Code says' : '';
    console.error(`  ${suite.name} ended (exit code ${code}) without telling its figures${hint}.`);
  }
  const { passed, failed } = figures ?? { passed: 0, failed: 1 };
  return { passed, failed: code !== 0 ? Math.max(failed, 1) : failed };
}

async function runScript(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = startTree(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const end = () => void endTree(child).then(() => process.exit(130));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  const code = await new Promise<number>((resolve) => child.once('exit', (exit) => resolve(exit ?? 1)));
  process.off('SIGINT', end);
  process.off('SIGTERM', end);
  // Whatever it started and left behind ends with it.
  await endTree(child);
  return code;
}

async function readFigures(file: string): Promise<Figures | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
