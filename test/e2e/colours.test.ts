// Code in the guide panel, as a person sees it: plain at once, then in the colours of their theme.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { linkExtension } from '../../src/cli/editor/extensionsFolder.ts';
import { type Editor, openEditor } from '../../src/cli/editor/openEditor.ts';
import { guideDriver } from './guideDriver.ts';

const root = join(import.meta.dirname, '..', '..');
const hostile = '</script><script>window.hurt = 1</script><img src=x onerror="window.hurt = 1">';
const change = '@@ -1,2 +1,2 @@\n export const name = 1;\n-const old = 2;\n+const now = "then";';
const tutorial = `---
title: Colours in code
---

Hello.

## One

${fence('ts title="src/app.ts"', '// Who is it?\nexport const name = "Ada";')}

${fence('diff title="src/app.ts"', change)}

${fence('html', hostile)}

${fence('klingon', 'if "this" // is')}
`;

describe('code in the guide', () => {
  let folder: string;
  let editor: Editor;
  let guide: FrameLocator;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onramp-colours-'));
    const pack = join(folder, 'pack');
    await mkdir(join(pack, 'tutorials'), { recursive: true });
    await writeFile(join(pack, 'tutorials', 'start.md'), tutorial);
    const manifest = { name: 'colours', version: '1.0.0', title: 'Colours', publisher: 'Tests', description: 'For tests' };
    await writeFile(join(pack, 'onramp.json'), JSON.stringify(manifest));
    const extensionsDir = join(folder, 'extensions');
    await linkExtension(extensionsDir, root);
    editor = await openEditor({
      cache: join(root, '.cache'),
      extensionsDir,
      size: { width: 1440, height: 960 },
      settings: { 'onramp.pack.folders': [pack] },
    });
    guide = editor.webview();
    await editor.page.getByRole('tab', { name: 'Onramp' }).first().click();
    await guideDriver(editor).openTutorial('Colours in code');
    await guide.getByRole('button', { name: 'Start' }).click();
  });

  after(async () => {
    await editor?.dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('has the colours of the theme, and moves nothing when they come', async () => {
    await guide.locator('pre').nth(3).waitFor();
    const before = await places();
    await colour('// Who is it?', 'rgb(106, 153, 85)');
    await colour('"Ada"', 'rgb(206, 145, 120)');
    await colour('</', 'rgb(128, 128, 128)');
    assert.deepEqual(await places(), before);
  });

  it('in a difference keeps what is added and removed apart', async () => {
    const lines = guide.locator('pre.diff code > span');
    assert.deepEqual(
      await lines.allTextContents(),
      change.split('\n').map((line) => `${line}\n`),
    );
    assert.deepEqual(await lines.evaluateAll((all) => all.map((line) => line.className)), ['', '', 'removed', 'added']);
    assert.deepEqual(await lines.nth(3).locator('span').allTextContents(), ['const', 'now', '=', '"then"']);
  });

  it('is the same text with colours, does nothing whatever it says, and is plain where nobody knows its language', async () => {
    const blocks = guide.locator('pre');
    assert.equal(await blocks.nth(2).textContent(), hostile);
    assert.equal(await guide.locator('body').evaluate(() => 'hurt' in window), false);
    assert.equal(await guide.locator('main script, main pre img').count(), 0);
    assert.equal(await blocks.nth(3).locator('span').count(), 0);
  });

  it('follows the theme, and is never in the colours of another kind of theme', async () => {
    const code = guide.locator('pre').first();
    await code.evaluate((element) => {
      const seen = new Set<string>();
      Object.assign(window, { seen });
      const look = () => {
        const comment = element.querySelector('span');
        if (comment !== null) seen.add(`${document.body.dataset.vscodeThemeKind} ${getComputedStyle(comment).color}`);
        requestAnimationFrame(look);
      };
      look();
    });
    await editor.setTheme('light');
    await colour('// Who is it?', 'rgb(0, 128, 0)');
    await editor.setTheme('hc-light');
    await colour('// Who is it?', 'rgb(81, 81, 81)');
    const seen = await code.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
    // Two settings change one after the other: between them another theme of the same kind may be seen, which can be read.
    assert.deepEqual(
      seen.filter((each) => each.endsWith('rgb(106, 153, 85)') && !each.startsWith('vscode-dark ')),
      [],
    );
    assert.deepEqual(
      seen.filter((each) => each.endsWith('rgb(0, 128, 0)') && !each.startsWith('vscode-light ')),
      [],
    );
    assert.equal(seen.at(-1), 'vscode-high-contrast-light rgb(81, 81, 81)');
    await guideDriver(editor).picture('colours');
  });

  /** Waits until a piece of code has a colour. */
  async function colour(text: string, wanted: string): Promise<void> {
    const piece = guide.locator('pre span', { hasText: text }).last();
    for (let waited = 0; ; waited += 100) {
      const found = await piece.evaluate((element) => getComputedStyle(element).color, undefined, { timeout: 60_000 });
      if (found === wanted) return;
      if (waited > 20_000) assert.equal(found, wanted, text);
      await editor.page.waitForTimeout(100);
    }
  }

  async function places(): Promise<string[]> {
    return guide.locator('pre').evaluateAll((all) => all.map((each) => JSON.stringify(each.getBoundingClientRect())));
  }
});

function fence(info: string, code: string): string {
  return `\`\`\`${info}\n${code}\n\`\`\``;
}
