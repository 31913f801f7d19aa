import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import sinon from 'sinon';
import * as vscode from 'vscode';
import { diskFiles } from '../../src/extension/host/diskFiles.ts';
import { findTemplate } from '../../src/extension/scaffold/findTemplate.ts';
import { openPreviewFiles, type PreviewFiles } from '../../src/extension/scaffold/previewFiles.ts';
import { saveTemplate } from '../../src/extension/scaffold/saveTemplate.ts';
import { undoStore } from '../../src/extension/scaffold/undoStore.ts';
import { updateProject } from '../../src/extension/scaffold/updateProject.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, manifestOf, memoryMemento, startLearner } from './learner.ts';
import { emptyWorkspace, eventually, inWorkspace, onDisk, putOnDisk, scratchFolder, workspaceFolder, writeFiles } from './workspace.ts';

const starter = (...parameters: object[]) => JSON.stringify({ title: 'Starter', parameters });
const first = { name: 'name', prompt: 'Name', default: 'app' };

describe('a project of a template', () => {
  let learner: Learner;
  let dialogs: Dialogs;
  let previews: PreviewFiles;
  let memento: vscode.Memento;

  beforeEach(async () => {
    dialogs = answerDialogs();
    memento = memoryMemento();
    previews = openPreviewFiles(`onramp-test-${crypto.randomUUID()}`);
    learner = await startLearner(
      demoPack('# T\n\n## One\n\n[Scaffold](../templates/starter)\n', {
        'templates/starter/template.json': starter(first),
        'templates/starter/a.txt.mustache': '1 {{name}}\n2\n3\n4\n5\n',
        'templates/starter/b.txt': 'b\n',
      }),
      { memento },
    );
    await learner.player.open('demo', 'start', 'one');
    dialogs.type('mine');
    dialogs.choose('Create 2 files', undefined);
    await learner.player.act({ type: 'link', index: 0 });
    assert.ok(await onDisk('.onramp.json'), dialogs.said.join('\n'));
    dialogs.said.length = 0;
    dialogs.steps.length = 0;
  });

  afterEach(async () => {
    dialogs.restore();
    previews.dispose();
    await learner.dispose();
    await emptyWorkspace();
  });

  /** The pack's next version. */
  const publish = async (files: Record<string, string>) => {
    const templates = Object.entries(files).map(([path, text]) => [`demo/templates/starter/${path}`, text]);
    await writeFiles(learner.folder.fsPath, {
      'demo/onramp.json': manifestOf('demo', { version: '2.0.0' }),
      ...Object.fromEntries(templates),
    });
    learner.packs.refresh();
  };
  const update = (...choices: (string | undefined)[]) => {
    dialogs.choose(...choices, undefined);
    const find = findTemplate({
      packs: learner.packs.all,
      filesAt: diskFiles,
      isTrusted: async () => true,
      waiting: () => assert.fail('the network is not asked'),
    });
    const undos = undoStore(memento, diskFiles(learner.storage));
    return updateProject({ find, learnerFiles: diskFiles, previews, undos });
  };
  const version = async () => JSON.parse((await onDisk('.onramp.json')) ?? '').templates[0].version;

  it('takes what its next version changes, keeps what the person changed, and asks only what is new', async () => {
    await publish({
      'template.json': starter(first, { name: 'port', type: 'number', prompt: 'Port', default: 80 }),
      'a.txt.mustache': '1 {{name}}\n2\n3\n4\nfive {{port}}\n',
      'c.txt': 'new\n',
    });
    await putOnDisk('a.txt', 'one mine\n2\n3\n4\n5\n');
    dialogs.type('8080');
    await update('Update 2 files');
    assert.deepEqual(dialogs.steps, ['Starter 1/2: Port = 80', 'Update Starter from its template 2.0.0 2/2: Your own changes stay. = ']);
    assert.deepEqual([await onDisk('a.txt'), await onDisk('c.txt'), await version()], ['one mine\n2\n3\n4\nfive 8080\n', 'new\n', '2.0.0']);
    await learner.scaffolder.undo();
    assert.deepEqual([await onDisk('a.txt'), await onDisk('c.txt'), await version()], ['one mine\n2\n3\n4\n5\n', undefined, '1.2.3']);
  });

  it('opens what both have changed in VS Code’s merge editor', async () => {
    await publish({ 'b.txt': 'theirs\n' });
    await putOnDisk('b.txt', 'mine\n');
    await update('Update 1 file');
    assert.equal(await onDisk('b.txt'), '<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> template 2.0.0\n');
    const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.deepEqual(labels, ['Merging: b.txt']);
    // The merge editor holds what is not merged yet as an unsaved change, which would be there for the next test.
    const merged = await vscode.workspace.openTextDocument(inWorkspace('b.txt'));
    await eventually('the merge editor has begun', () => merged.isDirty);
    await merged.save();
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('changes nothing when it is left, and nothing twice', async () => {
    await publish({ 'b.txt': 'theirs\n' });
    await update(undefined);
    assert.deepEqual([await onDisk('b.txt'), await version()], ['b\n', '1.2.3']);
    await update('Preview', 'Update 1 file');
    assert.equal(await onDisk('b.txt'), 'theirs\n');
    await update();
    assert.match(dialogs.said.at(-1) ?? '', /^Starter is as its template 2\.0\.0 gives it: there is nothing to update/);
  });

  it('says of a folder that was made from nothing, and of a record that is torn, why nothing is done', async () => {
    await putOnDisk('.onramp.json', '{');
    await update();
    assert.match(dialogs.said.at(-1) ?? '', /^\.onramp\.json cannot be understood, so it was not changed: line 1/);
    await vscode.workspace.fs.delete(inWorkspace('.onramp.json'));
    await update();
    assert.equal(dialogs.said.at(-1), 'There is no .onramp.json in workspace, so it is not known from which template it was made');
  });
});

describe('Save Folder as Template', () => {
  let dialogs: Dialogs;
  const memento = memoryMemento();

  beforeEach(() => {
    dialogs = answerDialogs();
  });

  afterEach(async () => {
    sinon.restore();
    dialogs.restore();
    await emptyWorkspace();
  });

  const save = async (into: vscode.Uri, ...choices: (string | undefined)[]) => {
    const storage = await scratchFolder();
    dialogs.choose('workspace', ...choices, undefined);
    await saveTemplate({
      learnerFiles: diskFiles,
      undos: undoStore(memento, diskFiles(storage.uri)),
      ownPacks: async () => [{ root: into, title: 'My Pack' }],
      changed: () => {},
    });
    await storage.dispose();
  };
  const read = (into: vscode.Uri, path: string) =>
    readFile(vscode.Uri.joinPath(into, 'templates/shop', path).fsPath, 'utf8').catch(() => undefined);

  it('asks for what is this project’s own, leaves out what git does, and opens what it made', async () => {
    const pack = await scratchFolder();
    await writeFiles(workspaceFolder().fsPath, {
      'package.json': '{ "name": "my-shop" }\n',
      'readme.md': 'my-shop\n',
      '.gitignore': 'dist\n',
      'dist/x.js': 'x',
    });
    dialogs.type('Shop');
    await save(pack.uri, 'projectName', 'My Pack');
    assert.equal(await read(pack.uri, 'package.json.mustache'), '{ "name": "{{projectName}}" }\n');
    assert.equal(await read(pack.uri, 'dist/x.js'), undefined);
    assert.deepEqual(JSON.parse((await read(pack.uri, 'template.json')) ?? '').title, 'Shop');
    assert.equal(vscode.window.activeTextEditor?.document.uri.path.endsWith('/templates/shop/template.json'), true);
    await pack.dispose();
  });

  it('warns of a secret at its line before anything is written, and writes nothing when that is declined', async () => {
    const pack = await scratchFolder();
    await writeFiles(workspaceFolder().fsPath, { 'a.js': '\nconst password = "hunter2-hunter2";\n' });
    await save(pack.uri, undefined);
    assert.match(dialogs.said.at(-1) ?? '', /looks like a secret/);
    assert.match(dialogs.details.at(-1) ?? '', /^a\.js:2:19 {2}/);
    assert.equal(await read(pack.uri, 'template.json'), undefined);
    await pack.dispose();
  });

  it('writes over no template that is there', async () => {
    const pack = await scratchFolder({ 'templates/shop/own.txt': 'mine' });
    await putOnDisk('a.txt', 'a');
    dialogs.type('Shop');
    await save(pack.uri, 'My Pack');
    assert.match(dialogs.said.at(-1) ?? '', /templates\/shop is there already\. Choose another title; nothing was written$/);
    assert.deepEqual([await read(pack.uri, 'own.txt'), await read(pack.uri, 'template.json')], ['mine', undefined]);
    await pack.dispose();
  });
});
