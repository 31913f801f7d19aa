import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type OpenedPack, openSource } from '../../../src/core/pack/openSource.ts';
import { type PackStore, packStore, shownVersion, versionBefore } from '../../../src/core/pack/packStore.ts';
import type { Source } from '../../../src/core/pack/source.ts';
import { type MemoryFiles, memoryFiles } from '../memoryFiles.ts';
import { packFiles, refusal, sourcePorts } from './sourceWorld.ts';

describe('the store of packs', () => {
  let files: MemoryFiles;
  let store: PackStore;
  let clock: number;

  const openStore = () => {
    let count = 0;
    return packStore({ files, now: () => clock, unique: () => `u${clock}-${count++}` });
  };
  /** A pack as npm gave it. */
  const opened = async (
    name: string,
    version: string,
    more: Partial<OpenedPack> = {},
    extra: Record<string, string> = {},
  ): Promise<OpenedPack> => {
    const folderAt = () => memoryFiles({ ...packFiles(name, version), ...extra });
    const pack = await openSource({ kind: 'folder', path: '/x' }, sourcePorts({ folderAt }));
    const source: Source = { kind: 'npm', name, range: 'latest' };
    return { ...pack, source, origin: `npm:${name}`, pin: version, version, ...more };
  };
  /** Each pack as `name: shown (before) of all`. */
  const state = async () =>
    (await store.records()).map((record) => {
      const [shown, before] = [shownVersion(record)?.version ?? 'none', versionBefore(record)?.version];
      return `${record.name}: ${shown}${before === undefined ? '' : ` (${before})`} of ${record.versions.map(({ version }) => version).join(' ')}`;
    });
  const folders = async (of: string) => (await files.list(of)).filter(({ kind }) => kind === 'folder').map(({ name }) => name);
  const shownText = async (name: string) => {
    const record = (await store.records()).find((known) => known.name === name);
    return files.readText(`store/${record?.current}/tutorials/start.md`);
  };

  beforeEach(() => {
    clock = 1_000_000_000_000;
    files = memoryFiles();
    store = openStore();
  });

  it('keeps a pack’s files by the hash of its content, and which of them is shown', async () => {
    const shown = await store.install(await opened('demo', '1.0.0'));
    assert.deepEqual(await state(), ['demo: 1.0.0 of 1.0.0']);
    assert.match((await shownText('demo')) ?? '', /Start with demo 1\.0\.0/);
    assert.deepEqual(await folders('store'), [shown.folder]);
    assert.deepEqual(await folders('staged'), []);
    assert.equal((await openStore().records()).length, 1);
  });

  it('shows the newer version after an update, the one before after a rollback, and none after an uninstall', async () => {
    await store.install(await opened('demo', '1.0.0'));
    await store.install(await opened('demo', '1.1.0'), 'npm:demo@^1.0.0');
    assert.deepEqual(await state(), ['demo: 1.1.0 (1.0.0) of 1.1.0 1.0.0']);
    assert.equal((await store.records())[0]?.wanted, 'npm:demo@^1.0.0');
    assert.equal((await store.rollBack('demo'))?.version, '1.0.0');
    assert.match((await shownText('demo')) ?? '', /demo 1\.0\.0/);
    assert.equal((await store.rollBack('demo'))?.version, '1.1.0');
    await store.uninstall('demo');
    assert.deepEqual(await state(), ['demo: none of 1.1.0 1.0.0']);
    assert.equal(await openStore().rollBack('other'), undefined);
  });

  it('installs a version again without asking anybody, where it names its content for good', async () => {
    await store.install(await opened('demo', '1.0.0'));
    await store.uninstall('demo');
    const exactly: Source = { kind: 'npm', name: 'demo', range: '1.0.0' };
    assert.equal((await store.installKept(exactly))?.name, 'demo');
    assert.deepEqual(await state(), ['demo: 1.0.0 of 1.0.0']);
    assert.equal(await store.installKept({ ...exactly, range: 'latest' }), undefined);
    assert.equal(await store.installKept({ ...exactly, range: '1.0.1' }), undefined);
    const source: Source = { kind: 'folder', path: '/mine' };
    await store.install(await opened('mine', '1.0.0', { source, origin: '/mine', pin: undefined }));
    assert.equal(await store.installKept(source), undefined);
  });

  it('refuses other content under a version that it knows, also after it was uninstalled', async () => {
    await store.install(await opened('demo', '1.0.0'));
    const before = files.all();
    assert.match(
      await refusal(store.install(await opened('demo', '1.0.0', {}, { 'evil.md': 'x' }))),
      /^install\.changed: demo 1\.0\.0 has changed/,
    );
    assert.deepEqual(files.all(), before);
    await store.uninstall('demo');
    assert.match(await refusal(store.install(await opened('demo', '1.0.0', {}, { 'evil.md': 'x' }))), /^install\.changed/);
    await store.install(await opened('demo', '1.0.0'));
    assert.deepEqual(await state(), ['demo: 1.0.0 of 1.0.0']);
  });

  it('takes a folder as it is now, as often as its owner wants', async () => {
    const mine = { source: { kind: 'folder', path: '/mine' } as const, origin: '/mine', pin: undefined };
    await store.install(await opened('demo', '1.0.0', mine));
    await store.install(await opened('demo', '1.0.0', mine, { 'tutorials/start.md': '# Other' }));
    assert.equal(await shownText('demo'), '# Other');
  });

  it('refuses a pack whose name another origin has, until that is uninstalled', async () => {
    await store.install(await opened('demo', '1.0.0'));
    const elsewhere = {
      source: { kind: 'github', owner: 'e', repo: 'vil', path: '', ref: 'v1.0.0' } as const,
      origin: 'github:e/vil',
      pin: 'v1.0.0',
    };
    assert.equal(
      await refusal(store.install(await opened('demo', '1.0.0', elsewhere))),
      'install.otherOrigin: “demo” is installed from npm:demo. Uninstall that first to install it from github:e/vil',
    );
    await store.uninstall('demo');
    await store.install(await opened('demo', '1.0.0', elsewhere, { a: 'b' }));
    assert.deepEqual(await state(), ['demo: 1.0.0 of 1.0.0']);
  });

  it('keeps packs in scopes apart from those without', async () => {
    await store.install(await opened('@acme/demo', '1.0.0'));
    await store.install(await opened('demo', '2.0.0'));
    assert.deepEqual(await state(), ['@acme/demo: 1.0.0 of 1.0.0', 'demo: 2.0.0 of 2.0.0']);
  });

  it('keeps five versions to go back to, and the hashes of all', async () => {
    for (let minor = 0; minor < 8; minor++) await store.install(await opened('demo', `1.${minor}.0`));
    assert.deepEqual(await state(), ['demo: 1.7.0 (1.6.0) of 1.7.0 1.6.0 1.5.0 1.4.0 1.3.0']);
    assert.equal((await folders('store')).length, 5);
    assert.match(await refusal(store.install(await opened('demo', '1.0.0', {}, { a: 'b' }))), /^install\.changed/);
  });

  it('leaves what was there whole when it is cut short, wherever that is', async () => {
    const next = await opened('demo', '1.1.0', {}, { 'snippets/a.code-snippets': '{}', 'templates/a/b.js': 'x' });
    const first = await opened('demo', '1.0.0');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 20 }), fc.boolean(), async (steps, wholeMachine) => {
        files = memoryFiles();
        store = openStore();
        await store.install(first);
        let left = steps;
        let down = false;
        files.failOn((operation) => {
          if (operation === 'read' || operation === 'list') return undefined;
          if (!down && left-- !== 0) return undefined;
          // A machine that goes down does not tidy up either.
          down = wholeMachine;
          return new Error('no space left on device');
        });
        const done = await store.install(next).then(
          () => true,
          () => false,
        );
        files.failOn(() => undefined);
        store = openStore();
        if (!wholeMachine) assert.deepEqual(await folders('staged'), []);
        const shown = done ? '1.1.0' : '1.0.0';
        const found = (await state())[0]?.split(' ')[1];
        assert.ok(found === shown || found === '1.1.0', `${found} after ${steps}`);
        assert.match((await shownText('demo')) ?? '', /^# Start with demo/);
        const record = (await store.records())[0];
        const entries = found === '1.1.0' ? next.entries : first.entries;
        for (const { path } of entries) assert.ok(await files.readText(`store/${record?.current}/${path}`), path);
        await store.install(next);
        assert.equal((await state())[0], 'demo: 1.1.0 (1.0.0) of 1.1.0 1.0.0');
      }),
    );
  });

  it('takes away what a crash left half done, once nobody can be working on it', async () => {
    await files.write(`staged/${clock - 3_700_000}-left/onramp.json`, '{');
    await files.write(`staged/${clock - 1000}-other-window/onramp.json`, '{');
    await store.install(await opened('demo', '1.0.0'));
    assert.deepEqual(await folders('staged'), [`${clock - 1000}-other-window`]);
  });

  it('passes over a record that cannot be read', async () => {
    await store.install(await opened('demo', '1.0.0'));
    await files.write('installed/pack.torn.json', '{ "name": "torn"');
    await files.write('installed/pack.wrong.json', '{ "name": "wrong", "versions": [{ "folder": "../../x" }] }');
    assert.deepEqual(await state(), ['demo: 1.0.0 of 1.0.0']);
  });
});
