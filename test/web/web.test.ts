import * as vscode from 'vscode';

describe('the web extension host', () => {
  it('is a web worker: no Node, a browser around it', () => {
    if (vscode.env.uiKind !== vscode.UIKind.Web) throw new Error('this is not the web');
    if (typeof importScripts !== 'function') throw new Error('this is not a worker');
  });
});

describe('the extension', () => {
  it('activates in the browser, and registers every command its manifest offers', async () => {
    const extension = vscode.extensions.getExtension('onramp.onramp');
    if (!extension) throw new Error('onramp.onramp is not installed');
    await extension.activate();
    const offered: { command: string }[] = extension.packageJSON.contributes.commands ?? [];
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = offered.map(({ command }) => command).filter((command) => !registered.has(command));
    if (missing.length) throw new Error(`not registered: ${missing.join(', ')}`);
  });
});

declare const importScripts: unknown;
