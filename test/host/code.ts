// Stands in for desktop VS Code's program: takes its arguments, opens the same in a headless browser, prints what the tests
// print and ends with their exit code. Environment: ONRAMP_TEST_TIMEOUT (seconds, 600), ONRAMP_TEST_PICTURE (a file to save
// the window to when the tests fail), ONRAMP_TEST_LOG=1 (also prints what VS Code says).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plainEnvironment } from '../../src/cli/editor/environment.ts';
import { openEditor } from '../../src/cli/editor/openEditor.ts';
import { endOnSignal, run } from '../../src/cli/editor/process.ts';
import { installVscode } from '../../src/cli/editor/vscode.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { testOutput } from './output.ts';

const cache = join(import.meta.dirname, '..', '..', '.cache');
const started = readArguments(process.argv.slice(2));
process.exit(await (started.manage.length ? manageExtensions(started) : runTests(started)).catch(told));

async function manageExtensions({ manage, dataDir, extensionsDir }: Arguments): Promise<number> {
  const root = await installVscode(cache, console.error);
  const folders = [...(dataDir ? ['--server-data-dir', dataDir] : []), ...(extensionsDir ? ['--extensions-dir', extensionsDir] : [])];
  const args = [join(root, 'out', 'server-main.js'), '--accept-server-license-terms', ...folders, ...manage];
  const { code, output } = await run(process.execPath, args, { env: plainEnvironment() });
  // The rest is about spdlog, a log that is built where VS Code is: here it goes without.
  const telling = output
    .split('\n')
    .filter((line) => /^(Extension |Error: (?!Could not locate the bindings)|Failed |[\w-]+\.[\w-]+(@|$))/.test(line));
  console.log(telling.join('\n'));
  return code;
}

async function runTests({ folder, extensions, tests, dataDir, extensionsDir }: Arguments): Promise<number> {
  if (!tests) throw new Error('--extensionTestsPath is missing: say which tests to run.');
  if (!extensions.length) throw new Error('--extensionDevelopmentPath is missing: VS Code runs tests of an extension in development only.');
  const editor = await openEditor({
    cache,
    extensions,
    tests,
    ...(folder ? { workspace: folder } : {}),
    ...(dataDir ? { dataDir } : {}),
    ...(extensionsDir ? { extensionsDir } : {}),
    ...(process.env.ONRAMP_TEST_LOG ? { log: (text: string) => process.stderr.write(text) } : {}),
    settings: await settingsIn(dataDir),
    report: console.error,
    onConsole: print,
  });
  let asked = false;
  endOnSignal(async () => {
    asked = true;
    await editor.dispose();
  });
  const limit = Number(process.env.ONRAMP_TEST_TIMEOUT ?? 600);
  const end = await Promise.race([
    editor.finished,
    editor.server.ended.then((code) => (asked ? 130 : `VS Code's server ended before the tests did (exit code ${code}).`)),
    new Promise<string>((resolve) => editor.page.once('crash', () => resolve('The browser window crashed before the tests ended.'))),
    passed(limit).then(() => `The tests did not end within ${limit} s (ONRAMP_TEST_TIMEOUT sets another limit).`),
  ]);
  if (typeof end === 'string') console.error(end);
  const code = typeof end === 'string' ? 1 : end;
  const picture = process.env.ONRAMP_TEST_PICTURE;
  if (code !== 0 && picture) await editor.page.screenshot({ path: picture }).catch(() => {});
  await editor.dispose();
  return code;
}

async function passed(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000).unref());
}

/** The settings of a desktop user data folder. */
async function settingsIn(dataDir: string | undefined): Promise<Record<string, unknown>> {
  const text = dataDir ? await readFile(join(dataDir, 'User', 'settings.json'), 'utf8').catch(() => '{}') : '{}';
  return JSON.parse(text);
}

function print(type: string, args: readonly unknown[]): void {
  const text = testOutput(args) ?? (process.env.ONRAMP_TEST_LOG ? args.map(String).join(' ') : undefined);
  if (text !== undefined) (type === 'error' || type === 'warn' ? process.stderr : process.stdout).write(`${text}\n`);
}

function told(error: unknown): number {
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
}
