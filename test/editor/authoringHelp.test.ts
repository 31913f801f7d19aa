import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { manifestOf } from './learner.ts';
import { emptyWorkspace, eventually, inWorkspace, putOnDisk } from './workspace.ts';

let count = 0;
const tutorial = '# T\n\n## One\n\n```yaml check\nfiel: a.txt\n```\n\n```ts title="a.txt"\n1\n```\n\nSee [it]().\n\n```sh run\nls\n```\n';

describe('writing in the editor', () => {
  let document: vscode.TextDocument;

  beforeEach(async () => {
    await emptyWorkspace();
    await putOnDisk('made/onramp.json', manifestOf('made'));
    await putOnDisk('made/templates/starter/template.json', '{ "title": "Starter" }');
    // VS Code keeps a document in memory for minutes after its editor has closed, and saves it over no file that is newer.
    const path = `made/tutorials/help-${++count}.md`;
    await putOnDisk(path, tutorial);
    document = await vscode.workspace.openTextDocument(inWorkspace(path));
    await vscode.window.showTextDocument(document);
    // Who works on packs has the rooms open; here the pack came after the window.
    await vscode.commands.executeCommand('onramp.pack.refresh');
  });

  afterEach(emptyWorkspace);

  const offered = async (line: number, character: number) => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      new vscode.Position(line - 1, character),
    );
    return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  };

  it('offers the subjects of checks, the files that blocks make, and what links lead to', async () => {
    const labels = await offered(6, 0);
    assert.ok(
      ['file', 'run', 'http'].every((subject) => labels.includes(subject)),
      labels.join(),
    );
    assert.ok((await offered(9, '```ts title="'.length)).includes('a.txt'));
    assert.ok((await offered(13, 'See [it]('.length)).includes('../templates/starter'));
  });

  it('has VS Code read a snippet file by what the pack may say in it', async () => {
    const snippets = 'made/snippets/made.code-snippets';
    const entry = { prefix: 1, body: 'x', requires: { import: "import { x } from 'x';" }, deprecated: { message: 'Gone' } };
    await putOnDisk(snippets, JSON.stringify({ $schema: 'onramp://schemas/snippets', Made: entry }, undefined, 2));
    const uri = inWorkspace(snippets);
    await vscode.window.showTextDocument(uri);
    const told = await eventually('what VS Code finds wrong', () => {
      const others = vscode.languages.getDiagnostics(uri).filter(({ source }) => source !== 'onramp');
      return others.length > 0 ? others : undefined;
    });
    assert.deepEqual(
      told.map(({ range }) => range.start.line),
      [3],
      told.map(({ message }) => message).join(),
    );
  });

  it('tells what a block does and what is under the mouse', async () => {
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(14, 2),
    );
    const [content] = hover?.contents ?? [];
    assert.match(content instanceof vscode.MarkdownString ? content.value : '', /runs.*ls.*terminal/);
  });

  it('mends at a click what can be mended, also where the text has moved since', async () => {
    const problems = () => vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'onramp');
    const problem = await eventually('the problem', () => problems().find(({ code }) => code === 'schema.didYouMean'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 3), ' that is longer, and not saved');
    await vscode.workspace.applyEdit(edit);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ title }) => title === 'Write “file”') ?? assert.fail(actions.map(({ title }) => title).join());
    await vscode.workspace.applyEdit(fix.edit ?? assert.fail('it changes nothing'));
    assert.equal(document.lineAt(5).text, 'file: a.txt');
    assert.ok(await document.save());
    await eventually('no problem', () => problems().every(({ code }) => code !== 'schema.didYouMean') || undefined);
  });

  it('finds a mistyped key in onramp.json and in a template, by the schemas that ship', async () => {
    for (const [file, text] of Object.entries({
      'made/onramp.json': '{\n  "name": "made",\n  "titel": "Made"\n}\n',
      'made/templates/starter/template.json': '{\n  "title": "Starter",\n  "titel": "Made"\n}\n',
    })) {
      await putOnDisk(file, text);
      const opened = await vscode.workspace.openTextDocument(inWorkspace(file));
      await vscode.window.showTextDocument(opened);
      const told = await eventually(file, () =>
        vscode.languages.getDiagnostics(opened.uri).find(({ source, range }) => source !== 'onramp' && range.start.line === 2),
      );
      assert.match(told.message, /titel/);
    }
  });
});
