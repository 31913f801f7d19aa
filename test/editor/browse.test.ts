import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createTarGzip } from 'nanotar';
import * as vscode from 'vscode';
import { diskFiles } from '../../src/extension/host/diskFiles.ts';
import type { BrowseNode } from '../../src/extension/pack/browseItem.ts';
import { type BrowseView, browseView } from '../../src/extension/pack/browseView.ts';
import { openFetchedPacks } from '../../src/extension/pack/fetchedPacks.ts';
import { openInstalledPacks } from '../../src/extension/pack/installedPacks.ts';
import { npmTokens } from '../../src/extension/pack/npmToken.ts';
import { packActs } from '../../src/extension/pack/packActs.ts';
import { openPorts } from '../../src/extension/pack/sourcePorts.ts';
import { tarballMediaType } from '../../src/protocol/catalogue.ts';
import { type Registry, startRegistry } from '../host/registry.ts';
import { startServed } from '../host/served.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { manifestOf } from './learner.ts';
import { scratchFolder, writeFiles } from './workspace.ts';

const root = vscode.extensions.getExtension('onramp.onramp')?.extensionUri ?? vscode.Uri.file('/');

describe('packs to browse', function () {
  this.timeout(60_000);
  let registry: Registry;
  let dialogs: Dialogs;
  let storage: vscode.Uri;
  let person: Person;
  const owned: { dispose(): unknown }[] = [];
  const own = <T extends { dispose(): unknown }>(thing: T): T => {
    owned.push(thing);
    return thing;
  };

  /** Somebody at a window: what is installed is on disk, and what is shown is read from there. */
  type Person = {
    view: BrowseView;
    rows(): Promise<string[]>;
    node(title: string): Promise<BrowseNode>;
    tutorials(): Promise<string[]>;
    secrets: Map<string, string>;
  };
  const openWindow = (): Person => {
    const secrets = new Map<string, string>();
    const tokens = npmTokens(secretStorage(secrets));
    const machine = { home: storage.fsPath, environment: {}, readFile: (path: string) => readFile(path).catch(() => undefined) };
    const platform = { shellAt: undefined, realPath: undefined, filesAt: diskFiles, machine };
    const fetched = openFetchedPacks(vscode.Uri.joinPath(storage, 'packs'), diskFiles);
    const packs = own(openInstalledPacks(vscode.Uri.joinPath(storage, 'shipped'), diskFiles, fetched.places));
    const acts = packActs({ store: fetched.store, packs, ports: openPorts(platform, tokens), tokens });
    const view = own(browseView({ store: fetched.store, packs, acts }));
    const all = async (above?: BrowseNode): Promise<BrowseNode[]> => {
      const nodes = await view.getChildren(above);
      return (await Promise.all(nodes.map(async (node) => [node, ...(await all(node))]))).flat();
    };
    return {
      view,
      secrets,
      rows: async () => (await all()).map((node) => rowOf(node, view.getTreeItem(node))),
      node: async (title) =>
        (await all()).find((node) => view.getTreeItem(node).label === title) ?? assert.fail(`there is no row ${title}`),
      tutorials: async () =>
        (await packs.all()).flatMap(({ pack, origin }) =>
          (pack?.tutorials ?? []).map(({ title }) => `${title} (${origin.replace(registry.url, 'REGISTRY')})`),
        ),
    };
  };

  const publish = async (name: string, version: string, more: Readonly<Record<string, string>> = {}) =>
    registry.publish({ name, version, description: 'For tests', keywords: ['onramp-pack'] }, await archive(name, version, more));
  const setRegistry = (url: string | undefined) =>
    vscode.workspace.getConfiguration('onramp').update('npm.registry', url, vscode.ConfigurationTarget.Global);

  const setBackend = async (url: string | undefined, key: string | undefined) => {
    const settings = vscode.workspace.getConfiguration('onramp');
    await settings.update('backend.url', url, vscode.ConfigurationTarget.Global);
    await settings.update('backend.key', key, vscode.ConfigurationTarget.Global);
  };

  before(async () => {
    registry = await startRegistry(root.fsPath);
    await publish('demo', '1.0.0');
    await publish('@private/start', '1.0.0');
  });
  after(() => registry.dispose());
  beforeEach(async () => {
    const folder = await scratchFolder();
    own(folder);
    storage = folder.uri;
    dialogs = answerDialogs();
    dialogs.choose(undefined);
    await setRegistry(registry.url);
    person = openWindow();
  });
  afterEach(async () => {
    dialogs.restore();
    await setRegistry(undefined);
    for (const thing of owned.splice(0).reverse()) await thing.dispose();
  });

  const installFrom = async (text: string) => {
    dialogs.type(text);
    const { view } = person;
    await view.install(undefined);
  };

  it('are none before the person asks, and those that the registry has once they do', async () => {
    assert.deepEqual(await person.rows(), []);
    dialogs.type('demo');
    await person.view.browse();
    assert.deepEqual(await person.rows(), ['Found for “demo”', 'demo · 1.0.0 · For tests [found]']);
    dialogs.type('nothing like it');
    await person.view.browse();
    assert.deepEqual(await person.rows(), ['Found for “nothing like it”', 'Nothing was found. Try other words, or none. [note]']);
  });

  it('are found in the backend’s catalogue first, and on npm when the person wants it too', async () => {
    const served = own(await startServed(root.fsPath));
    const answer = await fetch(`${served.url}/v1/packs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${served.adminToken}`, 'content-type': tarballMediaType },
      body: new Blob([(await archive('shelved', '2.0.0')).slice()]),
    });
    assert.equal(answer.status, 201, await answer.text());
    await setBackend(served.url, served.writeKey);
    try {
      dialogs.type('');
      await person.view.browse();
      assert.deepEqual(await person.rows(), ['Found', 'The pack shelved · 2.0.0 · Tests · For tests [found]', 'Search npm as well [note]']);
      await person.view.searchNpmToo();
      const rows = await person.rows();
      assert.ok(
        rows.includes('The pack shelved · 2.0.0 · Tests · For tests [found]') && rows.includes('demo · 1.0.0 · For tests [found]'),
        rows.join(),
      );
      await person.view.install(await person.node('The pack shelved'));
      assert.deepEqual(await person.tutorials(), [`Start with shelved 2.0.0 (catalogue:shelved (${served.url}))`]);
    } finally {
      await setBackend(undefined, undefined);
    }
  });

  it('are installed from a row, and their tutorials are there at once and after a reload without a network', async () => {
    dialogs.type('');
    await person.view.browse();
    await person.view.install(await person.node('demo'));
    assert.deepEqual(dialogs.said.slice(-1), ['The pack demo 1.0.0 is installed.']);
    assert.deepEqual(await person.tutorials(), ['Start with demo 1.0.0 (npm:demo (REGISTRY))']);
    assert.deepEqual(await person.rows(), [
      'Found',
      'demo · 1.0.0 · installed · For tests [foundInstalled]',
      'Installed',
      'The pack demo · 1.0.0 [installed]',
    ]);
    await setRegistry('http://127.0.0.1:1/');
    person = openWindow();
    assert.deepEqual(await person.tutorials(), ['Start with demo 1.0.0 (npm:demo (REGISTRY))']);
    assert.deepEqual(await person.rows(), ['Installed', 'The pack demo · 1.0.0 [installed]']);
  });

  it('are installed from what the person writes: a package, an archive, a folder', async () => {
    await writeFiles(storage.fsPath, {
      'mine/onramp.json': manifestOf('mine'),
      'mine/tutorials/one.md': '# Mine\n',
      'packed.tgz': await archive('packed', '3.0.0'),
    });
    await installFrom('demo@^1');
    await installFrom(join(storage.fsPath, 'mine'));
    await installFrom(join(storage.fsPath, 'packed.tgz'));
    assert.deepEqual(
      dialogs.said.filter((text) => text.endsWith('installed.')),
      ['The pack demo 1.0.0 is installed.', 'The pack mine 1.2.3 is installed.', 'The pack packed 3.0.0 is installed.'],
    );
    await rm(join(storage.fsPath, 'mine'), { recursive: true });
    person = openWindow();
    assert.deepEqual(
      (await person.tutorials()).map((title) => title.replace(/ \(.*/, '')),
      ['Start with demo 1.0.0', 'Mine', 'Start with packed 3.0.0'],
    );
  });

  it('are updated after their changes were shown, and go back to what they were', async () => {
    await publish('walk', '1.0.0');
    await installFrom('walk');
    await publish('walk', '1.1.0', { 'CHANGELOG.md': '# Changes\n\n## 1.1.0\n- A second tutorial\n\n## 1.0.0\n- The first\n' });
    await person.view.lookForNewer();
    assert.deepEqual(await person.rows(), ['Installed', 'The pack walk · 1.0.0 · newer: 1.1.0 [installed newer]']);

    dialogs.choose(undefined);
    await person.view.update(await person.node('The pack walk'));
    assert.equal(dialogs.said.at(-1), 'Update The pack walk from 1.0.0 to 1.1.0?');
    assert.equal(dialogs.details.at(-1), '## 1.1.0\n- A second tutorial\n\nYour progress is kept, and you can go back to 1.0.0.');
    assert.deepEqual(await person.tutorials(), ['Start with walk 1.0.0 (npm:walk (REGISTRY))']);

    dialogs.choose('Update');
    await person.view.update(await person.node('The pack walk'));
    assert.deepEqual(await person.tutorials(), ['Start with walk 1.1.0 (npm:walk (REGISTRY))']);
    assert.deepEqual(await person.rows(), ['Installed', 'The pack walk · 1.1.0 [installed earlier]']);

    dialogs.choose('Go Back to 1.0.0');
    await person.view.rollBack(await person.node('The pack walk'));
    assert.deepEqual(await person.tutorials(), ['Start with walk 1.0.0 (npm:walk (REGISTRY))']);

    dialogs.choose(undefined);
    await person.view.update(await person.node('The pack walk'));
    assert.equal(dialogs.said.at(-1), 'Update The pack walk from 1.0.0 to 1.1.0?');
  });

  it('are uninstalled by the person’s word only', async () => {
    await installFrom('demo');
    dialogs.choose(undefined);
    await person.view.uninstall(await person.node('The pack demo'));
    assert.equal(dialogs.said.at(-1), 'Uninstall The pack demo?');
    assert.match(dialogs.details.at(-1) ?? '', /Your progress in it is kept/);
    assert.equal((await person.tutorials()).length, 1);
    dialogs.choose('Uninstall');
    await person.view.uninstall(await person.node('The pack demo'));
    assert.deepEqual(await person.tutorials(), []);
    assert.deepEqual(await person.rows(), []);
  });

  it('that are private are installed once their token was set', async () => {
    dialogs.choose('Set the npm Token…', undefined);
    dialogs.type('@private/start', registry.token);
    await person.view.install(undefined);
    assert.deepEqual(await person.tutorials(), ['Start with @private/start 1.0.0 (npm:@private/start (REGISTRY))']);
    assert.deepEqual([...person.secrets.keys()], ['npmTokens']);
  });

  it('that can be taken for another are named as such first', async () => {
    await installFrom('demo');
    await publish('dem0', '1.0.0');
    dialogs.choose(undefined);
    await installFrom('dem0');
    assert.equal(dialogs.said.at(-1), 'Do you want to install The pack dem0?');
    assert.match(dialogs.details.at(-1) ?? '', /^The name dem0 can be taken for demo, which comes from npm:demo/);
    assert.equal((await person.tutorials()).length, 1);
    dialogs.choose('Install Anyway', undefined);
    await installFrom('dem0');
    assert.equal((await person.tutorials()).length, 2);
  });

  it('that are not what was published, or cannot be had, are refused in a sentence, and nothing is written', async () => {
    await registry.publish({ name: 'torn', version: '1.0.0' }, await archive('torn', '1.0.0'), { integrity: `sha512-${'A'.repeat(86)}==` });
    await registry.publish({ name: 'nopack', version: '1.0.0' }, await tgz({ 'package/index.js': '' }));
    const refusals: string[] = [];
    for (const text of ['torn', 'nopack', 'nowhere', join(storage.fsPath, 'none.tgz')]) {
      await installFrom(text);
      refusals.push((dialogs.said.at(-1) ?? '').replaceAll(registry.url, 'REGISTRY').replaceAll(storage.fsPath, 'STORAGE'));
    }
    assert.deepEqual(refusals, [
      'torn@1.0.0 is not what was published: its hash is another. Nothing was installed',
      'There is no onramp.json in npm:nopack, so it is no pack',
      'There is no package nowhere in REGISTRY',
      'There is no file STORAGE/none.tgz',
    ]);
    assert.deepEqual(await vscode.workspace.fs.readDirectory(storage), []);
  });

  it('say why when a registry does not answer, in the view as well', async () => {
    await setRegistry('http://127.0.0.1:1/');
    dialogs.type('demo');
    await person.view.browse();
    const [title, why] = await person.rows();
    assert.equal(title, 'Found for “demo”');
    assert.match(why ?? '', /^http:\/\/127\.0\.0\.1:1\/-\/v1\/search does not answer: .+ \[note\]$/);
  });

  it('offer what can be done with a row by its command', async () => {
    await installFrom('demo');
    dialogs.choose('Uninstall…', 'Uninstall');
    await person.view.show(await person.node('The pack demo'));
    assert.deepEqual(await person.tutorials(), []);
  });
});

function rowOf(node: BrowseNode, item: vscode.TreeItem): string {
  const label = [item.label, item.description].filter(Boolean).join(' · ');
  return node.kind === 'group' ? label : `${label} [${item.contextValue}]`;
}

function archive(name: string, version: string, more: Readonly<Record<string, string>> = {}): Promise<Uint8Array> {
  const files = {
    'onramp.json': manifestOf(name, { version }),
    'tutorials/start.md': `# Start with ${name} ${version}\n\n## One\n`,
    ...more,
  };
  return tgz(Object.fromEntries(Object.entries(files).map(([path, text]) => [`package/${path}`, text])));
}

async function tgz(files: Readonly<Record<string, string>>): Promise<Uint8Array> {
  return new Uint8Array(await createTarGzip(Object.entries(files).map(([name, data]) => ({ name, data }))));
}

/** Secrets as VS Code keeps them, without the system's key ring. */
function secretStorage(kept: Map<string, string>): vscode.SecretStorage {
  const changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  return {
    get: async (key) => kept.get(key),
    store: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
    onDidChange: changed.event,
  };
}
