// Who writes a tutorial sees it beside the text, in a real VS Code.
import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { linkExtension } from '../../src/cli/editor/extensionsFolder.ts';
import { type Editor, openEditor } from '../../src/cli/editor/openEditor.ts';

const root = join(import.meta.dirname, '..', '..');

describe('an author', function () {
  // Each step stands on the one before.
  this.bail(true);
  this.timeout(90_000);
  let scratch: string;
  let editor: Editor;
  let page: Page;
  let preview: FrameLocator;

  before(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'onramp-author-'));
    const extensionsDir = join(scratch, 'extensions');
    const workspace = join(scratch, 'workspace');
    await linkExtension(extensionsDir, root);
    await cp(join(root, 'packs', 'zod-in-ten-minutes'), workspace, { recursive: true });
    editor = await openEditor({ cache: join(root, '.cache'), extensionsDir, workspace, size: { width: 1440, height: 440 } });
    page = editor.page;
    preview = editor.webview();
  });

  after(async () => {
    await editor?.dispose();
    await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
  });

  const scrollOf = () => preview.locator('.scroll').evaluate(({ scrollTop }) => scrollTop);
  const goToLine = async (line: number) => {
    await page.locator('.editor-instance .monaco-editor.focused').waitFor();
    await page.keyboard.press('Control+g');
    await page.locator('.quick-input-widget input:focus').waitFor();
    await page.keyboard.type(String(line));
    await page.keyboard.press('Enter');
    await page.getByText(new RegExp(`^Ln ${line}, Col \\d+$`)).waitFor();
  };

  it('opens the preview at the step of the cursor by the icon above the text', async () => {
    await page.getByRole('treeitem', { name: 'tutorials' }).click();
    await page.getByRole('treeitem', { name: 'zod.md' }).dblclick();
    await page.getByRole('button', { name: 'Preview Tutorial' }).first().click();
    await preview.getByRole('heading', { name: 'Zod in ten minutes' }).waitFor();
    await page.getByRole('tab', { name: 'zod.md' }).click();
    await goToLine(52);
    await preview.getByRole('heading', { name: 'Install zod' }).waitFor();
  });

  it('sees what is typed, where the page was scrolled to', async () => {
    await preview.locator('.scroll').evaluate((scroller) => scroller.scrollTo(0, 40));
    const before = await scrollOf();
    assert.ok(before > 0, 'there is nothing to scroll');
    await goToLine(56);
    await page.keyboard.press('End');
    await page.keyboard.type(' Typed just now.');
    await preview.getByText('Typed just now.').waitFor();
    assert.equal(await scrollOf(), before);
  });

  it('is told what a button would do, and nothing is done', async () => {
    await preview.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('For a learner, this runs “npm install zod@4” in the terminal').waitFor();
    assert.equal(await page.locator('.terminal-wrapper').count(), 0);
  });

  it('goes in the text to the step that is chosen in the preview', async () => {
    await preview.getByRole('button', { name: 'Back', exact: true }).click();
    await preview.getByRole('heading', { name: 'Scaffold the project' }).waitFor();
    await page.getByText(/^Ln 28, Col 1$/).waitFor();
  });
});
