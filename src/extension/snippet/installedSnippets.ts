import * as vscode from 'vscode';
import { readPackSnippets } from '../../core/snippet/packSnippets.ts';
import { type InstalledSnippet, indexSnippets, type SnippetIndex } from '../../core/snippet/snippetIndex.ts';
import type { InstalledPacks } from '../pack/installedPacks.ts';
import { rememberSnippets } from './lateSnippets.ts';

/** The snippets of all packs, read when they are first asked for and again when a pack comes, goes or changes. */
export type InstalledSnippets = {
  index(): Promise<SnippetIndex>;
  /** What is there by now; where nothing is, it begins to be read. */
  indexByNow(): SnippetIndex | undefined;
  onDidChange: vscode.Event<void>;
  dispose(): void;
};

/** A pack that cannot be read is told to `failed` and left out. */
export function openInstalledSnippets(
  packs: InstalledPacks,
  shipped: vscode.Uri,
  memento: vscode.Memento,
  failed: (error: unknown) => void,
): InstalledSnippets {
  const changed = new vscode.EventEmitter<void>();
  let reading: Promise<SnippetIndex> | undefined;
  let known: SnippetIndex | undefined;
  const index = () => {
    if (reading !== undefined) return reading;
    const now = readAll(packs, shipped, memento, failed);
    reading = now;
    now.then(
      (read) => {
        if (reading === now) known = read;
      },
      (error: unknown) => {
        failed(error);
        if (reading === now) reading = undefined;
      },
    );
    return now;
  };
  const forget = () => {
    reading = undefined;
    known = undefined;
    changed.fire();
  };
  const listening = [
    packs.onDidChange(forget),
    // A pack that somebody works on changes by being saved.
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.path.endsWith('.code-snippets')) forget();
    }),
  ];
  return {
    index,
    indexByNow: () => {
      if (known === undefined) index().catch(() => {});
      return known;
    },
    onDidChange: changed.event,
    dispose: () => {
      for (const listener of listening) listener.dispose();
      changed.dispose();
    },
  };
}

async function readAll(
  packs: InstalledPacks,
  shipped: vscode.Uri,
  memento: vscode.Memento,
  failed: (error: unknown) => void,
): Promise<SnippetIndex> {
  const all: InstalledSnippet[] = [];
  const others: InstalledSnippet[] = [];
  for (const { pack, files, root } of await packs.all()) {
    if (pack === undefined) continue;
    const { name, title, version } = pack.manifest;
    try {
      const ofPack = (await readPackSnippets(files)).map((snippet) => ({ ...snippet, pack: { name, title, version } }));
      all.push(...ofPack);
      if (!root.toString().startsWith(`${shipped.toString()}/`)) others.push(...ofPack);
    } catch (error) {
      failed(error);
    }
  }
  const languages = new Set(others.flatMap((snippet) => (snippet.languages.length === 0 ? [''] : snippet.languages)));
  await rememberSnippets(memento, {
    languages: [...languages].sort(),
    movedOn: others.some(({ deprecated }) => deprecated?.pattern !== undefined),
  });
  return indexSnippets(all);
}
