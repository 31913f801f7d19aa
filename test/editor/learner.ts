import assert from 'node:assert/strict';
import { realpath, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { diskFiles } from '../../src/extension/host/diskFiles.ts';
import { guardedFiles, guardWriting } from '../../src/extension/host/guardedFiles.ts';
import { nodeShell } from '../../src/extension/host/nodeShell.ts';
import { type InstalledPacks, openInstalledPacks } from '../../src/extension/pack/installedPacks.ts';
import { packTemplate } from '../../src/extension/scaffold/packTemplate.ts';
import { openPreviewFiles } from '../../src/extension/scaffold/previewFiles.ts';
import { openScaffolder, type Scaffolder } from '../../src/extension/scaffold/scaffolder.ts';
import { undoStore } from '../../src/extension/scaffold/undoStore.ts';
import { openSnippetRoom, type SnippetRoom } from '../../src/extension/snippet/snippetRoom.ts';
import { anchorStore } from '../../src/extension/tutorial/anchorStore.ts';
import { guidePage } from '../../src/extension/tutorial/guideState.ts';
import { highlight } from '../../src/extension/tutorial/highlight.ts';
import { type KeptStore, keptStore } from '../../src/extension/tutorial/keptStore.ts';
import { folderChoices } from '../../src/extension/tutorial/learnerFolder.ts';
import { hereIn } from '../../src/extension/tutorial/openTutorial.ts';
import { openPlayer, type Player, type PlayerParts } from '../../src/extension/tutorial/player.ts';
import { type ProgressStore, progressStore } from '../../src/extension/tutorial/progressStore.ts';
import { exitOf, type TutorialTerminal, tutorialTerminal } from '../../src/extension/tutorial/terminal.ts';
import { openProposals, type Proposals } from '../../src/extension/tutorial/writeBlock.ts';
import type { Report } from '../../src/protocol/event.ts';
import type { BlockView, GuidePage } from '../../src/protocol/guide.ts';
import { scratchFolder } from './workspace.ts';

/** A learner with a pack: the player over files in a folder of its own, every part of VS Code a real one. */
export type Learner = {
  player: Player;
  packs: InstalledPacks;
  store: ProgressStore;
  scaffolder: Scaffolder;
  kept: KeptStore;
  storage: vscode.Uri;
  snippets: SnippetRoom;
  parts: { terminal: TutorialTerminal; proposals: Proposals };
  /** What would be reported, in order. */
  reports: Report[];
  /** The folder that holds the packs' folders. */
  folder: vscode.Uri;
  page(): GuidePage;
  /** The n-th block of a kind in the step that is shown, as the guide shows it. */
  block<K extends BlockView['kind']>(kind: K, nth?: number): Extract<BlockView, { kind: K }>;
  /** Presses the button of the n-th block of a kind. */
  press(type: 'run' | 'write' | 'diff' | 'check', nth?: number): Promise<void>;
  dispose(): Promise<void>;
};

const kindOf = { run: 'run', write: 'file', diff: 'diff', check: 'check' } as const;

type LearnerOptions = {
  mayReport?: boolean;
  memento?: vscode.Memento;
  workspaceState?: vscode.Memento;
  /** The extension's own storage. */
  storage?: vscode.Uri;
  shell?: boolean;
  isTrusted?: PlayerParts['isTrusted'];
  hasTrust?: PlayerParts['hasTrust'];
  shown?: PlayerParts['shown'];
  /** The person's. */
  language?: string;
};

/** `files` are seen from the folder that holds the packs: `demo/tutorials/start.md`. */
export async function startLearner(
  files: Readonly<Record<string, string | Uint8Array>>,
  {
    mayReport = false,
    memento = memoryMemento(),
    workspaceState = memoryMemento(),
    storage,
    shell = true,
    isTrusted = async () => true,
    hasTrust = () => true,
    shown = async () => {},
    language = vscode.env.language,
  }: LearnerOptions = {},
): Promise<Learner> {
  const scratch = await scratchFolder(files);
  const packs = openInstalledPacks(scratch.uri, diskFiles, undefined, language);
  const reports: Report[] = [];
  const store = progressStore(memento, workspaceState);
  const learnerFiles = (folder: vscode.Uri) => guardedFiles(folder, (path) => realpath(path), diskFiles);
  const parts = {
    terminal: tutorialTerminal(),
    highlight: highlight(anchorStore(workspaceState), mediaFolder()),
    proposals: openProposals(),
  };
  const ownStorage = storage ?? vscode.Uri.joinPath(scratch.uri, '..', `${scratch.uri.path.split('/').at(-1)}-storage`);
  const previews = openPreviewFiles(`onramp-test-${crypto.randomUUID()}`);
  const scaffolder = openScaffolder({
    learnerFiles,
    previews,
    undos: undoStore(memento, diskFiles(ownStorage)),
    run: (command, folder) => parts.terminal.run(command, folder, new AbortController().signal).then(exitOf),
  });
  const kept = keptStore(vscode.Uri.joinPath(scratch.uri, '..', `${scratch.uri.path.split('/').at(-1)}-kept`), learnerFiles);
  const snippets = openSnippetRoom({
    packs,
    shipped: mediaFolder(),
    memento,
    ownPacks: async () => [vscode.Uri.joinPath(scratch.uri, 'demo')],
    report: (told) => reports.push(...told),
    mayReport: () => mayReport,
    log: (error) => assert.fail(String(error)),
  });
  const player = openPlayer({
    ...parts,
    packs,
    store,
    folders: folderChoices(workspaceState),
    learnerFiles,
    shellAt: shell ? nodeShell : undefined,
    report: (told) => reports.push(...told),
    guardWriting: (folder, path) => guardWriting(folder, (inside) => realpath(inside), path),
    keepBefore: kept.before,
    shown,
    isTrusted,
    hasTrust,
    scaffold: (from, template, folder) =>
      scaffolder.scaffold(
        packTemplate(from, template, async () => true),
        folder,
        (paths) => kept.before(from, folder, paths),
      ),
    snippetTarget: snippets.target,
    insertSnippet: (from, link, target) => snippets.insertFromTutorial(from, link, target, hereIn(from)),
  });
  const page = () => {
    const open = player.current();
    assert.ok(open, player.failure() ?? 'no tutorial is open');
    return guidePage(open, { mediaUrl: (path) => path, consent: undefined, feedbackTo: undefined });
  };
  const indexOf = (kind: BlockView['kind'], nth: number) => {
    const index = page().blocks.flatMap((block, at) => (block.kind === kind ? [at] : []))[nth];
    assert.ok(index !== undefined, `there is no block of kind ${kind} with number ${nth}`);
    return index;
  };
  return {
    player,
    packs,
    store,
    scaffolder,
    kept,
    storage: ownStorage,
    snippets,
    parts,
    reports,
    folder: scratch.uri,
    page,
    block: (kind, nth = 0) => page().blocks[indexOf(kind, nth)] as never,
    press: (type, nth = 0) => player.act({ type: type === 'diff' ? 'write' : type, index: indexOf(kindOf[type], nth) }),
    dispose: async () => {
      for (const part of [player, snippets, packs, previews, ...Object.values(parts)]) part.dispose();
      await scratch.dispose();
      await rm(ownStorage.fsPath, { recursive: true, force: true });
    },
  };
}

/** Where the extension's own pictures are. */
export function mediaFolder(): vscode.Uri {
  const extension = vscode.extensions.getExtension('onramp.onramp');
  return vscode.Uri.joinPath(extension?.extensionUri ?? assert.fail('the extension is not there'), 'media');
}

/** What VS Code keeps for an extension, kept as it does: as JSON. */
export function memoryMemento(): vscode.Memento {
  const kept = new Map<string, string>();
  return {
    keys: () => [...kept.keys()],
    get: <T>(key: string, otherwise?: T) => {
      const text = kept.get(key);
      return text === undefined ? otherwise : (JSON.parse(text) as T);
    },
    update: async (key, value) => {
      if (value === undefined) kept.delete(key);
      else kept.set(key, JSON.stringify(value));
    },
  };
}

/** The manifest of a pack that is in order. */
export function manifestOf(name: string, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify(
    { name, version: '1.2.3', title: `The pack ${name}`, publisher: 'Tests', description: 'For tests', license: 'MIT', ...more },
    undefined,
    2,
  );
}

/** A pack named `demo` with one tutorial, `start`. */
export function demoPack(tutorial: string, more: Readonly<Record<string, string | Uint8Array>> = {}): Record<string, string | Uint8Array> {
  const others = Object.entries(more).map(([path, content]) => [`demo/${path}`, content]);
  return { 'demo/onramp.json': manifestOf('demo'), 'demo/tutorials/start.md': tutorial, ...Object.fromEntries(others) };
}
