import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, startLearner } from './learner.ts';
import { emptyWorkspace, eventually, hasEnded, onDisk, putOnDisk, writeFiles } from './workspace.ts';

const tutorial = `---
requires:
  - file: here.txt
    hint: Make it first.
  - run: node -e "require('fs').writeFileSync('ran.txt', '')"
  - setting: editor.tabSize
    equals: 4
---
# T

About it.

## One

Text.
`;

describe('what a tutorial requires', function () {
  this.timeout(40_000);
  let learner: Learner;
  let dialogs: Dialogs;

  beforeEach(async () => {
    await emptyWorkspace();
    dialogs = answerDialogs();
    learner = await startLearner(demoPack(tutorial));
  });

  afterEach(async () => {
    dialogs.restore();
    await learner.dispose();
    await vscode.workspace.getConfiguration('editor').update('tabSize', undefined, vscode.ConfigurationTarget.Global);
  });

  const states = () => learner.page().requires?.checks.map(({ result }) => result?.state);

  it('is looked at when the cover opens, but nothing runs', async () => {
    await learner.player.open('demo', 'start');
    assert.deepEqual(states(), ['failed', undefined, 'passed']);
    assert.equal(learner.page().requires?.missing, '1 thing is missing. You can start all the same.');
    assert.equal(await onDisk('ran.txt'), undefined);
  });

  it('is tried as a whole on a click, and keeps nobody from starting', async () => {
    await learner.player.open('demo', 'start');
    await learner.player.checkRequirements();
    assert.deepEqual(states(), ['failed', 'passed', 'passed']);
    assert.equal(await onDisk('ran.txt'), '');
    assert.equal(learner.page().navigation.nextOpen, true);
    await learner.player.move({ type: 'next' });
    assert.equal(learner.page().title, 'One');
    assert.equal(learner.page().requires, undefined);
  });

  it('is looked at without showing that, so that a click meets the button that was aimed at', async () => {
    const seen = new Set<string | undefined>();
    const listening = learner.player.onDidChange(() => seen.add(learner.player.current() && learner.page().requires?.state));
    await learner.player.open('demo', 'start');
    await eventually('it was looked at', () => states()?.join() === 'failed,,passed' || undefined);
    listening.dispose();
    assert.ok(!seen.has('running'));
  });

  it('is tried as a whole on a click that comes while it is being looked at', async () => {
    const opened = learner.player.open('demo', 'start');
    await eventually('the cover is shown', () => learner.player.current());
    await learner.player.checkRequirements();
    await opened;
    assert.deepEqual(states(), ['failed', 'passed', 'passed']);
    assert.equal(await onDisk('ran.txt'), '');
  });

  it('follows what the person does about it', async () => {
    await learner.player.open('demo', 'start');
    await putOnDisk('here.txt', '1');
    await vscode.workspace.getConfiguration('editor').update('tabSize', 3, vscode.ConfigurationTarget.Global);
    await eventually('both are seen', () => states()?.join() === 'passed,,failed' || undefined);
    assert.equal(learner.page().requires?.checks[2]?.result?.found, '3');
  });

  it('is neither looked at nor tried in a folder that is not trusted', async () => {
    dialogs.distrust();
    await learner.player.open('demo', 'start');
    assert.deepEqual(states(), [undefined, undefined, undefined]);
    assert.deepEqual(dialogs.said, []);
    await learner.player.checkRequirements();
    assert.deepEqual(states(), [undefined, undefined, undefined]);
    assert.match(dialogs.said.join(), /not trusted/);
    assert.equal(await onDisk('ran.txt'), undefined);
  });

  it('covers nothing that the person writes, unless they ask', async () => {
    await putOnDisk('lib.js', 'export {};\n');
    const mine = await vscode.window.showTextDocument(await putOnDisk('mine.js', 'mine();\n'));
    const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
    const errors = tutorial.replace('- file: here.txt\n    hint: Make it first.', '- diagnostics: lib.js\n  - file: here.txt');
    await writeFiles(learner.folder.fsPath, { 'demo/tutorials/errors.md': errors });
    learner.packs.refresh();
    await learner.player.open('demo', 'errors');
    assert.deepEqual(states(), [undefined, 'failed', undefined, 'passed']);
    await putOnDisk('here.txt', '1');
    await mine.edit((edit) => edit.insert(new vscode.Position(0, 0), '// '));
    await mine.document.save();
    await eventually('it is looked at again', () => states()?.join() === ',passed,,passed' || undefined);
    assert.deepEqual([vscode.window.activeTextEditor?.document, tabs()], [mine.document, ['mine.js']]);
    await learner.player.checkRequirements();
    assert.deepEqual(states(), ['passed', 'passed', 'passed', 'passed']);
  });

  describe('is stopped while it is tried', () => {
    const long = tutorial.replace(/run: .*/, 'run: echo $$ > pid.txt; sleep 60\n    timeout: 50');
    let trying: Promise<void>;

    beforeEach(async () => {
      await writeFiles(learner.folder.fsPath, { 'demo/tutorials/long.md': long });
      learner.packs.refresh();
      await learner.player.open('demo', 'long');
      trying = learner.player.checkRequirements();
      await eventually('the command runs', async () => (await onDisk('pid.txt'))?.trim() || undefined);
    });

    /** Waits for no longer than a command that is let run takes. */
    const ended = async () => {
      await hasEnded(Number(await onDisk('pid.txt')));
      await trying;
    };

    it('by another tutorial', async () => {
      await learner.player.open('demo', 'start');
      await ended();
      assert.deepEqual(states(), ['failed', undefined, 'passed']);
    });

    it('by closing it', async () => {
      await learner.player.close();
      await ended();
    });

    it('by beginning anew', async () => {
      await learner.player.restart();
      await ended();
      assert.deepEqual(states(), ['failed', undefined, 'passed']);
    });
  });

  it('is not tried where the cover is left before that begins', async () => {
    await learner.player.open('demo', 'start');
    const trying = learner.player.checkRequirements();
    await learner.player.close();
    await trying;
    assert.equal(await onDisk('ran.txt'), undefined);
  });
});
