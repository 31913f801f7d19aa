import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { lateSnippets, rememberSnippets } from '../../src/extension/snippet/lateSnippets.ts';
import { memoryMemento } from './learner.ts';
import { emptyWorkspace, eventually, putOnDisk } from './workspace.ts';

describe('snippets before the rooms are open', () => {
  afterEach(emptyWorkspace);

  const typeIn = async (name: string) => {
    const { uri } = await vscode.workspace.openTextDocument(await putOnDisk(name, 'x'));
    await vscode.commands.executeCommand('vscode.executeCompletionItemProvider', uri, new vscode.Position(0, 1));
  };

  it('have them opened when somebody types in a language that there are snippets for, and only then', async () => {
    const memento = memoryMemento();
    await rememberSnippets(memento, { languages: ['python'], movedOn: false });
    let opened = 0;
    const late = lateSnippets(memento, () => opened++);
    await typeIn('a.js');
    assert.equal(opened, 0);
    await typeIn('a.py');
    await eventually('the rooms', () => opened > 0);
    late.dispose();
  });

  it('do nothing where no pack but those that ship has any', async () => {
    let opened = 0;
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(await putOnDisk('b.py', 'x')));
    const late = lateSnippets(memoryMemento(), () => opened++);
    await typeIn('b.py');
    assert.equal(opened, 0);
    late.dispose();
  });

  it('open them for code to be looked through where some of it is in sight', async () => {
    const memento = memoryMemento();
    await rememberSnippets(memento, { languages: [], movedOn: true });
    let opened = 0;
    lateSnippets(memento, () => opened++).dispose();
    assert.equal(opened, 0);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(await putOnDisk('c.py', 'x')));
    lateSnippets(memento, () => opened++).dispose();
    assert.equal(opened, 1);
  });
});
