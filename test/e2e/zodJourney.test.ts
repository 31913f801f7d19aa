// The second pack that ships, which uses every kind of block, as a person walks it in a real VS Code with npm, TypeScript and git.
// Pictures go to test-results/pictures.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { linkExtension } from '../../src/cli/editor/extensionsFolder.ts';
import { type Editor, openEditor } from '../../src/cli/editor/openEditor.ts';
import { run } from '../../src/cli/editor/process.ts';
import { type GuideDriver, guideDriver } from './guideDriver.ts';

const root = join(import.meta.dirname, '..', '..');
const title = 'Zod in ten minutes';
const price = 'http://127.0.0.1:4310/price';

describe('a newcomer follows Zod in ten minutes', function () {
  // Each step stands on the one before.
  this.bail(true);
  let scratch: string;
  let editor: Editor;
  let page: Page;
  let someone: GuideDriver;
  let guide: GuideDriver['guide'];

  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'onramp-zod-'));
    const extensionsDir = join(scratch, 'extensions');
    await linkExtension(extensionsDir, root);
    editor = await openEditor({
      cache: join(root, '.cache'),
      extensionsDir,
      size: { width: 1440, height: 960 },
      env: {
        npm_config_prefer_offline: 'true',
        GIT_CONFIG_GLOBAL: devNull,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@example.org',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@example.org',
      },
    });
    page = editor.page;
    someone = guideDriver(editor);
    guide = someone.guide;
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await page.screenshot({ path: join(root, 'test-results', 'pictures', 'zod-failed.png') });
  });

  after(async () => {
    await editor?.dispose();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  });

  it('reads the cover', async () => {
    await page.getByRole('tab', { name: 'Onramp' }).first().click();
    await someone.openTutorial(title);
    await guide.getByText('8 steps · about 10 min · beginner').waitFor();
    await seesImage(/go into a schema/);
    await someone.picture('zod-cover');
  });

  it('scaffolds the project', async () => {
    await guide.getByRole('button', { name: 'Start' }).click();
    await guide.getByRole('heading', { name: 'Scaffold the project' }).waitFor();
    await someone.failsBefore();
    await guide.getByRole('link', { name: 'Scaffold the tickets' }).click();
    await someone.accept('Name of the project', 'tickets');
    await someone.accept('Create 8 files', '');
    await page.getByRole('tab', { name: /ada\.json/ }).waitFor();
    await someone.passesAfter();
  });

  it('installs zod from the registry, in the terminal', async () => {
    await someone.next('Install zod');
    await someone.failsBefore();
    await someone.run(0);
    await someone.passesAfter();
    assert.match(await someone.inWorkspace('node_modules/zod/package.json'), /"version": "4\./);
  });

  it('inserts a schema, parses an order and answers a question', async () => {
    await someone.next('Describe an order');
    await someone.failsBefore();
    await guide.getByRole('button', { name: 'src/ticket.js:1' }).click();
    await page.getByRole('tab', { name: /ticket\.js/, selected: true }).waitFor();
    await guide.getByRole('link', { name: 'Insert a schema' }).click();
    await page.locator('.view-lines').getByText('z.email()').waitFor();
    await someone.write('src/order.js', 'Create File');
    await someone.run(0);
    await someone.passesAfter();
    await someone.answer(/isAdmin/, ['It lets isAdmin through'], 'Not quite');
    await guide.getByText('z.looseObject would.').waitFor();
    assert.equal(await guide.getByText('Nobody becomes an admin').count(), 0);
    await someone.picture('zod-quiz-wrong');
    await someone.answer(/isAdmin/, ['It leaves isAdmin out'], 'Right');
    await guide.getByText('Nobody becomes an admin').waitFor();
  });

  it('inserts an import, sees a change before it is made, and makes it', async () => {
    await someone.next('Tell what is wrong');
    await someone.failsBefore();
    await someone.run(1, 0);
    await someone.write('src/order.js', 'Insert');
    await someone.applyDiff('src/order.js', 'prettifyError');
    await someone.run(1, 1);
    await someone.passesAfter();
    assert.match(
      await someone.inWorkspace('src/order.js'),
      /import \* as z from 'zod';\nimport \{ Ticket \}[\s\S]*safeParse[\s\S]*exitCode = 1/,
    );
    await guide.locator('summary', { hasText: 'Solution' }).click();
    await guide.getByRole('button', { name: 'Create File' }).scrollIntoViewIfNeeded();
    await someone.picture('zod-diff');
  });

  it('inserts rules after a line, and has them shown', async () => {
    await someone.next('Add rules of your own');
    await someone.failsBefore();
    await someone.write('src/ticket.js', 'Insert');
    await someone.run(0);
    await someone.passesAfter();
    await guide.getByRole('button', { name: 'src/ticket.js:7-13' }).click();
    await page.getByRole('tab', { name: /ticket\.js/, selected: true }).waitFor();
  });

  it('finds a mistake by the types of the schema', async () => {
    await someone.next('Types for free');
    await someone.failsBefore();
    await someone.write('src/ticket.js', 'Append');
    await someone.write('src/price.js', 'Create File');
    await guide.getByRole('link', { name: 'Open the Problems view' }).click();
    await page
      .locator('.markers-panel')
      .getByText(/Property 'weekend' does not exist/)
      .first()
      .waitFor({ timeout: 60_000 });
    await guide.getByRole('button', { name: 'Check Again' }).click();
    await guide.getByText(/1 errors?\. The first: 7:\d+ /).waitFor({ timeout: 60_000 });
    // Extension, symbol and setting pass, the mistake does not.
    await guide.locator('.check li.good').nth(2).waitFor({ timeout: 30_000 });
    await someone.picture('zod-types');
  });

  it('finds it in a window that has just been opened, where no file is', async () => {
    await editor.run('View: Close All Editors');
    await page.getByRole('tab', { name: /price\.js/ }).waitFor({ state: 'detached' });
    await editor.reload();
    await page.getByRole('button', { name: /Continue the tutorial/ }).click();
    await guide.getByRole('heading', { name: 'Types for free' }).waitFor();
    await someone.failsBefore();
    await guide.getByText(/1 errors?\. The first: 7:\d+ /).waitFor();
  });

  it('mends it', async () => {
    await guide.locator('summary', { hasText: 'Solution' }).click();
    await someone.applyDiff('src/price.js', 'weekend: 90');
    await someone.passesAfter();
    assert.match(await someone.inWorkspace('src/price.js'), /weekend: 90/);
  });

  it('starts a server that goes on running, which the checks ask', async () => {
    await someone.next('Check a query string');
    await someone.failsBefore();
    await someone.write('src/ticket.js', 'Append');
    await someone.write('src/server.js', 'Create File');
    await guide.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('.terminal').getByText('Try http://127.0.0.1:4310').first().waitFor({ timeout: 30_000 });
    await someone.passesAfter();
    assert.equal((await fetch(`${price}?kind=day&seats=3`)).status, 200);
    await someone.answer(/answer with 200/, ['?kind=weekend&seats=6'], 'Not quite');
    await someone.answer(/answer with 200/, ['?kind=weekend&seats=6', '?kind=day&seats=0x2'], 'Right');
    await someone.picture('zod-query');
  });

  it('goes to another step and comes back', async () => {
    await guide.getByRole('link', { name: 'the ticket' }).click();
    await guide.getByRole('heading', { name: 'Describe an order' }).waitFor();
    for (const heading of ['Tell what is wrong', 'Add rules of your own', 'Types for free', 'Check a query string']) {
      await someone.next(heading);
    }
  });

  it('stops the server, ticks what is done, commits, and is finished', async () => {
    await someone.next('Commit it');
    await someone.failsBefore();
    await guide.getByRole('link', { name: 'go to its terminal' }).click();
    await page.locator('.terminal.xterm.focus').waitFor();
    await page.keyboard.press('Control+C');
    await within(10_000, () =>
      fetch(price).then(
        () => false,
        () => true,
      ),
    );
    await guide.getByRole('checkbox', { name: /Stop the server/ }).check();
    for (const index of [0, 1, 2]) await someone.run(0, index);
    await someone.passesAfter();
    await guide.getByText('You have finished this tutorial.').waitFor();
    assert.ok(await guide.getByRole('checkbox', { name: /Stop the server/ }).isChecked());
    const { output } = await run('git', ['log', '--format=%s'], { cwd: editor.workspace });
    assert.equal(output.trim(), 'Check orders with zod');
    await page
      .getByRole('treeitem', { name: /Zod in ten minutes.*8 of 8/ })
      .first()
      .waitFor();
    await someone.picture('zod-done');
  });

  async function seesImage(name: RegExp): Promise<void> {
    const image = guide.getByRole('img', { name });
    await image.waitFor();
    await within(10_000, () => image.evaluate((element) => (element as HTMLImageElement).naturalWidth > 0));
  }
});

async function within(milliseconds: number, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) assert.fail(`not so within ${milliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
