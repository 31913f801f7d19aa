import assert from 'node:assert/strict';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import * as vscode from 'vscode';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, startLearner } from './learner.ts';
import { emptyWorkspace, inWorkspace, onDisk, putOnDisk, workspaceFolder } from './workspace.ts';

const template = {
  title: 'Starter',
  parameters: [
    { name: 'name', prompt: 'Name of the project', default: 'hello', pattern: '[a-z]+' },
    { name: 'strict', type: 'boolean', prompt: 'Strict?' },
  ],
  open: ['src/main.js'],
};
const bytes = new Uint8Array([0, 255, 13, 10, 0x7b, 0x7b]);

const tutorial = '# T\n\n## One\n\n[Scaffold](../templates/starter), [torn](../templates/torn), [none](../templates/none)\n';

describe('a template', () => {
  let learner: Learner;
  let dialogs: Dialogs;

  beforeEach(async () => {
    dialogs = answerDialogs();
    learner = await startLearner(
      demoPack(tutorial, {
        'templates/starter/template.json': JSON.stringify(template),
        'templates/starter/package.json.mustache': '{ "name": "{{name}}"{{#strict}}, "strict": true{{/strict}} }\n',
        'templates/starter/src/main.js': 'main\n',
        'templates/starter/z/{{name}}.bin': bytes,
        'templates/torn/template.json': '{\n  "titel": "Torn"\n}',
      }),
    );
    await learner.player.open('demo', 'start', 'one');
  });

  afterEach(async () => {
    dialogs.restore();
    await learner.dispose();
    await emptyWorkspace();
  });

  const scaffold = async (choice?: string, name: string | undefined = 'demo') => {
    dialogs.type(name);
    dialogs.choose(choice);
    await learner.player.act({ type: 'link', index: 0 });
  };
  const reported = () => learner.reports.filter(({ type }) => type === 'dev.onramp.template.scaffolded').length;
  const top = async () => (await vscode.workspace.fs.readDirectory(workspaceFolder())).map(([name]) => name).sort();

  it('asks, writes every file, and opens what it names', async () => {
    await scaffold('Yes');
    assert.deepEqual(dialogs.said, ['Name of the project', 'Strict?']);
    assert.equal(await onDisk('package.json'), '{ "name": "demo", "strict": true }\n');
    assert.equal(await onDisk('src/main.js'), 'main\n');
    assert.deepEqual(await readFile(inWorkspace('z/demo.bin').fsPath), Buffer.from(bytes));
    assert.equal(await onDisk('template.json'), undefined);
    assert.ok(vscode.window.visibleTextEditors.some(({ document }) => document.uri.path.endsWith('/src/main.js')));
    assert.equal(reported(), 1);
  });

  it('writes nothing when a question is cancelled', async () => {
    dialogs.type(undefined);
    await learner.player.act({ type: 'link', index: 0 });
    assert.deepEqual(await top(), []);
    await scaffold(undefined);
    assert.deepEqual(await top(), []);
    assert.deepEqual(dialogs.said, ['Name of the project', 'Name of the project', 'Strict?']);
    assert.equal(reported(), 0);
  });

  it('keeps what is there, by the person’s word', async () => {
    await putOnDisk('package.json', 'mine');
    await answerConflict('Keep Mine');
    assert.equal(await onDisk('package.json'), 'mine');
    assert.equal(await onDisk('src/main.js'), 'main\n');
  });

  it('replaces what is there, by the person’s word, and undo brings it back byte for byte', async () => {
    const mine = new Uint8Array([0xef, 0xbb, 0xbf, 1, 13, 10]);
    await putOnDisk('package.json', mine);
    await answerConflict('Replace');
    assert.equal(await onDisk('package.json'), '{ "name": "demo", "strict": true }\n');
    await learner.scaffolder.undo();
    assert.deepEqual(await readFile(inWorkspace('package.json').fsPath), Buffer.from(mine));
    assert.equal(await onDisk('src/main.js'), undefined);
    assert.equal(await onDisk('z/demo.bin'), undefined);
  });

  it('writes nothing when the person decides neither', async () => {
    await putOnDisk('package.json', 'mine');
    await answerConflict(undefined);
    assert.deepEqual(await top(), ['package.json']);
    assert.equal(await onDisk('package.json'), 'mine');
    assert.equal(reported(), 0);
  });

  it('leaves nothing behind when a file cannot be written', async () => {
    await putOnDisk('package.json', 'mine');
    await mkdir(inWorkspace('z').fsPath);
    await symlink('/nowhere/at/all', inWorkspace('z/demo.bin').fsPath);
    await answerConflict('Replace');
    assert.deepEqual([await onDisk('package.json'), await onDisk('src/main.js')], ['mine', undefined]);
    assert.equal(dialogs.said.length, 3);
    assert.doesNotMatch(dialogs.said.at(-1) ?? '', /^Error|\n\s+at /);
    assert.equal(reported(), 0);
  });

  it('leaves nothing behind where a file is in the way of a folder, and says so', async () => {
    await putOnDisk('z', 'a file');
    await scaffold('Yes');
    assert.equal(await onDisk('z'), 'a file');
    assert.deepEqual([await onDisk('package.json'), await onDisk('src/main.js')], [undefined, undefined]);
    assert.match(dialogs.said.at(-1) ?? '', /\bz\b/);
    assert.doesNotMatch(dialogs.said.at(-1) ?? '', /^Error/);
  });

  it('asks before undo takes away what the person has worked on since', async () => {
    await scaffold('Yes');
    await putOnDisk('src/main.js', 'my work\n');
    dialogs.said.length = 0;
    dialogs.choose(undefined);
    await learner.scaffolder.undo();
    assert.deepEqual(dialogs.said, ['src/main.js has changed since it was scaffolded.']);
    assert.equal(await onDisk('src/main.js'), 'my work\n');
    assert.ok(await onDisk('package.json'));
    dialogs.choose('Undo Anyway');
    await learner.scaffolder.undo();
    assert.deepEqual([await onDisk('src/main.js'), await onDisk('package.json')], [undefined, undefined]);
  });

  it('can be undone even where what it opens is not there', async () => {
    const uri = vscode.Uri.joinPath(learner.folder, 'demo/templates/starter/template.json');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify({ title: 'Starter', open: ['none.js'] })));
    await learner.player.act({ type: 'link', index: 0 });
    assert.equal(await onDisk('src/main.js'), 'main\n');
    await learner.scaffolder.undo();
    assert.equal(await onDisk('src/main.js'), undefined);
  });

  it('that cannot be read is told with its place', async () => {
    await learner.player.act({ type: 'link', index: 1 });
    await learner.player.act({ type: 'link', index: 2 });
    assert.match(dialogs.said[0] ?? '', /template\.json:2:3 {2}“titel” is not known here\. Did you mean “title”\?/);
    assert.match(dialogs.said[1] ?? '', /The pack has no template “none”/);
    await mkdir(inWorkspace('x').fsPath);
    assert.deepEqual(await top(), ['x']);
  });

  /** Yes to the question of the template, then this to the conflict. */
  async function answerConflict(choice: string | undefined): Promise<void> {
    dialogs.type('demo');
    dialogs.choose('Yes', choice);
    await learner.player.act({ type: 'link', index: 0 });
  }
});
