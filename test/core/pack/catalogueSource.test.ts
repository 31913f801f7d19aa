import assert from 'node:assert/strict';
import { packTarball } from '../../../src/core/pack/archive.ts';
import { searchCatalogue } from '../../../src/core/pack/catalogueSource.ts';
import { newerVersion } from '../../../src/core/pack/newerVersion.ts';
import { openSource } from '../../../src/core/pack/openSource.ts';
import { packStore } from '../../../src/core/pack/packStore.ts';
import type { SourcePorts } from '../../../src/core/pack/sourceContent.ts';
import type { Fetch } from '../../../src/core/ports.ts';
import { cataloguePath, tarballMediaType } from '../../../src/protocol/catalogue.ts';
import { type Backend, keys, startBackend } from '../../backend/startedBackend.ts';
import { memoryFiles } from '../memoryFiles.ts';
import { inShort, packFiles, refusal, sourcePorts, utf8 } from './sourceWorld.ts';

describe('a pack of the backend’s catalogue', () => {
  let backend: Backend;
  const url = 'http://backend.example.com';
  const source = (range: string) => ({ kind: 'catalogue', name: 'demo', range }) as const;
  /** The backend itself, without a socket between. */
  const ask: Fetch = async (address, { headers }) => {
    const answer = await backend.app.inject({ url: address.replace(url, ''), headers });
    const header = (name: string) => answer.headers[name]?.toString();
    return { status: answer.statusCode, header, bytes: new Uint8Array(answer.rawPayload) };
  };
  const ports = (more: Partial<SourcePorts> = {}) => sourcePorts({ fetch: ask, catalogue: { url, key: keys.writeKey }, ...more });
  const headers = { authorization: `Bearer ${keys.adminToken}` };
  const publish = async (version: string) => {
    const entries = Object.entries(packFiles('demo', version)).map(([path, text]) => ({
      path,
      content: utf8.bytesOf(text),
      executable: false,
    }));
    const payload = Buffer.from(await packTarball(entries));
    const answer = await backend.app.inject({
      method: 'POST',
      url: '/v1/packs',
      headers: { ...headers, 'content-type': tarballMediaType },
      payload,
    });
    assert.equal(answer.statusCode, 201, answer.body);
  };

  beforeEach(async () => {
    backend = await startBackend({ limits: { publishesPerMinute: 1000 } });
    for (const version of ['1.0.0', '1.1.0', '2.0.0-rc.1']) await publish(version);
  });
  afterEach(() => backend.close());

  it('is found by words, with who made it and its newest version', async () => {
    const found = (await searchCatalogue('demo', ports())).map(({ title, publisher, newest, rating }) => [
      title,
      publisher,
      newest,
      rating,
    ]);
    assert.deepEqual(found, [['The pack demo', 'Tests', '1.1.0', null]]);
    assert.deepEqual(await searchCatalogue('nothing like it', ports()), []);
  });

  it('is the version that the range allows, of this catalogue', async () => {
    assert.equal(
      inShort(await openSource(source('latest'), ports())),
      `demo 1.1.0 from catalogue:demo (${url}): onramp.json, tutorials/start.md`,
    );
    assert.equal((await openSource(source('~1.0.0'), ports())).version, '1.0.0');
    assert.equal((await openSource(source('2.0.0-rc.1'), ports())).version, '2.0.0-rc.1');
    assert.match(await refusal(openSource(source('^3'), ports())), /^npm\.noVersion/);
  });

  it('that is offered no more is told as such to who asks for it by number', async () => {
    await backend.ask(`${cataloguePath('demo', '1.1.0')}/yank`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      payload: JSON.stringify({ reason: 'it is wrong' }),
    });
    assert.equal((await openSource(source('^1'), ports())).version, '1.0.0');
    assert.deepEqual((await openSource(source('1.1.0'), ports())).notes, [
      { code: 'catalogue.yanked', args: ['demo@1.1.0', 'it is wrong'] },
    ]);
  });

  it('is refused where it is not what the catalogue says', async () => {
    const fetch: Fetch = async (address, options) => {
      const answer = await ask(address, options);
      return address.endsWith('/tarball') ? { ...answer, bytes: answer.bytes.slice(1) } : answer;
    };
    assert.match(await refusal(openSource(source('latest'), ports({ fetch }))), /^pack\.badHash/);
  });

  it('is offered when it is newer', async () => {
    const store = packStore({ files: memoryFiles(), now: () => 0, unique: () => 'u' });
    await store.install(await openSource(source('1.0.0'), ports()));
    const [record] = await store.records();
    assert.deepEqual(record && (await newerVersion(record, ports())), { version: '1.1.0', source: source('1.1.0') });
  });

  it('that is not there, or a key that is wrong, or no backend, is told in a sentence', async () => {
    const key = { catalogue: { url, key: 'wrong' } };
    assert.equal(
      await refusal(openSource({ ...source('latest'), name: 'none' }, ports())),
      `catalogue.none: There is no pack none in the catalogue of ${url}`,
    );
    assert.match(await refusal(openSource(source('latest'), ports(key))), /^catalogue\.key: .* Set its key in onramp\.backend\.key/);
    assert.match(await refusal(openSource(source('latest'), ports({ catalogue: undefined }))), /^catalogue\.unset/);
  });
});
