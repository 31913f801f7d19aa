import * as vscode from 'vscode';

/** A command for our own items only, which nobody finds or binds: VS Code asks for an id where it could take a function. */
export type PrivateCommand = { id: string; dispose(): void };

export function privateCommand(act: (...args: never[]) => unknown): PrivateCommand {
  const id = `_onramp.${crypto.randomUUID()}`;
  const registered = vscode.commands.registerCommand(id, act);
  return { id, dispose: () => registered.dispose() };
}
