// `onramp preview` in a real browser: the guide's own page outside of VS Code, new with each save.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../src/cli/editor/browser.ts';
import { madePack } from '../cli/madePack.ts';

const root = join(import.meta.dirname, '..', '..');

describe('an author previews a pack in the browser', function () {
  this.bail(true);
  let scratch: string;
  let file: string;
  let child: ChildProcess;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'onramp-preview-'));
    await cp(join(root, 'packs', 'zod-in-ten-minutes'), join(scratch, 'pack'), { recursive: true });
    file = join(scratch, 'pack', 'tutorials', 'zod.md');
    const started = startPreview(scratch, ['pack']);
    child = started.child;
    browser = await openBrowser({ cache: join(root, '.cache') });
    page = await browser.newPage({ viewport: { width: 900, height: 700 }, colorScheme: 'dark' });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(await started.address);
  });

  after(async () => {
    await browser?.close();
    child?.kill('SIGKILL');
    await rm(scratch, { recursive: true, force: true });
  });

  it('reads the cover, goes to a step, and is told what its buttons do in the editor', async () => {
    await page.getByText('8 steps · about 10 min · beginner').waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: 'Scaffold the project' }).waitFor();
    await page.getByRole('link', { name: 'Scaffold the tickets' }).click();
    await page.getByRole('status').filter({ hasText: 'In the editor this asks “Name of the project”, then writes' }).waitFor();
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByRole('status').filter({ hasText: 'In the editor this tries: package.json has type' }).waitFor();
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await page.getByRole('heading', { name: 'Install zod' }).waitFor();
  });

  it('stays at its step and where it has scrolled to when the tutorial is saved, and sees the new text', async () => {
    await page.getByRole('button', { name: 'Describe an order', exact: false }).first().click();
    await page.getByRole('heading', { name: 'Describe an order' }).waitFor();
    const scroller = page.locator('#guide .scroll');
    await page.getByText('What does z.object make of it?').waitFor();
    await scroller.evaluate((element) => element.scrollTo(0, 300));
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('It is empty.', 'It has nothing in it yet.').replace('Describe an order', 'Describe any order'));
    await page.getByText('It has nothing in it yet.').waitFor({ state: 'attached' });
    await page.getByRole('heading', { name: 'Describe any order' }).waitFor({ state: 'attached' });
    await page.waitForFunction(() => document.querySelector('#guide .scroll')?.scrollTop === 300);
  });

  it('answers a question, and keeps the answer through a save', async () => {
    await page.getByRole('radio', { name: 'It leaves isAdmin out' }).check();
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    await page.getByText('Nobody becomes an admin by typing one more line.', { exact: false }).waitFor();
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('It has nothing in it yet.', 'There is nothing in it.'));
    await page.getByText('There is nothing in it.').waitFor({ state: 'attached' });
    await page.getByText('Nobody becomes an admin by typing one more line.', { exact: false }).waitFor();
  });

  it('is told what is wrong at its place above the page, until it is put right', async () => {
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('output: zod@4', 'ouput: zod@4'));
    await page.getByText(/^tutorials\/zod\.md:\d+:\d+ {2}“ouput” is not known here\. Did you mean “output”\?$/).waitFor();
    await writeFile(file, text);
    await page.getByText('Did you mean “output”?', { exact: false }).waitFor({ state: 'detached' });
  });

  it('looks at it in light and in dark, and comes back to the same step after a reload', async () => {
    await page.getByRole('button', { name: 'Light theme' }).click();
    await page.locator('body.vscode-light').waitFor();
    await page.reload();
    await page.locator('body.vscode-light').waitFor();
    await page.getByRole('heading', { name: 'Describe any order' }).waitFor();
    assert.deepEqual(complaints, []);
  });
});

describe('an author previews a pack in an editor', () => {
  let scratch: string;
  let child: ChildProcess;
  let browser: Browser;

  after(async () => {
    await browser?.close();
    child?.kill('SIGINT');
    await rm(scratch, { recursive: true, force: true });
  });

  it('follows it there, and sees what they save at the step they are at', async () => {
    scratch = await mkdtemp(join(tmpdir(), 'onramp-preview-'));
    const text = '# Mine\n\n## One {#one}\n\nFirst.\n\n## Two {#two}\n\nSecond.\n';
    await madePack(join(scratch, 'pack'), { 'tutorials/mine.md': text });
    const started = startPreview(scratch, ['pack', '--editor']);
    child = started.child;
    browser = await openBrowser({ cache: join(root, '.cache') });
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(await started.address);
    await page.getByRole('tab', { name: 'Onramp' }).first().click();
    await page.getByRole('treeitem', { name: /^Mine/ }).click();
    const guide = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await guide.getByRole('button', { name: 'Start' }).click();
    await guide.getByRole('button', { name: 'Next', exact: true }).click();
    await guide.getByText('Second.').waitFor();
    await writeFile(join(scratch, 'pack', 'tutorials', 'mine.md'), text.replace('Second.', 'Second, and saved.'));
    await guide.getByText('Second, and saved.').waitFor();
    await guide.getByRole('heading', { name: 'Two' }).waitFor();
  });
});

/** Starts `onramp preview` in a folder; `address` is what it prints. */
function startPreview(cwd: string, args: readonly string[]) {
  const child = spawn(process.execPath, [join(root, 'dist', 'cli.mjs'), 'preview', ...args], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const address = async () => {
    let said = '';
    for await (const chunk of child.stdout) {
      said += chunk;
      if (said.includes('Ctrl+C')) break;
    }
    return /http:\S+/.exec(said)?.[0] ?? assert.fail(said);
  };
  return { child, address: address() };
}
