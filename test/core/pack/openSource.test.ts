import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { openFolder, openSource } from '../../../src/core/pack/openSource.ts';
import { readSource, type Source } from '../../../src/core/pack/source.ts';
import type { SourcePorts } from '../../../src/core/pack/sourceContent.ts';
import { memoryFiles } from '../memoryFiles.ts';
import { answering, inShort, packFiles, refusal, sourcePorts, tarball } from './sourceWorld.ts';

const registry = 'https://registry.npmjs.org/';
const sourceOf = (text: string): Source => {
  const read = readSource(text);
  return 'source' in read ? read.source : assert.fail(read.problem.code);
};
const open = (text: string, ports: Partial<SourcePorts>) => openSource(sourceOf(text), sourcePorts(ports));

describe('a pack of npm', () => {
  let tgz: Uint8Array;
  const hash = (algorithm: string, bytes: Uint8Array) => `${algorithm}-${createHash(algorithm).update(bytes).digest('base64')}`;
  const url = 'https://registry.npmjs.org/demo/-/demo.tgz';
  /** A package with these versions, all of the same archive. */
  const published = (versions: Readonly<Record<string, object>>, more: object = {}) =>
    answering({
      [`${registry}demo`]: {
        name: 'demo',
        'dist-tags': { latest: Object.keys(versions).at(-1), next: Object.keys(versions)[0] },
        versions: Object.fromEntries(
          Object.entries(versions).map(([version, dist]) => [
            version,
            { version, ...more, dist: { tarball: url, integrity: hash('sha512', tgz), ...dist } },
          ]),
        ),
      },
      [url]: tgz,
    });

  before(async () => {
    tgz = await tarball(packFiles('demo', '1.0.0'));
  });

  it('is the version that the range allows, as npm chooses it', async () => {
    const fetch = published({ '1.0.0': {}, '1.4.0': {}, '2.0.0-rc.1': {}, '1.5.0': {}, '1.2.0': {} });
    const version = async (range: string) => (await open(`demo@${range}`, { fetch })).version;
    assert.equal(await version('latest'), '1.2.0');
    assert.equal(await version('next'), '1.0.0');
    assert.equal(await version('^1.0.0'), '1.2.0');
    assert.equal(await version('>1.2'), '1.5.0');
    assert.equal(await version('2.0.0-rc.1'), '2.0.0-rc.1');
    assert.equal(await refusal(version('^3')), 'npm.noVersion: demo has no version ^3. The newest is 1.2.0');
    assert.equal(await refusal(version('beta')), 'npm.noVersion: demo has no version beta. The newest is 1.2.0');
  });

  it('holds what the archive holds, from where it came', async () => {
    assert.equal(
      inShort(await open('demo', { fetch: published({ '1.0.0': {} }) })),
      'demo 1.0.0 from npm:demo: onramp.json, tutorials/start.md',
    );
  });

  it('is refused where its hash is another, or none is named', async () => {
    const other = hash('sha512', new Uint8Array([1]));
    const refused = (dist: object) => refusal(open('demo', { fetch: published({ '1.0.0': dist }) }));
    assert.match(await refused({ integrity: other }), /^pack\.badHash: demo@1\.0\.0 is not what was published/);
    assert.match(await refused({ integrity: undefined }), /^npm\.noIntegrity/);
    assert.match(await refused({ integrity: 'md5-abc' }), /^npm\.noIntegrity/);
    assert.match(await refused({ integrity: `${other} ${hash('sha1', tgz)}` }), /^pack\.badHash/);
  });

  it('is held to the strongest hash that is named, and to an old one where that is all there is', async () => {
    const good = async (dist: object) => (await open('demo', { fetch: published({ '1.0.0': dist }) })).version;
    assert.equal(await good({ integrity: `${hash('sha1', new Uint8Array())} ${hash('sha512', tgz)}` }), '1.0.0');
    assert.equal(await good({ integrity: undefined, shasum: createHash('sha1').update(tgz).digest('hex') }), '1.0.0');
  });

  it('says that it is deprecated, and where it is attested', async () => {
    const fetch = published(
      { '1.0.0': { attestations: { url: `${registry}-/npm/v1/attestations/demo@1.0.0` } } },
      { deprecated: 'use demo2' },
    );
    const opened = await open('demo', { fetch });
    assert.deepEqual(opened.notes, [{ code: 'npm.deprecated', args: ['demo@1.0.0', 'use demo2'] }]);
    assert.equal(opened.attestation, `${registry}-/npm/v1/attestations/demo@1.0.0`);
  });

  it('that is not there, is closed, or answers otherwise, is told in a sentence', async () => {
    const answer = (status: number | string) => refusal(open('demo', { fetch: answering({ [`${registry}demo`]: status }) }));
    assert.equal(await answer(404), `npm.none: There is no package demo in ${registry}`);
    assert.match(await answer(401), /^npm\.token: .* Set your token with/);
    assert.equal(await answer(500), `fetch.status: ${registry}demo answered with status 500`);
    assert.match(await answer('<html>'), /^fetch\.notUnderstood/);
    const offline = () => Promise.reject(new Error('getaddrinfo ENOTFOUND'));
    assert.equal(await refusal(open('demo', { fetch: offline })), `fetch.noAnswer: ${registry}demo does not answer: getaddrinfo ENOTFOUND`);
  });

  it('is not got where the person cancels', async () => {
    const cancel = new AbortController();
    const fetch = async () => {
      cancel.abort();
      throw new Error('aborted');
    };
    assert.equal(await refusal(open('demo', { fetch, signal: cancel.signal })), 'fetch.cancelled: Cancelled');
  });

  it('whose manifest says another name is refused', async () => {
    tgz = await tarball(packFiles('octokit-quickstart', '1.0.0'));
    assert.match(
      await refusal(open('demo', { fetch: published({ '1.0.0': {} }) })),
      /^pack\.otherName: demo holds a pack that says it is “octokit-quickstart”/,
    );
    tgz = await tarball(packFiles('demo', '1.0.0'));
  });

  it('whose registry sends for the archive by another scheme than http is refused', async () => {
    assert.match(await refusal(open('demo', { fetch: published({ '1.0.0': { tarball: 'file:///etc/passwd' } }) })), /^fetch\.noAnswer/);
  });
});

