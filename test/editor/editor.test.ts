import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const id = 'onramp.onramp';

describe('the editor the tests run in', () => {
  it('is new enough for the extension', () => {
    const [major = 0, minor = 0] = vscode.version.split('.').map(Number);
    assert.ok(major > 1 || (major === 1 && minor >= 95), `VS Code ${vscode.version}`);
  });

  it('has the empty workspace open, with folders that can be written', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder, 'no folder is open');
    const file = vscode.Uri.joinPath(folder, 'hello.txt');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('hello'));
    const document = await vscode.workspace.openTextDocument(file);
    assert.equal(document.getText(), 'hello');
  });
});

describe('the extension', () => {
  it('is there and activates', async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `${id} is not installed`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command its manifest offers', async () => {
    const extension = vscode.extensions.getExtension(id);
    await extension?.activate();
    const offered: { command: string }[] = extension?.packageJSON.contributes.commands ?? [];
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      offered.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });
});
