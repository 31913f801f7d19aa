import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, startLearner } from './learner.ts';
import {
  changedOutside,
  emptyWorkspace,
  eventually,
  inWorkspace,
  onDisk,
  proposedInDiff,
  putOnDisk,
  undo,
  workspaceFolder,
} from './workspace.ts';

const tutorialAbout = (file: string) => `# Files

## Files

\`\`\`js title="${file}"
one
two
\`\`\`

\`\`\`js title="${file}" after="one"
after one
\`\`\`

\`\`\`js title="${file}" before="two"
before two
\`\`\`

\`\`\`js title="${file}" append
last
\`\`\`
`;

const [whole, after, before, append] = [0, 1, 2, 3];

describe('a file block', () => {
  let learner: Learner;
  let file: string;
  let count = 0;
  let dialogs: Dialogs;

  beforeEach(async () => {
    dialogs = answerDialogs();
    // VS Code remembers a file's text for a while, so each test has one of its own.
    file = `src${++count}/app.js`;
    learner = await startLearner(demoPack(tutorialAbout(file)));
    await learner.player.open('demo', 'start', 'files');
  });

  afterEach(async () => {
    dialogs.restore();
    await learner.dispose();
    await emptyWorkspace();
  });

  const write = (nth: number) => learner.press('write', nth);
  const stateOf = (nth: number) => learner.block('file', nth).state;
  const documentOf = (path: string) => vscode.workspace.openTextDocument(inWorkspace(path));

  it('creates its file and the folder above, saved and shown', async () => {
    await write(whole);
    assert.equal(await onDisk(file), 'one\ntwo\n');
    assert.deepEqual(stateOf(whole), { kind: 'written' });
    const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.path.endsWith(`/${file}`));
    assert.equal(shown?.document.isDirty, false);
    assert.deepEqual(learner.reports.at(-1), {
      type: 'dev.onramp.file.written',
      data: { pack: 'demo', version: '1.2.3', tutorial: 'start', step: 'files', how: 'create' },
    });
  });

  it('inserts after and before a line and at the end, saves, and one undo takes one back', async () => {
    await putOnDisk(file, 'one\ntwo');
    for (const nth of [after, before, append]) await write(nth);
    assert.equal(await onDisk(file), 'one\nafter one\nbefore two\ntwo\nlast\n');
    const document = await documentOf(file);
    await undo(document);
    assert.equal(document.getText(), 'one\nafter one\nbefore two\ntwo');
    await undo(document);
    assert.equal(document.getText(), 'one\nafter one\ntwo');
  });

  it('keeps the line ends of a file that was made on Windows', async () => {
    await putOnDisk(file, 'one\r\ntwo\r\n');
    for (const nth of [after, append]) await write(nth);
    assert.equal(await onDisk(file), 'one\r\nafter one\r\ntwo\r\nlast\r\n');
  });

  it('keeps what was typed and not saved', async () => {
    await putOnDisk(file, 'one\n');
    const editor = await vscode.window.showTextDocument(await documentOf(file));
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'typed\n'));
    await write(after);
    assert.equal(await onDisk(file), 'one\nafter one\ntyped\n');
  });

  it('does nothing the second time', async () => {
    await putOnDisk(file, 'one\n');
    await write(after);
    await write(after);
    assert.equal(await onDisk(file), 'one\nafter one\n');
    assert.equal(learner.reports.filter(({ type }) => type === 'dev.onramp.file.written').length, 1);
  });

  it('saves what the person has typed of it themselves', async () => {
    await putOnDisk(file, 'one\n');
    const editor = await vscode.window.showTextDocument(await documentOf(file));
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'after one\n'));
    await write(after);
    assert.equal(await onDisk(file), 'one\nafter one\n');
    assert.deepEqual(stateOf(after), { kind: 'written' });
  });

  it('is not written while it cannot be saved, however often it is pressed', async () => {
    await putOnDisk(file, 'one\n');
    const editor = await vscode.window.showTextDocument(await documentOf(file));
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'typed\n'));
    // VS Code saves nothing over what another program has written since.
    await putOnDisk(file, 'from another branch\n');
    const notSaved = { kind: 'failed', why: `${file} could not be saved. Is it read-only, or the disk full?` };
    for (const _ of [1, 2]) {
      await write(after);
      assert.deepEqual(stateOf(after), notSaved);
    }
    assert.equal(await onDisk(file), 'from another branch\n');
  });

  it('is done once by two clicks', async () => {
    await Promise.all([write(whole), write(whole)]);
    assert.deepEqual(stateOf(whole), { kind: 'written' });
    assert.equal(learner.reports.filter(({ type }) => type === 'dev.onramp.file.written').length, 1);
  });

  it('is done after another that is pressed at the same time', async () => {
    await putOnDisk(file, 'one\ntwo\n');
    await Promise.all([write(after), write(before), write(append)]);
    assert.equal(await onDisk(file), 'one\nafter one\nbefore two\ntwo\nlast\n');
  });

  it('says where no line has its anchor, and leaves the file as it is', async () => {
    await putOnDisk(file, 'other\n');
    await write(after);
    assert.equal(await onDisk(file), 'other\n');
    assert.deepEqual(stateOf(after), {
      kind: 'failed',
      why: `${file} has no line with “one”, so the place is not known. Copy the block and put it in by hand`,
    });
  });

  it('says where there is no file to insert into, and makes none', async () => {
    await write(after);
    assert.equal(await onDisk(file), undefined);
    assert.deepEqual(stateOf(after), { kind: 'failed', why: `${file} is not there yet. An earlier step makes it` });
  });

  it('asks before it replaces; declined, the file stays byte for byte', async () => {
    const mine = new Uint8Array([0xef, 0xbb, 0xbf, 0x6d, 0x69, 0x6e, 0x65, 0x0d, 0x0a, 0x78]);
    const uri = await putOnDisk(file, mine);
    await write(whole);
    assert.deepEqual(dialogs.said, [`Replace ${file} with the tutorial’s version?`]);
    assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(uri)), Buffer.from(mine));
    assert.deepEqual(stateOf(whole), { kind: 'idle' });
    assert.deepEqual(diffTabs(), [], 'the difference is closed again');
  });

  it('replaces by the person’s word, and undo brings theirs back', async () => {
    await putOnDisk(file, 'mine\n');
    dialogs.choose('Replace');
    await write(whole);
    assert.equal(await onDisk(file), 'one\ntwo\n');
    const document = await documentOf(file);
    await undo(document);
    assert.equal(document.getText(), 'mine\n');
    assert.deepEqual(diffTabs(), []);
  });

  it('keeps what it would have written no longer than it is shown', async () => {
    await putOnDisk(file, 'mine\n');
    let proposed: vscode.Uri | undefined;
    dialogs.meanwhile(async () => {
      proposed = await eventually('the difference', proposedInDiff);
      await eventually('its text', () => textOf(proposed) === 'one\ntwo\n');
    });
    await write(whole);
    assert.ok(proposed);
    await eventually('it is closed', () => textOf(proposed) === undefined);
    assert.equal((await vscode.workspace.openTextDocument(proposed)).getText(), '');
  });

  it('asks again where the file changes while the question stands, and keeps what came for undo', async () => {
    await putOnDisk(file, 'mine\n');
    dialogs.choose('Replace');
    dialogs.meanwhile(() => changedOutside(file, 'from another branch\nand longer\n'));
    await write(whole);
    assert.equal(await onDisk(file), 'one\ntwo\n');
    assert.equal(dialogs.said.length, 2);
    assert.match(dialogs.details[1] ?? '', /^The file has changed meanwhile\. /);
    const document = await documentOf(file);
    await undo(document);
    assert.equal(document.getText(), 'from another branch\nand longer\n');
  });

  it('asks nothing more where the file becomes what it should be while the question stands', async () => {
    await putOnDisk(file, 'mine\n');
    dialogs.choose('Replace');
    dialogs.meanwhile(() => changedOutside(file, 'one\ntwo\n'));
    await write(whole);
    assert.equal(dialogs.said.length, 1);
    assert.equal(await onDisk(file), 'one\ntwo\n');
    assert.deepEqual(stateOf(whole), { kind: 'written' });
  });

  it('says in words when there is a folder of its name, or a file where its folder should be', async () => {
    await mkdir(inWorkspace(file).fsPath, { recursive: true });
    await write(whole);
    assert.deepEqual(stateOf(whole), { kind: 'failed', why: `${file} is a folder. Move it away, then try again` });
    await emptyWorkspace();
    await putOnDisk(`src${count}`, 'a file');
    await write(whole);
    assert.deepEqual(stateOf(whole), { kind: 'failed', why: `VS Code could not change ${file}. Is it read-only?` });
    assert.equal(await onDisk(`src${count}`), 'a file');
  });

  it('writes nothing on opening and on moving about', async () => {
    await learner.player.move({ type: 'back' });
    await learner.player.move({ type: 'go', step: 'files' });
    assert.deepEqual(await vscode.workspace.fs.readDirectory(workspaceFolder()), []);
  });
});

function textOf(uri: vscode.Uri | undefined): string | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri?.toString())?.getText();
}

function diffTabs(): string[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => input instanceof vscode.TabInputTextDiff).map(({ label }) => label);
}