describe('a pack of an address, a file or a folder', () => {
  const address = 'https://example.com/packs/demo.tgz';

  it('may lie at the root, in package/, in a folder named for a commit, or in pack/', async () => {
    for (const wrapping of ['', 'package/', 'demo-0f3c/', 'demo-0f3c/pack/']) {
      const tgz = await tarball({ ...packFiles('demo', '1.0.0') }, wrapping);
      const opened = await open(address, { fetch: answering({ [address]: tgz }) });
      assert.equal(inShort(opened), `demo 1.0.0 from ${address}: onramp.json, tutorials/start.md`);
    }
  });

  it('is refused where it is not what the hash behind the address says', async () => {
    const tgz = await tarball(packFiles('demo', '1.0.0'));
    const { integrity } = await open(address, { fetch: answering({ [address]: tgz }) });
    assert.equal((await open(`${address}#${integrity}`, { fetch: answering({ [address]: tgz }) })).integrity, integrity);
    const other = await tarball(packFiles('demo', '1.0.1'));
    assert.match(await refusal(open(`${address}#${integrity}`, { fetch: answering({ [address]: other }) })), /^pack\.badHash/);
  });

  it('is read from this machine, and told to be out of reach where there is none', async () => {
    const tgz = await tarball(packFiles('demo', '1.0.0'));
    const files = memoryFiles({ ...packFiles('demo', '1.0.0'), '.git/config': 'x', 'node_modules/a/index.js': 'x' });
    const here = { readFile: async (path: string) => (path === './demo.tgz' ? tgz : undefined), folderAt: () => files };
    assert.equal(inShort(await open('./demo.tgz', here)), 'demo 1.0.0 from ./demo.tgz: onramp.json, tutorials/start.md');
    assert.equal(inShort(await open('./demo', here)), 'demo 1.0.0 from ./demo: onramp.json, tutorials/start.md');
    assert.equal(await refusal(open('./none.tgz', here)), 'source.noFile: There is no file ./none.tgz');
    const browser = { readFile: undefined, folderAt: undefined };
    assert.match(await refusal(open('./demo.tgz', browser)), /^source\.noDisk/);
    assert.match(await refusal(open('./demo', browser)), /^source\.noDisk/);
  });

  it('without a manifest, or with one that cannot be read, is refused with its place', async () => {
    const at = (files: Record<string, string>) => refusal(open('./demo', { folderAt: () => memoryFiles(files) }));
    assert.match(await at({ 'readme.md': '' }), /^pack\.none: There is no onramp\.json in \.\/demo/);
    assert.equal(
      await at({ 'onramp.json': '{\n  "name": }' }),
      'pack.badManifest: ./demo cannot be used: onramp.json:2:11  This is not valid JSON: value expected',
    );
    assert.match(await at({}), /^source\.noFolder/);
  });

  it('that needs another Onramp is refused', async () => {
    const needing = (onramp: string) =>
      open('./demo', { folderAt: () => memoryFiles(packFiles('demo', '1.0.0', { engines: { onramp } })) });
    assert.equal((await needing('>=0.1.0')).version, '1.0.0');
    assert.match(await refusal(needing('^99.0.0')), /^pack\.otherOnramp: The pack demo needs Onramp \^99\.0\.0/);
  });

  it('is the same content in whatever order its files come, and another where one of them differs', async () => {
    const integrity = async (files: Record<string, string>) => (await open('./demo', { folderAt: () => memoryFiles(files) })).integrity;
    const { 'onramp.json': manifest = '', ...rest } = packFiles('demo', '1.0.0');
    assert.equal(await integrity({ 'onramp.json': manifest, ...rest }), await integrity({ ...rest, 'onramp.json': manifest }));
    assert.notEqual(
      await integrity({ 'onramp.json': manifest, ...rest, a: 'b' }),
      await integrity({ 'onramp.json': manifest, ...rest, 'a b': '' }),
    );
  });

  it('need not be a pack for whoever wants a folder', async () => {
    const { files } = await openFolder({ kind: 'folder', path: './t' }, sourcePorts({ folderAt: () => memoryFiles({ 'src/a.js': 'a' }) }));
    assert.deepEqual(await files.list(''), [{ name: 'src', kind: 'folder' }]);
    assert.equal(await files.readText('src/a.js'), 'a');
  });
});
