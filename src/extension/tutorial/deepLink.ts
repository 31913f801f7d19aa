import * as vscode from 'vscode';
import { parseTutorial } from '../../core/tutorial/parse.ts';
import { findStep } from '../../core/tutorial/session.ts';
import type { InstalledPacks } from '../pack/installedPacks.ts';

/** Where a link leads, as it says itself. */
type Place = { pack: string; tutorial: string; step?: string };

/**
 * Follows `…/start?pack=…&tutorial=…&step=…`. A link may come from anywhere, so the person is asked first; it opens and does nothing else.
 * Without `tutorial` it leads to the pack's first.
 */
export async function followDeepLink(uri: vscode.Uri, packs: InstalledPacks, open: (place: Place) => Promise<void>): Promise<void> {
  const asked = new URLSearchParams(uri.query);
  const name = asked.get('pack');
  if (uri.path.replace(/\/$/, '') !== '/start' || !name) {
    return refuse(vscode.l10n.t('This link leads nowhere in Onramp. One that does looks like {0}', 'start?pack=…&tutorial=…'));
  }
  const found = await packs.find(name);
  if (found === undefined) {
    return refuse(vscode.l10n.t('The link leads to the pack “{0}”, which is not installed. Install it, then follow the link again.', name));
  }
  const { manifest, tutorials } = found.pack;
  const id = asked.get('tutorial') ?? tutorials[0]?.id ?? '';
  const head = tutorials.find((tutorial) => tutorial.id === id);
  if (head === undefined) {
    return refuse(vscode.l10n.t('The link leads to the tutorial “{0}”, which the pack “{1}” does not have.', id, manifest.title));
  }
  const step = asked.get('step');
  const known = step === null ? null : findStep(parseTutorial((await found.files.readText(head.path)) ?? '', head.path), step);
  const openIt = vscode.l10n.t('Open Tutorial');
  const where = known === undefined ? vscode.l10n.t('It has no step “{0}”, so it opens where you left it.', step ?? '') : known?.title;
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('A link wants to open the tutorial “{0}” of the pack “{1}” by {2}.', head.title, manifest.title, manifest.publisher),
    { modal: true, detail: [...(where ? [where] : []), vscode.l10n.t('Nothing is run or written by that.')].join('\n') },
    openIt,
  );
  if (chosen === openIt) await open({ pack: name, tutorial: id, ...(known ? { step: known.id } : {}) });
}

async function refuse(words: string): Promise<void> {
  await vscode.window.showWarningMessage(words);
}
