import { realpath } from 'node:fs/promises';
import type * as vscode from 'vscode';
import { activateOnramp } from './activate.ts';
import { diskFiles } from './host/diskFiles.ts';
import { nodeShell } from './host/nodeShell.ts';

export function activate(context: vscode.ExtensionContext): void {
  activateOnramp(context, { shellAt: nodeShell, realPath: (path) => realpath(path), filesAt: diskFiles });
}
