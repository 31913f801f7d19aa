import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EditorFailure } from '../../../src/cli/editor/failure.ts';
import { type CacheEntry, cached, npmInstall } from '../../../src/cli/editor/install.ts';

describe('a folder of the cache', () => {
  let cache = '';
  let filled = 0;
  let said: string[] = [];
  const entry = (more: Partial<CacheEntry> = {}): CacheEntry => ({
    folder: join(cache, 'thing'),
    title: 'Getting the thing ready',
    version: '1',
    needs: ['thing.txt'],
    fill: async (folder) => {
      filled++;
      await writeFile(join(folder, 'thing.txt'), `filled ${filled}`);
    },
    ...more,
  });
  const content = () => readFile(join(cache, 'thing', 'thing.txt'), 'utf8');
  const report = (line: string) => void said.push(line);

  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'onramp-cache-'));
    filled = 0;
    said = [];
  });
  afterEach(() => rm(cache, { recursive: true }));

  it('is filled once', async () => {
    assert.equal(await cached(entry(), report), join(cache, 'thing'));
    await cached(entry(), report);
    assert.equal(await content(), 'filled 1');
  });

  it('takes away what a process left that was ended while it filled it, and nothing of one that runs', async () => {
    const { pid = 0 } = spawnSync(process.execPath, ['--version']);
    for (const left of [`.thing-${pid}`, `.thing-${process.ppid}`, '.thing-more', `.other-${pid}`]) await mkdir(join(cache, left));
    await cached(entry(), report);
    assert.deepEqual((await readdir(cache)).sort(), [`.other-${pid}`, `.thing-${process.ppid}`, '.thing-more', 'thing'].sort());
  });

  it('is made again, and that is said, when a file it needs has gone', async () => {
    await cached(entry(), report);
    await rm(join(cache, 'thing', 'thing.txt'));
    said = [];
    await cached(entry(), report);
    assert.equal(await content(), 'filled 2');
    assert.equal(said[0], `${join(cache, 'thing')} is incomplete, so it is made again.`);
  });

  it('is made again for another version, without the old files', async () => {
    await cached(entry(), report);
    await writeFile(join(cache, 'thing', 'old.txt'), '');
    await cached(entry({ version: '2' }), report);
    assert.deepEqual((await readdir(join(cache, 'thing'))).sort(), ['.complete', 'thing.txt']);
  });

  it('is not there, not even in part, when filling it failed', async () => {
    const broken = entry({
      fill: async (folder) => {
        await writeFile(join(folder, 'thing.txt'), 'half');
        throw new Error('no more disk');
      },
    });
    await assert.rejects(cached(broken, report), /no more disk/);
    assert.deepEqual(await readdir(cache), []);
  });

  it('tells in one sentence why npm could not fill it', async () => {
    await writeFile(join(cache, 'package.json'), '{"name":"none","private":true}');
    await writeFile(join(cache, '.npmrc'), 'registry=http://127.0.0.1:9/\nfetch-retries=0\n');
    await assert.rejects(npmInstall(cache, ['left-pad@1.3.0', '--registry=http://127.0.0.1:9/']), (error: unknown) => {
      assert.ok(error instanceof EditorFailure);
      assert.equal(error.code, 'install.failed');
      assert.match(
        error.message,
        /^npm could not install left-pad@1\.3\.0.* \(.*ECONNREFUSED.*\): check the connection to the registry and try again\.$/,
      );
      assert.ok(!error.message.includes('\n'));
      return true;
    });
  });
});
