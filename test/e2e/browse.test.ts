// Packs as a person gets them: found and installed by keyboard, there after a reload without a network, brought by another extension.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { linkExtension } from '../../src/cli/editor/extensionsFolder.ts';
import { type Editor, openEditor, type Theme } from '../../src/cli/editor/openEditor.ts';
import { packFiles, tarball } from '../core/pack/sourceWorld.ts';
import { type Registry, startRegistry } from '../host/registry.ts';

const root = join(import.meta.dirname, '..', '..');
const pictures = join(root, 'test-results', 'pictures');

describe('packs that a person gets', function () {
  this.bail(true);
  let folder: string;
  let registry: Registry;
  let editor: Editor;
  let page: Page;

  before(async () => {
    await mkdir(pictures, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'onramp-browse-'));
    registry = await startRegistry(root);
    await publish('webhooks-by-hand', '1.0.0', 'Webhooks by hand', 'Receive, verify and answer a webhook without a framework');
    await publish('pagination-done-right', '2.3.1', 'Pagination done right', 'Cursors, pages and links, and when to use which');
    const extensionsDir = join(folder, 'extensions');
    await linkExtension(extensionsDir, root);
    await linkExtension(extensionsDir, await otherExtension());
    editor = await openEditor({
      cache: join(root, '.cache'),
      extensionsDir,
      size: { width: 1280, height: 860 },
      settings: { 'onramp.npm.registry': registry.url },
    });
    page = editor.page;
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await page.screenshot({ path: join(pictures, 'browse-failed.png') });
  });

  after(async () => {
    await editor?.dispose();
    await registry?.dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function publish(name: string, version: string, title: string, description: string): Promise<void> {
    const files = withPicture(packFiles(name, version, { title, description }));
    await registry.publish({ name, version, description, keywords: ['onramp-pack'] }, await tarball(files));
  }

  /** An extension with nothing but packs, one of them outside of it. */
  async function otherExtension(): Promise<string> {
    const extension = join(folder, 'bringer');
    const manifest = {
      publisher: 'tests',
      name: 'bringer',
      version: '1.0.0',
      engines: { vscode: '^1.95.0' },
      onramp: { packs: ['./pack', '../outside'] },
    };
    const inside = Object.entries(withPicture(packFiles('brought', '1.0.0', { title: 'Brought along' }))).map(([path, text]) => [
      `bringer/pack/${path}`,
      text,
    ]);
    const outside = Object.entries(packFiles('outside', '1.0.0', { title: 'From outside' })).map(([path, text]) => [
      `outside/${path}`,
      text,
    ]);
    for (const [path = '', text = ''] of [...inside, ...outside, ['bringer/package.json', JSON.stringify(manifest)]]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return extension;
  }

  const row = (name: RegExp) => page.getByRole('treeitem', { name });
  const picture = async (name: string) => {
    for (const theme of ['hc-dark', 'hc-light', 'light', 'dark'] satisfies Theme[]) {
      await editor.setTheme(theme);
      await page.screenshot({ path: join(pictures, `browse-${name}-${theme}.png`) });
    }
  };

  it('come along with another extension, from inside of it only', async () => {
    await page.getByRole('tab', { name: 'Onramp' }).first().click();
    await row(/^Brought along/).waitFor();
    await row(/^Start with brought/).waitFor();
    assert.equal(await row(/^From outside/).count(), 0);
  });

  it('are offered where none is installed yet', async () => {
    await page.getByRole('button', { name: 'Packs Section' }).click();
    await page.getByRole('button', { name: 'Browse Packs…' }).first().waitFor();
    await picture('empty');
  });

  it('are found and installed by the keyboard alone', async () => {
    await editor.run('Onramp: Browse Packs…');
    await page.getByText('What do you want to learn?').waitFor();
    await page.keyboard.type('webhook');
    await page.keyboard.press('Enter');
    await row(/^webhooks-by-hand, 1\.0\.0/).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: /Install 1\.0\.0/ }).waitFor();
    await page.screenshot({ path: join(pictures, 'browse-acts-dark.png') });
    await page.keyboard.press('Enter');
    await page.getByText('Webhooks by hand 1.0.0 is installed.').first().waitFor();
    await row(/^Start with webhooks-by-hand 1\.0\.0/).waitFor();
    await row(/^Webhooks by hand, 1\.0\.0/).waitFor();
    await picture('installed');
  });

  it('are all found where the person writes nothing', async () => {
    await editor.run('Onramp: Browse Packs…');
    await page.getByText('What do you want to learn?').waitFor();
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await row(/^pagination-done-right, 2\.3\.1/).waitFor();
    await row(/^webhooks-by-hand, 1\.0\.0 · installed/).waitFor();
    await picture('found');
  });

  it('say that a newer version is there when the person looks for one', async () => {
    await publish('webhooks-by-hand', '1.1.0', 'Webhooks by hand', 'Receive, verify and answer a webhook without a framework');
    await editor.run('Onramp: Look for Newer Packs');
    await row(/^Webhooks by hand, 1\.0\.0 · newer: 1\.1\.0/).waitFor();
    await picture('newer');
  });

  it('are there after a reload without a network, and can be followed', async () => {
    await registry.dispose();
    await editor.reload();
    await editor.run('Onramp: Browse Tutorials');
    await row(/^Brought along/).waitFor();
    await page.getByRole('tree', { name: /Tutorials/ }).focus();
    await page.keyboard.press('End');
    await row(/^Start with webhooks-by-hand 1\.0\.0/).click();
    await showsPicture('Start with webhooks-by-hand 1.0.0');
    await editor.webview().getByRole('button', { name: 'Start' }).click();
    await editor.webview().getByRole('heading', { name: 'One', exact: true }).waitFor();
    await row(/^Start with brought/).click();
    await showsPicture('Start with brought 1.0.0');
  });

  /** Waits for a cover, whose picture must have come out of its pack. */
  async function showsPicture(title: string): Promise<void> {
    const guide = editor.webview();
    await guide.getByRole('heading', { name: title, exact: true }).waitFor();
    const width = await guide.getByRole('img', { name: 'A dot' }).evaluate(async (image: HTMLImageElement) => {
      await image.decode().catch(() => undefined);
      return image.naturalWidth;
    });
    assert.equal(width, 40, title);
  }
});

/** A pack whose tutorial has a picture on its cover. */
function withPicture(files: Record<string, string>): Record<string, string> {
  const start = files['tutorials/start.md']?.replace('## One', '![A dot](dot.svg)\n\n## One') ?? '';
  return { ...files, 'tutorials/start.md': start, 'tutorials/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"/>' };
}
