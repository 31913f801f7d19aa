// Runs the tests of test/editor inside VS Code: the one of the cache in a headless browser, or desktop VS Code, fetched by
// test-electron, where ONRAMP_TEST_DESKTOP=1 says so or this is not Linux (ONRAMP_TEST_VSCODE chooses its version).
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { quietSettings } from '../../src/cli/editor/openEditor.ts';
import { bundleTests } from './bundle.ts';

const root = join(import.meta.dirname, '..', '..');
const scratch = join(root, '.cache', 'test');
const desktop = process.env.ONRAMP_TEST_DESKTOP === '1' || process.platform !== 'linux';

const tests = join(scratch, 'editor.js');
await bundleTests(join(root, 'test', 'editor'), tests, 'node', process.env.ONRAMP_TEST_GREP);

const workspace = await fresh('workspace');
const userData = await fresh('user-data');
const extensions = await fresh('extensions');
await mkdir(join(userData, 'User'));
await writeFile(join(userData, 'User', 'settings.json'), JSON.stringify(quietSettings));

try {
  await runTests({
    ...(desktop ? { version: process.env.ONRAMP_TEST_VSCODE ?? 'stable' } : { vscodeExecutablePath: join(import.meta.dirname, 'code') }),
    extensionDevelopmentPath: root,
    extensionTestsPath: tests,
    launchArgs: [workspace, `--user-data-dir=${userData}`, `--extensions-dir=${extensions}`, '--disable-extensions'],
    extensionTestsEnv: { ONRAMP_TEST_PICTURE: join(scratch, 'editor-failed.png') },
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function fresh(name: string): Promise<string> {
  const folder = join(scratch, name);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  await mkdir(folder, { recursive: true });
  return folder;
}
