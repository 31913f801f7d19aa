import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { lintPack } from '../../src/core/pack/lint.ts';
import { readPack } from '../../src/core/pack/pack.ts';
import { parseTutorial } from '../../src/core/tutorial/parse.ts';
import { type TutorialPreview, tutorialPreview } from '../../src/extension/authoring/preview.ts';
import { type Recorder, tutorialRecorder } from '../../src/extension/authoring/recorder.ts';
import { diskFiles } from '../../src/extension/host/diskFiles.ts';
import { commands } from '../../src/extension/ids.ts';
import type { GuidePage } from '../../src/protocol/guide.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { manifestOf } from './learner.ts';
import { emptyWorkspace, eventually, inWorkspace, onDisk, putOnDisk } from './workspace.ts';

const tutorial = '# T\n\nCover.\n\n## One\n\nText.\n\n```sh run\nls\n```\n\n## Two\n\nMore.\n';

const failures: unknown[] = [];
const failed = (error: unknown) => failures.push(error);

async function openInEditor(path: string, line = 1): Promise<vscode.TextEditor> {
  const at = new vscode.Position(line - 1, 0);
  return vscode.window.showTextDocument(inWorkspace(path), {
    selection: new vscode.Range(at, at),
    viewColumn: vscode.ViewColumn.One,
  });
}

describe('the preview of a tutorial', () => {
  let preview: TutorialPreview;
  let dialogs: Dialogs;
  let pages: GuidePage[];
  let painted: string[];

  beforeEach(async () => {
    await emptyWorkspace();
    dialogs = answerDialogs();
    await putOnDisk('made/onramp.json', manifestOf('made'));
    await putOnDisk('made/tutorials/start.md', tutorial);
    await putOnDisk('made/tutorials/other.md', '# Other\n\n## Only\n\nText.\n');
    const { extensionUri } = vscode.extensions.getExtension('onramp.onramp') ?? assert.fail();
    const colours = { painted: () => undefined, forget: () => undefined, dispose: () => undefined };
    preview = tutorialPreview({ extension: extensionUri, filesAt: diskFiles, failed, colours: () => colours });
    pages = [];
    painted = [];
    preview.onDidShow((page) => pages.push(page));
    preview.onDidPaint((key) => painted.push(key));
  });

  afterEach(async () => {
    preview.dispose();
    dialogs.restore();
    await emptyWorkspace();
    assert.deepEqual(failures, []);
  });

  const last = () => pages.at(-1) ?? assert.fail('nothing was shown');
  const shows = (what: string, is: (page: GuidePage) => boolean) => eventually(what, () => (is(last()) ? true : undefined));

  it('shows the step at the cursor beside the text, and keeps the focus there', async () => {
    const editor = await openInEditor('made/tutorials/start.md', 7);
    await preview.show();
    assert.equal(last().title, 'One');
    await eventually('painted', () => painted.includes(last().key) || undefined);
    assert.equal(vscode.window.activeTextEditor?.document, editor.document);
    editor.selection = new vscode.Selection(14, 0, 14, 0);
    await shows('the step that the cursor went to', ({ title }) => title === 'Two');
    await eventually('painted', () => painted.includes(last().key) || undefined);
  });

  it('follows what is typed, before it is saved, and stays at its step', async () => {
    const editor = await openInEditor('made/tutorials/start.md', 7);
    await preview.show();
    const { key } = last();
    const { length } = pages;
    for (const letter of 'Typed') await editor.edit((edit) => edit.insert(new vscode.Position(6, 0), letter));
    await shows('the text', ({ html }) => html.includes('depyTText'));
    assert.equal(last().key, key);
    assert.ok(pages.length - length < 5, 'it rests before it shows');
    assert.equal(await onDisk('made/tutorials/start.md'), tutorial);
    await editor.edit((edit) => edit.insert(new vscode.Position(4, 6), ' more'));
    await shows('the heading', ({ title }) => title === 'One' || title.includes('more'));
    assert.equal(last().key, key);
    await editor.edit((edit) => edit.insert(new vscode.Position(12, 0), '```ts title="../x"\n```\n\n'));
    await shows('what is wrong', ({ problems }) => problems.length > 0);
  });

  it('follows the author into another tutorial of the pack', async () => {
    await openInEditor('made/tutorials/start.md');
    await preview.show();
    await openInEditor('made/tutorials/other.md');
    await shows('the other', ({ tutorial: title }) => title === 'Other');
  });

  it('says where there is nothing to preview', async () => {
    await putOnDisk('notes.md', '# Notes\n');
    await openInEditor('notes.md');
    await preview.show();
    assert.match(dialogs.said[0] ?? '', /Open a tutorial first/);
    assert.deepEqual(pages, []);
  });
});

