import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { CheckView } from '../../src/protocol/guide.ts';
import { isRunning } from '../host/isRunning.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, startLearner } from './learner.ts';
import { emptyWorkspace, eventually, inWorkspace, onDisk, putOnDisk } from './workspace.ts';

const tutorial = `# Checks

## File

\`\`\`yaml check
- file: answer.txt
  contains: "42"
  hint: Write the answer.
\`\`\`

## Command

\`\`\`yaml check
- run: cat question.txt && exit 5
  exit: 0
- run: echo 42
  output: "42"
\`\`\`

## Slow

\`\`\`yaml check
- run: sh -c 'echo $$ > child.pid; sleep 60' & echo $$ > shell.pid; wait
  timeout: 1
\`\`\`

## Background

\`\`\`yaml check
- run: sh -c 'echo $$ > server.pid; echo up; sleep 60' & sleep 0.1
  output: up
  timeout: 20
\`\`\`

## Long

\`\`\`yaml check
- run: echo $$ > long.pid; sleep 60
- run: echo never > never.txt
\`\`\`

## Detached

\`\`\`yaml check
- run: setsid sh -c 'echo $$ > left.pid; sleep 30' & sleep 60
  timeout: 1
\`\`\`

## Nowhere

\`\`\`yaml check
- run: echo 1
  cwd: nowhere
\`\`\`

## Errors

\`\`\`yaml check
- diagnostics: notes.txt
\`\`\`

## Last
`;

