import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diskFiles } from '../../src/extension/host/diskFiles.ts';
import { sayProblem } from '../../src/extension/host/say.ts';
import { packsOfExtensions } from '../../src/extension/pack/extensionPacks.ts';
import { type InstalledPacks, openInstalledPacks } from '../../src/extension/pack/installedPacks.ts';
import { watchPackFolders } from '../../src/extension/pack/packFolderWatch.ts';
import { manifestOf, startLearner } from './learner.ts';
import { eventually, scratchFolder, writeFiles } from './workspace.ts';

const tutorial = '# One\n\n## First\n\nText.\n';

describe('packs', () => {
  const owned: { dispose(): unknown }[] = [];
  const own = <T extends { dispose(): unknown }>(thing: T): T => {
    owned.push(thing);
    return thing;
  };
  const shipped = vscode.Uri.joinPath(vscode.extensions.getExtension('onramp.onramp')?.extensionUri ?? vscode.Uri.file('/'), 'packs');
  const nameFolders = (...folders: string[]) =>
    vscode.workspace
      .getConfiguration('onramp')
      .update('pack.folders', folders.length === 0 ? undefined : folders, vscode.ConfigurationTarget.Global);

  afterEach(async () => {
    await nameFolders();
    for (const thing of owned.splice(0).reverse()) await thing.dispose();
  });

  it('ship with the extension, without a problem', async () => {
    const packs = own(openInstalledPacks(shipped, diskFiles));
    const found = await inWords(packs);
    assert.ok(found.includes('octokit-quickstart: first-call'), found.join('\n'));
    for (const words of found) assert.match(words, /^[\w-]+: [\w-]+(, [\w-]+)*$/);
  });

  it('are in the person’s language where they are translated to it', async () => {
    const files = { 'one/onramp.json': manifestOf('mine', { locales: ['de'] }), 'one/tutorials/one.md': tutorial };
    const folder = own(await scratchFolder({ ...files, 'one/tutorials/de/one.md': '# Eins\n\n## Zuerst {#first}\n\nText.\n' }));
    const titles = async (language?: string) =>
      (await own(openInstalledPacks(folder.uri, diskFiles, undefined, language)).all()).map(({ pack }) => pack?.tutorials[0]?.title);
    assert.deepEqual([await titles(), await titles('de')], [['One'], ['Eins']]);
  });

  it('come from the folders that the setting names, as soon as it does', async () => {
    const folder = own(await scratchFolder({ 'onramp.json': manifestOf('mine'), 'tutorials/one.md': tutorial }));
    const packs = own(openInstalledPacks(shipped, diskFiles));
    assert.equal(await packs.find('mine'), undefined);
    const changed = new Promise<void>((resolve) => own(packs.onDidChange(resolve)));
    await nameFolders(folder.uri.fsPath);
    await changed;
    const found = await inWords(packs);
    assert.ok(found.includes('octokit-quickstart: first-call'));
    assert.equal(found.at(-1), 'mine: one');
  });

  it('are there though somebody writes something else than folders into the setting', async () => {
    const configuration = vscode.workspace.getConfiguration('onramp');
    const folder = own(await scratchFolder({ 'onramp.json': manifestOf('mine'), 'tutorials/one.md': tutorial }));
    for (const [written, last] of [
      [folder.uri.fsPath, 'mine: one'],
      [[1, null, ''], 'zod-in-ten-minutes'],
      [{ a: 1 }, 'zod-in-ten-minutes'],
    ] as const) {
      await configuration.update('pack.folders', written, vscode.ConfigurationTarget.Global);
      const found = await inWords(own(openInstalledPacks(shipped, diskFiles)));
      assert.ok(found.at(-1)?.startsWith(last), found.join('\n'));
    }
  });

  it('in the folders that the setting names are read again when their author saves', async () => {
    const folder = own(await scratchFolder({ 'onramp.json': manifestOf('mine'), 'tutorials/one.md': tutorial }));
    const packs = own(openInstalledPacks(shipped, diskFiles));
    await nameFolders(folder.uri.fsPath);
    own(watchPackFolders(packs.refresh));
    assert.equal((await inWords(packs)).at(-1), 'mine: one');
    // A folder outside of the workspace is watched from some time on, which nothing tells.
    await eventually('the new tutorial', async () => {
      await writeFiles(folder.uri.fsPath, { 'tutorials/two.md': tutorial });
      return (await inWords(packs)).at(-1) === 'mine: one, two';
    });
  });

  it('that cannot be read are told with their place, and the others stand', async () => {
    const learner = own(
      await startLearner({
        'good/onramp.json': manifestOf('good'),
        'good/tutorials/one.md': tutorial,
        'torn/onramp.json': '{\n  "name": "torn",\n  "version": \n}',
        'wrong/onramp.json': manifestOf('wrong').replace('"publisher"', '"publishr"'),
        'empty/readme.md': '',
      }),
    );
    assert.deepEqual(await inWords(learner.packs), [
      'onramp.json:1:1  There is no onramp.json in this folder',
      'good: one',
      'onramp.json:4:1  This is not valid JSON: value expected',
      'onramp.json:1:1  “publisher” is missing; onramp.json:5:3  “publishr” is not known here. Did you mean “publisher”?',
    ]);
  });

  it('that name a tutorial that is not there say so, and show the rest', async () => {
    const learner = own(
      await startLearner({
        'demo/onramp.json': manifestOf('demo', { tutorials: ['gone', 'one'] }),
        'demo/tutorials/one.md': tutorial,
      }),
    );
    assert.deepEqual(await inWords(learner.packs), ['demo: one (onramp.json:9:5  The manifest names “gone”, but there is no such file)']);
  });

  it('in a folder that is none, or is not there, are told as such', async () => {
    const folder = own(await scratchFolder({ file: 'not a folder' }));
    const packs = own(openInstalledPacks(shipped, diskFiles));
    await nameFolders(vscode.Uri.joinPath(folder.uri, 'file').fsPath, vscode.Uri.joinPath(folder.uri, 'nowhere').fsPath);
    const [file = '', nowhere = ''] = (await inWords(packs)).slice(-2);
    assert.equal(file, 'onramp.json:1:1  There is no onramp.json in this folder');
    assert.equal(nowhere, 'onramp.json:1:1  There is no onramp.json in this folder');
  });

  it('that other extensions name lie inside of those, and come from them', () => {
    const named = (packs: unknown) => {
      const extensionUri = vscode.Uri.file('/extensions/tests.bringer-1.0.0');
      const places = packsOfExtensions([{ id: 'tests.bringer', extensionUri, packageJSON: { onramp: { packs } } }]);
      return places.map(({ root, origin }) => `${root.path} ${origin}`);
    };
    const inside = '/extensions/tests.bringer-1.0.0/pack extension:tests.bringer';
    assert.deepEqual(named(['./pack', 'pack']), [inside]);
    assert.deepEqual(named(['../other', '/etc', 'C:\\x', '', '.', 'a/../..', 7, null]), []);
    for (const wrong of [undefined, null, 'pack', {}, 7]) assert.deepEqual(named(wrong), []);
    assert.deepEqual(packsOfExtensions([{ id: 'a.b', extensionUri: shipped, packageJSON: undefined }]), []);
  });

  it('in a named folder stand in for one of the same name that ships, so that its author sees their own', async () => {
    const folder = own(await scratchFolder({ 'onramp.json': manifestOf('octokit-quickstart'), 'tutorials/mine.md': tutorial }));
    const packs = own(openInstalledPacks(shipped, diskFiles));
    await nameFolders(folder.uri.fsPath, folder.uri.fsPath);
    const named = (await inWords(packs)).filter((words) => words.startsWith('octokit-quickstart'));
    assert.deepEqual(named, ['octokit-quickstart: mine']);
    assert.equal((await packs.find('octokit-quickstart'))?.root.path, folder.uri.path);
  });

  it('are found by name without reading the tutorials of others, in whatever way the name is written', async () => {
    const folder = own(
      await scratchFolder({
        'one/onramp.json': manifestOf('one'),
        'one/tutorials/a.md': tutorial,
        'two/onramp.json': manifestOf('two').replace('two', '\\u0074wo'),
        'two/tutorials/b.md': tutorial,
        'three/onramp.json': manifestOf('three'),
        'three/tutorials/c.md': tutorial,
      }),
    );
    const read: string[] = [];
    const packs = own(
      openInstalledPacks(folder.uri, (root) => {
        const files = diskFiles(root);
        const readText = (path: string) => {
          read.push(path);
          return files.readText(path);
        };
        return { ...files, readText };
      }),
    );
    const found = async (name: string) => (await packs.find(name))?.pack.tutorials.map(({ id }) => id);
    const tutorials = () => read.filter((path) => path.endsWith('.md'));
    assert.deepEqual([await found('two'), tutorials()], [['b'], ['tutorials/b.md']]);
    assert.deepEqual([await found('one'), tutorials()], [['a'], ['tutorials/b.md', 'tutorials/a.md']]);
    assert.deepEqual([await found('four'), tutorials().length], [undefined, 2]);
    assert.equal((await packs.all()).length, 3);
    assert.equal(tutorials().length, 3, 'what was read is not read again');
  });

  it('are read again when asked', async () => {
    const learner = own(await startLearner({ 'demo/onramp.json': '{' }));
    assert.equal(await learner.packs.find('demo'), undefined);
    await vscode.workspace.fs.writeFile(
      vscode.Uri.joinPath(learner.folder, 'demo/onramp.json'),
      new TextEncoder().encode(manifestOf('demo')),
    );
    assert.equal(await learner.packs.find('demo'), undefined);
    learner.packs.refresh();
    assert.equal((await learner.packs.find('demo'))?.pack.manifest.version, '1.2.3');
  });
});

/** Each pack as `name: tutorials (problems)`, or its problems alone. */
async function inWords(packs: InstalledPacks): Promise<string[]> {
  return (await packs.all()).map(({ pack, problems }) => {
    const told = problems.map(sayProblem).join('; ');
    if (pack === undefined) return told;
    const tutorials = pack.tutorials.map(({ id }) => id).join(', ');
    return `${pack.manifest.name}: ${tutorials}${told === '' ? '' : ` (${told})`}`;
  });
}
