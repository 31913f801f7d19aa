import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';

/** The folder that the tests' window has open. */
export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, 'no folder is open');
  return folder;
}

export function inWorkspace(path: string): vscode.Uri {
  return vscode.Uri.joinPath(workspaceFolder(), path);
}

/** A file of the workspace as it is on disk; undefined where there is none. */
export async function onDisk(path: string): Promise<string | undefined> {
  return readFile(inWorkspace(path).fsPath, 'utf8').catch(() => undefined);
}

export async function putOnDisk(path: string, content: string | Uint8Array): Promise<vscode.Uri> {
  await writeFiles(workspaceFolder().fsPath, { [path]: content });
  return inWorkspace(path);
}

/** Changes a file as another program does, and waits until VS Code has seen it. */
export async function changedOutside(path: string, content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(await putOnDisk(path, content));
  await eventually(`VS Code sees what became of ${path}`, () => document.getText() === content);
}

/** What the difference that is open would make of its file; undefined where none is open. */
export function proposedInDiff(): vscode.Uri | undefined {
  const inputs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).map(({ input }) => input);
  return inputs.find((input) => input instanceof vscode.TabInputTextDiff)?.modified;
}

/** Closes every editor, what was not saved with it, and leaves the workspace without a file. */
export async function emptyWorkspace(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty, isUntitled }) => isDirty || isUntitled)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  const folder = workspaceFolder().fsPath;
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}

/** Takes back the last change of a document. */
export async function undo(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('undo');
}

/** A folder outside of the workspace, with these files. */
export async function scratchFolder(
  files: Readonly<Record<string, string | Uint8Array>> = {},
): Promise<{ uri: vscode.Uri; dispose(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'onramp-test-'));
  await writeFiles(folder, files);
  return { uri: vscode.Uri.file(folder), dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** Waits for what tells of itself by no event, such as a file that another process writes. */
export async function eventually<T>(what: string, look: () => T | undefined | Promise<T | undefined>, patience = 10_000): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) assert.fail(`${what}: not within ${patience} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until a process is gone. */
export async function hasEnded(pid: number | undefined): Promise<void> {
  await eventually(`process ${pid} ends`, () => {
    try {
      process.kill(pid ?? Number.NaN, 0);
      return undefined;
    } catch {
      return true;
    }
  });
}

/** Where reports go, with the key `key-1`; nowhere where it is undefined. */
export async function setBackend(url: string | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('onramp');
  await configuration.update('backend.key', url && 'key-1', vscode.ConfigurationTarget.Global);
  await configuration.update('backend.url', url, vscode.ConfigurationTarget.Global);
}
