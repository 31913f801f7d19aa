import * as vscode from 'vscode';
import { message } from '../../core/message.ts';
import { type FileProblem, type Pack, readPack } from '../../core/pack/pack.ts';
import type { Files } from '../../core/ports.ts';
import { reasonOf } from '../host/reason.ts';
import { settings } from '../ids.ts';
import { namedPackFolders } from './packFolders.ts';

/** A pack in a folder; `pack` is undefined where its manifest cannot be read, and `problems` says why. */
export type InstalledPack = { root: vscode.Uri; files: Files; pack: Pack | undefined; problems: FileProblem[] };

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
 * The packs that ship with the extension and those in the folders of the setting `onramp.pack.folders`. Of two with the same name the one
 * in the later folder is taken, so that who works on a pack sees their own.
 */
export function openInstalledPacks(shipped: vscode.Uri, filesAt: FilesAt): InstalledPacks {
  const changed = new vscode.EventEmitter<void>();
  let reading: Promise<InstalledPack[]> | undefined;
  const all = () => {
    reading ??= readAll(shipped, filesAt);
    return reading;
  };
  const refresh = () => {
    reading = undefined;
    changed.fire();
  };
  const watching = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${settings.section}.${settings.packFolders}`)) refresh();
  });
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
      watching.dispose();
      changed.dispose();
    },
  };
}

async function readAll(shipped: vscode.Uri, filesAt: FilesAt): Promise<InstalledPack[]> {
  const names = await filesAt(shipped).list('');
  const roots = [
    ...names.filter(({ kind }) => kind !== 'file').map(({ name }) => vscode.Uri.joinPath(shipped, name)),
    ...namedPackFolders(),
  ];
  const found = await Promise.all(roots.map((root) => readInstalled(root, filesAt(root))));
  const taken = new Map(found.map((installed) => [nameOf(installed), installed]));
  return found.filter((installed) => taken.get(nameOf(installed)) === installed);
}

/** By its folder where there is no manifest to name it. */
function nameOf({ pack, root }: InstalledPack): string {
  return pack?.manifest.name ?? root.toString();
}

async function readInstalled(root: vscode.Uri, files: Files): Promise<InstalledPack> {
  try {
    return { root, files, ...(await readPack(files)) };
  } catch (error) {
    const told = message('pack.unreadable', root.fsPath, reasonOf(error));
    return { root, files, pack: undefined, problems: [{ ...told, severity: 'error', line: 1, column: 1, file: 'onramp.json' }] };
  }
}
