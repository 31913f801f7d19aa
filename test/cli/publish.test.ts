import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { unpackTarball } from '../../src/core/pack/archive.ts';
import { cataloguePack, cataloguePath, catalogueSearch } from '../../src/protocol/catalogue.ts';
import { type Backend, keys, startBackend } from '../backend/startedBackend.ts';
import { type Registry, startRegistry } from '../host/registry.ts';
import { type Desk, openDesk, soundPack, tutorial } from './packFolder.ts';

const cli = join(import.meta.dirname, '../../dist/cli.mjs');

describe('onramp publish', function () {
  this.timeout(120_000);
  let registry: Registry;
  let backend: Backend;
  let backendUrl: string;
  let desk: Desk;
  before(async () => {
    registry = await startRegistry(join(import.meta.dirname, '../..'));
  });
  after(() => registry.dispose());
  beforeEach(async () => {
    desk = await openDesk();
    backend = await startBackend();
    backendUrl = await backend.app.listen({ port: 0, host: '127.0.0.1' });
    const { host } = new URL(registry.url);
    await desk.put({ npmrc: `registry=${registry.url}\n//${host}/:_authToken=${registry.token}\n` });
    desk.env = {
      npm_config_userconfig: join(desk.dir, 'npmrc'),
      npm_config_cache: join(desk.dir, 'npm-cache'),
      npm_config_registry: undefined,
      ONRAMP_BACKEND: undefined,
      ONRAMP_ADMIN_TOKEN: undefined,
    };
  });
  afterEach(async () => {
    await backend.close();
    await desk.dispose();
  });

  const put = async (files: Record<string, string | object>) =>
    desk.put(Object.fromEntries(Object.entries(files).map(([path, content]) => [`demo/${path}`, content])));
  const publish = (...args: string[]) => desk.onramp('publish', 'demo', ...args);
  const toCatalogue = () => ['--backend', backendUrl, '--admin-token', keys.adminToken];
  /** What the registry has of a package; undefined where it has none. */
  const onNpm = async (name: string) => {
    const answer = await fetch(`${registry.url}${name.replace('/', '%2f')}`, { headers: { authorization: `Bearer ${registry.token}` } });
    return answer.status === 404
      ? undefined
      : ((await answer.json()) as {
          versions: Record<string, { dist: { integrity: string; tarball: string } }>;
          'dist-tags': Record<string, string>;
        });
  };
  const inCatalogue = async (name: string) => {
    const read = cataloguePack.safeParse((await backend.ask(cataloguePath(name))).json());
    return read.success ? read.data : undefined;
  };

  it('publishes to npm by npm itself, once it is linted and tested', async () => {
    await put(soundPack('to-npm', '1.0.0'));
    const { said, complaint, exit } = await publish('--yes', '--json');
    assert.equal(exit, 0, complaint);
    const told = JSON.parse(said);
    assert.deepEqual(told.destinations, [{ to: 'npm', address: registry.url, state: 'published' }]);
    assert.deepEqual([told.published, told.name, told.version], [true, 'to-npm', '1.0.0']);
    const known = await onNpm('to-npm');
    assert.deepEqual(known?.['dist-tags'], { latest: '1.0.0' });
    assert.equal(known?.versions['1.0.0']?.dist.integrity, told.integrity);
    const bytes = new Uint8Array(await (await fetch(known?.versions['1.0.0']?.dist.tarball ?? '')).arrayBuffer());
    assert.deepEqual(
      (await unpackTarball(bytes)).map(({ path }) => path),
      ['package/onramp.json', 'package/package.json', 'package/tutorials/start.md'],
    );
  });

  it('publishes a scoped pack where it is told to, whatever the scope’s own registry is', async () => {
    await put(soundPack('@acme/demo', '1.0.0-beta.1'));
    const { host } = new URL(registry.url);
    await desk.put({ npmrc: `@acme:registry=http://127.0.0.1:9/\n//${host}/:_authToken=${registry.token}\n` });
    const { complaint, exit } = await publish('--yes', '--registry', registry.url, '--access', 'public');
    assert.equal(exit, 0, complaint);
    assert.match(complaint, new RegExp(`to npm \\(${registry.url}\\), tag next, access public`));
    assert.equal((await onNpm('@acme/demo'))?.['dist-tags'].next, '1.0.0-beta.1');
  });

  it('publishes to the catalogue', async () => {
    await put({ ...soundPack('demo', '1.0.0'), 'README.md': '# Demo' });
    const { complaint, exit } = await publish('--yes', ...toCatalogue());
    assert.equal(exit, 0, complaint);
    assert.match(complaint, /Published demo 1\.0\.0 to the catalogue/);
    assert.equal((await inCatalogue('demo'))?.readme, '# Demo');
    assert.equal(await onNpm('demo'), undefined);
  });

  it('publishes to what “onramp serve” serves, with its address and token in the environment', async () => {
    await put(soundPack('served', '1.0.0'));
    const child = spawn(process.execPath, [cli, 'serve', '--data', 'data', '--port', '0'], {
      cwd: desk.dir,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    try {
      let heard = '';
      for await (const chunk of child.stdout) {
        heard += chunk;
        if (heard.includes('Ctrl+C')) break;
      }
      const [, url = '', token = '', key = ''] = /Dashboard {2}(\S+?)\/#token=(\S+)[\s\S]*Write key {2}(\S+)/.exec(heard) ?? [];
      desk.env = { ...desk.env, ONRAMP_BACKEND: url, ONRAMP_ADMIN_TOKEN: decodeURIComponent(token) };
      const { complaint, exit } = await publish('--yes', '--to', 'catalogue');
      assert.equal(exit, 0, complaint);
      const answer = await fetch(`${url}/v1/packs?q=served`, { headers: { authorization: `Bearer ${key}` } });
      assert.equal(catalogueSearch.parse(await answer.json()).packs[0]?.name, 'served');
    } finally {
      child.kill('SIGTERM');
      await exited;
    }
  });

  it('publishes to both, the same bytes, and goes on where it was broken off', async () => {
    await put(soundPack('for-both', '1.0.0'));
    const broken = await publish('--yes', '--to', 'both', '--backend', backendUrl, '--admin-token', 'wrong-token');
    assert.equal(broken.exit, 1);
    assert.match(broken.complaint, /The key is wrong/);
    assert.equal(await onNpm('for-both'), undefined);
    const writer = await publish('--yes', '--to', 'both', '--backend', backendUrl, '--admin-token', keys.writeKey);
    assert.equal(writer.exit, 1);
    assert.match(writer.complaint, /The admin token is wrong/);
    assert.equal(await onNpm('for-both'), undefined);
    assert.equal((await publish('--yes')).exit, 0);
    const whole = await publish('--yes', '--json', '--to', 'both', ...toCatalogue());
    assert.equal(whole.exit, 0, whole.complaint);
    assert.deepEqual(
      JSON.parse(whole.said).destinations.map(({ to, state }: { to: string; state: string }) => [to, state]),
      [
        ['npm', 'there'],
        ['catalogue', 'published'],
      ],
    );
    assert.equal((await onNpm('for-both'))?.versions['1.0.0']?.dist.integrity, (await inCatalogue('for-both'))?.integrity);
    const again = await publish('--yes', '--json', '--to', 'both', ...toCatalogue());
    assert.deepEqual([again.exit, JSON.parse(again.said).published], [0, false]);
  });

  it('shows exactly what would go, and sends nothing, in a dry run', async () => {
    await put({ ...soundPack('dry', '1.0.0'), 'templates/app/template.json': { title: 'App' }, 'templates/app/.env': 'A=1' });
    const { said, complaint, exit } = await publish('--dry-run', '--json', '--to', 'both', ...toCatalogue());
    assert.equal(exit, 0, complaint);
    assert.match(complaint, /templates\/app\/template\.json\n/);
    assert.match(complaint, /pack\.secretFile/);
    assert.match(complaint, new RegExp(`to the catalogue \\(${backendUrl}\\)\n {2}to npm \\(${registry.url}\\), tag latest\n`));
    assert.match(complaint, /Nothing was published: this was a dry run\./);
    assert.deepEqual(
      [JSON.parse(said).published, JSON.parse(said).destinations.map(({ state }: { state: string }) => state)],
      [false, ['dryRun', 'dryRun']],
    );
    assert.deepEqual([await onNpm('dry'), await inCatalogue('dry')], [undefined, undefined]);
  });

  it('refuses a version that is published with other content, before anything else', async () => {
    await put(soundPack('known', '1.0.0'));
    assert.equal((await publish('--yes', '--to', 'both', ...toCatalogue())).exit, 0);
    const before = await onNpm('known');
    await put({ 'README.md': 'More' });
    const onRegistry = await publish('--yes');
    assert.equal(onRegistry.exit, 1);
    assert.match(
      onRegistry.complaint,
      /^onramp: known 1\.0\.0 is at npm \(http:\S+\) already, with other content, .*: raise "version" in onramp\.json\.$/m,
    );
    const onBackend = await publish('--yes', ...toCatalogue());
    assert.equal(onBackend.exit, 1);
    assert.match(onBackend.complaint, /known 1\.0\.0 is at the catalogue .* already/);
    assert.deepEqual(await onNpm('known'), before);
    await put({ 'onramp.json': soundPack('known', '1.0.1')['onramp.json'] });
    assert.equal((await publish('--yes')).exit, 0);
    assert.deepEqual(Object.keys((await onNpm('known'))?.versions ?? {}), ['1.0.0', '1.0.1']);
  });

  it('refuses what does not lint', async () => {
    await put({ ...soundPack('unsound', '1.0.0'), 'tutorials/start.md': '# A\n\n## B {#x}\n\nText.\n\n## C {#x}\n\nText.\n' });
    const { said, complaint, exit } = await publish('--yes');
    assert.equal(exit, 1);
    assert.match(said, /^demo\/tutorials\/start\.md:7:1 {2}step\.duplicateId/);
    assert.match(complaint, /Nothing was published/);
    assert.equal(await onNpm('unsound'), undefined);
  });

  it('refuses a pack whose tutorial does not work, and says where', async () => {
    await put({ ...soundPack('untested', '1.0.0'), 'tutorials/start.md': tutorial('goodbye') });
    const { complaint, exit } = await publish('--yes');
    assert.equal(exit, 1);
    assert.match(complaint, /demo\/tutorials\/start\.md:1\d:\d+/);
    assert.match(complaint, /Nothing was published/);
    assert.equal(await onNpm('untested'), undefined);
    const json = JSON.parse((await publish('--yes', '--json')).said);
    assert.deepEqual([json.published, json.findings.length > 0], [false, true]);
  });

  it('tests what goes out, not what stays behind', async () => {
    const template =
      '---\ntitle: Start\n---\n\n## Make {#make}\n\n[App](../templates/app)\n\n```yaml check\nfile: a.txt\ncontains: x\n```\n';
    const files = { 'tutorials/start.md': template, 'templates/app/template.json': { title: 'App' }, 'templates/app/a.txt': 'x' };
    await put({ ...soundPack('parted', '1.0.0'), ...files, '.npmignore': 'a.txt\n' });
    const { exit, complaint } = await publish('--yes');
    assert.equal(exit, 1, complaint);
    assert.equal(await onNpm('parted'), undefined);
    await put({ '.npmignore': '' });
    assert.equal((await publish('--yes')).exit, 0);
  });

  it('says what npm says where it publishes nothing', async () => {
    await put(soundPack('no-login', '1.0.0'));
    await desk.put({ npmrc: `registry=${registry.url}\n` });
    const { complaint, exit } = await publish('--yes');
    assert.equal(exit, 1);
    assert.match(complaint, /ENEEDAUTH|E401/);
    assert.match(complaint, /^onramp: npm published nothing \(its exit code is \d+\): what it says stands above\.$/m);
    assert.equal(await onNpm('no-login'), undefined);
  });

  it('says in one sentence that nobody answers, or that somebody else does', async () => {
    await put(soundPack('demo', '1.0.0'));
    const ask = async (...args: string[]) => {
      const { complaint, exit } = await publish('--yes', ...args);
      assert.equal(exit, 1);
      assert.doesNotMatch(complaint, /\n\s+at /);
      return complaint.trim().split('\n').at(-1) ?? '';
    };
    assert.match(
      await ask('--backend', 'http://127.0.0.1:9', '--admin-token', 'x'),
      /^onramp: The backend http:\/\/127\.0\.0\.1:9 does not answer \(.+\): is it running/,
    );
    assert.match(await ask('--backend', registry.url, '--admin-token', 'x'), /is this the address of a backend of Onramp\?$/);
    assert.match(await ask('--backend', backendUrl, '--admin-token', 'wrong'), /turned it down: The admin token is wrong|The key is wrong/);
    desk.env.npm_config_fetch_retries = '0';
    assert.match(
      await ask('--registry', 'http://127.0.0.1:9/'),
      /^onramp: http:\/\/127\.0\.0\.1:9\/ does not say whether demo 1\.0\.0 is there: /,
    );
  });

  it('publishes nothing unasked: where nobody can be asked it needs --yes', async () => {
    await put(soundPack('unasked', '1.0.0'));
    const { complaint, exit } = await publish();
    assert.deepEqual(
      [exit, complaint.split('\n')[0]],
      [2, 'error: nobody can be asked here: add --yes, or --dry-run to see what would go out'],
    );
    assert.equal(await onNpm('unasked'), undefined);
  });

  it('ends with 2 when it is called the wrong way', async () => {
    await put(soundPack('demo', '1.0.0'));
    const wrong = [
      ['--to', 'mars'],
      ['--to', 'catalogue'],
      ['--backend', 'localhost', '--admin-token', 'x'],
      ['--tag', '1.0.0'],
      ['--access', 'all'],
    ];
    for (const args of wrong) assert.equal((await publish('--yes', ...args)).exit, 2, args.join(' '));
    assert.equal((await desk.onramp('publish', 'nowhere', '--yes')).exit, 2);
    assert.match((await desk.onramp('publish', '--help')).said, /--provenance/);
  });
});
