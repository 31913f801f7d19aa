import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sinon from 'sinon';
import * as vscode from 'vscode';
import { diskFiles } from '../../src/extension/host/diskFiles.ts';
import { findTemplate } from '../../src/extension/scaffold/findTemplate.ts';
import { newFromTemplate } from '../../src/extension/scaffold/newFromTemplate.ts';
import { goOnInOtherWindow, takeNote } from '../../src/extension/scaffold/otherWindow.ts';
import type { Scaffolded } from '../../src/extension/scaffold/scaffoldTemplate.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, memoryMemento, startLearner } from './learner.ts';
import { back } from './steps.ts';
import { emptyWorkspace, eventually, inWorkspace, onDisk, putOnDisk, scratchFolder, workspaceFolder } from './workspace.ts';

describe('New From Template', () => {
  let learner: Learner;
  let dialogs: Dialogs;
  let elsewhere: Scaffolded[];
  const asked: string[] = [];

  beforeEach(async () => {
    dialogs = answerDialogs();
    elsewhere = [];
    asked.length = 0;
    learner = await startLearner(
      demoPack('# T\n\n## One\n\nx\n', {
        'templates/starter/template.json': JSON.stringify({
          title: 'Starter',
          description: 'To start',
          open: ['a.txt'],
          run: ['touch ran.txt'],
        }),
        'templates/starter/a.txt': 'a\n',
        'templates/starter/b.txt': '1\n2\n3\n4\n5\nb\n',
        'templates/torn/template.json': '{',
      }),
    );
  });

  afterEach(async () => {
    sinon.restore();
    dialogs.restore();
    await learner.dispose();
    await emptyWorkspace();
  });

  const begin = (...choices: (string | undefined)[]) => {
    dialogs.choose(...choices, undefined);
    const find = findTemplate({
      packs: learner.packs.all,
      filesAt: diskFiles,
      isTrusted: async ({ publisher }) => asked.push(publisher) > 0,
      waiting: () => assert.fail('the network is not asked'),
    });
    const goOnThere = async (done: Scaffolded) => void elsewhere.push(done);
    return newFromTemplate({ find, packs: learner.packs.all, scaffolder: learner.scaffolder, goOnInOtherWindow: goOnThere });
  };
  const top = () => readdir(workspaceFolder().fsPath);
  const chooseInDialog = (...folders: (vscode.Uri | undefined)[]) => {
    const stub = sinon.stub(vscode.window, 'showOpenDialog');
    for (const [call, folder] of folders.entries()) stub.onCall(call).resolves(folder === undefined ? undefined : [folder]);
  };

  it('lists the templates of all packs, and writes into the folder that is open', async () => {
    await begin('Starter', 'workspace', 'Create 2 files');
    assert.deepEqual(dialogs.said.slice(0, 3), ['Which template?', 'Where to?', 'Into workspace']);
    assert.deepEqual([await onDisk('a.txt'), asked], ['a\n', ['Tests']]);
    const record = JSON.parse((await onDisk('.onramp.json')) ?? '').templates[0];
    assert.deepEqual([record.source, record.version], ['demo#starter', '1.2.3']);
  });

  it('goes back from where to, and writes nothing when it is left', async () => {
    await begin('Starter', back, 'Starter', undefined);
    assert.deepEqual(dialogs.said, ['Which template?', 'Where to?', 'Which template?', 'Where to?']);
    assert.deepEqual(await top(), []);
  });

  it('makes a folder in the folder that is open, and takes no path that leaves it', async () => {
    await putOnDisk('a.txt', 'mine');
    dialogs.type('../out', '.git/x', '/abs', 'apps/web');
    await begin('Starter', 'A Folder in workspace…', 'Create 2 files');
    assert.deepEqual(dialogs.refused, Array(3).fill('Type a path inside workspace, with /'));
    assert.deepEqual([await onDisk('a.txt'), await onDisk('apps/web/a.txt')], ['mine', 'a\n']);
    await learner.scaffolder.undo();
    assert.equal(await onDisk('apps/web/a.txt'), undefined);
  });

  it('uses a folder as template, and writes into another folder, which goes on in a window of its own', async () => {
    const from = await scratchFolder({ 'x.txt': 'x {{y}}\n', 'template.json': JSON.stringify({ title: 'X', open: ['x.txt'] }) });
    const to = await scratchFolder();
    chooseInDialog(from.uri, to.uri);
    await begin('From a Folder…', 'Another Folder, in a New Window…', 'Create 1 file');
    assert.equal(await readFile(join(to.uri.fsPath, 'x.txt'), 'utf8'), 'x {{y}}\n');
    assert.deepEqual(
      elsewhere.map(({ folder, open }) => [folder.fsPath, open]),
      [[to.uri.fsPath, ['x.txt']]],
    );
    assert.deepEqual(await top(), []);
    await from.dispose();
    await to.dispose();
  });

  it('says of a pack with several templates to name one', async () => {
    const from = await scratchFolder({ 'onramp.json': '{}', 'templates/a/x': '', 'templates/b/x': '' });
    chooseInDialog(from.uri);
    await begin('From a Folder…');
    assert.match(dialogs.said.at(-1) ?? '', /has several templates\. Name one behind a #: a, b$/);
    await from.dispose();
  });

  it('asks nothing further where a dialog is left', async () => {
    chooseInDialog(undefined);
    await begin('From a Folder…');
    assert.deepEqual([dialogs.said, await top()], [['Which template?'], []]);
  });

  it('says of a repository that is none what to write', async () => {
    dialogs.type('git@github.com:a/b', undefined);
    await begin('From GitHub…');
    assert.match(dialogs.refused[0] ?? '', /Write the repository on GitHub as owner\/repo@tag/);
  });

  it('shows all files first where the person wants to see them, and closes them again', async () => {
    await begin('Starter', 'workspace', 'Preview', 'Create 2 files');
    assert.deepEqual(dialogs.said.slice(2, 4), ['Into workspace', 'Into workspace']);
    assert.equal(await onDisk('a.txt'), 'a\n');
    const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.deepEqual(labels, ['a.txt']);
  });

  it('leaves what is there where the preview is applied as it is, and makes the rest', async () => {
    await putOnDisk('b.txt', '1\ntwo\n3\n4\n5\nsix\n');
    const done = begin('Starter', 'workspace', 'Decide for Each File');
    await applying('apply', done);
    assert.deepEqual([await onDisk('a.txt'), await onDisk('b.txt')], ['a\n', '1\ntwo\n3\n4\n5\nsix\n']);
  });

  it('writes nothing where the preview is discarded', async () => {
    await putOnDisk('b.txt', 'mine\n');
    await applying('discard', begin('Starter', 'workspace', 'Decide for Each File'));
    assert.deepEqual([await top(), await onDisk('b.txt')], [['b.txt'], 'mine\n']);
  });

  it('offers its commands in full, and runs them only when told to', async () => {
    await begin('Starter', 'workspace', 'Create 2 files');
    assert.equal(dialogs.said.at(-1), 'Starter: 2 files written into workspace. Next, in the terminal: touch ran.txt');
    assert.deepEqual((await top()).sort(), ['.onramp.json', 'a.txt', 'b.txt']);
    await begin('Starter', 'workspace', 'Nothing to create', 'Run in Terminal');
    await eventually('the command runs', async () => (await top()).includes('ran.txt'), 15_000);
  });

  it('runs nothing where the folder is not trusted', async () => {
    dialogs.distrust();
    await begin('Starter', 'workspace');
    assert.match(dialogs.said.at(-1) ?? '', /This folder is not trusted/);
    assert.deepEqual(await top(), []);
  });

  it('leaves a note for the window that opens, which is taken once', async () => {
    const memento = memoryMemento();
    sinon.stub(vscode.commands, 'executeCommand').resolves();
    const done = { folder: workspaceFolder(), title: 'Starter', files: 2, open: ['a.txt'], run: ['x'] };
    const place = { pack: 'demo', tutorial: 'start' };
    await goOnInOtherWindow(memento, done, place);
    const taken = await takeNote(memento);
    assert.deepEqual([taken?.done.folder.toString(), taken?.done.run, taken?.tutorial], [done.folder.toString(), ['x'], place]);
    assert.equal(await takeNote(memento), undefined);
    await goOnInOtherWindow(memento, { ...done, folder: inWorkspace('other') });
    assert.equal(await takeNote(memento), undefined);
  });

  /** Presses a button of the refactor preview as soon as it is there. */
  async function applying(button: 'apply' | 'discard', done: Promise<void>): Promise<void> {
    let isDone = false;
    const finished = done.then(() => {
      isDone = true;
    });
    await eventually('the preview is answered', async () => {
      await vscode.commands.executeCommand(`refactorPreview.${button}`);
      return isDone;
    });
    await finished;
  }
});
