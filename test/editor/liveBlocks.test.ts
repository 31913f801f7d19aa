import assert from 'node:assert/strict';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { guardedFiles } from '../../src/extension/host/guardedFiles.ts';
import { publisherTrust } from '../../src/extension/pack/publisherTrust.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, memoryMemento, startLearner } from './learner.ts';
import { changedOutside, emptyWorkspace, inWorkspace, onDisk, putOnDisk, scratchFolder, undo, workspaceFolder } from './workspace.ts';

describe('live blocks', () => {
  let learner: Learner;
  let dialogs: Dialogs;
  const start = async (text: string, options?: Parameters<typeof startLearner>[1]) => {
    learner = await startLearner(demoPack(text), options);
    await learner.player.open('demo', 'start', 's');
  };

  beforeEach(() => {
    dialogs = answerDialogs();
  });

  afterEach(async () => {
    dialogs.restore();
    await learner.dispose();
    await emptyWorkspace();
  });

  const diff = '# T\n\n## S {#s}\n\n```diff title="a.js"\n const app = make();\n-app.use(x);\n+app.use(y);\n```\n';

  // A file of its own: VS Code keeps the text of one that another test had for a while.
  it('a diff is shown, applied by the person’s word where its lines have moved, and is one undo', async () => {
    await putOnDisk('shown.js', '// new\r\n// lines\r\nconst app = make();\r\napp.use(x);\r\n');
    await start(diff.replace('a.js', 'shown.js'));
    dialogs.choose('Apply');
    await learner.press('diff');
    assert.equal(await onDisk('shown.js'), '// new\r\n// lines\r\nconst app = make();\r\napp.use(y);\r\n');
    assert.deepEqual(learner.block('diff').state, { kind: 'written' });
    const document = await vscode.workspace.openTextDocument(inWorkspace('shown.js'));
    await undo(document);
    assert.match(document.getText(), /app\.use\(x\)/);
  });

  it('a diff is applied to what the file holds by then, as shown again, though it changes while the question stands', async () => {
    await putOnDisk('moved.js', 'const app = make();\napp.use(x);\n');
    await start(diff.replace('a.js', 'moved.js'));
    dialogs.choose('Apply');
    dialogs.meanwhile(() => changedOutside('moved.js', '// from\n// another branch\nconst app = make();\napp.use(x);\nlast();\n'));
    await learner.press('diff');
    assert.equal(await onDisk('moved.js'), '// from\n// another branch\nconst app = make();\napp.use(y);\nlast();\n');
    assert.equal(dialogs.said.length, 2);
  });

  it('a diff that is turned down, or has no place, leaves the file as it is', async () => {
    await putOnDisk('a.js', 'const app = make();\napp.use(x);\n');
    await start(diff);
    dialogs.choose(undefined);
    await learner.press('diff');
    assert.equal(await onDisk('a.js'), 'const app = make();\napp.use(x);\n');
    await learner.dispose();
    await putOnDisk('b.js', 'quite another\n');
    await start(diff.replace('a.js', 'b.js'));
    await learner.press('diff');
    assert.deepEqual(learner.block('diff').state, {
      kind: 'failed',
      why: 'b.js has changed so much that the place for this diff is not found. Make the change by hand',
    });
    assert.equal(await onDisk('b.js'), 'quite another\n');
  });

  const quiz =
    '# T\n\n## S {#s}\n\n```yaml quiz\nquestion: Which?\nmultiple: true\nchoices:\n  - { text: a, correct: true, why: Since. }\n  - { text: b, why: Never. }\n  - { text: c, correct: true }\n```\n';

  it('a question is judged, tells why for what was chosen only, and is reported', async () => {
    await start(quiz);
    await learner.player.act({ type: 'answer', index: 0, chosen: [0, 1] });
    const wrong = learner.block('quiz');
    assert.deepEqual(
      [wrong.answer, wrong.choices.map(({ why }) => why)],
      [{ chosen: [0, 1], right: false }, ['Since.', 'Never.', undefined]],
    );
    await learner.player.act({ type: 'answer', index: 0, chosen: [0, 2] });
    assert.equal(learner.block('quiz').answer?.right, true);
    const told = learner.reports.flatMap((report) => (report.type === 'dev.onramp.quiz.answered' ? [report.data.right] : []));
    assert.deepEqual(told, [false, true]);
  });

  it('a box stays ticked over a new window', async () => {
    const memento = memoryMemento();
    await start('# T\n\n## S {#s}\n\n- [ ] One\n- [ ] Two\n', { memento });
    await learner.player.act({ type: 'tick', index: 1, on: true });
    assert.deepEqual(learner.page().ticks, [1]);
    await learner.dispose();
    await start('# T\n\n## S {#s}\n\n- [ ] Two\n- [ ] One\n', { memento });
    assert.deepEqual(learner.page().ticks, [0]);
  });

  it('a box on the cover stays ticked as well, and is no news', async () => {
    const memento = memoryMemento();
    await start('# T\n\n- [ ] I have an account\n\n## S {#s}\n\nText.\n', { memento });
    await learner.player.move({ type: 'go', step: null });
    learner.reports.length = 0;
    await learner.player.act({ type: 'tick', index: 0, on: true });
    assert.deepEqual([learner.page().position, learner.page().ticks, learner.reports], [0, [0], []]);
    await learner.player.move({ type: 'next' });
    await learner.player.move({ type: 'back' });
    assert.deepEqual([learner.page().position, learner.page().ticks], [0, [0]]);
  });

  it('a plain block goes in at the cursor, and needs an editor', async () => {
    await start('# T\n\n## S {#s}\n\n```js\nplain();\n```\n');
    await learner.player.act({ type: 'insert', index: 0 });
    assert.deepEqual(dialogs.said, ['Open the file that the snippet belongs in, then insert it']);
    const editor = await vscode.window.showTextDocument(await putOnDisk('p.js', 'ab'));
    editor.selection = new vscode.Selection(0, 1, 0, 1);
    await learner.player.act({ type: 'insert', index: 0 });
    assert.equal(editor.document.getText(), 'aplain();b');
  });

  it('a command link runs what is allowed', async () => {
    await start(
      '# T\n\n## S {#s}\n\n[Show the files](command:workbench.view.explorer) and [run](command:workbench.action.terminal.sendSequence)\n',
    );
    await learner.player.act({ type: 'link', index: 0 });
    await learner.player.act({ type: 'link', index: 1 });
    assert.deepEqual(dialogs.said, []);
    assert.match(
      learner.page().problems.join(),
      /tutorials\/start\.md:5:55 {2}The command “workbench\.action\.terminal\.sendSequence” is not one that a tutorial may run/,
    );
  });

  it('a block that means a file outside the folder, or in .git, is refused with its place', async () => {
    await start(
      '# T\n\n## S {#s}\n\n```js title="../a.js"\nx\n```\n\n```sh title=".git/hooks/pre-commit"\nx\n```\n\n```js title="fine.js"\nx\n```\n',
    );
    assert.deepEqual(learner.page().problems, [
      'tutorials/start.md:5:1  “../a.js” must be a path inside the folder, with /',
      'tutorials/start.md:9:1  “.git/hooks/pre-commit” lies in .git, where a tutorial may write nothing',
    ]);
    await learner.press('write');
    assert.equal(await onDisk('fine.js'), 'x\n');
  });

  it('a block is refused where a link leads out of the folder, on the cover and where its file was written before, too', async () => {
    const outside = await scratchFolder({ 'a.js': 'one\n', 'b.js': 'one\n' });
    const block = (path: string, text: string) => `\`\`\`js title="${path}" append\n${text}\n\`\`\`\n\n`;
    await start(`# T\n\n${block('out/a.js', 'cover')}## S {#s}\n\n${block('in/b.js', 'two')}${block('in/b.js', 'three')}`);
    await symlink(outside.uri.fsPath, inWorkspace('out').fsPath);
    await learner.player.move({ type: 'go', step: null });
    await learner.press('write');
    assert.deepEqual(learner.block('file').state, { kind: 'failed', why: '“out/a.js” must be a path inside the folder, with /' });

    await learner.player.move({ type: 'go', step: 's' });
    await putOnDisk('in/b.js', 'one\n');
    await learner.press('write', 0);
    assert.equal(await onDisk('in/b.js'), 'one\ntwo\n');
    await rm(inWorkspace('in').fsPath, { recursive: true });
    await symlink(outside.uri.fsPath, inWorkspace('in').fsPath);
    await learner.press('write', 1);
    assert.equal(learner.block('file', 1).state.kind, 'failed');
    assert.deepEqual([await onDisk('out/a.js'), await onDisk('out/b.js')], ['one\n', 'one\n']);
    await outside.dispose();
  });

  it('does nothing for a publisher whom the person does not trust', async () => {
    await start(
      '# T\n\n## S {#s}\n\n```js title="no.js"\nx\n```\n\n```sh run\ntouch no.txt\n```\n\n```yaml check\nrun: touch checked.txt\n```\n',
      {
        isTrusted: async () => false,
      },
    );
    await learner.press('write');
    await learner.press('run');
    await learner.press('check');
    assert.deepEqual([await onDisk('no.js'), await onDisk('no.txt'), await onDisk('checked.txt')], [undefined, undefined, undefined]);
    assert.deepEqual(learner.block('file').state, { kind: 'idle' });
  });
});

