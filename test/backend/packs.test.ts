import assert from 'node:assert/strict';
import type { InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { packTarball } from '../../src/core/pack/archive.ts';
import {
  cataloguePack,
  cataloguePath,
  catalogueSearch,
  publishAnswer,
  publishLimit,
  tarballMediaType,
} from '../../src/protocol/catalogue.ts';
import { problem } from '../../src/protocol/problem.ts';
import { rawTarball } from '../core/pack/rawTar.ts';
import { takeBackTo } from './earlierDatabase.ts';
import { learner } from './learner.ts';
import { type Backend, keys, startBackend } from './startedBackend.ts';

const noon = Date.parse('2026-03-09T12:00:00Z');
const start = '# Start\n\nText.\n\n## One\n\nText.\n';

describe('The catalogue', () => {
  let backend: Backend;
  beforeEach(async () => {
    backend = await startBackend({ limits: { publishesPerMinute: 1000 } });
  });
  afterEach(() => backend.close());

  const publish = (payload: Uint8Array, headers: Record<string, string> = {}) =>
    backend.app.inject({
      method: 'POST',
      url: '/v1/packs',
      headers: { authorization: `Bearer ${keys.adminToken}`, 'content-type': tarballMediaType, ...headers },
      payload: Buffer.from(payload),
    });
  const shelve = async (name: string, version: string, more: Record<string, unknown> = {}, files: Record<string, string> = {}) => {
    backend.clock.now += 1000;
    const bytes = await tarballOf(name, version, more, files);
    const answer = await publish(bytes);
    assert.equal(answer.statusCode, 201, answer.body);
    return { bytes, answer: publishAnswer.parse(answer.json()) };
  };
  const ask = (url: string, headers: Record<string, string> = {}) =>
    backend.app.inject({ url, headers: { authorization: `Bearer ${keys.writeKey}`, ...headers } });
  const search = async (query = '') => catalogueSearch.parse((await ask(`/v1/packs${query}`)).json());
  const names = async (query?: string) => (await search(query)).packs.map(({ name }) => name);
  const pack = async (name: string) => cataloguePack.parse((await ask(cataloguePath(name))).json());
  const yank = (name: string, version: string, reason: unknown) =>
    backend.ask(`${cataloguePath(name, version)}/yank`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.adminToken}`, 'content-type': 'application/json' },
      payload: JSON.stringify({ reason }),
    });

  it('takes a pack and gives it out again, byte for byte', async () => {
    const { bytes, answer } = await shelve('demo', '1.0.0');
    assert.deepEqual(answer, {
      name: 'demo',
      version: '1.0.0',
      integrity: answer.integrity,
      published: backend.clock.now,
      created: true,
      warnings: [],
    });
    const fetched = await ask(`${cataloguePath('demo', '1.0.0')}/tarball`);
    assert.equal(fetched.headers['content-type'], tarballMediaType);
    assert.ok(fetched.rawPayload.equals(bytes));
    await backend.restart();
    assert.ok((await ask(`${cataloguePath('demo', '1.0.0')}/tarball`)).rawPayload.equals(bytes));
  });

  it('lets what never changes be kept for good', async () => {
    const { answer } = await shelve('demo', '1.0.0');
    const url = `${cataloguePath('demo', '1.0.0')}/tarball`;
    const first = await ask(url);
    assert.equal(first.headers['cache-control'], 'private, max-age=31536000, immutable');
    assert.equal(first.headers.etag, `"${answer.integrity}"`);
    const again = await ask(url, { 'if-none-match': `W/"x", ${first.headers.etag}` });
    assert.deepEqual([again.statusCode, again.body], [304, '']);
    assert.equal((await ask(url, { 'if-none-match': '"other"' })).statusCode, 200);
  });

  it('shows a pack with its newest version first, its README and its CHANGELOG', async () => {
    await shelve('demo', '1.9.0', { title: 'Old' }, { 'README.md': 'Old' });
    await shelve('demo', '1.10.0', { title: 'New' }, { 'Readme.md': '# Demo', 'CHANGELOG.md': '## 1.10.0' });
    await shelve('demo', '2.0.0-beta.1', { title: 'Next' });
    const { versions, ...told } = await pack('demo');
    assert.deepEqual(
      versions.map(({ version, yanked }) => [version, yanked]),
      [
        ['2.0.0-beta.1', null],
        ['1.10.0', null],
        ['1.9.0', null],
      ],
    );
    assert.deepEqual([told.newest, told.title, told.readme, told.changelog], ['1.10.0', 'New', '# Demo', '## 1.10.0']);
    assert.equal(told.integrity, versions[1]?.integrity);
    const [entry] = (await search()).packs;
    assert.deepEqual(entry?.versions, ['2.0.0-beta.1', '1.10.0', '1.9.0']);
    assert.deepEqual([entry?.tutorials, entry?.publisher], [1, 'Tests']);
  });

  it('shows a pre-release only where there is nothing else', async () => {
    await shelve('demo', '1.0.0-rc.1');
    assert.equal((await pack('demo')).newest, '1.0.0-rc.1');
    await shelve('demo', '0.9.0');
    assert.equal((await pack('demo')).newest, '0.9.0');
  });

  it('gives packs of the longest names there are', async () => {
    const name = `@${'a'.repeat(60)}/${'b'.repeat(100)}`;
    await shelve(name, '1.0.0');
    for (const path of [`/v1/packs/${name}`, `/v1/packs/${name.replace('/', '%2F')}`]) assert.equal((await ask(path)).json().name, name);
  });

  it('takes scoped names, with their slash as it is or as %2F', async () => {
    const { bytes } = await shelve('@acme/demo', '1.0.0');
    for (const path of ['/v1/packs/@acme/demo', '/v1/packs/@acme%2Fdemo', '/v1/packs/%40acme%2fdemo']) {
      assert.equal((await ask(path)).json().name, '@acme/demo', path);
      assert.ok((await ask(`${path}/1.0.0/tarball`)).rawPayload.equals(bytes), path);
    }
    assert.match(String((await ask('/v1/packs/@acme/demo/1.0.0/tarball')).headers['content-disposition']), /"acme-demo-1.0.0.tgz"/);
    assert.deepEqual(await names(), ['@acme/demo']);
  });

  it('comes into a database that was made before there was one, and leaves in it what is there', async () => {
    const event = learner('ann').starts(noon);
    await backend.keep(event);
    takeBackTo(1, backend.dir);
    await backend.restart();
    await shelve('demo', '1.0.0');
    assert.deepEqual(await names(), ['demo']);
    assert.deepEqual(await backend.store.keep([event]), { accepted: [], duplicate: [event.id] });
  });

  it('is searched by words in any order, whatever their case, and none of them is a pattern', async () => {
    await shelve('octokit-quickstart', '1.0.0', { title: 'Octokit in 10%', publisher: 'GitHub', description: 'The REST API' });
    await shelve('zod_basics', '1.0.0', { title: 'Zod', publisher: 'Colin', description: 'Schemas' });
    const found: Record<string, string[]> = {
      '': ['zod_basics', 'octokit-quickstart'],
      octokit: ['octokit-quickstart'],
      'rest OCTO': ['octokit-quickstart'],
      github: ['octokit-quickstart'],
      schemas: ['zod_basics'],
      'octokit schemas': [],
      '10%': ['octokit-quickstart'],
      '%': ['octokit-quickstart'],
      _: ['zod_basics'],
      '\\': [],
      "' or 1=1": [],
    };
    for (const [words, expected] of Object.entries(found))
      assert.deepEqual(await names(`?q=${encodeURIComponent(words)}`), expected, words);
  });

  it('gives long lists in parts', async () => {
    for (let index = 0; index < 65; index++) await shelve(`pack-${index}`, '1.0.0');
    const all: string[] = [];
    let query = '?q=pack';
    for (let parts = 0; parts < 3; parts++) {
      const { packs, next } = await search(query);
      all.push(...packs.map(({ name }) => name));
      query = `?q=pack&before=${encodeURIComponent(next ?? '')}`;
      assert.equal(next === null, parts === 2);
    }
    assert.deepEqual(
      all,
      Array.from({ length: 65 }, (_, index) => `pack-${64 - index}`),
    );
  });

  it('rates a pack by what people said of it', async () => {
    await shelve('octokit-quickstart', '1.0.0');
    await shelve('other', '1.0.0');
    assert.equal((await pack('octokit-quickstart')).rating, null);
    await backend.keep(
      learner('ann').says('install', noon, 'up'),
      learner('bob').says('install', noon, 'up'),
      learner('cyd').says('install', noon + 86_400_000, 'up'),
      learner('dan').says('install', noon, 'down'),
    );
    assert.deepEqual((await pack('octokit-quickstart')).rating, { average: 4, count: 4 });
    assert.deepEqual(
      (await search()).packs.map(({ name, rating }) => [name, rating]),
      [
        ['other', null],
        ['octokit-quickstart', { average: 4, count: 4 }],
      ],
    );
  });

  it('never changes a version: the same again is fine, other content is not', async () => {
    const { bytes, answer } = await shelve('demo', '1.0.0');
    const again = await publish(bytes);
    assert.equal(again.statusCode, 200);
    assert.deepEqual(again.json(), { ...answer, created: false });
    const other = await publish(await tarballOf('demo', '1.0.0', {}, { 'more.md': 'x' }));
    assert.equal(other.statusCode, 409);
    const told = problem.parse(other.json());
    assert.deepEqual([told.code, told.field], ['version.exists', 'version']);
    assert.match(told.detail ?? '', /demo 1\.0\.0 is published already.*raise "version"/);
    assert.ok((await ask(`${cataloguePath('demo', '1.0.0')}/tarball`)).rawPayload.equals(bytes));
  });

  it('takes no new name that can be taken for another', async () => {
    await shelve('octokit-basics', '1.0.0');
    for (const name of ['0ctokit-basics', 'octokit_basics', 'octokitbasics', '@octokit/basics']) {
      const answer = await publish(await tarballOf(name, '1.0.0'));
      assert.deepEqual([answer.statusCode, answer.json().code, answer.json().field], [409, 'name.alike', 'name'], name);
    }
    await shelve('octokit-basics', '1.0.1');
    await shelve('octokit-advanced', '1.0.0');
  });

  it('keeps one of several versions that are published at once', async () => {
    const contents = await Promise.all(Array.from({ length: 8 }, (_, index) => tarballOf('demo', '1.0.0', {}, { 'n.md': `${index}` })));
    const statuses = (await Promise.all(contents.map((bytes) => publish(bytes)))).map(({ statusCode }) => statusCode);
    assert.deepEqual(statuses.toSorted(), [201, ...Array(7).fill(409)]);
  });

  it('offers a version that is yanked no more, and keeps it for those who have it', async () => {
    await shelve('demo', '1.0.0', { title: 'One' });
    const { bytes } = await shelve('demo', '1.1.0', { title: 'Two' });
    assert.equal((await yank('demo', '1.1.0', 'It deletes files')).statusCode, 204);
    const after = await pack('demo');
    assert.deepEqual([after.newest, after.title], ['1.0.0', 'One']);
    assert.deepEqual(
      after.versions.map(({ version, yanked }) => [version, yanked]),
      [
        ['1.1.0', 'It deletes files'],
        ['1.0.0', null],
      ],
    );
    assert.deepEqual((await search()).packs[0]?.versions, ['1.0.0']);
    assert.ok((await ask(`${cataloguePath('demo', '1.1.0')}/tarball`)).rawPayload.equals(bytes));
    await yank('demo', '1.0.0', 'So does this');
    assert.deepEqual(await names(), []);
    assert.equal((await ask('/v1/packs/demo')).json().code, 'pack.unknown');
    await yank('demo', '1.1.0', null);
    assert.equal((await pack('demo')).newest, '1.1.0');
    assert.equal((await yank('demo', '9.9.9', 'x')).json().code, 'version.unknown');
    assert.deepEqual([(await yank('demo', '1.0.0', '')).json().field, (await yank('demo', '1.0.0', 5)).statusCode], ['reason', 400]);
  });

  it('takes nothing that is no whole and sound pack', async () => {
    const wrong: [string, Uint8Array, string, string | undefined, RegExp][] = [
      ['no archive', Buffer.from('hello'), 'archive.notGzip', 'body', /does not begin as gzip does/],
      ['a hostile archive', rawTarball({ name: '../evil', content: 'x' }), 'archive.outside', 'body', /“\.\.\/evil” would lie outside/],
      ['no pack', await packTarball([file('readme.md', 'x')]), 'pack.findings', 'onramp.json:1:1', /no onramp\.json/],
      ['a broken manifest', await tarballOf('Demo', '1.0.0'), 'pack.findings', 'onramp.json:2:3', /manifest|schema|npm package name/],
      [
        'a broken tutorial',
        await tarballOf('demo', '1.0.0', {}, { 'tutorials/a.md': '# A\n\n## B {#x}\n\n## C {#x}\n' }),
        'pack.findings',
        'tutorials/a.md:5:1',
        /step\.duplicateId/,
      ],
      ['a version that is none', await tarballOf('demo', '01.0.0'), 'version.invalid', 'version', /01\.0\.0/],
    ];
    for (const [what, bytes, code, field, detail] of wrong) {
      const answer = await publish(bytes);
      const told = problem.parse(answer.json());
      assert.deepEqual([answer.statusCode, told.code, told.field], [422, code, field], `${what}: ${answer.body}`);
      assert.match(told.detail ?? '', detail);
    }
    assert.deepEqual(await names(), []);
  });

  describe('turns down a request', () => {
    const json = { authorization: `Bearer ${keys.adminToken}`, 'content-type': 'application/json' };
    const tarball = { authorization: `Bearer ${keys.adminToken}`, 'content-type': tarballMediaType };
    const requests: [string, InjectOptions, number, string][] = [
      ['to read from nobody', { url: '/v1/packs' }, 401, 'key.missing'],
      ['to read with a wrong key', { url: '/v1/packs', headers: { authorization: 'Bearer no' } }, 401, 'key.wrong'],
      [
        'to publish with the write key',
        { method: 'POST', url: '/v1/packs', headers: { ...tarball, authorization: `Bearer ${keys.writeKey}` }, payload: 'x' },
        401,
        'token.wrong',
      ],
      ['to publish JSON', { method: 'POST', url: '/v1/packs', headers: json, payload: '{}' }, 415, 'mediaType.unsupported'],
      [
        'to publish text',
        { method: 'POST', url: '/v1/packs', headers: { ...json, 'content-type': 'text/plain' }, payload: 'x' },
        415,
        'mediaType.unsupported',
      ],
      [
        'to publish too much',
        { method: 'POST', url: '/v1/packs', headers: tarball, payload: Buffer.alloc(publishLimit + 1) },
        413,
        'body.tooLarge',
      ],
      ['for a pack that is unknown', { url: '/v1/packs/nothing', headers: json }, 404, 'pack.unknown'],
      ['for a version that is unknown', { url: '/v1/packs/nothing/1.0.0/tarball', headers: json }, 404, 'version.unknown'],
      ['for a place that is none', { url: '/v1/packs?before=yesterday', headers: json }, 400, 'query.invalid'],
      ['with too long words', { url: `/v1/packs?q=${'x'.repeat(201)}`, headers: json }, 400, 'query.invalid'],
    ];
    for (const [what, request, status, code] of requests) {
      it(what, async () => {
        const answer = await backend.app.inject(request);
        assert.deepEqual([answer.statusCode, problem.parse(answer.json()).code], [status, code]);
      });
    }
  });

  it('lets an editor in a browser read, and nobody publish from there', async () => {
    const asked = await backend.app.inject({ method: 'OPTIONS', url: '/v1/packs/@acme/demo/1.0.0/tarball' });
    assert.deepEqual([asked.statusCode, asked.headers['access-control-allow-methods']], [204, 'GET']);
    assert.equal((await ask('/v1/packs')).headers['access-control-allow-origin'], '*');
  });

  it('says when too much is asked', async () => {
    await backend.close();
    backend = await startBackend({ limits: { publishesPerMinute: 1 } });
    await shelve('demo', '1.0.0');
    const answer = await publish(await tarballOf('demo', '1.0.1'));
    assert.deepEqual([answer.statusCode, answer.json().code], [429, 'rate.limited']);
  });
});

function file(path: string, text: string) {
  return { path, content: Buffer.from(text), executable: false };
}

function tarballOf(
  name: string,
  version: string,
  more: Record<string, unknown> = {},
  files: Record<string, string> = {},
): Promise<Uint8Array> {
  const manifest = { name, version, title: `The pack ${name}`, publisher: 'Tests', description: 'For tests', license: 'MIT', ...more };
  const all = { 'onramp.json': JSON.stringify(manifest, undefined, 2), 'tutorials/start.md': start, ...files };
  return packTarball(Object.entries(all).map(([path, text]) => file(path, text)));
}
