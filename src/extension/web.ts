import type * as vscode from 'vscode';
import { activateOnramp } from './activate.ts';
import { bundledFiles } from './host/bundledFiles.ts';

export function activate(context: vscode.ExtensionContext): void {
  activateOnramp(context, { shellAt: undefined, realPath: undefined, filesAt: bundledFiles(context.extensionUri), machine: undefined });
}
