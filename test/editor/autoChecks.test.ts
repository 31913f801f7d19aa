import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { publisherTrust } from '../../src/extension/pack/publisherTrust.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, memoryMemento, startLearner } from './learner.ts';
import { emptyWorkspace, eventually, hasEnded, inWorkspace, onDisk, putOnDisk } from './workspace.ts';

const tutorial = `# By themselves

## File

\`\`\`js title="answer.js"
41
\`\`\`

\`\`\`yaml check
- file: answer.js
  contains: "42"
- file: other.js
  contains: other
\`\`\`

## Command

\`\`\`sh run
echo 42 > answer.js
\`\`\`

\`\`\`sh run
cat answer.js >> ran.txt
\`\`\`

\`\`\`yaml check
- run: cat answer.js >> ran.txt; echo run >> runs.txt; grep 42 answer.js
\`\`\`

\`\`\`yaml check
- run: cat answer.js >> ran.txt
- file: never.js
\`\`\`

## Errors

\`\`\`yaml check
- diagnostics: lib.js
- file: mine.js
  contains: done
\`\`\`

## Long

\`\`\`yaml check
- run: echo $$ >> pids.txt; sleep \`cat seconds.js\`; grep 42 answer.js
\`\`\`

## Last
`;

describe('checks by themselves', function () {
  this.timeout(40_000);
  let learner: Learner;
  let dialogs: Dialogs;

  beforeEach(async () => {
    dialogs = answerDialogs();
    learner = await startLearner(demoPack(tutorial));
  });

  afterEach(async () => {
    dialogs.restore();
    await learner.dispose();
    await setAuto(undefined);
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await emptyWorkspace();
  });

  const open = (step: string) => learner.player.open('demo', 'start', step);
  const states = (nth = 0) => learner.block('check', nth).checks.map(({ result }) => result?.state ?? 'not tried');
  const status = (step: string) => learner.player.current()?.progress.steps[step]?.status;
  const reported = () =>
    learner.reports.flatMap(({ type, data }) =>
      type.includes('.check.') ? [`${type.split('.').at(-1)} ${'check' in data && data.check}`] : [],
    );
  const untilTried = (nth = 0) =>
    eventually(
      'the checks are tried',
      () => (learner.block('check', nth).state === 'idle' && !states(nth).includes('not tried')) || undefined,
    );

  it('are tried after a save, and pass', async () => {
    await putOnDisk('other.js', 'other');
    await open('file');
    await save('answer.js', '42');
    await eventually('the step is completed', () => status('file') === 'completed' || undefined);
    assert.deepEqual(states(), ['passed', 'passed']);
    assert.deepEqual(reported(), ['passed 0', 'passed 1']);
  });

  it('fail as well, with what was found; once reported, the same failure is not reported again', async () => {
    await open('file');
    await save('answer.js', '40');
    await untilTried();
    assert.equal(learner.block('check').checks[0]?.result?.found, 'not in the file');
    assert.deepEqual(reported(), ['failed 0', 'failed 1']);
    for (const content of ['39', '38']) {
      const tried = nextTry();
      await save('answer.js', content);
      await tried;
    }
    assert.deepEqual(reported(), ['failed 0', 'failed 1']);
    const tried = nextTry();
    await save('answer.js', '42');
    await tried;
    assert.deepEqual(reported(), ['failed 0', 'failed 1', 'passed 0']);
    await learner.press('check');
    assert.deepEqual(reported(), ['failed 0', 'failed 1', 'passed 0', 'passed 0', 'failed 1']);
  });

  it('are tried once after several files were saved', async () => {
    await open('file');
    await putOnDisk('answer.js', 'an answer');
    await putOnDisk('other.js', 'another');
    for (const path of ['answer.js', 'other.js']) {
      const editor = await vscode.window.showTextDocument(inWorkspace(path), { preview: false });
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// '));
    }
    const tries = countTries();
    assert.ok(await vscode.workspace.saveAll());
    await untilTried();
    await quiet();
    assert.equal(tries(), 1);
  });

  it('are tried after a block was written', async () => {
    await open('file');
    await learner.press('write');
    await untilTried();
    assert.deepEqual(states(), ['failed', 'failed']);
  });

  it('leave alone what is typed and not saved, and the editor that is in use', async () => {
    await open('file');
    await save('answer.js', '40');
    const mine = await shown('other.js', '');
    await mine.edit((edit) => edit.insert(new vscode.Position(0, 0), 'other'));
    await untilTried();
    assert.deepEqual(states(), ['failed', 'failed']);
    assert.equal(mine.document.isDirty, true);
    assert.equal(vscode.window.activeTextEditor?.document, mine.document);
  });

  it('cover nothing that the person writes: errors are looked for in a file that has a tab', async () => {
    await putOnDisk('lib.js', 'export {};\n');
    await open('errors');
    const mine = await shown('mine.js', 'done\n');
    await save('mine.js', 'done, and saved\n');
    await eventually('the other check is tried', () => (states()[1] === 'passed' ? true : undefined));
    assert.deepEqual(states(), ['not tried', 'passed']);
    assert.equal(vscode.window.activeTextEditor?.document, mine.document);
  });

  it('are not tried on opening, on entering a step, or by a save of what they do not look at', async () => {
    await putOnDisk('answer.js', '42');
    await putOnDisk('other.js', 'other');
    await open('file');
    await learner.player.move({ type: 'go', step: 'command' });
    await learner.player.move({ type: 'go', step: 'file' });
    await save('third.js', '1');
    await quiet();
    assert.deepEqual(states(), ['not tried', 'not tried']);
    assert.equal(status('file'), 'entered');
  });

  it('are not tried where the person wants none of it', async () => {
    await setAuto(false);
    await open('file');
    await save('answer.js', '42');
    await quiet();
    assert.deepEqual(states(), ['not tried', 'not tried']);
  });

  it('are not tried in a folder that is not trusted, which is not told', async () => {
    dialogs.distrust();
    await open('file');
    await save('answer.js', '42');
    await quiet();
    assert.deepEqual(states(), ['not tried', 'not tried']);
    assert.deepEqual(dialogs.said, []);
  });

  it('run no command that the person did not let run', async () => {
    await open('command');
    await save('answer.js', '41');
    await untilFileTried();
    assert.deepEqual([states(0), states(1)], [['not tried'], ['not tried', 'failed']]);
    assert.equal(await onDisk('runs.txt'), undefined);
    assert.equal(await onDisk('ran.txt'), undefined);
  });

  it('run a command again after Check was pressed for it, also after a command of the step', async () => {
    await open('command');
    await putOnDisk('answer.js', '41');
    await learner.press('check', 0);
    assert.deepEqual(states(0), ['failed']);
    await learner.press('run', 0);
    await eventually('the command is tried again', () => states(0)[0] === 'passed' || undefined);
    assert.equal(await onDisk('runs.txt'), 'run\nrun\n');
    await untilFileTried();
    assert.deepEqual(states(1), ['not tried', 'failed']);
  });

  it('run no command of a publisher whom the person trusts no more', async () => {
    const trust = publisherTrust(memoryMemento(), vscode.Uri.file('/extension/packs'));
    await learner.dispose();
    learner = await startLearner(demoPack(tutorial), {
      isTrusted: ({ root, origin, pack: { manifest } }) => trust.ask({ root, origin, ...manifest }),
      hasTrust: ({ root, origin, pack: { manifest } }) => trust.isGiven({ root, origin, ...manifest }),
    });
    await open('command');
    dialogs.choose('Trust Tests');
    await learner.press('check', 0);
    await save('answer.js', '41');
    await untilFileTried();
    const runs = await onDisk('runs.txt');
    assert.match(runs ?? '', /^run\n(run\n)+$/);
    await trust.forgetAll();
    await putOnDisk('never.js', '');
    await save('answer.js', '42');
    await eventually('the check of a file is tried', () => (states(1)[1] === 'passed' ? true : undefined));
    assert.equal(await onDisk('runs.txt'), runs);
    await learner.press('check', 0);
    assert.equal(dialogs.said.filter((said) => said.startsWith('Do you trust')).length, 2);
    assert.deepEqual(states(0), ['passed']);
  });

  it('run a command that the person ran as a block, once Check was pressed in the tutorial', async () => {
    await open('command');
    await putOnDisk('answer.js', '40');
    await learner.press('run', 1);
    await untilFileTried();
    assert.deepEqual(states(1), ['not tried', 'failed']);
    await learner.player.move({ type: 'go', step: 'file' });
    await learner.press('check');
    await learner.player.move({ type: 'go', step: 'command' });
    await learner.press('run', 1);
    await eventually('the command is tried', () => states(1)[0] === 'passed' || undefined);
    assert.deepEqual(states(0), ['not tried']);
  });

  it('are stopped by a newer save, and tried with it', async () => {
    await putOnDisk('seconds.js', '0');
    await open('long');
    await learner.press('check');
    await save('seconds.js', '60');
    await eventually('it is tried by itself', async () => (await pids()).length === 2 || undefined);
    assert.equal(learner.block('check').state, 'running');
    await putOnDisk('answer.js', '42');
    await save('seconds.js', '0');
    await eventually('the step is completed', () => status('long') === 'completed' || undefined);
    assert.equal((await pids()).length, 3);
    await hasEnded((await pids())[1]);
  });

  it("give way to the person's click", async () => {
    await putOnDisk('seconds.js', '0');
    await open('long');
    await learner.press('check');
    await save('seconds.js', '60');
    await eventually('it is tried by itself', async () => (await pids()).length === 2 || undefined);
    await putOnDisk('seconds.js', '0');
    await putOnDisk('answer.js', '42');
    await learner.press('check');
    assert.equal(status('long'), 'completed');
    await hasEnded((await pids())[1]);
  });

  it("let the person's own check end first, and are tried after it", async () => {
    await putOnDisk('seconds.js', '2');
    await open('long');
    const checking = learner.press('check');
    await eventually('the command runs', async () => (await pids()).length === 1 || undefined);
    await putOnDisk('seconds.js', '0');
    await save('third.js', '1');
    await checking;
    assert.deepEqual(reported(), ['failed 0']);
    await eventually('it is tried again', async () => (await pids()).length === 2 || undefined);
  });

  it('are stopped by leaving the step', async () => {
    await putOnDisk('seconds.js', '0');
    await open('long');
    await learner.press('check');
    await save('seconds.js', '60');
    await eventually('it is tried by itself', async () => (await pids()).length === 2 || undefined);
    await learner.player.move({ type: 'go', step: 'last' });
    await hasEnded((await pids())[1]);
    assert.equal(status('long'), 'entered');
  });

  it('are not tried by the saving that a click on Check does', async () => {
    await open('file');
    const editor = await shown('answer.js', '');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '40'));
    const tries = countTries();
    await learner.press('check');
    await quiet();
    assert.equal(tries(), 1);
  });

  /** Waits until the check of a file in the step with commands was tried. */
  const untilFileTried = () =>
    eventually(
      'the check of the file is tried',
      () => (states(1)[1] === 'failed' && learner.block('check', 1).state === 'idle') || undefined,
    );

  /** Counts how often the guide showed that checks began. */
  function countTries(): () => number {
    let tries = 0;
    let ran = false;
    const listening = learner.player.onDidChange(() => {
      const runs = learner.block('check').state === 'running';
      if (runs && !ran) tries++;
      ran = runs;
    });
    return () => {
      listening.dispose();
      return tries;
    };
  }

  /** The end of the next try. */
  function nextTry(): Promise<void> {
    return new Promise((resolve) => {
      let ran = false;
      const listening = learner.player.onDidChange(() => {
        const runs = learner.block('check').state === 'running';
        if (ran && !runs) {
          listening.dispose();
          // What the try means for the progress is noted right after it.
          setTimeout(resolve);
        }
        ran = runs;
      });
    });
  }
});

/** Types a file's content, as a person does, and saves it. */
async function save(path: string, content: string): Promise<void> {
  const uri = await ensured(path);
  const { document } = await vscode.window.showTextDocument(uri);
  // Until VS Code has noticed what an earlier test did to a file of this name, it does not write over it.
  await eventually(`${path} is saved`, async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), content);
    return (await vscode.workspace.applyEdit(edit)) && (await document.save()) ? true : undefined;
  });
}

/** A file with this content in an editor, whatever an earlier test had in a file of its name. */
async function shown(path: string, content: string): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(await putOnDisk(path, content));
  await vscode.commands.executeCommand('workbench.action.files.revert');
  return editor;
}

async function ensured(path: string): Promise<vscode.Uri> {
  return (await onDisk(path)) === undefined ? putOnDisk(path, '') : inWorkspace(path);
}

async function setAuto(value: boolean | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('onramp').update('check.auto', value, vscode.ConfigurationTarget.Global);
}

/** That nothing happens can only be seen by waiting: three times as long as checks wait. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1500));
}

/** The processes that the long check has run in, in order. */
async function pids(): Promise<number[]> {
  return ((await onDisk('pids.txt')) ?? '').split('\n').filter(Boolean).map(Number);
}