describe('trust in a publisher', () => {
  const shipped = vscode.Uri.file('/extension/packs');
  const pack = (root: string, publisher = 'Ada') => ({ root: vscode.Uri.file(root), title: 'Pack', publisher });
  let dialogs: Dialogs;
  beforeEach(() => {
    dialogs = answerDialogs();
  });
  afterEach(() => dialogs.restore());

  it('is asked for once, kept, and goes to the name and the place together', async () => {
    const memento = memoryMemento();
    dialogs.choose('Trust Ada');
    assert.equal(await publisherTrust(memento, shipped).ask(pack('/home/one')), true);
    assert.equal(await publisherTrust(memento, shipped).ask(pack('/home/one')), true);
    assert.equal(dialogs.said.length, 1);
    dialogs.choose(undefined);
    assert.equal(await publisherTrust(memento, shipped).ask(pack('/home/other')), false);
    assert.equal(await publisherTrust(memento, shipped).ask(pack('/home/one', 'Bob')), false);
    assert.equal(dialogs.said.length, 3);
  });

  it('goes with a pack from version to version by where it comes from, and not to another that lies in its folder', async () => {
    const trust = publisherTrust(memoryMemento(), shipped);
    dialogs.choose('Trust Ada');
    await trust.ask({ ...pack('/store/1.0.0'), origin: 'npm:demo' });
    assert.match(dialogs.details[0] ?? '', /It comes from npm:demo\.$/);
    dialogs.choose(undefined);
    assert.equal(await trust.ask({ ...pack('/store/1.1.0'), origin: 'npm:demo' }), true);
    assert.equal(await trust.ask({ ...pack('/store/1.0.0'), origin: 'npm:demo2' }), false);
  });

  it('is not asked for what ships with the extension', async () => {
    assert.equal(await publisherTrust(memoryMemento(), shipped).ask(pack('/extension/packs/demo')), true);
    assert.deepEqual(dialogs.said, []);
  });

  it('can be taken back', async () => {
    const trust = publisherTrust(memoryMemento(), shipped);
    dialogs.choose('Trust Ada');
    await trust.ask(pack('/home/one'));
    await trust.forgetAll();
    dialogs.choose(undefined);
    assert.equal(await trust.ask(pack('/home/one')), false);
  });
});

