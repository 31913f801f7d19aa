import type * as vscode from 'vscode';
import { readPack } from '../../core/pack/pack.ts';
import type { Files } from '../../core/ports.ts';
import { ownPackFolders } from './packFolders.ts';

/** The packs that the person works on, as far as their manifests can be read. */
export async function ownPacks(filesAt: (root: vscode.Uri) => Files): Promise<{ root: vscode.Uri; title: string }[]> {
  const read = await Promise.all(
    (await ownPackFolders()).map(async (root) => {
      const { pack } = await readPack(filesAt(root)).catch(() => ({ pack: undefined }));
      return pack === undefined ? [] : [{ root, title: pack.manifest.title }];
    }),
  );
  return read.flat();
}