describe('a recording', function () {
  this.timeout(40_000);
  let recorder: Recorder;
  let dialogs: Dialogs;

  beforeEach(async () => {
    await emptyWorkspace();
    dialogs = answerDialogs();
    await putOnDisk('made/onramp.json', manifestOf('made'));
    await putOnDisk('made/LICENSE', 'MIT');
    await putOnDisk('src/app.ts', 'const one = 1;\nconst two = 2;\n');
    recorder = tutorialRecorder({ filesAt: diskFiles, ownPacks: async () => [inWorkspace('made')], failed });
  });

  afterEach(async () => {
    recorder.dispose();
    dialogs.restore();
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await emptyWorkspace();
    assert.deepEqual(failures, []);
  });

  const recordedMore = () => new Promise<void>((done) => vscode.Disposable.from(recorder.onDidRecord(() => done())));

  it('of a line, a command, a new file and a change is a tutorial that its learners can do', async () => {
    dialogs.type('My app');
    await recorder.toggle();

    const editor = await openInEditor('src/app.ts', 2);
    await recorder.addLines();

    const ran = recordedMore();
    await runInTerminal('bash -c "exit 3"', 'echo hi > out.txt');
    await ran;

    const untouched = await vscode.workspace.fs.stat(inWorkspace('src/app.ts'));
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'const three = 3;\n'));
    assert.ok(await editor.document.save());
    assert.notEqual((await vscode.workspace.fs.stat(inWorkspace('src/app.ts'))).size, untouched.size);

    const create = new vscode.WorkspaceEdit();
    create.createFile(inWorkspace('src/new.ts'));
    await vscode.workspace.applyEdit(create);
    const fresh = await openInEditor('src/new.ts');
    await fresh.edit((edit) => edit.insert(new vscode.Position(0, 0), 'export {};\n'));
    assert.ok(await fresh.document.save());

    await recorder.toggle();
    const text = (await onDisk('made/tutorials/my-app.md')) ?? assert.fail('it was not written');
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), inWorkspace('made/tutorials/my-app.md').toString());
    const { steps, problems } = parseTutorial(text, 'tutorials/my-app.md');
    assert.deepEqual(problems, []);
    assert.deepEqual(
      steps.map(({ title, blocks, references }) => [title, ...blocks.map(({ kind }) => kind), ...references.map(({ path }) => path)]),
      [
        ['Get the files', 'check'],
        ['Look at src/app.ts', 'src/app.ts'],
        ['Run echo hi > out.txt', 'run'],
        ['Change src/app.ts', 'diff', 'check'],
        ['Create src/new.ts', 'file', 'check'],
      ],
    );
    assert.match(text, /^\+const three = 3;$/m);
    const errors = (await lintPack(diskFiles(inWorkspace('made')))).filter(({ severity }) => severity === 'error');
    assert.deepEqual(
      errors.map(({ code, args: [what] }) => `${code} ${what}`),
      [],
    );
    assert.equal(await onDisk('made/templates/my-app/src/app.ts'), 'const one = 1;\nconst two = 2;\n');
  });

  it('is never written over a tutorial that is there', async () => {
    await putOnDisk('made/tutorials/my-app.md', '# Mine\n');
    dialogs.type('My app');
    await recorder.toggle();
    await openInEditor('src/app.ts');
    await recorder.addLines();
    await recorder.toggle();
    assert.equal(await onDisk('made/tutorials/my-app.md'), '# Mine\n');
    assert.match((await onDisk('made/tutorials/my-app-2.md')) ?? '', /Look at `src\/app\.ts:1`/);
  });

  it('goes into a pack that is made for it, where there is none', async () => {
    recorder.dispose();
    recorder = tutorialRecorder({ filesAt: diskFiles, ownPacks: async () => [], failed });
    dialogs.choose('New pack');
    dialogs.type('My app');
    await recorder.toggle();
    await openInEditor('src/app.ts');
    await recorder.addLines();
    await recorder.toggle();
    assert.match((await onDisk('onramp-pack/tutorials/my-app.md')) ?? '', /^# My app/);
    const { pack, problems } = await readPack(diskFiles(inWorkspace('onramp-pack')));
    assert.deepEqual(problems, []);
    assert.equal(pack?.tutorials.length, 1);
  });

  it('leaves out what is of the pack itself', async () => {
    dialogs.type('My app');
    await recorder.toggle();
    const editor = await openInEditor('made/onramp.json');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
    assert.ok(await editor.document.save());
    dialogs.choose('Stop Recording');
    await recorder.toggle();
    assert.match(dialogs.said.at(-1) ?? '', /Nothing was recorded/);
    assert.equal(await onDisk('made/tutorials/my-app.md'), undefined);
  });
});

