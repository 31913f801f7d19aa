import * as vscode from 'vscode';
import type { Files } from '../../core/ports.ts';
import { fingerprint } from '../../core/scaffold/fingerprint.ts';
import { utf8Of } from '../../core/utf8.ts';
import { type Undo, undo } from '../../protocol/undo.ts';
import { contexts } from '../ids.ts';
import { isOpenHere, remembered, undoableFolders } from './remembered.ts';

/** What takes back the last scaffold or update of each folder. It outlives the window. */
export type UndoStore = {
  /** The last one in the folders of this window, or of this session. */
  last(): Promise<Kept | undefined>;
  keep(kept: Kept): Promise<void>;
  forget(folder: vscode.Uri): Promise<void>;
};

export type Kept = { folder: vscode.Uri; undo: Undo };

/** Of so many folders: what was replaced in them is kept, too. */
const most = 10;

/** `files` are those of the extension's own storage. */
export function undoStore(memento: vscode.Memento, files: Files): UndoStore {
  const ofSession = new Set<string>();
  const fileOf = (folder: string) => `undo/${fingerprint(utf8Of(folder))}.json`;
  const remember = async (folders: readonly string[]) => {
    await memento.update(remembered.undo, folders.length === 0 ? undefined : folders);
    const can = folders.some((folder) => ofSession.has(folder) || isOpenHere(vscode.Uri.parse(folder)));
    await vscode.commands.executeCommand('setContext', contexts.canUndoScaffold, can);
  };
  const others = (name: string) => undoableFolders(memento).filter((folder) => folder !== name);
  return {
    last: async () => {
      for (const name of undoableFolders(memento).toReversed()) {
        const folder = vscode.Uri.parse(name);
        if (!ofSession.has(name) && !isOpenHere(folder)) continue;
        const kept = readUndo(await files.readText(fileOf(name)));
        if (kept !== undefined) return { folder, undo: kept };
      }
      return undefined;
    },
    keep: async ({ folder, undo: made }) => {
      const name = folder.toString();
      await files.write(fileOf(name), JSON.stringify(made));
      ofSession.add(name);
      const all = [...others(name), name];
      for (const old of all.slice(0, -most)) await files.remove(fileOf(old));
      await remember(all.slice(-most));
    },
    forget: async (folder) => {
      const name = folder.toString();
      await files.remove(fileOf(name));
      await remember(others(name));
    },
  };
}

function readUndo(text: string | undefined): Undo | undefined {
  try {
    return undo.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}
