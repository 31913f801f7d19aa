// What is at hand while one learns: the steps, the keyboard, and the guide where the person puts it.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { linkExtension } from '../../src/cli/editor/extensionsFolder.ts';
import { type Editor, openEditor, type Theme } from '../../src/cli/editor/openEditor.ts';
import { writeEveryBlock } from './everyBlock.ts';

const root = join(import.meta.dirname, '..', '..');
const pictures = join(root, 'test-results', 'pictures');

describe('the guide at hand', function () {
  this.bail(true);
  let folder: string;
  let editor: Editor;
  let page: Page;
  let guide: FrameLocator;

  before(async () => {
    await mkdir(pictures, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'onramp-at-hand-'));
    const extensionsDir = join(folder, 'extensions');
    await linkExtension(extensionsDir, root);
    editor = await openEditor({
      cache: join(root, '.cache'),
      extensionsDir,
      size: { width: 1440, height: 960 },
      settings: { 'onramp.pack.folders': [await writeEveryBlock(folder)] },
    });
    page = editor.page;
    guide = editor.webview();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await page.screenshot({ path: join(pictures, 'at-hand-failed.png') });
  });

  after(async () => {
    await editor?.dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const heading = (name: string) => guide.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
  const focused = () =>
    guide.locator(':focus').evaluate((element) => `${element.tagName.toLowerCase()} ${element.textContent?.trim() ?? ''}`);
  const picture = async (name: string) => {
    for (const theme of ['hc-dark', 'light', 'dark'] satisfies Theme[]) {
      await editor.setTheme(theme);
      await page.screenshot({ path: join(pictures, `at-hand-${name}-${theme}.png`) });
    }
  };

  it('is among views that say that they are empty only where they are', async () => {
    await page.evaluate(noteViewTexts);
    await page.getByRole('tab', { name: 'Onramp' }).first().click();
    await page.getByRole('treeitem', { name: /^Every block,/ }).waitFor();
    for (const [name, text] of [
      ['Learning', 'What you have begun and done stands here'],
      ['Packs', 'Packs bring tutorials, sample code and snippets.'],
    ] as const) {
      const section = page.getByRole('button', { name: `${name} Section` });
      await section.click();
      await page.getByText(text).waitFor();
      await section.click();
    }
    const texts = await page.evaluate(() => [...viewTexts]);
    assert.deepEqual(
      texts.filter((text) => /No packs are installed|no data provider/.test(text)),
      [],
    );
    assert.ok(texts.includes('Looking for tutorials…'), texts.join());
  });

  it('tells on the cover what is missing, and starts all the same', async () => {
    await page.getByRole('treeitem', { name: /^Every block,/ }).click();
    await heading('Every block');
    await guide.getByRole('heading', { name: 'What you need' }).waitFor();
    await guide.getByText('1 thing is missing. You can start all the same.').waitFor();
    assert.equal(await guide.locator('.requires li.good').count(), 1);
    await picture('cover');
    await guide.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByRole('button', { name: 'Trust Tests' }).click();
    await guide.getByRole('button', { name: 'Check Again' }).waitFor({ timeout: 60_000 });
    assert.equal(await guide.locator('.requires li.good').count(), 2);
    await guide.getByRole('button', { name: 'Start' }).click();
    await heading('Read');
  });

  it('goes to any step from the bar, by mouse and by keyboard', async () => {
    await guide.getByRole('button', { name: '3. Answer, not done yet' }).click();
    await heading('Answer');
    assert.equal(await guide.getByRole('button', { name: '3. Answer, current step' }).getAttribute('aria-current'), 'step');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await guide.locator(':focus').getAttribute('aria-label'), '2. Do, not done yet');
    await page.keyboard.press('Enter');
    await heading('Do');
    assert.equal(await guide.locator('.progress button[tabindex="0"]').count(), 1);
  });

  it('has the tree show the step the person is at, without taking the focus', async () => {
    const inTree = (name: string) => page.getByRole('treeitem', { name: new RegExp(`^${name},`), selected: true }).waitFor();
    await inTree('Do');
    await guide.getByRole('button', { name: '4. Check, not done yet' }).click();
    await inTree('Check');
    assert.match(await focused(), /^button/);
    await guide.getByRole('button', { name: '2. Do, not done yet' }).click();
    await inTree('Do');
  });

  it('lists the steps over the text, moves nothing by it, and folds up again', async () => {
    const summary = guide.locator('.steps summary');
    const before = await guide.locator('h1').boundingBox();
    await summary.focus();
    await page.keyboard.press('Enter');
    await guide.locator('.steps').getByRole('button', { name: 'Check, not done yet' }).waitFor();
    assert.deepEqual(await guide.locator('h1').boundingBox(), before);
    await picture('steps');
    await summary.focus();
    await page.keyboard.press('Escape');
    await guide.locator('.steps').getByRole('button', { name: 'Check, not done yet' }).waitFor({ state: 'hidden' });
    await summary.click();
    await guide.getByRole('button', { name: 'Overview' }).click();
    await heading('Every block');
    assert.equal(await focused(), 'summary Steps');
    await guide.getByRole('button', { name: 'Continue' }).click();
  });

  it('keeps the focus on Next from step to step, and gives it to the heading where its button goes', async () => {
    await heading('Read');
    await guide.getByRole('button', { name: 'Next', exact: true }).focus();
    await page.keyboard.press('Enter');
    await heading('Do');
    assert.equal(await focused(), 'button Next');
    await page.keyboard.press('Space');
    await heading('Answer');
    assert.equal(await focused(), 'button Next');
    await guide.getByRole('button', { name: '1. Read, completed' }).click();
    await heading('Read');
    await guide.locator('input[type=checkbox]').first().focus();
    await page.keyboard.press('Alt+PageDown');
    await heading('Do');
    assert.equal(await focused(), 'h1 Do');
  });

  it('goes one step by a double click, and opens a reference by the space bar', async () => {
    await guide.getByRole('button', { name: '1. Read, completed' }).click();
    await heading('Read');
    await guide.getByRole('button', { name: 'Next', exact: true }).dblclick();
    await heading('Do');
    const isTaken = await guide.locator('[data-reference]').evaluate((reference) => {
      const press = new KeyboardEvent('keydown', { key: ' ', bubbles: true, cancelable: true });
      reference.dispatchEvent(press);
      return press.defaultPrevented;
    });
    assert.ok(isTaken);
    await page.keyboard.press('Alt+PageUp');
    await heading('Read');
    await page.keyboard.press('Alt+PageDown');
    await heading('Do');
  });

  it('goes by its keys while it has the focus, and leaves them to the code elsewhere', async () => {
    await page.keyboard.press('Alt+PageDown');
    await heading('Answer');
    await page.keyboard.press('Alt+PageUp');
    await heading('Do');
    await editor.run('File: New Untitled Text File');
    await page.locator('.monaco-editor.focused').first().waitFor();
    await page.keyboard.press('Alt+PageDown');
    await page.keyboard.type('still here');
    await page.locator('.view-lines').getByText('still here').waitFor();
    await heading('Do');
  });

  it('moves into an editor beside the code, and comes back', async () => {
    await editor.run('Onramp: Open Guide in Editor');
    await page.getByRole('tab', { name: 'Guide' }).waitFor();
    await heading('Do');
    assert.equal(await page.locator('iframe.webview').count(), 1, 'it is shown in one place');
    await picture('editor');
    await guide.getByRole('button', { name: 'Next', exact: true }).click();
    await heading('Answer');
    await page.keyboard.press('Alt+PageUp');
    await heading('Do');
    await guide.getByRole('button', { name: 'Insert at the cursor' }).first().click();
    await page.locator('.view-lines').getByText('const answer = 42').waitFor();
    await guide.getByRole('button', { name: 'Create File' }).click();
    await page.getByRole('tab', { name: 'app.ts' }).waitFor();
    await guide.getByRole('button', { name: 'src/app.ts:1' }).click();
    await heading('Do');
    assert.equal(await page.getByRole('tab', { name: 'Guide', selected: true }).count(), 1, 'nothing covers it');
    assert.equal(await page.locator('.editor-group-container').count(), 2);
    await editor.run('Onramp: Move Guide Back to Its View');
    await page.getByRole('tab', { name: 'Guide' }).waitFor({ state: 'detached' });
    await heading('Do');
    assert.equal(await page.locator('iframe.webview').count(), 1);
  });

  it('shows the next step in the moment of the click', async () => {
    const titles = await guide.locator('body').evaluate(async () => {
      const button = (selector: string) => document.querySelector<HTMLElement>(selector) ?? document.body;
      const ahead = new Promise<void>((resolve) => {
        addEventListener('message', ({ data }) => data.type === 'ahead' && data.state.title === 'Do' && resolve());
      });
      button('.progress button[aria-label^="1. "]').click();
      await ahead;
      const title = () => document.querySelector('h1')?.textContent;
      const before = title();
      button('footer button.primary').click();
      return [before, title()];
    });
    assert.deepEqual(titles, ['Read', 'Do']);
    await heading('Do');
  });

  it('shows what is so where that is not what it took for the next step', async () => {
    await heading('Do');
    const taken = await guide.locator('body').evaluate(() => {
      const state = { kind: 'page', key: 'x', title: 'Taken', html: '', position: 1, blocks: [], steps: [], facts: [], problems: [] };
      const more = { ticks: [], navigation: { back: true, next: 'next', nextOpen: true, skip: false } };
      dispatchEvent(new MessageEvent('message', { data: { type: 'ahead', state: { ...state, ...more } } }));
      document.querySelector<HTMLElement>('footer button.primary')?.click();
      return document.querySelector('h1')?.textContent;
    });
    assert.equal(taken, 'Taken');
    await heading('Answer');
  });

  it('shows the whole of a step that is many screens long', async () => {
    await page.getByRole('treeitem', { name: /^Long,/ }).click();
    await guide.getByRole('button', { name: 'Start' }).click();
    await guide.getByText('It goes on and on').nth(499).waitFor();
    const end = guide.locator('.piece').last();
    await end.getByRole('button', { name: 'Copy' }).scrollIntoViewIfNeeded();
    assert.equal(await end.locator('pre').textContent(), 'atTheEnd();');
    assert.equal(await guide.locator('.prose blockquote').getAttribute('data-title'), 'Warning');
  });

  it('leaves as much room between the pieces of a long step as inside of them', async () => {
    const gaps = await guide.locator('.prose').evaluate((prose) => {
      const border = prose.querySelector('.piece');
      border?.scrollIntoView();
      const [last, next, afterNext] = [border?.previousElementSibling, border?.children[0], border?.children[1]];
      const gap = (above?: Element | null, below?: Element | null) =>
        Math.round((below?.getBoundingClientRect().top ?? 0) - (above?.getBoundingClientRect().bottom ?? 0));
      return { between: gap(last, next), inside: gap(next, afterNext) };
    });
    assert.ok(gaps.inside > 0);
    assert.equal(gaps.between, gaps.inside);
  });

  it('begins every page at its top', async () => {
    const scroller = guide.locator('.scroll');
    const scrolled = await scroller.evaluate((element: HTMLElement) => {
      // So low that also a short page is longer.
      element.style.maxHeight = '40px';
      element.scrollTo(0, 30);
      return element.scrollTop;
    });
    assert.equal(scrolled, 30);
    await guide.getByRole('button', { name: 'Back', exact: true }).click();
    await heading('Long');
    assert.deepEqual(
      await scroller.evaluate(({ scrollTop, scrollHeight, clientHeight }) => [scrollTop, scrollHeight - clientHeight > 30]),
      [0, true],
    );
    await scroller.evaluate((element: HTMLElement) => element.style.removeProperty('max-height'));
  });

  it('shows what a task is made of below it, further in', async () => {
    await page.getByRole('treeitem', { name: /^Narrow,/ }).click();
    await heading('Narrow');
    const boxes = await guide.locator('input[type=checkbox]').evaluateAll((all) => all.map((box) => box.getBoundingClientRect().left));
    assert.equal(boxes.length, 3);
    assert.deepEqual(
      boxes.map((left, index) => index === 0 || left > (boxes[index - 1] ?? 0)),
      [true, true, true],
    );
  });

  it('cuts no word off, however long it is and narrow the guide', async () => {
    await page.getByRole('treeitem', { name: /^Narrow,/ }).click();
    await guide.getByRole('button', { name: 'Start' }).click();
    await heading('Use ApplicationConfigurationBuilderFactory');
    await guide.locator('.steps summary').click();
    const wide = await guide.locator('body').evaluate((body) => {
      body.style.width = '300px';
      return [...body.querySelectorAll('.scroll, .scroll *, .steps ol, .steps ol *')]
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline')
        .map(({ tagName, textContent }) => `${tagName} ${textContent?.trim().slice(0, 60)}`);
    });
    assert.deepEqual(wide, []);
    await guide.locator('.steps summary').click();
    await picture('narrow');
    await guide.locator('body').evaluate((body) => body.style.removeProperty('width'));
  });

  it('opens a link in the browser as it is written', async () => {
    const asked: string[] = [];
    await editor.context.route('https://example.com/**', async (route) => {
      asked.push(route.request().url());
      await route.fulfill({ contentType: 'text/html', body: 'There' });
    });
    const opened = editor.context.waitForEvent('page');
    await guide.getByRole('link', { name: 'search' }).click();
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await (await opened).getByText('There').waitFor();
    assert.deepEqual(asked, ['https://example.com/search?q=C%23%26x=a%2Bb&r=100%25']);
    await (await opened).close();
    await editor.context.unroute('https://example.com/**');
  });

  it('has the check that is still to do for the one clear next thing', async () => {
    await guide.getByRole('button', { name: 'Next', exact: true }).click();
    await heading('Two checks');
    const isPrimary = () =>
      guide.locator('.check').evaluateAll((all) => all.map((check) => check.querySelector('button.primary') !== null));
    assert.deepEqual(await isPrimary(), [true, false]);
    await guide.getByRole('button', { name: 'Check', exact: true }).first().click();
    await guide.locator('.check').first().getByRole('button', { name: 'Check Again' }).waitFor();
    assert.deepEqual(await isPrimary(), [false, true]);
  });

  it('offers no start where there is nothing to do', async () => {
    await page.getByRole('treeitem', { name: /^Only a cover/ }).click();
    await heading('Only a cover');
    assert.equal(await guide.locator('footer button').count(), 0);
  });
});

declare const viewTexts: Set<string>;

/** In the window: keeps every text that was ever shown in place of a tree. */
function noteViewTexts(): void {
  const texts = new Set<string>();
  Object.assign(window, { viewTexts: texts });
  const look = () => {
    for (const shown of document.querySelectorAll('.welcome-view-content, .tree-explorer-viewlet-tree-view .message')) {
      if (shown.textContent !== '' && shown.checkVisibility()) texts.add(shown.textContent);
    }
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ['class', 'style'],
  });
}
