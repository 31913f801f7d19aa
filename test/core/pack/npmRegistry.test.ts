import assert from 'node:assert/strict';
import { join } from 'node:path';
import { newerVersion } from '../../../src/core/pack/newerVersion.ts';
import { npmRegistries } from '../../../src/core/pack/npmrc.ts';
import { searchNpm } from '../../../src/core/pack/npmSource.ts';
import { openSource } from '../../../src/core/pack/openSource.ts';
import { packStore } from '../../../src/core/pack/packStore.ts';
import { type Registry, startRegistry } from '../../host/registry.ts';
import { memoryFiles } from '../memoryFiles.ts';
import { inShort, packFiles, refusal, sourcePorts, tarball } from './sourceWorld.ts';

describe('a real npm registry', () => {
  let registry: Registry;
  const publish = async (name: string, version: string, description = '', keywords = ['onramp-pack']) =>
    registry.publish({ name, version, description, keywords }, await tarball(packFiles(name, version)));
  const ports = (token?: string) =>
    sourcePorts({
      npm: npmRegistries(new Map(), {
        registry: registry.url,
        tokenOf: (place) => (place === registry.url.replace('http:', '') ? token : undefined),
      }),
    });

  before(async function () {
    this.timeout(60_000);
    registry = await startRegistry(join(import.meta.dirname, '..', '..', '..'));
    await publish('demo', '1.0.0', 'Meet the GitHub API');
    await publish('demo', '1.1.0', 'Meet the GitHub API');
    await publish('@private/start', '2.0.0', 'For us alone');
    await publish('left-pad', '1.0.0', 'Pads GitHub strings', []);
  });
  after(() => registry.dispose());

  it('gives the version that is asked for, of the origin that it is', async () => {
    const opened = await openSource({ kind: 'npm', name: 'demo', range: '~1.0.0' }, ports());
    assert.equal(inShort(opened), `demo 1.0.0 from npm:demo (${registry.url}): onramp.json, tutorials/start.md`);
  });

  it('gives what is private to who has the token only', async () => {
    const source = { kind: 'npm', name: '@private/start', range: 'latest' } as const;
    assert.match(await refusal(openSource(source, ports())), /^npm\.token: http:\/\/127\.0\.0\.1:\d+\/ does not let you in/);
    assert.equal((await openSource(source, ports(registry.token))).version, '2.0.0');
  });

  it('finds packs by words, and packages that are no packs never', async () => {
    const found = async (words: string, token?: string) =>
      (await searchNpm(words, ports(token))).map(({ name, version }) => `${name} ${version}`);
    assert.deepEqual(await found('GitHub'), ['demo 1.1.0']);
    assert.deepEqual(await found('nothing like it'), []);
    assert.ok((await found('')).includes('demo 1.1.0'));
  });

  it('is asked for a newer version in the range that the person wrote', async () => {
    const newest = async (range: string) => {
      const store = packStore({ files: memoryFiles(), now: () => 0, unique: () => 'u' });
      await store.install(await openSource({ kind: 'npm', name: 'demo', range: '1.0.0' }, ports()), `npm:demo@${range}`);
      const [record] = await store.records();
      return record && (await newerVersion(record, ports()))?.version;
    };
    assert.deepEqual(
      [await newest('latest'), await newest('^1.0.0'), await newest('~1.0.0'), await newest('1.0.0')],
      ['1.1.0', '1.1.0', undefined, '1.1.0'],
    );
  });

  it('says that a version is deprecated', async () => {
    await registry.deprecate('demo', '1.0.0', 'use 1.1');
    const { notes } = await openSource({ kind: 'npm', name: 'demo', range: '1.0.0' }, ports());
    assert.deepEqual(notes, [{ code: 'npm.deprecated', args: ['demo@1.0.0', 'use 1.1'] }]);
  });
});