describe('a check', () => {
  let learner: Learner;
  let dialogs: Dialogs;

  beforeEach(async () => {
    dialogs = answerDialogs();
    learner = await startLearner(demoPack(tutorial));
  });

  afterEach(async () => {
    dialogs.restore();
    await learner.dispose();
    await emptyWorkspace();
  });

  const open = (step: string) => learner.player.open('demo', 'start', step);
  const shown = () => learner.block('check').checks.map(inWords);
  const navigation = () => {
    const { next, nextOpen, skip } = learner.page().navigation;
    return `${next}${nextOpen ? '' : ' locked'}${skip ? ', skip' : ''}`;
  };

  it('fails before and passes after, and Next opens with it', async () => {
    await open('file');
    assert.deepEqual(shown(), ['answer.txt contains “42”: not tried']);
    assert.equal(navigation(), 'next locked, skip');
    await learner.press('check');
    assert.deepEqual(shown(), ['answer.txt contains “42”: failed, there is no such file (Write the answer.)']);
    await putOnDisk('answer.txt', '41');
    await learner.press('check');
    assert.deepEqual(shown(), ['answer.txt contains “42”: failed, not in the file (Write the answer.)']);
    assert.equal(navigation(), 'next locked, skip');
    await learner.player.move({ type: 'next' });
    assert.equal(learner.player.current()?.progress.current, 'file');
    await putOnDisk('answer.txt', 'It is 42.');
    await learner.press('check');
    assert.deepEqual(shown(), ['answer.txt contains “42”: passed, so it is (Write the answer.)']);
    assert.equal(navigation(), 'next');
    await learner.player.move({ type: 'next' });
    assert.equal(learner.player.current()?.progress.current, 'command');
    assert.deepEqual(
      learner.reports.map(({ type }) => type.replace('dev.onramp.', '')),
      ['tutorial.started', 'step.entered', 'check.failed', 'check.failed', 'check.passed', 'step.completed', 'step.entered'],
    );
  });

  it('looks at what is typed: a file it names is saved first', async () => {
    await open('file');
    await putOnDisk('answer.txt', '');
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(inWorkspace('answer.txt')));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '42'));
    await learner.press('check');
    assert.equal(learner.player.current()?.progress.steps.file?.status, 'completed');
    assert.equal(await onDisk('answer.txt'), '42');
  });

  it('skipped is recorded as such', async () => {
    await open('file');
    await learner.player.move({ type: 'skip' });
    assert.deepEqual(
      learner
        .page()
        .steps.slice(0, 3)
        .map(({ id, status }) => `${id} ${status}`),
      ['file skipped', 'command entered', 'slow todo'],
    );
  });

  it('of a command shows its output, and what of it was expected', async () => {
    await open('command');
    await putOnDisk('question.txt', 'six times nine\n');
    await learner.press('check');
    assert.deepEqual(shown(), [
      '“cat question.txt && exit 5” ends with exit code 0: failed, exit code 5 [six times nine]',
      '“echo 42” prints “42”: passed, so it is [42]',
    ]);
  });

  it('that takes too long is stopped with all that it started', async () => {
    await open('slow');
    await learner.press('check');
    assert.match(shown().join(), /: failed, stopped after 1 s without an end/);
    for (const file of ['shell.pid', 'child.pid']) await hasEnded(file);
  });

  it('that takes too long ends even where a part of it has left its group', async () => {
    await open('detached');
    await learner.press('check');
    assert.match(shown().join(), /: failed, stopped after 1 s without an end/);
    // What has left is nobody's to stop; it is there still, and was not waited for.
    process.kill(-Number(await onDisk('left.pid')), 'SIGKILL');
  });

  it('has ended with its command, whatever that has left in the background, which goes on', async () => {
    await open('background');
    await learner.press('check');
    assert.match(shown().join(), /: passed/);
    const pid = Number(await onDisk('server.pid'));
    assert.ok(isRunning(pid));
    process.kill(pid, 'SIGKILL');
  });

  it('can be cancelled: the command ends, the next is not begun, nothing counts', async () => {
    await open('long');
    const checking = learner.press('check');
    await eventually('the command runs', async () => (await onDisk('long.pid')) || undefined);
    assert.equal(learner.block('check').state, 'running');
    await learner.player.act({ type: 'cancel', index: 0 });
    await checking;
    assert.deepEqual(shown(), [
      '“echo $$ > long.pid; sleep 60” ends with exit code 0: cancelled, stopped',
      '“echo never > never.txt” ends with exit code 0: not tried',
    ]);
    assert.equal(learner.block('check').state, 'idle');
    await hasEnded('long.pid');
    assert.equal(await onDisk('never.txt'), undefined);
  });

  it('of errors ends at once when it is cancelled, however long the language would be waited for', async () => {
    await putOnDisk('notes.txt', 'No language knows of errors in this.');
    await open('errors');
    const started = Date.now();
    const checking = learner.press('check');
    await eventually('it is tried', () => (learner.block('check').state === 'running' ? true : undefined));
    await learner.player.act({ type: 'cancel', index: 0 });
    await checking;
    // A language is waited for up to 15 s.
    assert.ok(Date.now() - started < 10_000, `took ${Date.now() - started} ms`);
    assert.deepEqual(shown(), ['notes.txt has no errors: cancelled, stopped']);
  });

  it('of errors shows its file only as long as it needs it, beside nothing that the person has open', async function () {
    this.timeout(40_000);
    await putOnDisk('notes.txt', '');
    const mine = await vscode.window.showTextDocument(await putOnDisk('mine.txt', 'mine'), { preview: false });
    await open('errors');
    await learner.press('check');
    assert.deepEqual(shown(), ['notes.txt has no errors: passed, so it is']);
    assert.equal(vscode.window.activeTextEditor?.document, mine.document);
  });

  it('is stopped by going to another step, which can be checked at once', async () => {
    await open('long');
    const checking = learner.press('check');
    await eventually('the command runs', async () => (await onDisk('long.pid')) || undefined);
    await learner.player.move({ type: 'go', step: 'file' });
    await putOnDisk('answer.txt', '42');
    await learner.press('check');
    assert.equal(learner.player.current()?.progress.steps.file?.status, 'completed');
    await checking;
    await hasEnded('long.pid');
    assert.equal(learner.player.current()?.progress.current, 'file');
    assert.equal(learner.player.current()?.progress.steps.long?.status, 'entered');
  });

  it('is stopped when the window goes', async () => {
    await open('long');
    const checking = learner.press('check');
    await eventually('the command runs', async () => (await onDisk('long.pid')) || undefined);
    learner.player.dispose();
    await hasEnded('long.pid');
    await checking;
  });

  it('runs once by two clicks', async () => {
    await open('command');
    await Promise.all([learner.press('check'), learner.press('check')]);
    assert.equal(learner.reports.filter(({ type }) => type === 'dev.onramp.check.passed').length, 1);
  });

  it('whose folder is not there says so', async () => {
    await open('nowhere');
    await learner.press('check');
    assert.deepEqual(shown(), ['“echo 1” ends with exit code 0: failed, could not be run: there is no folder nowhere']);
  });

  it('of what is a folder says so', async () => {
    await open('file');
    await mkdir(inWorkspace('answer.txt').fsPath);
    await learner.press('check');
    assert.deepEqual(shown(), ['answer.txt contains “42”: failed, it is a folder (Write the answer.)']);
  });

  it('by the command tries every check of the step', async () => {
    await open('file');
    await putOnDisk('answer.txt', '42');
    await learner.player.checkStep();
    assert.equal(learner.player.current()?.progress.steps.file?.status, 'completed');
  });

  it('of a command says where none can be run', async () => {
    const web = await startLearner(demoPack(tutorial), { shell: false });
    await web.player.open('demo', 'start', 'command');
    await web.press('check');
    assert.match(web.block('check').checks.map(inWords).join(), /: unavailable, commands cannot be run in this editor/);
    await web.dispose();
  });
});

function inWords({ expected, result, hint }: CheckView): string {
  if (result === undefined) return `${expected}: not tried`;
  const output = result.output === undefined || result.output === '' ? '' : ` [${result.output.trim()}]`;
  return `${expected}: ${result.state}, ${result.found}${output}${hint === undefined ? '' : ` (${hint})`}`;
}

/** Waits until the process, whose number a command left in a file, is gone. */
async function hasEnded(file: string): Promise<void> {
  const pid = Number(await eventually(`${file} is written`, async () => (await onDisk(file)) || undefined));
  assert.ok(pid > 0);
  await eventually(`process ${pid} of ${file} ends`, () => (isRunning(pid) ? undefined : true), 5000);
}
