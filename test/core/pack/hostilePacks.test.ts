import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { openSource } from '../../../src/core/pack/openSource.ts';
import { packStore } from '../../../src/core/pack/packStore.ts';
import { memoryFiles } from '../memoryFiles.ts';
import { type RawEntry, rawEntry, rawTarball, tarEnd } from './rawTar.ts';
import { answering, packFiles, refusal, sourcePorts } from './sourceWorld.ts';

/** A whole pack with something hostile in it, as an address gives it. */
const url = 'https://example.com/evil.tgz';
const good: RawEntry[] = Object.entries(packFiles('evil', '1.0.0')).map(([path, content]) => ({ name: `package/${path}`, content }));

async function install(archive: Uint8Array): Promise<{ told: string; written: string[] }> {
  const files = memoryFiles();
  const store = packStore({ files, now: () => 0, unique: () => 'u' });
  const told = await refusal(
    openSource({ kind: 'address', url, integrity: undefined }, sourcePorts({ fetch: answering({ [url]: archive }) })).then((opened) =>
      store.install(opened),
    ),
  );
  return { told: told.replace(/:.*/, ''), written: files.tree() };
}

describe('a hostile pack', () => {
  const hostile: Record<string, [RawEntry, string]> = {
    'that climbs out': [{ name: 'package/../../../.bashrc', content: 'evil' }, 'archive.outside'],
    'with an absolute path': [{ name: '/etc/cron.d/evil', content: 'evil' }, 'archive.absolute'],
    'that links out': [{ name: 'package/snippets', kind: '2', link: '/etc' }, 'archive.link'],
    'with a hard link': [{ name: 'package/a', kind: '1', link: 'package/onramp.json' }, 'archive.link'],
    'with a device of Windows': [{ name: 'package/tutorials/aux.md' }, 'archive.windows'],
    'with another manifest in other letters': [{ name: 'package/ONRAMP.json', content: '{}' }, 'archive.collides'],
    'with a pipe': [{ name: 'package/pipe', kind: '6' }, 'archive.kind'],
  };
  for (const [what, [entry, code]] of Object.entries(hostile)) {
    it(`${what} is refused, and nothing is written`, async () => {
      assert.deepEqual(await install(rawTarball(...good, entry)), { told: code, written: [] });
    });
  }

  it('that swells is refused, and nothing is written', async () => {
    const zeros = rawEntry({ name: 'package/zeros', content: Buffer.alloc(20 * 1024 * 1024) });
    const archive = gzipSync(Buffer.concat([...good.map(rawEntry), zeros, tarEnd]));
    assert.deepEqual(await install(archive), { told: 'archive.swells', written: [] });
  });

  it('that was cut short on its way is refused, and nothing is written', async () => {
    const archive = rawTarball(...good);
    assert.deepEqual(await install(archive.subarray(0, archive.length / 2)), { told: 'archive.badGzip', written: [] });
  });
});
