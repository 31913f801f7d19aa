import { readFile, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import type * as vscode from 'vscode';
import { activateOnramp } from './activate.ts';
import { diskFiles, unlessMissing } from './host/diskFiles.ts';
import { nodeShell } from './host/nodeShell.ts';

export function activate(context: vscode.ExtensionContext): void {
  activateOnramp(context, {
    shellAt: nodeShell,
    realPath: (path) => realpath(path),
    filesAt: diskFiles,
    machine: { home: homedir(), environment: process.env, readFile: (path) => unlessMissing(readFile(path), undefined) },
  });
}
