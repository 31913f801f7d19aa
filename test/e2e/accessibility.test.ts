// axe-core over the guide's page in a real editor: the cover, every kind of block, failed checks and the feedback form, in four themes.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Frame, FrameLocator, Page } from 'playwright-core';
import { type Serving, serve } from '../../src/backend/server.ts';
import { linkExtension } from '../../src/cli/editor/extensionsFolder.ts';
import { type Editor, openEditor, type Theme } from '../../src/cli/editor/openEditor.ts';
import { writeEveryBlock } from './everyBlock.ts';

const root = join(import.meta.dirname, '..', '..');
const pictures = join(root, 'test-results', 'pictures');
const themes: Theme[] = ['dark', 'light', 'hc-dark', 'hc-light'];

describe('the guide, looked over by axe', function () {
  this.bail(false);
  let folder: string;
  let backend: Serving;
  let editor: Editor;
  let page: Page;
  let guide: FrameLocator;

  before(async () => {
    await mkdir(pictures, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'onramp-axe-'));
    backend = await serve({ dataDir: join(folder, 'backend'), port: 0, dashboardDir: join(root, 'dist', 'dashboard'), logLevel: 'silent' });
    const extensionsDir = join(folder, 'extensions');
    await linkExtension(extensionsDir, root);
    editor = await openEditor({
      cache: join(root, '.cache'),
      extensionsDir,
      size: { width: 1440, height: 1000 },
      settings: {
        'onramp.pack.folders': [await writeEveryBlock(folder)],
        'onramp.backend.url': backend.url,
        'onramp.backend.key': backend.writeKey,
      },
    });
    page = editor.page;
    guide = editor.webview();
    await page.getByRole('tab', { name: 'Onramp' }).first().click();
    await page.getByRole('treeitem', { name: /^Every block,/ }).click();
    await guide.getByRole('heading', { name: 'Every block', level: 1 }).waitFor();
  });

  after(async () => {
    await editor?.dispose();
    await backend?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('finds what is wrong, so that finding nothing means something', async () => {
    const frame = await guideFrame();
    await frame.evaluate(() => {
      const wrong = document.createElement('button');
      wrong.id = 'wrong';
      document.querySelector('article')?.append(wrong);
    });
    const found = await violations();
    await frame.evaluate(() => document.getElementById('wrong')?.remove());
    assert.deepEqual(found, ['button-name: #wrong']);
  });

  it('finds nothing on the cover', async () => {
    await guide.getByText('1 thing is missing. You can start all the same.').waitFor();
    await guide.locator('.problems summary').click();
    await inEveryTheme('cover');
  });

  it('finds nothing in text, alerts, tables, tasks, hints and pictures, with the question of sharing', async () => {
    await goTo('Read');
    await guide.getByText('Hint', { exact: true }).click();
    await inEveryTheme('read');
  });

  it('gives the focus to the heading when the question of sharing goes by its answer', async () => {
    await guide.getByRole('button', { name: 'Don’t Share' }).focus();
    await page.keyboard.press('Enter');
    await guide.getByRole('button', { name: 'Don’t Share' }).waitFor({ state: 'detached' });
    assert.equal(await guide.locator(':focus').textContent(), 'Read');
  });

  it('finds nothing in blocks to run, write and insert, and in one that is broken', async () => {
    await goTo('Do');
    await inEveryTheme('do');
  });

  it('finds nothing in a question that was answered', async () => {
    await goTo('Answer');
    await guide.getByRole('radio', { name: 'That' }).check();
    await guide.getByRole('button', { name: 'Answer', exact: true }).click();
    await guide.getByText('Not quite').waitFor();
    await inEveryTheme('answer');
  });

  it('finds nothing in checks that failed', async () => {
    await goTo('Check');
    await guide.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByRole('button', { name: 'Trust Tests' }).click();
    await guide.getByRole('button', { name: 'Check Again' }).waitFor({ timeout: 60_000 });
    await guide.getByText('some output', { exact: true }).waitFor();
    await inEveryTheme('checks');
  });

  it('finds nothing in the feedback form and the list of steps', async () => {
    await goTo('End');
    await guide.getByRole('button', { name: 'Not good' }).click();
    await guide.getByRole('textbox').fill('A word.');
    await inEveryTheme('feedback');
    await guide.locator('.steps summary').click();
    assert.deepEqual(await violations(), []);
  });

  it('loses none of what is written and not sent by a look at another step', async () => {
    await guide.locator('.steps summary').click();
    await goTo('Read');
    assert.equal(await guide.getByRole('textbox').count(), 0);
    await goTo('End');
    assert.equal(await guide.getByRole('textbox').inputValue(), 'A word.');
  });

  async function goTo(title: string): Promise<void> {
    await guide.locator('.steps summary').click();
    await guide
      .locator('.steps')
      .getByRole('button', { name: new RegExp(`^${title}, `) })
      .click();
    await guide.getByRole('heading', { name: title, exact: true, level: 1 }).waitFor();
  }

  async function inEveryTheme(name: string): Promise<void> {
    const found: string[] = [];
    for (const theme of themes) {
      await editor.setTheme(theme);
      found.push(...(await violations()).map((violation) => `${theme}: ${violation}`));
      await page.screenshot({ path: join(pictures, `axe-${name}-${theme}.png`) });
    }
    assert.deepEqual(found, []);
  }

  /** What axe finds, as `rule: selector`. */
  async function violations(): Promise<string[]> {
    const frame = await guideFrame();
    // The page is see-through: axe is told what lies behind it.
    const behind = await page.locator('.part.sidebar').evaluate((bar) => getComputedStyle(bar).backgroundColor);
    await frame.evaluate((colour) => {
      document.documentElement.style.backgroundColor = colour;
    }, behind);
    // The page's policy lets no script in; the debugger is not bound by it.
    if (!(await frame.evaluate(() => 'axe' in globalThis))) await frame.evaluate(axe.source);
    const { violations: found } = await frame.evaluate(async () => {
      const { axe: here } = globalThis as unknown as { axe: typeof axe };
      // The theme's own colours for code on its own colours for changes are the theme's affair, as in every diff editor.
      return here.run({ exclude: ['.diff span span'] }, { resultTypes: ['violations'] });
    });
    return found.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id}: ${target.join(' ')}${colours(any[0]?.data)}`));
  }

  async function guideFrame(): Promise<Frame> {
    const handle = await guide.locator('body').elementHandle();
    return (await handle?.ownerFrame()) ?? assert.fail('the guide has no frame');
  }
});

/** For contrast: which two colours are too near each other. */
function colours(data: unknown): string {
  if (typeof data !== 'object' || data === null || !('contrastRatio' in data)) return '';
  const { fgColor, bgColor, contrastRatio } = data as { fgColor: string; bgColor: string; contrastRatio: number };
  return ` (${fgColor} on ${bgColor}: ${contrastRatio})`;
}
