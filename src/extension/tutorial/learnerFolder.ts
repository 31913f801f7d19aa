import * as vscode from 'vscode';
import { message } from '../../core/message.ts';
import type { Files } from '../../core/ports.ts';
import type { OpenTutorial } from './openTutorial.ts';
import { Declined, Refused } from './refused.ts';

/** The files of a folder in which a person works. */
export type LearnerFiles = (folder: vscode.Uri) => Files;

/** Rejects where nothing may be written at a path of a folder, as where a link leads out of it. */
export type GuardWriting = (folder: vscode.Uri, path: string) => Promise<void>;

/** In which of the window's folders a tutorial is followed. */
export type FolderChoice = {
  /** As far as it can be told without asking. */
  known(): vscode.Uri | undefined;
  /** Asks where several folders are open and none was chosen yet. Throws `Refused` where none is open, `Declined` where none is chosen. */
  chosen(): Promise<vscode.Uri>;
  /** Asks also where one was chosen. */
  chooseAgain(): Promise<vscode.Uri>;
};

export type FolderChoices = { of(pack: string, tutorial: string): FolderChoice };

/** Remembers the choice for each tutorial; `memento` is the workspace's own. A folder that went away is asked for again. */
export function folderChoices(memento: vscode.Memento): FolderChoices {
  const asking = new Map<string, Promise<vscode.Uri>>();
  return {
    of: (pack, tutorial) => {
      const key = `folder:${pack}:${tutorial}`;
      const known = () => {
        const folders = vscode.workspace.workspaceFolders ?? [];
        if (folders.length === 1) return folders[0]?.uri;
        const chosen = memento.get<string>(key);
        return folders.find(({ uri }) => uri.toString() === chosen)?.uri;
      };
      const ask = async () => {
        const folder = await askForFolder();
        await memento.update(key, folder.toString());
        return folder;
      };
      const askOnce = () => {
        const asked = asking.get(key) ?? ask().finally(() => asking.delete(key));
        asking.set(key, asked);
        return asked;
      };
      return { known, chosen: async () => known() ?? askOnce(), chooseAgain: askOnce };
    },
  };
}

async function askForFolder(): Promise<vscode.Uri> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw new Refused(message('folder.none'));
  const picked = await vscode.window.showQuickPick(
    folders.map(({ name, uri }) => ({ label: name, description: uri.scheme === 'file' ? uri.fsPath : uri.toString(true), uri })),
    { placeHolder: vscode.l10n.t('In which folder do you follow this tutorial?') },
  );
  if (picked === undefined) throw new Declined();
  return picked.uri;
}

/** The folder in which the person follows a tutorial. Throws `Refused` where none is open, `Declined` where they choose none. */
export function learnerFolder({ folder }: OpenTutorial): Promise<vscode.Uri> {
  return folder.chosen();
}

/** The same for what runs or writes there. Throws `Refused` where the person has not said that they trust it. */
export async function trustedFolder(open: OpenTutorial): Promise<vscode.Uri> {
  if (vscode.workspace.workspaceFolders !== undefined) requireTrust();
  return learnerFolder(open);
}

/** Throws `Refused` where the person has not said that they trust what is open in this window. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) throw new Refused(message('folder.untrusted'));
}
