import assert from 'node:assert/strict';
import { access, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../../../src/cli/editor/chromium.ts';

describe('a browser of the project', () => {
  it('has its fonts also where the project was moved since it was unpacked', async () => {
    const unpacked = join(import.meta.dirname, '../../../.cache');
    const { env } = await findChromium(unpacked, () => {});
    // A browser of the system has the system's fonts.
    if (env.FONTCONFIG_FILE === undefined || process.env.ONRAMP_CHROMIUM !== undefined) return;
    const cache = await mkdtemp(join(tmpdir(), 'onramp-moved-'));
    try {
      await mkdir(join(cache, 'chromium'));
      for (const name of await readdir(join(unpacked, 'chromium')))
        if (name !== 'fonts.conf') await symlink(join(unpacked, 'chromium', name), join(cache, 'chromium', name));
      await writeFile(join(cache, 'chromium', 'fonts.conf'), '<fontconfig><dir>/gone</dir></fontconfig>');
      const moved = await findChromium(cache, () => {});
      const configuration = await readFile(moved.env.FONTCONFIG_FILE ?? '', 'utf8');
      const folders = [...configuration.matchAll(/<dir>(.*?)<\/dir>/g)].map(([, folder = '']) => folder);
      assert.equal(folders.length, 2);
      for (const folder of folders) await access(folder);
    } finally {
      await rm(cache, { recursive: true });
    }
  });
});
