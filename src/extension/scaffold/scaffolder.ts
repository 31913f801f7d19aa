import * as vscode from 'vscode';
import type { Files } from '../../core/ports.ts';
import { ScaffoldRefused } from '../../core/scaffold/scaffoldRefused.ts';
import { changedSince, undoChanges } from '../../core/scaffold/undoChanges.ts';
import { codeColumn } from '../host/codeColumn.ts';
import { counted } from './confirmWriting.ts';
import { folderName } from './folderName.ts';
import { offerCommands, type RunCommand } from './offerCommands.ts';
import type { PreviewFiles } from './previewFiles.ts';
import { type BeforeWriting, type Scaffolded, scaffoldTemplate, type TemplateSource } from './scaffoldTemplate.ts';
import { tellingWhy } from './toldRefusals.ts';
import type { UndoStore } from './undoStore.ts';
import { unsavedIn } from './unsaved.ts';
import { writingWithProgress } from './writingWithProgress.ts';

/** Scaffolds templates and takes the last one back. What keeps it from that is told here, once; nothing is half done. */
export type Scaffolder = {
  /** Asks, decides conflicts, writes all or nothing. Undefined where nothing was written. */
  write(from: TemplateSource, folder: vscode.Uri, beforeWriting?: BeforeWriting): Promise<Scaffolded | undefined>;
  /** Opens what the template names and offers its commands. */
  goOn(done: Scaffolded): Promise<void>;
  /** Both. Gives whether anything was written. */
  scaffold(from: TemplateSource, folder: vscode.Uri, beforeWriting?: BeforeWriting): Promise<boolean>;
  undo(): Promise<void>;
};

export type ScaffolderParts = { learnerFiles(folder: vscode.Uri): Files; previews: PreviewFiles; undos: UndoStore; run: RunCommand };

export function openScaffolder(parts: ScaffolderParts): Scaffolder {
  const { learnerFiles, undos, run } = parts;
  const write = async (...of: Parameters<Scaffolder['write']>) => {
    let done: Scaffolded | undefined;
    await tellingWhy(async () => {
      done = await scaffoldTemplate(parts, ...of);
    });
    return done;
  };
  const goOn = async ({ folder, title, files, open, run: commands }: Scaffolded) => {
    await openFiles(folder, open);
    const told = vscode.l10n.t('{0}: {1} written into {2}.', title, counted(files), folderName(folder));
    // It stays until the person answers, and nothing waits for that.
    void tellingWhy(() => offerCommands({ told, folder, commands, run, undo }));
  };
  const undo = () =>
    tellingWhy(async () => {
      const last = await undos.last();
      if (last === undefined) throw new ScaffoldRefused({ code: 'scaffold.nothingToUndo', args: [] });
      const files = learnerFiles(last.folder);
      const written = [...last.undo.made, ...last.undo.replaced].map(({ path }) => path);
      const unsaved = unsavedIn(last.folder, written);
      if (unsaved !== undefined) throw new ScaffoldRefused({ code: 'scaffold.unsaved', args: [unsaved] });
      if (!(await confirmLoss(await changedSince(files, last.undo)))) return;
      await writingWithProgress(written.length, (watched) => undoChanges(files, last.undo, watched));
      await undos.forget(last.folder);
    });
  return {
    write,
    goOn,
    undo,
    scaffold: async (...of) => {
      const done = await write(...of);
      if (done !== undefined) await goOn(done);
      return done !== undefined;
    },
  };
}

/** What cannot be shown is there all the same. */
async function openFiles(folder: vscode.Uri, open: readonly string[]): Promise<void> {
  for (const path of open) {
    const uri = vscode.Uri.joinPath(folder, path);
    await vscode.commands.executeCommand('vscode.open', uri, { viewColumn: codeColumn(), preserveFocus: true, preview: false });
  }
}

/** Whether files that the person has worked on since may be taken back all the same. */
async function confirmLoss(changed: string[]): Promise<boolean> {
  if (changed.length === 0) return true;
  const anyway = vscode.l10n.t('Undo Anyway');
  const answer = await vscode.window.showWarningMessage(
    changed.length === 1
      ? vscode.l10n.t('{0} has changed since it was scaffolded.', changed[0] ?? '')
      : vscode.l10n.t('{0} files have changed since they were scaffolded.', changed.length),
    { modal: true, detail: [vscode.l10n.t('Undo takes these changes away, too.'), ...changed].join('\n') },
    anyway,
  );
  return answer === anyway;
}
