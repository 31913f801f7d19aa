// The guide in an editor: after a click in it, it is the active editor.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeColumn, codeEditor, followCode } from '../../src/extension/host/codeColumn.ts';
import { vscodeEditor } from '../../src/extension/host/vscodeEditor.ts';
import { panels } from '../../src/extension/ids.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, startLearner } from './learner.ts';
import { emptyWorkspace, eventually, inWorkspace, onDisk, putOnDisk, workspaceFolder } from './workspace.ts';

const tutorial = `# T

## S

Look at \`b.js:2\`, and [at this](../notes.txt).

\`\`\`js title="new.js"
made();
\`\`\`

\`\`\`diff title="b.js"
-two();
+deux();
\`\`\`

\`\`\`js
typed();
\`\`\`
`;

describe('the guide in an editor', () => {
  let learner: Learner;
  let dialogs: Dialogs;
  let guide: vscode.WebviewPanel;
  let following: vscode.Disposable;

  beforeEach(async () => {
    dialogs = answerDialogs();
    following = followCode();
    await putOnDisk('a.js', 'here();\n');
    await putOnDisk('b.js', 'one();\ntwo();\n');
    learner = await startLearner(demoPack(tutorial, { 'notes.txt': 'Notes' }));
    await learner.player.open('demo', 'start', 's');
  });

  afterEach(async () => {
    guide.dispose();
    following.dispose();
    dialogs.restore();
    await learner.dispose();
    await emptyWorkspace();
  });

  const openCode = async (path: string, viewColumn = vscode.ViewColumn.One) =>
    vscode.window.showTextDocument(await vscode.workspace.openTextDocument(inWorkspace(path)), { viewColumn, preview: false });
  /** Opens it, and waits until it is where a click would put it. */
  const openGuide = async (viewColumn: vscode.ViewColumn) => {
    guide = vscode.window.createWebviewPanel(panels.guide, 'Guide', viewColumn);
    await clickGuide();
  };
  const clickGuide = async () => {
    guide.reveal();
    await eventually('the guide', () => inSight().includes('[Guide]') && vscode.window.activeTextEditor === undefined);
  };
  /** What is in sight in each column, from the left; the active one in brackets. */
  const inSight = () =>
    vscode.window.tabGroups.all.map(({ activeTab, isActive }) => {
      const name = activeTab?.label.split(':')[0] ?? 'nothing';
      return isActive ? `[${name}]` : name;
    });
  const isInSight = async (...wanted: string[]) => {
    await eventually(wanted.join(), () => inSight().join() === wanted.join()).catch(() => undefined);
    assert.deepEqual(inSight(), wanted);
  };

  it('is not covered by what it opens, writes or changes', async () => {
    await openCode('a.js');
    await openGuide(vscode.ViewColumn.Two);
    await learner.player.act({ type: 'reference', index: 0 });
    await isInSight('b.js', '[Guide]');
    await learner.player.act({ type: 'link', index: 0 });
    // A file of the pack may be a picture, so a command opens it: the column is the active one then, but the focus stays in the guide.
    await isInSight('[notes.txt]', 'Guide');
    await clickGuide();
    await learner.press('write');
    await isInSight('new.js', '[Guide]');
    await learner.press('write');
    let asking: string[] = [];
    dialogs.choose('Apply');
    const opening = vscode.window.tabGroups.onDidChangeTabs(() => {
      if (vscode.window.tabGroups.all.some(({ activeTab }) => activeTab?.input instanceof vscode.TabInputTextDiff)) asking = inSight();
    });
    await learner.press('diff');
    opening.dispose();
    assert.deepEqual(asking.join().replace(/[[\]]/g, ''), 'b.js,Guide');
    await isInSight('[b.js]', 'Guide');
    assert.equal(await onDisk('b.js'), 'one();\ndeux();\n');
  });

  it('has files beside it where there is no code yet', async () => {
    await openGuide(vscode.ViewColumn.One);
    await learner.player.act({ type: 'reference', index: 0 });
    await isInSight('[Guide]', 'b.js');
    await learner.press('write');
    await isInSight('[Guide]', 'new.js');
  });

  it('inserts at the cursor of the editor that was used last', async () => {
    await openCode('b.js', vscode.ViewColumn.One);
    const used = await openCode('a.js', vscode.ViewColumn.Two);
    used.selection = new vscode.Selection(1, 0, 1, 0);
    await openGuide(vscode.ViewColumn.Three);
    await learner.player.act({ type: 'insert', index: 2 });
    assert.deepEqual(dialogs.said, []);
    assert.equal(used.document.getText(), 'here();\ntyped();');
    assert.equal((await learner.snippets.target(workspaceFolder(), undefined)).editor, used);
    await learner.player.act({ type: 'reference', index: 0 });
    await isInSight('b.js', 'b.js', '[Guide]');
    assert.equal(codeEditor()?.viewColumn, vscode.ViewColumn.Two);
  });

  it('inserts nowhere while no code is in sight', async () => {
    await openGuide(vscode.ViewColumn.One);
    await learner.player.act({ type: 'insert', index: 2 });
    assert.equal(dialogs.said.length, 1);
  });

  it('stays where a file is looked at for its errors, and so does the code', async () => {
    // It need not wait for a language.
    const atOnce = AbortSignal.abort();
    await openCode('a.js');
    await openGuide(vscode.ViewColumn.Two);
    await vscodeEditor(workspaceFolder()).errors('b.js', atOnce);
    await isInSight('a.js', '[Guide]');
    await emptyWorkspaceTabs();
    await openGuide(vscode.ViewColumn.One);
    await vscodeEditor(workspaceFolder()).errors('b.js', atOnce);
    await isInSight('[Guide]');
  });

  const emptyWorkspaceTabs = async () => {
    guide.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  };
});

describe('the guide in the side bar', () => {
  it('leaves it to VS Code where files are opened', async () => {
    await putOnDisk('a.js', 'here();\n');
    const document = await vscode.workspace.openTextDocument(inWorkspace('a.js'));
    const panel = vscode.window.createWebviewPanel('onramp.test', 'Another page', vscode.ViewColumn.One);
    await eventually('the page', () => panel.active && vscode.window.activeTextEditor === undefined);
    assert.deepEqual([codeEditor(), codeColumn()], [undefined, vscode.ViewColumn.Active]);
    await vscode.window.showTextDocument(document, { preview: false });
    assert.equal(codeEditor()?.document, document);
    panel.dispose();
    await emptyWorkspace();
  });
});
