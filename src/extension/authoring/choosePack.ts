import * as vscode from 'vscode';
import type { Files } from '../../core/ports.ts';
import { slug } from '../../core/tutorial/parse.ts';

type PackItem = vscode.QuickPickItem & { root: vscode.Uri; isNew: boolean };

/** Asks which pack a tutorial is to be in, or makes one; undefined where the person chose none. The only one there is needs no question. */
export async function choosePack(packs: readonly vscode.Uri[], filesAt: (root: vscode.Uri) => Files): Promise<vscode.Uri | undefined> {
  const [only, ...more] = packs;
  if (only !== undefined && more.length === 0) return only;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined && only === undefined) {
    await vscode.window.showInformationMessage(vscode.l10n.t('Open a folder first: the tutorial becomes a file of a pack in it.'));
    return undefined;
  }
  const items: PackItem[] = packs.map((root) => ({ label: vscode.workspace.asRelativePath(root), root, isNew: false }));
  if (folder !== undefined) {
    const root = await freeFolder(folder);
    items.push({ label: `$(add) ${vscode.l10n.t('New pack')}`, description: vscode.workspace.asRelativePath(root), root, isNew: true });
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Record Steps'),
    placeHolder: vscode.l10n.t('The pack that the tutorial is to be in'),
  });
  if (chosen?.isNew && folder !== undefined) await makePack(filesAt(chosen.root), nameOf(folder));
  return chosen?.root;
}

async function freeFolder(folder: vscode.Uri): Promise<vscode.Uri> {
  for (let n = 1; ; n++) {
    const root = vscode.Uri.joinPath(folder, n === 1 ? 'onramp-pack' : `onramp-pack-${n}`);
    const isThere = await vscode.workspace.fs.stat(root).then(
      () => true,
      () => false,
    );
    if (!isThere) return root;
  }
}

function nameOf(folder: vscode.Uri): string {
  return slug(folder.path.slice(folder.path.lastIndexOf('/') + 1)).replace(/[^a-z0-9-]/g, '') || 'my-pack';
}

async function makePack(files: Files, name: string): Promise<void> {
  const manifest = { name, version: '0.1.0', title: name, publisher: name, description: '' };
  await files.write('onramp.json', `${JSON.stringify(manifest, undefined, 2)}\n`);
}
