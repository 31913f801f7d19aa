import * as vscode from 'vscode';

/** A folder as the person knows it: `my-app`, `my-app/web`, or its whole path where it is not open. */
export function folderName(folder: vscode.Uri): string {
  const open = vscode.workspace.getWorkspaceFolder(folder);
  if (open === undefined) return folder.scheme === 'file' ? folder.fsPath : folder.toString(true);
  return `${open.name}${folder.path.slice(open.uri.path.length)}`;
}