describe('the files of the person’s folder', () => {
  afterEach(emptyWorkspace);

  it('are not reached through a link that leads out, for reading or writing', async () => {
    const outside = await scratchFolder({ 'secret.txt': 'secret' });
    const folder = workspaceFolder().fsPath;
    await symlink(outside.uri.fsPath, join(folder, 'out'));
    await symlink(join(outside.uri.fsPath, 'secret.txt'), join(folder, 'link.txt'));
    await symlink(join(outside.uri.fsPath, 'not-there-yet.txt'), join(folder, 'dangling.txt'));
    const { realpath } = await import('node:fs/promises');
    const files = guardedFiles(workspaceFolder(), (path) => realpath(path));
    for (const path of ['out/secret.txt', 'link.txt', 'dangling.txt', 'out/new/deep.txt']) {
      await assert.rejects(files.readText(path), /must be a path inside the folder/, `read ${path}`);
      await assert.rejects(files.write(path, 'x'), /must be a path inside the folder/, `write ${path}`);
    }
    await assert.rejects(files.write('.git/config', 'x'), /must be a path inside the folder/);
    await outside.dispose();
  });

  it('are not written in .git through a link that leads there', async () => {
    const folder = workspaceFolder().fsPath;
    await mkdir(join(folder, '.git', 'hooks'), { recursive: true });
    await symlink(join(folder, '.git', 'hooks'), join(folder, 'hooks'));
    const { realpath } = await import('node:fs/promises');
    const files = guardedFiles(workspaceFolder(), (path) => realpath(path));
    await assert.rejects(files.write('hooks/pre-commit', 'x'), /must be a path inside the folder/);
    assert.equal(await onDisk('.git/hooks/pre-commit'), undefined);
  });

  it('are reached through a link that stays inside', async () => {
    const folder = workspaceFolder().fsPath;
    await mkdir(join(folder, 'real'));
    await symlink(join(folder, 'real'), join(folder, 'alias'));
    const { realpath } = await import('node:fs/promises');
    const files = guardedFiles(workspaceFolder(), (path) => realpath(path));
    await files.write('alias/a.txt', 'here');
    assert.equal(await files.readText('real/a.txt'), 'here');
  });
});
