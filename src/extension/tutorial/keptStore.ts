import * as vscode from 'vscode';
import { type Kept, openKept } from '../../core/tutorial/kept.ts';
import { vscodeFiles } from '../host/vscodeFiles.ts';
import type { LearnerFiles } from './learnerFolder.ts';
import type { OpenTutorial } from './openTutorial.ts';

/** What is kept of a person's files for undoing, a folder of its own for each tutorial. */
export type KeptStore = {
  of(open: OpenTutorial): Kept;
  /** Notes what files hold before the step that is shown changes them. Nothing is noted on the cover: no step would take it back. */
  before(open: OpenTutorial, folder: vscode.Uri, paths: readonly string[]): Promise<void>;
};

/** `root` is the workspace's own storage: what is kept belongs to its files. */
export function keptStore(root: vscode.Uri, learnerFiles: LearnerFiles): KeptStore {
  const of = ({ progress: { pack, tutorial }, folder }: OpenTutorial) => {
    const names = [pack, tutorial, ...(isMultiRoot() ? [folder.known()?.toString().slice(-80) ?? ''] : [])];
    return openKept(vscodeFiles(vscode.Uri.joinPath(root, 'kept', ...names.map(encodeURIComponent))), () => Date.now());
  };
  // One note after another: each reads the list that the one before has written.
  let last: Promise<unknown> = Promise.resolve();
  return {
    of,
    before: (open, folder, paths) => {
      const step = open.progress.current;
      const note = async () => {
        if (step !== null) await of(open).before(step, learnerFiles(folder), paths);
      };
      const noted = last.then(note, note);
      last = noted;
      return noted;
    },
  };
}

/** What is kept of one folder's files must never come back in another's. */
function isMultiRoot(): boolean {
  return (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
}
