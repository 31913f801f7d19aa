import * as vscode from 'vscode';

/** The first of a folder's files in which the person has typed something that is not saved. */
export function unsavedIn(folder: vscode.Uri, paths: readonly string[]): string | undefined {
  const dirty = new Set(vscode.workspace.textDocuments.flatMap(({ isDirty, uri }) => (isDirty ? [uri.toString()] : [])));
  return dirty.size === 0 ? undefined : paths.find((path) => dirty.has(vscode.Uri.joinPath(folder, path).toString()));
}
