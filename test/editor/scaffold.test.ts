import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, stat, symlink } from 'node:fs/promises';
import * as vscode from 'vscode';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, memoryMemento, startLearner } from './learner.ts';
import { back } from './steps.ts';
import { emptyWorkspace, inWorkspace, onDisk, putOnDisk, workspaceFolder } from './workspace.ts';

const template = {
  title: 'Starter',
  parameters: [
    { name: 'name', prompt: 'Name of the project', default: 'hello', pattern: '[a-z]+' },
    { name: 'strict', type: 'boolean', prompt: 'Strict?' },
    { name: 'port', type: 'number', prompt: 'Port', when: 'strict' },
  ],
  open: ['src/main.js'],
};
const bytes = new Uint8Array([0, 255, 13, 10, 0x7b, 0x7b]);

const tutorial =
  '# T\n\n## One\n\n[Scaffold](../templates/starter), [torn](../templates/torn), [none](../templates/none), [plain](../templates/plain)\n';

describe('a template', () => {
  let learner: Learner;
  let dialogs: Dialogs;
  let memento: vscode.Memento;
  const pack = demoPack(tutorial, {
    'templates/starter/template.json': JSON.stringify(template),
    'templates/starter/package.json.mustache': '{ "name": "{{name}}"{{#strict}}, "strict": true{{/strict}} }\n',
    'templates/starter/src/main.js': 'main\n',
    'templates/starter/z/{{name}}.bin': bytes,
    'templates/torn/template.json': '{\n  "titel": "Torn"\n}',
    'templates/plain/template.json': JSON.stringify({ title: 'Plain', open: ['none.js'], run: ['echo {{x}} >a.txt', 'exit 3', 'never'] }),
    'templates/plain/run.sh': '#!/bin/sh\n',
  });

  beforeEach(async () => {
    dialogs = answerDialogs();
    memento = memoryMemento();
    learner = await startLearner(pack, { memento });
    await learner.player.open('demo', 'start', 'one');
  });

  afterEach(async () => {
    dialogs.restore();
    await learner.dispose();
    await emptyWorkspace();
  });

  /** Name, no, and then this. */
  const scaffold = async (...choices: (string | undefined)[]) => {
    dialogs.type('demo');
    dialogs.choose('No', ...choices, undefined);
    await learner.player.act({ type: 'link', index: 0 });
  };
  const create = 'Create 3 files';
  const reported = () => learner.reports.filter(({ type }) => type === 'dev.onramp.template.scaffolded').length;
  const top = async () => (await vscode.workspace.fs.readDirectory(workspaceFolder())).map(([name]) => name).sort();

  it('asks in one input, writes every file, and opens what it names', async () => {
    dialogs.type('demo', '80');
    dialogs.choose('Yes', create, undefined);
    await learner.player.act({ type: 'link', index: 0 });
    assert.deepEqual(dialogs.steps, [
      'Starter 1/3: Name of the project = hello',
      'Starter 2/3: Strict? = No',
      'Starter 3/4: Port = 0',
      'Starter 4/4: Into workspace = ',
    ]);
    assert.equal(await onDisk('package.json'), '{ "name": "demo", "strict": true }\n');
    assert.equal(await onDisk('src/main.js'), 'main\n');
    assert.deepEqual(await readFile(inWorkspace('z/demo.bin').fsPath), Buffer.from(bytes));
    assert.equal(await onDisk('template.json'), undefined);
    assert.ok(vscode.window.visibleTextEditors.some(({ document }) => document.uri.path.endsWith('/src/main.js')));
    assert.equal(reported(), 1);
  });

  it('asks what fits the answers so far, and keeps them when the person goes back', async () => {
    dialogs.type('demo', '8080', back, 'other');
    dialogs.choose('Yes', back, back, 'No', create, undefined);
    await learner.player.act({ type: 'link', index: 0 });
    assert.deepEqual(
      dialogs.steps.map((step) => step.replace(/: Into.*/, '')),
      [
        'Starter 1/3: Name of the project = hello',
        'Starter 2/3: Strict? = No',
        'Starter 3/4: Port = 0',
        'Starter 4/4',
        'Starter 3/4: Port = 8080',
        'Starter 2/4: Strict? = Yes',
        'Starter 1/4: Name of the project = demo',
        'Starter 2/4: Strict? = Yes',
        'Starter 3/3',
      ],
    );
    assert.equal(await onDisk('package.json'), '{ "name": "other" }\n');
  });

  it('takes no answer that does not fit, and says why', async () => {
    dialogs.type('Two Words', '', 'demo', 'many', '80');
    dialogs.choose('Yes', create, undefined);
    await learner.player.act({ type: 'link', index: 0 });
    assert.deepEqual(dialogs.refused, [
      'Name of the project: this must match [a-z]+',
      'Name of the project: this must match [a-z]+',
      'Port: type a number',
    ]);
    assert.equal(await onDisk('package.json'), '{ "name": "demo", "strict": true }\n');
  });

  it('writes nothing when a question is cancelled, whichever it is', async () => {
    dialogs.type(undefined);
    await learner.player.act({ type: 'link', index: 0 });
    dialogs.type('demo');
    dialogs.choose(undefined);
    await learner.player.act({ type: 'link', index: 0 });
    await scaffold(undefined);
    assert.equal(dialogs.steps.length, 1 + 2 + 3);
    assert.deepEqual(await top(), []);
    assert.equal(reported(), 0);
  });

  it('keeps what is there, by the person’s word', async () => {
    await putOnDisk('package.json', 'mine');
    await scaffold('Keep Mine');
    assert.equal(dialogs.said[2], 'package.json is there already, with other content.');
    assert.equal(await onDisk('package.json'), 'mine');
    assert.equal(await onDisk('src/main.js'), 'main\n');
  });

  it('replaces what is there, by the person’s word, and undo brings it back byte for byte', async () => {
    const mine = new Uint8Array([0xef, 0xbb, 0xbf, 1, 13, 10]);
    await putOnDisk('package.json', mine);
    await chmod(inWorkspace('package.json').fsPath, 0o755);
    await scaffold('Replace');
    assert.equal(await onDisk('package.json'), '{ "name": "demo" }\n');
    await learner.scaffolder.undo();
    assert.deepEqual(await readFile(inWorkspace('package.json').fsPath), Buffer.from(mine));
    assert.equal((await stat(inWorkspace('package.json').fsPath)).mode & 0o777, 0o755);
    assert.deepEqual(await top(), ['package.json']);
  });

  it('writes nothing when the person decides neither', async () => {
    await putOnDisk('package.json', 'mine');
    await scaffold(undefined);
    assert.deepEqual(await top(), ['package.json']);
    assert.equal(await onDisk('package.json'), 'mine');
    assert.equal(reported(), 0);
  });

  it('does not write over what is typed and not saved', async () => {
    // A browser's VS Code saves by itself.
    await vscode.workspace.getConfiguration('files').update('autoSave', 'off', vscode.ConfigurationTarget.Global);
    const uri = await putOnDisk('package.json', 'mine');
    const editor = await vscode.window.showTextDocument(uri);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'more of '));
    await scaffold('Replace');
    assert.match(dialogs.said.at(-1) ?? '', /^package\.json has changes that are not saved\. Save or discard them, then try again/);
    assert.deepEqual([editor.document.getText(), await onDisk('package.json'), await top()], ['more of mine', 'mine', ['package.json']]);
    await vscode.workspace.getConfiguration('files').update('autoSave', undefined, vscode.ConfigurationTarget.Global);
  });

  it('writes nothing through a link, and says so', async () => {
    await putOnDisk('package.json', 'mine');
    await mkdir(inWorkspace('z').fsPath);
    await symlink('/nowhere/at/all', inWorkspace('z/demo.bin').fsPath);
    await scaffold('Replace');
    assert.deepEqual([await onDisk('package.json'), await onDisk('src/main.js')], ['mine', undefined]);
    assert.match(dialogs.said.at(-1) ?? '', /“z\/demo\.bin” is a link here/);
    assert.equal(reported(), 0);
  });

  it('leaves nothing behind where a file cannot be written, and says so', async () => {
    await mkdir(inWorkspace('z').fsPath);
    await chmod(inWorkspace('z').fsPath, 0o555);
    await scaffold(create);
    await chmod(inWorkspace('z').fsPath, 0o755);
    // Who may write everywhere is kept from nothing.
    if (process.getuid?.() === 0) return;
    assert.deepEqual(await top(), ['z']);
    assert.match(dialogs.said.at(-1) ?? '', /z\/demo\.bin could not be written: .*\. Nothing was changed/);
  });

  it('asks before undo takes away what the person has worked on since', async () => {
    await scaffold(create);
    await putOnDisk('src/main.js', 'my work\n');
    dialogs.said.length = 0;
    dialogs.choose(undefined);
    await learner.scaffolder.undo();
    assert.deepEqual(dialogs.said, ['src/main.js has changed since it was scaffolded.']);
    assert.equal(await onDisk('src/main.js'), 'my work\n');
    assert.ok(await onDisk('package.json'));
    dialogs.choose('Undo Anyway');
    await learner.scaffolder.undo();
    assert.deepEqual(await top(), []);
  });

  it('can still be undone after a reload, once', async () => {
    await putOnDisk('mine.txt', 'mine');
    await scaffold(create);
    const again = await startLearner(pack, { memento, storage: learner.storage });
    await again.scaffolder.undo();
    assert.deepEqual(await top(), ['mine.txt']);
    await again.scaffolder.undo();
    assert.equal(dialogs.said.at(-1), 'There is no scaffold to take back in this window');
    await again.dispose();
  });

  it('can be undone even where what it opens is not there', async () => {
    dialogs.choose('Create 1 file', undefined);
    await learner.player.act({ type: 'link', index: 3 });
    assert.equal(await onDisk('run.sh'), '#!/bin/sh\n');
    await learner.scaffolder.undo();
    assert.deepEqual(await top(), []);
  });

  it('that cannot be read is told with its place', async () => {
    await learner.player.act({ type: 'link', index: 1 });
    await learner.player.act({ type: 'link', index: 2 });
    assert.match(dialogs.said[0] ?? '', /template\.json:2:3 {2}“titel” is not known here\. Did you mean “title”\?/);
    assert.match(dialogs.said[1] ?? '', /The pack has no template “none”/);
    await mkdir(inWorkspace('x').fsPath);
    assert.deepEqual(await top(), ['x']);
  });
});
