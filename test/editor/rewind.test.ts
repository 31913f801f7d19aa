import assert from 'node:assert/strict';
import sinon from 'sinon';
import * as vscode from 'vscode';
import { guardedFiles } from '../../src/extension/host/guardedFiles.ts';
import { openRewind, type Rewind } from '../../src/extension/tutorial/rewind.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, startLearner } from './learner.ts';
import { emptyWorkspace, eventually, onDisk, proposedInDiff, putOnDisk, writeFiles } from './workspace.ts';

const textAbout = (app: string, other: string) => `# Work

## Make {#make}

\`\`\`js title="${app}"
const app = 1;
\`\`\`

\`\`\`sh run
echo ran > ran.txt
\`\`\`

\`\`\`yaml check
file: ${app}
contains: const app = 1
\`\`\`

## Change {#change}

\`\`\`diff title="${app}"
-const app = 1;
+const app = 2;
\`\`\`

\`\`\`js title="${other}"
other
\`\`\`

## Later {#later}

\`\`\`js title="${app}" append
app.last();
\`\`\`
`;

describe('going back and forth', function () {
  this.timeout(40_000);
  let learner: Learner;
  let rewind: Rewind;
  let dialogs: Dialogs;
  let app: string;
  let other: string;
  let count = 0;

  beforeEach(async () => {
    dialogs = answerDialogs();
    // VS Code remembers a file's text for a while, so each test has files of its own.
    app = `app${++count}.js`;
    other = `other${count}.js`;
    learner = await startLearner(demoPack(textAbout(app, other)));
    rewind = openRewind({
      player: learner.player,
      kept: learner.kept,
      ...learner.parts,
      learnerFiles: (folder) => guardedFiles(folder, undefined),
      isTrusted: async () => true,
    });
  });

  afterEach(async () => {
    dialogs.restore();
    await learner.dispose();
    await emptyWorkspace();
  });

  it('resets a step to what it met, keeps what the person had, and gives it back', async () => {
    await putOnDisk(app, 'const app = 1;\n// mine\n');
    await learner.player.open('demo', 'start', 'change');
    dialogs.choose('Apply');
    await learner.press('diff');
    await learner.press('write');
    await putOnDisk(app, 'const app = 2;\n// mine, and more\n');
    dialogs.choose('Go On', undefined);
    await rewind.resetStep();
    assert.equal(await onDisk(app), 'const app = 1;\n// mine\n');
    assert.equal(await onDisk(other), undefined);
    assert.deepEqual(learner.block('file').state, { kind: 'idle' });

    const open = learner.player.current();
    assert.ok(open);
    const [aside] = await learner.kept.of(open).aside();
    dialogs.choose(aside?.paths.join(', '), 'Go On');
    await rewind.restoreMine();
    assert.equal(await onDisk(app), 'const app = 2;\n// mine, and more\n');
    assert.equal(await onDisk(other), 'other\n');
  });

  it('changes nothing where the person turns it down', async () => {
    await learner.player.open('demo', 'start', 'make');
    await learner.press('write');
    await putOnDisk(app, 'mine\n');
    dialogs.choose(undefined);
    await rewind.resetStep();
    assert.equal(await onDisk(app), 'mine\n');
  });

  it('says so where a step has changed nothing', async () => {
    await learner.player.open('demo', 'start', 'make');
    await rewind.resetStep();
    assert.deepEqual(dialogs.said, ['This step has changed no files of yours']);
  });

  it('starts again: every file as before the tutorial, no progress, nothing lost', async () => {
    await putOnDisk(app, '');
    await learner.player.open('demo', 'start', 'make');
    await learner.press('write');
    await learner.player.move({ type: 'skip' });
    dialogs.choose('Apply');
    await learner.press('diff');
    await learner.press('write');
    dialogs.choose('Go On', undefined);
    await rewind.startAgain();
    assert.equal(await onDisk(app), '');
    assert.equal(await onDisk(other), undefined);
    assert.equal(learner.player.current()?.progress.startedAt, undefined);
    const open = learner.player.current();
    assert.ok(open);
    assert.deepEqual(
      (await learner.kept.of(open).aside()).map(({ paths }) => paths),
      [[app, other]],
    );
  });

  it('catches up: does the earlier steps, runs what is agreed to, and keeps what was there', async () => {
    await putOnDisk(app, '// mine\n');
    await learner.player.open('demo', 'start', 'later');
    dialogs.choose('Write and Run');
    await rewind.catchUp();
    assert.equal(await onDisk(app), 'const app = 2;\n');
    assert.equal(await onDisk(other), 'other\n');
    assert.equal(await eventually('the command ran', () => onDisk('ran.txt')), 'ran\n');
    const open = learner.player.current();
    assert.ok(open);
    assert.deepEqual(
      Object.entries(open.progress.steps).map(([id, { status }]) => `${id} ${status}`),
      ['later entered', 'make skipped', 'change skipped'],
    );
    assert.match(dialogs.details[0] ?? '', /app\d\.js[\s\S]*other\d\.js[\s\S]*echo ran > ran\.txt/);
    assert.deepEqual(
      (await learner.kept.of(open).aside()).map(({ paths }) => paths),
      [[app]],
    );
  });

  it('catches up without running anything, where only writing is agreed to', async () => {
    await learner.player.open('demo', 'start', 'change');
    dialogs.choose('Write Only');
    await rewind.catchUp();
    assert.equal(await onDisk(app), 'const app = 1;\n');
    assert.equal(await onDisk('ran.txt'), undefined);
    await rewind.catchUp();
    assert.match(dialogs.said.at(-1) ?? '', /Do the earlier steps|All earlier steps are done/);
  });

  describe('while a command of an earlier step does not end', () => {
    const server = `# Serve

## Serve {#serve}

\`\`\`sh run
echo started > server.txt; while [ ! -f stop.txt ]; do sleep 0.1; done
\`\`\`

## Next {#next}

## After {#after}
`;
    let catchingUp: Promise<void>;
    let cancelling: vscode.CancellationTokenSource;
    let waitedFor: (string | undefined)[];

    beforeEach(async () => {
      await writeFiles(learner.folder.fsPath, { 'demo/tutorials/serve.md': server });
      learner.packs.refresh();
      cancelling = new vscode.CancellationTokenSource();
      waitedFor = [];
      sinon.stub(vscode.window, 'withProgress').callsFake(({ title, cancellable }, task) => {
        assert.ok(cancellable);
        return task({ report: ({ message }) => waitedFor.push(title, message) }, cancelling.token);
      });
      await learner.player.open('demo', 'serve', 'next');
      dialogs.choose('Write and Run', undefined);
      catchingUp = rewind.catchUp();
      await eventually('the server starts', async () => (await onDisk('server.txt')) || undefined);
    });

    afterEach(async () => {
      await putOnDisk('stop.txt', '');
      sinon.restore();
      for (const terminal of vscode.window.terminals) terminal.dispose();
    });

    const done = () => learner.store.read('demo', 'serve')?.steps.serve?.status;

    it('says what it waits for, and stops it when the person has enough', async () => {
      assert.match(waitedFor.join(), /^Doing the earlier steps,echo started/);
      cancelling.cancel();
      await catchingUp;
      assert.match(dialogs.said.at(-1) ?? '', /^“echo started .*” was stopped\. The files are written/);
      assert.equal(done(), undefined);
    });

    it('says in words that its terminal was closed', async () => {
      for (const terminal of vscode.window.terminals) terminal.dispose();
      await catchingUp;
      assert.match(dialogs.said.at(-1) ?? '', /^“echo started .*” was stopped\. The files are written/);
    });

    it('leaves another tutorial alone that was opened meanwhile, and says so', async () => {
      await learner.player.open('demo', 'start', 'change');
      const before = learner.player.current()?.progress;
      await putOnDisk('stop.txt', '');
      await catchingUp;
      assert.equal(learner.player.current()?.progress, before);
      assert.match(dialogs.said.at(-1) ?? '', /^“Serve” is no longer open/);
      assert.equal(done(), undefined);
    });

    it('goes on where the same tutorial has been read anew', async () => {
      await writeFiles(learner.folder.fsPath, { 'demo/tutorials/serve.md': `${server}\n## Last\n` });
      learner.packs.refresh();
      await eventually('the new text', () => (learner.page().steps.length === 4 ? true : undefined));
      await putOnDisk('stop.txt', '');
      await catchingUp;
      assert.equal(done(), 'skipped');
    });
  });

  it('compares with the solution and changes nothing', async () => {
    await putOnDisk(app, 'const app = 7;\n');
    await learner.player.open('demo', 'start', 'change');
    await rewind.compare();
    assert.deepEqual(dialogs.said, []);
    assert.equal(await onDisk(app), 'const app = 7;\n');
    assert.equal(await onDisk(other), undefined);
  });

  it('compares, and shows what a block would write then, not the solution of the same file', async () => {
    await putOnDisk(app, 'const app = 7;\n');
    await learner.player.open('demo', 'start', 'change');
    await rewind.compare();
    await eventually('the solution is shown', () => isOpenSomewhere('const app = 2;\n') || undefined);
    await learner.player.move({ type: 'go', step: 'make' });
    let shown = '';
    dialogs.meanwhile(async () => {
      const proposed = await eventually('the difference', proposedInDiff);
      shown = (await vscode.workspace.openTextDocument(proposed)).getText();
    });
    await learner.press('write');
    assert.equal(shown, 'const app = 1;\n');
  });

  it('says so where all is as in the solution', async () => {
    await putOnDisk(app, 'const app = 1;\n');
    await learner.player.open('demo', 'start', 'make');
    await rewind.compare();
    assert.deepEqual(dialogs.said, ['Your files are what the steps so far make of them']);
  });
});

function isOpenSomewhere(text: string): boolean {
  return vscode.workspace.textDocuments.some((document) => document.getText() === text);
}
