import * as vscode from 'vscode';
import { type PackStore, packStore, shownVersion } from '../../core/pack/packStore.ts';
import type { Files } from '../../core/ports.ts';
import type { PackPlace } from './extensionPacks.ts';

/** The packs that were installed from elsewhere: their store in the extension's own storage, and where each of them lies there. */
export type FetchedPacks = { store: PackStore; places(): Promise<PackPlace[]> };

export function openFetchedPacks(folder: vscode.Uri, filesAt: (root: vscode.Uri) => Files): FetchedPacks {
  const store = packStore({ files: filesAt(folder), now: () => Date.now(), unique: () => crypto.randomUUID() });
  return {
    store,
    places: async () =>
      (await store.records()).flatMap((record) => {
        const shown = shownVersion(record);
        return shown === undefined ? [] : [{ root: vscode.Uri.joinPath(folder, 'store', shown.folder), origin: record.origin }];
      }),
  };
}
