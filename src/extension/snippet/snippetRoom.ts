import * as vscode from 'vscode';
import { message } from '../../core/message.ts';
import type { PackSnippet } from '../../core/snippet/packSnippets.ts';
import { parseBody } from '../../core/snippet/parseBody.ts';
import type { InstalledSnippet } from '../../core/snippet/snippetIndex.ts';
import { traceOf } from '../../core/snippet/trace.ts';
import type { Report } from '../../protocol/event.ts';
import { codeEditor } from '../host/codeColumn.ts';
import { reasonOf } from '../host/reason.ts';
import { say } from '../host/say.ts';
import type { InstalledPacks } from '../pack/installedPacks.ts';
import { chooseSnippet } from './chooseSnippet.ts';
import { findSnippet, insertSnippet } from './insertSnippet.ts';
import { openInstalledSnippets } from './installedSnippets.ts';
import { openKeptSnippets } from './keptSnippets.ts';
import { openMovedOn } from './movedOn.ts';
import { saveSnippet } from './saveSnippet.ts';
import { provideSnippetCompletions } from './snippetCompletion.ts';
import { snippetTarget } from './snippetTarget.ts';

export type SnippetRoomParts = {
  packs: InstalledPacks;
  /** The folder of the packs that ship with the extension. */
  shipped: vscode.Uri;
  memento: vscode.Memento;
  /** The folders of the packs that the person works on. */
  ownPacks(): Promise<vscode.Uri[]>;
  report(reports: readonly Report[]): void;
  /** Whether the person lets their progress be told: without it nothing is remembered to be told later. */
  mayReport(): boolean;
  log(error: unknown): void;
};

/** What a snippet belongs to where a tutorial inserts it. */
export type TutorialPlace = { pack: string; version: string; tutorial: string; step: string };

/** What people do with the snippets of packs. */
export type SnippetRoom = {
  insert(): Promise<void>;
  save(): Promise<void>;
  /** Where a tutorial's snippet would go; the person's folder, and the file that the step speaks of. */
  target: typeof snippetTarget;
  /** Inserts a pack's snippet for a tutorial. Throws in words for the person. */
  insertFromTutorial(
    pack: PackInstalled,
    link: { file: string; name: string },
    target: Awaited<ReturnType<typeof snippetTarget>>,
    place: TutorialPlace | undefined,
  ): Promise<void>;
  dispose(): void;
};

type PackInstalled = Pick<Awaited<ReturnType<InstalledPacks['all']>>[number], 'files'> & {
  pack: { manifest: { name: string; version: string } };
};

export function openSnippetRoom({ packs, shipped, memento, ownPacks, report, mayReport, log }: SnippetRoomParts): SnippetRoom {
  const snippets = openInstalledSnippets(packs, shipped, memento, log);
  const kept = openKeptSnippets(memento, report, mayReport, log);
  const inserted = (uri: vscode.Uri, snippet: PackSnippet, place: { pack: string; version: string; tutorial?: string; step?: string }) => {
    report([{ type: 'dev.onramp.snippet.inserted', data: { ...place, snippet: snippet.name } }]);
    kept.remember(uri, { pack: place.pack, version: place.version, snippet: snippet.name }, traceOf(parseBody(snippet.body).parts));
  };
  const insertedOf = (uri: vscode.Uri, snippet: InstalledSnippet) =>
    inserted(uri, snippet, { pack: snippet.pack.name, version: snippet.pack.version });
  const owned = [
    snippets,
    kept,
    provideSnippetCompletions(snippets, insertedOf),
    openMovedOn({
      snippets,
      log,
      migrated: ({ pack, name }, places) =>
        report([{ type: 'dev.onramp.snippet.migrated', data: { pack: pack.name, version: pack.version, snippet: name, places } }]),
    }),
  ];
  return {
    insert: () =>
      tellingFailure(async () => {
        const editor = codeEditor();
        if (editor === undefined) throw new Error(say(message('snippet.noEditor')));
        const chosen = await chooseSnippet(await snippets.index(), editor.document);
        if (chosen === undefined) return;
        await insertSnippet(editor, chosen);
        insertedOf(editor.document.uri, chosen);
      }),
    save: () => tellingFailure(() => saveSnippet(ownPacks)),
    target: snippetTarget,
    insertFromTutorial: async ({ files, pack }, link, { editor, onNewLine }, place) => {
      const snippet = await findSnippet(files, link);
      await insertSnippet(editor, snippet, { onNewLine });
      inserted(editor.document.uri, snippet, place ?? { pack: pack.manifest.name, version: pack.manifest.version });
    },
    dispose: () => {
      for (const thing of owned.toReversed()) thing.dispose();
    },
  };
}

async function tellingFailure(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await vscode.window.showWarningMessage(reasonOf(error));
  }
}
