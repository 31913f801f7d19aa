import * as vscode from 'vscode';
import { panels } from '../ids.ts';

/** The text editor that was the active one last. */
let last: vscode.TextEditor | undefined;

/** From now on it is known which editor the person was in before they went to the guide. */
export function followCode(): vscode.Disposable {
  const note = (editor: vscode.TextEditor | undefined) => {
    // One without a column is part of something else, as an output is of the panel.
    if (editor?.viewColumn !== undefined) last = editor;
  };
  note(vscode.window.activeTextEditor);
  const listening = vscode.window.onDidChangeActiveTextEditor(note);
  return new vscode.Disposable(() => {
    listening.dispose();
    last = undefined;
  });
}

/**
 * Where a file of the person's is to be opened. An editor that shows the guide is the active one after a click in it, and must not be covered:
 * then it is the column of the code, and one beside the guide where there is none.
 */
export function codeColumn(): vscode.ViewColumn {
  const { activeTabGroup, all } = vscode.window.tabGroups;
  if (!showsGuide(activeTabGroup)) return vscode.ViewColumn.Active;
  const free = all.filter((group) => !showsGuide(group));
  const [group] = [...free.filter(({ viewColumn }) => viewColumn === last?.viewColumn), ...free];
  return group?.viewColumn ?? vscode.ViewColumn.Beside;
}

/** The text editor in use; while an editor shows the guide and is the active one, that in the column of the code. */
export function codeEditor(): vscode.TextEditor | undefined {
  const { activeTextEditor, visibleTextEditors, tabGroups } = vscode.window;
  if (activeTextEditor !== undefined || !showsGuide(tabGroups.activeTabGroup)) return activeTextEditor;
  if (last !== undefined && visibleTextEditors.includes(last)) return last;
  const column = codeColumn();
  return visibleTextEditors.find(({ viewColumn }) => viewColumn === column);
}

function showsGuide({ activeTab }: vscode.TabGroup): boolean {
  // VS Code puts a word of its own before it.
  return activeTab?.input instanceof vscode.TabInputWebview && activeTab.input.viewType.endsWith(panels.guide);
}
