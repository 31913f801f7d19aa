import * as vscode from 'vscode';
import type { Recorded } from '../../core/authoring/recording.ts';

export type ActListener = { done(act: Recorded): void; commandFailed(): void; failed(error: unknown): void };

/** More than this is no file that somebody wrote for a tutorial. */
const longestText = 200_000;

/** Sees what the author does: the files that they save in the workspace, outside of the pack, and the commands that end in a terminal. */
export function watchActs(pack: vscode.Uri, { done, commandFailed, failed }: ActListener): vscode.Disposable {
  /** What each file held on the disk before its next save. */
  const before = new Map<string, string | undefined>();
  const made = new Set<string>();
  const pathOf = (file: vscode.Uri) => {
    const folder = vscode.workspace.getWorkspaceFolder(file)?.uri;
    if (folder === undefined || isOfPack(pack, file)) return undefined;
    return file.path.slice(folder.path.replace(/\/$/, '').length + 1);
  };
  const note = async (file: vscode.Uri) => {
    before.set(file.toString(), await readText(file));
  };
  return vscode.Disposable.from(
    vscode.workspace.onDidCreateFiles(({ files }) => {
      for (const file of files) made.add(file.toString());
    }),
    vscode.workspace.onWillSaveTextDocument((event) => {
      if (pathOf(event.document.uri) !== undefined) event.waitUntil(note(event.document.uri).catch(failed));
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      const path = pathOf(document.uri);
      const after = document.getText();
      if (path === undefined || after.length > longestText) return;
      const key = document.uri.toString();
      const isNew = made.delete(key);
      const held = isNew ? undefined : before.get(key);
      before.delete(key);
      done({ kind: 'file', path, before: held, after });
    }),
    vscode.window.onDidEndTerminalShellExecution(({ execution, exitCode }) => {
      const command = execution.commandLine.value.trim();
      if (command === '') return;
      // What was mistyped is no part of the tutorial. Where the shell does not tell, it is taken to have gone well.
      if (exitCode !== undefined && exitCode !== 0) commandFailed();
      else done({ kind: 'command', command });
    }),
  );
}

/** The files of a pack are the tutorial's own; where the pack is the whole workspace, only those in its folders are. */
function isOfPack(pack: vscode.Uri, file: vscode.Uri): boolean {
  const root = `${pack.toString().replace(/\/$/, '')}/`;
  if (!file.toString().startsWith(root)) return false;
  const inside = file.toString().slice(root.length);
  const isWorkspace = vscode.workspace.workspaceFolders?.some(({ uri }) => `${uri.toString().replace(/\/$/, '')}/` === root) === true;
  return !isWorkspace || /^(tutorials|templates|snippets)\/|^onramp\.json$/.test(inside);
}

async function readText(file: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}
