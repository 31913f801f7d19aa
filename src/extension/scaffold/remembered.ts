import * as vscode from 'vscode';

/** What of scaffolds outlives its window, by its key in the extension's global state. A window that opens asks for it, so little is loaded here. */
export const remembered = { undo: 'scaffold.undo', followUp: 'scaffold.followUp' } as const;

/** The folders of which the last scaffold can be taken back, the latest last. */
export function undoableFolders(memento: vscode.Memento): string[] {
  return memento.get<string[]>(remembered.undo, []);
}

/** Whether one of them is open in this window. */
export function canUndoHere(memento: vscode.Memento): boolean {
  return undoableFolders(memento).some((folder) => isOpenHere(vscode.Uri.parse(folder)));
}

/** Whether a scaffold of another window goes on in this one. */
export function goesOnHere(memento: vscode.Memento): boolean {
  const folder = memento.get<{ folder?: string }>(remembered.followUp)?.folder;
  return folder !== undefined && (vscode.workspace.workspaceFolders ?? []).some(({ uri }) => uri.toString() === folder);
}

/** Whether a folder is one of this window's, or lies in one. */
export function isOpenHere(folder: vscode.Uri): boolean {
  return vscode.workspace.getWorkspaceFolder(folder) !== undefined;
}
