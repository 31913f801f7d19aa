import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { playwrightVersion } from '../../../src/cli/editor/browser.ts';
import { packedVersions } from '../../../src/cli/editor/chromium.ts';

describe('what an installed command line fetches for a browser', () => {
  it('is what the tests run with', async () => {
    const { packages } = JSON.parse(await readFile(join(import.meta.dirname, '../../../package-lock.json'), 'utf8'));
    const locked = (name: string) => `${name}@${packages[`node_modules/${name}`].version}`;
    assert.deepEqual(packedVersions, ['@sparticuz/chromium', 'dejavu-fonts-ttf'].map(locked));
    assert.equal(`playwright-core@${playwrightVersion}`, locked('playwright-core'));
  });
});
