import * as vscode from 'vscode';
import { settings } from '../ids.ts';
import { namedPackFolders } from './packFolders.ts';

/** A save is often several changes, and comes with others. */
const settling = 200;

/** Calls back when a file of a pack in a folder of the setting `onramp.pack.folders` was saved: its author wants to see it. */
export function watchPackFolders(changed: () => void): vscode.Disposable {
  let watchers: vscode.Disposable[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, settling);
  };
  const forget = () => {
    for (const watcher of watchers.splice(0)) watcher.dispose();
  };
  const follow = () => {
    forget();
    watchers = namedPackFolders().flatMap((root) => {
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(root, '{onramp.json,tutorials/**}'));
      return [watcher, watcher.onDidChange(soon), watcher.onDidCreate(soon), watcher.onDidDelete(soon)];
    });
  };
  const listening = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${settings.section}.${settings.packFolders}`)) follow();
  });
  follow();
  return new vscode.Disposable(() => {
    clearTimeout(timer);
    listening.dispose();
    forget();
  });
}
