import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, startLearner } from './learner.ts';
import { emptyWorkspace, putOnDisk } from './workspace.ts';

const snippets = `{
  // As VS Code writes it.
  "A client": { "prefix": "client", "body": ["const \${1:name} = new Client($2);", "$0"], "scope": "javascript" },
}`;

const tutorial = `# T

## One

[Insert](../snippets/demo.code-snippets#A%20client), [gone](../snippets/demo.code-snippets#Other), [torn](../snippets/torn.code-snippets#A), [none](../snippets/none.code-snippets#A)
`;

const [there, gone, torn, none] = [0, 1, 2, 3];

describe('a snippet', () => {
  let learner: Learner;
  let dialogs: Dialogs;

  beforeEach(async () => {
    dialogs = answerDialogs();
    learner = await startLearner(
      demoPack(tutorial, { 'snippets/demo.code-snippets': snippets, 'snippets/torn.code-snippets': '{\n  "A": { "body": 1 }\n}' }),
    );
    await learner.player.open('demo', 'start', 'one');
  });

  afterEach(async () => {
    dialogs.restore();
    await learner.dispose();
    await emptyWorkspace();
  });

  const follow = (index: number) => learner.player.act({ type: 'link', index });
  const edit = async (name: string, content: string) =>
    vscode.window.showTextDocument(await vscode.workspace.openTextDocument(await putOnDisk(name, content)));
  const reported = () => learner.reports.filter(({ type }) => type === 'dev.onramp.snippet.inserted').length;

  it('goes in at the cursor, and its tab stops are live', async () => {
    const editor = await edit('live.js', '// top\n\n// end\n');
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    await follow(there);
    assert.equal(editor.document.getText(), '// top\nconst name = new Client();\n\n// end\n');
    assert.equal(editor.document.getText(editor.selection), 'name');
    await vscode.commands.executeCommand('type', { text: 'hub' });
    await vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
    await vscode.commands.executeCommand('type', { text: '1' });
    assert.equal(editor.document.getText(), '// top\nconst hub = new Client(1);\n\n// end\n');
    assert.equal(reported(), 1);
  });

  it('is taken back by undo', async () => {
    const editor = await edit('undone.js', 'x\n');
    await follow(there);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), 'x\n');
  });

  it('needs a file of the folder to go into', async () => {
    await follow(there);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'untitled' }));
    await follow(there);
    assert.deepEqual(dialogs.said, Array(2).fill('Open the file that the snippet belongs in, then insert it'));
    assert.equal(vscode.window.activeTextEditor?.document.getText(), 'untitled');
    assert.equal(reported(), 0);
  });

  it('that is not in the pack is told, with the place where its file is wrong', async () => {
    const editor = await edit('safe.js', 'x\n');
    await follow(gone);
    await follow(torn);
    await follow(none);
    assert.deepEqual(dialogs.said, [
      '“snippets/demo.code-snippets” has no snippet “Other”',
      'snippets/torn.code-snippets:2:10  “A.body” does not have a form that fits',
      '“snippets/none.code-snippets” has no snippet “A”',
    ]);
    assert.equal(editor.document.getText(), 'x\n');
    assert.equal(reported(), 0);
  });
});
