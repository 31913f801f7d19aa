import * as vscode from 'vscode';
import { contexts } from '../ids.ts';

/** Tells VS Code in which folders tutorials are written, so that their editors have the buttons for it. */
export function tellTutorialFolders(ownPacks: () => Promise<vscode.Uri[]>, failed: (error: unknown) => void): vscode.Disposable {
  const tell = async () => {
    const folders = (await ownPacks()).map((root) => vscode.Uri.joinPath(root, 'tutorials').fsPath);
    await vscode.commands.executeCommand('setContext', contexts.tutorialFolders, folders);
  };
  const again = () => {
    tell().catch(failed);
  };
  const manifests = vscode.workspace.createFileSystemWatcher('**/onramp.json', false, true, false);
  again();
  return vscode.Disposable.from(
    manifests,
    manifests.onDidCreate(again),
    manifests.onDidDelete(again),
    vscode.workspace.onDidChangeWorkspaceFolders(again),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('onramp.pack.folders')) again();
    }),
  );
}
