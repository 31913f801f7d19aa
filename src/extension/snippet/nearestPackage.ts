import * as vscode from 'vscode';
import { reasonOf } from '../host/reason.ts';

/** A package.json above a file, and what it holds. */
export type NearestPackage = { uri: vscode.Uri; text: string };

/** The nearest package.json at a file or above it, no higher than the folder that is open; undefined where there is none. */
export async function nearestPackage(file: vscode.Uri): Promise<NearestPackage | undefined> {
  const root = vscode.workspace.getWorkspaceFolder(file)?.uri;
  if (root === undefined) return undefined;
  for (let folder = vscode.Uri.joinPath(file, '..'); folder.path.startsWith(root.path); folder = vscode.Uri.joinPath(folder, '..')) {
    const text = await readIfThere(vscode.Uri.joinPath(folder, 'package.json'));
    if (text !== undefined) return { uri: vscode.Uri.joinPath(folder, 'package.json'), text };
    if (folder.path === root.path) return undefined;
  }
  return undefined;
}

/** A file's text as it stands in the editor where it is not saved, or on the disk. */
export async function readIfThere(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.isDirty && document.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof vscode.FileSystemError) return undefined;
    throw new Error(reasonOf(error));
  }
}
