import * as vscode from 'vscode';
import { readPack } from '../../core/pack/pack.ts';
import type { Files } from '../../core/ports.ts';
import { namedPackFolders } from './packFolders.ts';

/** The packs that the person works on: those of the setting, and those that are open in this window. */
export async function ownPacks(filesAt: (root: vscode.Uri) => Files): Promise<{ root: vscode.Uri; title: string }[]> {
  const open = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const roots = new Map([...namedPackFolders(), ...open].map((root) => [root.toString().replace(/\/+$/, ''), root]));
  const read = await Promise.all(
    [...roots.values()].map(async (root) => {
      const { pack } = await readPack(filesAt(root)).catch(() => ({ pack: undefined }));
      return pack === undefined ? [] : [{ root, title: pack.manifest.title }];
    }),
  );
  return read.flat();
}
