import * as vscode from 'vscode';
import { type ScaffoldNote, scaffoldNote } from '../../protocol/scaffoldNote.ts';
import { goesOnHere, remembered } from './remembered.ts';
import type { Scaffolded } from './scaffoldTemplate.ts';

export type Place = NonNullable<ScaffoldNote['tutorial']>;

/** Opens a folder that was scaffolded into in a window of its own, where the rest follows: files, commands, the tutorial. */
export async function goOnInOtherWindow(memento: vscode.Memento, { folder, ...done }: Scaffolded, tutorial?: Place): Promise<void> {
  const note: ScaffoldNote = { folder: folder.toString(), ...done, ...(tutorial === undefined ? {} : { tutorial }) };
  await memento.update(remembered.followUp, note);
  const forceNewWindow = vscode.workspace.workspaceFolders !== undefined;
  await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow });
}

/** What another window left for this one, once. */
export async function takeNote(memento: vscode.Memento): Promise<{ done: Scaffolded; tutorial: Place | undefined } | undefined> {
  if (!goesOnHere(memento)) return undefined;
  const read = scaffoldNote.safeParse(memento.get(remembered.followUp));
  await memento.update(remembered.followUp, undefined);
  if (!read.success) return undefined;
  const { folder, tutorial, ...done } = read.data;
  return { done: { folder: vscode.Uri.parse(folder), ...done }, tutorial };
}
