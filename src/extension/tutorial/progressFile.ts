import * as vscode from 'vscode';
import type * as z from 'zod/mini';
import { message } from '../../core/message.ts';
import type { Progress, progressFile } from '../../protocol/progress.ts';
import { reasonOf } from '../host/reason.ts';
import type { InstalledPacks } from '../pack/installedPacks.ts';
import type { Player } from './player.ts';
import type { ProgressStore } from './progressStore.ts';
import { Refused, tellingRefusals } from './refused.ts';

/** Writes all that is known of the person's progress into a JSON file of their choice. */
export function exportProgress(store: ProgressStore): Promise<void> {
  return tellingRefusals(async () => {
    const tutorials = knownIn(store);
    const target = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export My Progress'),
      saveLabel: vscode.l10n.t('Export'),
      ...startOfDialog('onramp-progress.json'),
      filters: { JSON: ['json'] },
    });
    if (target === undefined) return;
    const file: z.infer<typeof progressFile> = { kind: 'onramp.progress', exported: new Date().toISOString(), tutorials };
    try {
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(`${JSON.stringify(file, undefined, 2)}\n`));
    } catch (error) {
      throw new Refused(message('progress.unwritable', reasonOf(error)));
    }
    const open = vscode.l10n.t('Open');
    const told = vscode.l10n.t('Your progress is in {0}.', target.scheme === 'file' ? target.fsPath : target.toString(true));
    if ((await vscode.window.showInformationMessage(told, open)) === open) await vscode.window.showTextDocument(target);
  });
}

export type ClearParts = { store: ProgressStore; packs: InstalledPacks; player: Player; changed: () => void };

/** Forgets the progress of one tutorial, or of all. The person's files stay as they are. */
export function clearProgress({ store, packs, player, changed }: ClearParts): Promise<void> {
  return tellingRefusals(async () => {
    const tutorials = knownIn(store);
    const everything = { label: vscode.l10n.t('All Tutorials'), description: '', cleared: tutorials };
    const each = await Promise.all(tutorials.map(async (progress) => ({ ...(await titlesOf(progress, packs)), cleared: [progress] })));
    const picked = await vscode.window.showQuickPick(tutorials.length === 1 ? each : [...each, everything], {
      title: vscode.l10n.t('Clear My Progress'),
      placeHolder: vscode.l10n.t('Which tutorial is to be forgotten?'),
    });
    if (picked === undefined) return;
    const clear = vscode.l10n.t('Clear Progress');
    const question =
      picked === everything
        ? vscode.l10n.t('Forget how far you are in all tutorials?')
        : vscode.l10n.t('Forget how far you are in “{0}”?', picked.label);
    const detail = vscode.l10n.t('This cannot be undone. Your files stay as they are.');
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, clear)) !== clear) return;
    for (const { pack, tutorial } of picked.cleared) {
      const open = player.current()?.progress;
      if (open?.pack === pack && open.tutorial === tutorial) await player.restart();
      else await store.remove(pack, tutorial);
    }
    // What was offered to be continued is forgotten as well.
    if (player.current() === undefined) await player.close();
    changed();
  });
}

/** Throws `Refused` where there is nothing. */
function knownIn(store: ProgressStore): Progress[] {
  const tutorials = store.all();
  if (tutorials.length === 0) throw new Refused(message('progress.none'));
  return tutorials;
}

/** As a person knows them; by their names where the pack is not installed any more. */
async function titlesOf({ pack, tutorial }: Progress, packs: InstalledPacks): Promise<{ label: string; description: string }> {
  const found = (await packs.find(pack))?.pack;
  const head = found?.tutorials.find(({ id }) => id === tutorial);
  return { label: head?.title ?? tutorial, description: found?.manifest.title ?? pack };
}

function startOfDialog(name: string): vscode.SaveDialogOptions {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) };
}
