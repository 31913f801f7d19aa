// The way of somebody who has never written a pack: made, written, linted, tested, packed and published from the command line, then found,
// installed and followed to its end in a real VS Code by somebody else. The registry is a real one, on this machine.
import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { linkExtension } from '../../src/cli/editor/extensionsFolder.ts';
import { type Editor, openEditor } from '../../src/cli/editor/openEditor.ts';
import { run } from '../../src/cli/editor/process.ts';
import { type Registry, startRegistry } from '../host/registry.ts';
import { type GuideDriver, guideDriver } from './guideDriver.ts';

const root = join(import.meta.dirname, '..', '..');
const pictures = join(root, 'test-results', 'pictures');

/** What the newcomer adds to the tutorial that the new pack holds. */
const ownStep = `
## Keep the greeting {#keep}

Write it down:

\`\`\`txt title="greeting.txt"
Hello, everybody!
\`\`\`

\`\`\`yaml check
file: greeting.txt
contains: everybody
\`\`\`
`;

describe('a newcomer’s pack', function () {
  // Each step stands on the one before.
  this.bail(true);
  let folder: string;
  let pack: string;
  let registry: Registry;
  let editor: Editor | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onramp-newcomer-'));
    pack = join(folder, 'first-steps');
    registry = await startRegistry(root);
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await editor?.page.screenshot({ path: join(pictures, 'newcomer-failed.png') });
  });

  after(async () => {
    await editor?.dispose();
    await registry?.dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function onramp(cwd: string, ...args: string[]): Promise<{ exit: number; output: string }> {
    const env = { ...process.env, npm_config_userconfig: join(folder, 'npmrc'), GITHUB_ACTIONS: '' };
    const { code, output } = await run(process.execPath, [join(root, 'dist', 'cli.mjs'), ...args], { cwd, env });
    return { exit: code, output };
  }

  it('is made', async () => {
    const { exit, output } = await onramp(folder, 'new', 'first-steps', '--title', 'First steps', '--publisher', 'Newcomer', '--yes');
    assert.equal(exit, 0, output);
  });

  it('is written, and lint says what is wrong with it until nothing is', async () => {
    const tutorial = join(pack, 'tutorials', 'hello.md');
    await appendFile(tutorial, ownStep.replace('contains:', 'contain:'));
    const wrong = await onramp(pack, 'lint');
    assert.equal(wrong.exit, 1);
    assert.match(
      wrong.output,
      /^tutorials\/hello\.md:\d+:1 {2}schema\.didYouMean {2}“contain” is not known here\. Did you mean “contains”\?/m,
    );
    const mended = await onramp(pack, 'lint', '--fix');
    assert.equal(mended.exit, 0, mended.output);
    assert.ok((await readFile(tutorial, 'utf8')).endsWith(ownStep));
  });

  it('is tested as a learner would follow it', async () => {
    const { exit, output } = await onramp(pack, 'test');
    assert.equal(exit, 0, output);
    assert.match(output, /1 tutorial: 1 passed\. 4 steps, 5 checks: 5 fail before and pass after\./);
  });

  it('is packed, and published once it lints and tests', async () => {
    const packed = await onramp(pack, 'pack');
    assert.equal(packed.exit, 0, packed.output);
    assert.match(packed.output, /first-steps-0\.1\.0\.tgz/);
    const host = new URL(registry.url).host;
    await writeFile(join(folder, 'npmrc'), `registry=${registry.url}\n//${host}/:_authToken=${registry.token}\n`);
    const published = await onramp(pack, 'publish', '--yes');
    assert.equal(published.exit, 0, published.output);
    const again = await (await fetch(`${registry.url}first-steps`)).json();
    assert.deepEqual(Object.keys(again.versions), ['0.1.0']);
  });

  describe('in somebody else’s editor', () => {
    let page: Page;
    let someone: GuideDriver;
    let guide: GuideDriver['guide'];

    before(async () => {
      const extensionsDir = join(folder, 'extensions');
      await linkExtension(extensionsDir, root);
      editor = await openEditor({
        cache: join(root, '.cache'),
        extensionsDir,
        size: { width: 1440, height: 960 },
        settings: { 'onramp.npm.registry': registry.url },
      });
      page = editor.page;
      someone = guideDriver(editor);
      guide = someone.guide;
    });

    it('is found and installed', async () => {
      await editor?.run('Onramp: Browse Packs…');
      await page.getByText('What do you want to learn?').waitFor();
      await page.keyboard.type('first');
      await page.keyboard.press('Enter');
      await page.getByRole('treeitem', { name: /^first-steps, 0\.1\.0/ }).click();
      await page.getByRole('option', { name: /Install 0\.1\.0/ }).click();
      await page.getByText('First steps 0.1.0 is installed.').first().waitFor();
    });

    it('is followed to its end', async () => {
      await someone.openTutorial('Say hello');
      await guide.getByRole('button', { name: 'Start' }).click();
      await guide.getByRole('heading', { name: 'Scaffold the project' }).waitFor();
      await guide.getByRole('button', { name: 'Check', exact: true }).click();
      await page.getByRole('button', { name: 'Trust Newcomer' }).click();
      await guide.getByRole('button', { name: 'Check Again' }).waitFor();
      await guide.getByRole('link', { name: 'Scaffold the starter' }).click();
      await someone.accept('What is your project called?', 'hello');
      await someone.accept('Create 2 files', '');
      await page.getByRole('tab', { name: /hello\.js/ }).waitFor();
      await someone.passesAfter();

      await someone.next('Greet somebody');
      await someone.failsBefore();
      await guide.getByRole('link', { name: 'insert the greeting' }).click();
      await page.locator('.view-lines').getByText('Hello, Ada').waitFor();
      await page.keyboard.press('Control+S');
      await someone.run(0);
      await someone.passesAfter();

      await someone.next('Greet whoever is named');
      await someone.failsBefore();
      await someone.applyDiff('src/hello.js', 'process.argv');
      await someone.run(0);
      await someone.answer(/nobody is named/, ['Nothing'], 'Not quite');
      await someone.answer(/nobody is named/, ['Hello, Ada!'], 'Right');
      await someone.passesAfter();

      await someone.next('Keep the greeting');
      await someone.failsBefore();
      await someone.write('greeting.txt', 'Create File');
      await someone.passesAfter();
      await guide.getByText('You have finished this tutorial.').first().waitFor();
      await someone.picture('newcomer-done');
      assert.equal(await someone.inWorkspace('greeting.txt'), 'Hello, everybody!\n');
    });
  });
});