describe('a step of a tutorial', () => {
  let dialogs: Dialogs;

  beforeEach(async () => {
    await emptyWorkspace();
    dialogs = answerDialogs();
    await putOnDisk('made/onramp.json', manifestOf('made'));
    await putOnDisk('made/tutorials/start.md', tutorial);
  });

  afterEach(async () => {
    dialogs.restore();
    await emptyWorkspace();
  });

  const ids = (document: vscode.TextDocument) => parseTutorial(document.getText(), 't.md').steps.map(({ id, title }) => `${title} #${id}`);

  it('that is renamed keeps the id by which progress is kept', async () => {
    const { document } = await openInEditor('made/tutorials/start.md', 9);
    dialogs.type('The first');
    await vscode.commands.executeCommand(commands.renameStep);
    assert.deepEqual(ids(document), ['The first #one', 'Two #two']);
    await vscode.commands.executeCommand(commands.recordLine);
  });

  it('is renamed at its heading as anything else is', async () => {
    const { document } = await openInEditor('made/tutorials/start.md', 5);
    const edit = await eventually('the edit', async () => {
      try {
        return await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
          'vscode.executeDocumentRenameProvider',
          document.uri,
          new vscode.Position(4, 4),
          'Begin',
        );
      } catch {
        return undefined;
      }
    });
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(ids(document), ['Begin #one', 'Two #two']);
  });

  it('that is added comes behind the one at the cursor', async () => {
    const { document } = await openInEditor('made/tutorials/start.md', 7);
    await vscode.commands.executeCommand(commands.addStep);
    assert.deepEqual(ids(document), ['One #one', 'What the learner does #what-the-learner-does', 'Two #two']);
    assert.match(document.getText(), /```\n\n## What the learner does\n\nWhy, in a sentence or two\.\n\n## Two/);
  });
});

/** Types commands into a terminal whose shell tells VS Code of them, one after the other. */
async function runInTerminal(...lines: string[]): Promise<void> {
  const terminal = vscode.window.createTerminal('author');
  terminal.show(true);
  const shell = await eventually('a shell that tells', () => terminal.shellIntegration, 20_000);
  for (const line of lines) {
    const ended = new Promise<void>((done) => {
      const listening = vscode.window.onDidEndTerminalShellExecution((event) => {
        if (event.terminal !== terminal) return;
        listening.dispose();
        done();
      });
    });
    shell.executeCommand(line);
    await ended;
  }
}
