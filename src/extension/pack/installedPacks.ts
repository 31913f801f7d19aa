import * as vscode from 'vscode';
import { message } from '../../core/message.ts';
import { type FileProblem, type Pack, readPack } from '../../core/pack/pack.ts';
import type { Files } from '../../core/ports.ts';
import { reasonOf } from '../host/reason.ts';
import { settings } from '../ids.ts';
import { type PackPlace, packsOfExtensions } from './extensionPacks.ts';
import { namedPackFolders } from './packFolders.ts';

/** A pack in a folder; `pack` is undefined where its manifest cannot be read, and `problems` says why. */
export type InstalledPack = PackPlace & { files: Files; pack: Pack | undefined; problems: FileProblem[] };

export type InstalledPacks = {
  /** Reads every pack once; later calls give the same until `refresh`. */
  all(): Promise<InstalledPack[]>;
  find(name: string): Promise<(InstalledPack & { pack: Pack }) | undefined>;
  refresh(): void;
  onDidChange: vscode.Event<void>;
  dispose(): void;
};

type FilesAt = (root: vscode.Uri) => Files;

/**
 * The packs that ship with the extension, those that other extensions bring, those that were `fetched` and those in the folders of the
 * setting `onramp.pack.folders`. Of two with the same name the later is taken, so that who works on a pack sees their own.
 * Tutorials are in the person's language where they are translated to it.
 */
export function openInstalledPacks(
  shipped: vscode.Uri,
  filesAt: FilesAt,
  fetched = async (): Promise<PackPlace[]> => [],
  language = vscode.env.language,
): InstalledPacks {
  const changed = new vscode.EventEmitter<void>();
  let reading: Promise<InstalledPack[]> | undefined;
  const all = () => {
    reading ??= readAll(shipped, filesAt, fetched, language);
    return reading;
  };
  const refresh = () => {
    reading = undefined;
    changed.fire();
  };
  let brought = inWords(packsOfExtensions(vscode.extensions.all));
  const watching = [
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${settings.section}.${settings.packFolders}`)) refresh();
    }),
    vscode.extensions.onDidChange(() => {
      const now = inWords(packsOfExtensions(vscode.extensions.all));
      if (now === brought) return;
      brought = now;
      refresh();
    }),
  ];
  return {
    all,
    refresh,
    onDidChange: changed.event,
    find: async (name) => {
      for (const installed of await all()) {
        const { pack } = installed;
        if (pack?.manifest.name === name) return { ...installed, pack };
      }
      return undefined;
    },
    dispose: () => {
      for (const listener of watching) listener.dispose();
      changed.dispose();
    },
  };
}

async function readAll(
  shipped: vscode.Uri,
  filesAt: FilesAt,
  fetched: () => Promise<PackPlace[]>,
  language: string,
): Promise<InstalledPack[]> {
  const [names, ofStore] = await Promise.all([filesAt(shipped).list(''), fetched()]);
  const places: PackPlace[] = [
    ...names.filter(({ kind }) => kind !== 'file').map(({ name }) => ({ root: vscode.Uri.joinPath(shipped, name), origin: 'onramp' })),
    ...packsOfExtensions(vscode.extensions.all),
    ...ofStore,
    ...namedPackFolders().map((root) => ({ root, origin: root.toString() })),
  ];
  const found = await Promise.all(places.map((place) => readInstalled(place, filesAt(place.root), language)));
  const taken = new Map(found.map((installed) => [nameOf(installed), installed]));
  return found.filter((installed) => taken.get(nameOf(installed)) === installed);
}

/** By its folder where there is no manifest to name it. */
function nameOf({ pack, root }: InstalledPack): string {
  return pack?.manifest.name ?? root.toString();
}

function inWords(places: readonly PackPlace[]): string {
  return places.map(({ root, origin }) => `${origin} ${root}`).join('\n');
}

async function readInstalled(place: PackPlace, files: Files, language: string): Promise<InstalledPack> {
  try {
    return { ...place, files, ...(await readPack(files, language)) };
  } catch (error) {
    const told = message('pack.unreadable', place.root.fsPath, reasonOf(error));
    return { ...place, files, pack: undefined, problems: [{ ...told, severity: 'error', line: 1, column: 1, file: 'onramp.json' }] };
  }
}
