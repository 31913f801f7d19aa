import * as vscode from 'vscode';
import { settings } from '../ids.ts';

/** The folders of the setting `onramp.pack.folders`: paths, or addresses of any scheme that VS Code can read; each once. */
export function namedPackFolders(): vscode.Uri[] {
  // What somebody writes into settings may be anything, whatever the manifest allows.
  const written = vscode.workspace.getConfiguration(settings.section).get<unknown>(settings.packFolders);
  const named = [written].flat().filter((folder): folder is string => typeof folder === 'string' && folder.trim() !== '');
  const folders = named.map((folder) => (/^[a-z][\w+.-]+:\/\//i.test(folder) ? vscode.Uri.parse(folder) : vscode.Uri.file(folder)));
  return [...new Map(folders.map((folder) => [folder.toString().replace(/\/+$/, ''), folder])).values()];
}

/** The folders of the packs that the person works on: those in the workspace, and those of the setting. */
export async function ownPackFolders(): Promise<vscode.Uri[]> {
  const manifests = await vscode.workspace.findFiles('**/onramp.json', '**/node_modules/**', 100);
  const folders = [...manifests.map((file) => vscode.Uri.joinPath(file, '..')), ...namedPackFolders()];
  return [...new Map(folders.map((folder) => [folder.toString(), folder])).values()];
}

/** Whether the person works on packs here, so that their problems are to be told. */
export async function worksOnPacks(): Promise<boolean> {
  return namedPackFolders().length > 0 || (await vscode.workspace.findFiles('**/onramp.json', '**/node_modules/**', 1)).length > 0;
}
