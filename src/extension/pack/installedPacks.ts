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
  /** The pack of a name; the others are looked at only as far as it takes to know that they have another. */
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
  const readOnce = () => {
    const places = once(() => packPlaces(shipped, filesAt, fetched));
    const read = onceFor((place: PackPlace) => readInstalled(place, filesAt(place.root), language));
    const manifest = onceFor(({ root }: PackPlace) =>
      filesAt(root)
        .readText('onramp.json')
        .catch(() => undefined),
    );
    const all = once(async () => taken(await Promise.all((await places()).map(read))));
    return { places, read, manifest, all };
  };
  let known = readOnce();
  const refresh = () => {
    known = readOnce();
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
    all: () => known.all(),
    refresh,
    onDidChange: changed.event,
    find: async (name) => {
      const { places, manifest, read } = known;
      const there = await places();
      const manifests = await Promise.all(there.map(manifest));
      const named = await Promise.all(there.filter((_, index) => mayName(manifests[index], name)).map(read));
      for (const installed of named.reverse()) {
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

async function packPlaces(shipped: vscode.Uri, filesAt: FilesAt, fetched: () => Promise<PackPlace[]>): Promise<PackPlace[]> {
  const [names, ofStore] = await Promise.all([filesAt(shipped).list(''), fetched()]);
  return [
    ...names.filter(({ kind }) => kind !== 'file').map(({ name }) => ({ root: vscode.Uri.joinPath(shipped, name), origin: 'onramp' })),
    ...packsOfExtensions(vscode.extensions.all),
    ...ofStore,
    ...namedPackFolders().map((root) => ({ root, origin: root.toString() })),
  ];
}

/** Of two with the same name the later. */
function taken(found: readonly InstalledPack[]): InstalledPack[] {
  const byName = new Map(found.map((installed) => [nameOf(installed), installed]));
  return found.filter((installed) => byName.get(nameOf(installed)) === installed);
}

/** Whether a manifest could be that of a name, by its text alone; a name may be written with escapes. */
function mayName(manifest: string | undefined, name: string): boolean {
  return manifest !== undefined && (manifest.includes(JSON.stringify(name)) || manifest.includes('\\u'));
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function onceFor<K, T>(make: (key: K) => Promise<T>): (key: K) => Promise<T> {
  const made = new Map<K, Promise<T>>();
  return (key) => {
    const there = made.get(key) ?? make(key);
    made.set(key, there);
    return there;
  };
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
