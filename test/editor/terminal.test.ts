import assert from 'node:assert/strict';
import { appendFile, readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, startLearner } from './learner.ts';
import { emptyWorkspace, eventually, onDisk, scratchFolder } from './workspace.ts';

const tutorial = `# Commands

## Commands

\`\`\`sh run
test -t 1 && echo ran >> ran.txt
\`\`\`

\`\`\`sh run
bash -c 'exit 3'
\`\`\`

\`\`\`sh run
echo first > lines.txt
echo second >> lines.txt; bash -c 'exit 4'
\`\`\`

\`\`\`sh run
echo started > server.txt; while [ ! -f stop.txt ]; do sleep 0.1; done; echo stopped >> server.txt
\`\`\`

\`\`\`sh run
echo 1 &&
  bash -c 'exit 5'
\`\`\`

\`\`\`sh run
# says

echo \\
  hi > said.txt

bash -c 'exit 6'
\`\`\`
`;

const [says, fails, lines, server, continued, spaced] = [0, 1, 2, 3, 4, 5];

describe('a run block', function () {
  this.timeout(40_000);
  let learner: Learner;
  let dialogs: Dialogs;

  beforeEach(async () => {
    await closeTerminals();
    dialogs = answerDialogs();
    learner = await startLearner(demoPack(tutorial));
    await learner.player.open('demo', 'start', 'commands');
  });

  afterEach(async () => {
    dialogs.restore();
    await learner.dispose();
    await closeTerminals();
    await emptyWorkspace();
  });

  const stateOf = (nth: number) => learner.block('run', nth).state;

  it('runs in a terminal that the person sees, and knows that it went well', async () => {
    await learner.press('run', says);
    assert.deepEqual(stateOf(says), { kind: 'ended', exit: 0 });
    assert.deepEqual(names(), ['Onramp']);
    assert.equal(await onDisk('ran.txt'), 'ran\n');
  });

  it('knows the exit code of what failed', async () => {
    await learner.press('run', fails);
    assert.deepEqual(stateOf(fails), { kind: 'ended', exit: 3 });
    assert.deepEqual(learner.reports.at(-1), {
      type: 'dev.onramp.command.run',
      data: { pack: 'demo', version: '1.2.3', tutorial: 'start', step: 'commands', exit: 3 },
    });
  });

  it('of several lines ends with the last of them', async () => {
    await learner.press('run', lines);
    assert.equal(await onDisk('lines.txt'), 'first\nsecond\n');
    assert.deepEqual(stateOf(lines), { kind: 'ended', exit: 4 });
  });

  it('of lines that are continued, empty or comments ends with the last of them, as often as it is run', async () => {
    await learner.press('run', continued);
    assert.deepEqual(stateOf(continued), { kind: 'ended', exit: 5 });
    for (let times = 0; times < 3; times++) {
      await learner.press('run', spaced);
      assert.deepEqual(stateOf(spaced), { kind: 'ended', exit: 6 });
      assert.equal(await onDisk('said.txt'), 'hi\n');
    }
    await learner.press('run', continued);
    assert.deepEqual(stateOf(continued), { kind: 'ended', exit: 5 });
  });

  it('uses the same terminal again', async () => {
    await learner.press('run', says);
    await learner.press('run', fails);
    assert.deepEqual(names(), ['Onramp']);
  });

  it('uses it in its own folder only', async () => {
    const other = await scratchFolder();
    const { signal } = new AbortController();
    await learner.press('run', says);
    await learner.parts.terminal.run('echo other > where.txt', other.uri, signal);
    assert.equal(await onDisk('where.txt'), undefined);
    assert.equal(await readFile(vscode.Uri.joinPath(other.uri, 'where.txt').fsPath, 'utf8'), 'other\n');
    await learner.press('run', fails);
    await learner.parts.terminal.run('echo again > where.txt', other.uri, signal);
    assert.deepEqual(names(), ['Onramp', 'Onramp']);
    await closeTerminals();
    await other.dispose();
  });

  it('leaves a command that still runs alone, and takes another terminal', async () => {
    const serving = learner.press('run', server);
    await eventually('the server starts', async () => (await onDisk('server.txt')) || undefined);
    await learner.press('run', says);
    assert.deepEqual(stateOf(says), { kind: 'ended', exit: 0 });
    assert.deepEqual(stateOf(server), { kind: 'running' });
    assert.deepEqual(names(), ['Onramp', 'Onramp']);
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder(), 'stop.txt'), new Uint8Array());
    await serving;
    assert.deepEqual(stateOf(server), { kind: 'ended', exit: 0 });
  });

  it('can be stopped while it runs', async () => {
    const serving = learner.press('run', server);
    await eventually('the server starts', async () => (await onDisk('server.txt')) || undefined);
    await learner.player.act({ type: 'cancel', index: 3 });
    await serving;
    assert.deepEqual(stateOf(server), { kind: 'stopped' });
    assert.equal(await onDisk('server.txt'), 'started\n');
  });

  it('can be stopped though its author has saved the tutorial meanwhile', async () => {
    const serving = learner.press('run', server);
    await eventually('the server starts', async () => (await onDisk('server.txt')) || undefined);
    const before = learner.player.current()?.tutorial;
    const file = vscode.Uri.joinPath(learner.folder, 'demo', 'tutorials', 'start.md');
    await appendFile(file.fsPath, '\n## One more\n');
    learner.packs.refresh();
    await eventually('the new text', () => (learner.player.current()?.tutorial === before ? undefined : true));
    await learner.player.act({ type: 'cancel', index: 3 });
    await serving;
    assert.deepEqual(stateOf(server), { kind: 'stopped' });
  });

  it('runs once by two clicks', async () => {
    await Promise.all([learner.press('run', says), learner.press('run', says)]);
    assert.equal(await onDisk('ran.txt'), 'ran\n');
  });

  it('has ended when its terminal is closed meanwhile', async () => {
    const serving = learner.press('run', server);
    await eventually('the server starts', async () => (await onDisk('server.txt')) || undefined);
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await serving;
    assert.deepEqual(stateOf(server), { kind: 'stopped' });
    await learner.press('run', says);
    assert.deepEqual(stateOf(says), { kind: 'ended', exit: 0 });
  });

  it('runs nothing by itself, on opening or on moving about', async () => {
    await learner.player.move({ type: 'back' });
    await learner.player.move({ type: 'go', step: 'commands' });
    assert.deepEqual(names(), []);
    assert.deepEqual(stateOf(says), { kind: 'idle' });
  });

  it('says where commands cannot be run', async () => {
    const web = await startLearner(demoPack(tutorial), { shell: false });
    await web.player.open('demo', 'start', 'commands');
    await web.press('run', says);
    assert.deepEqual(dialogs.said, ['Commands cannot be run in this editor. Use VS Code on the desktop or a codespace']);
    assert.deepEqual(web.block('run', says).state, { kind: 'idle' });
    assert.deepEqual(names(), []);
    await web.dispose();
  });
});

function folder(): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no folder is open');
}

function names(): string[] {
  return vscode.window.terminals.filter(({ exitStatus }) => exitStatus === undefined).map(({ name }) => name);
}

async function closeTerminals(): Promise<void> {
  const left = [...vscode.window.terminals];
  const closed = Promise.all(
    left.map(
      (terminal) =>
        new Promise<void>((resolve) => {
          const listening = vscode.window.onDidCloseTerminal((one) => {
            if (one !== terminal) return;
            listening.dispose();
            resolve();
          });
        }),
    ),
  );
  for (const terminal of left) terminal.dispose();
  await closed;
}
