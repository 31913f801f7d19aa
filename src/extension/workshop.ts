import * as vscode from 'vscode';
import type { Report } from '../protocol/event.ts';
import { openAuthoring } from './authoring/authoringRoom.ts';
import { openGuideColours } from './colour/guideColours.ts';
import type { Platform } from './host/platform.ts';
import { reasonOf } from './host/reason.ts';
import { type CommandId, commands } from './ids.ts';
import type { BrowseNode } from './pack/browseItem.ts';
import { type BrowseView, browseView } from './pack/browseView.ts';
import type { FetchedPacks } from './pack/fetchedPacks.ts';
import type { InstalledPacks } from './pack/installedPacks.ts';
import { askNpmToken, npmTokens } from './pack/npmToken.ts';
import { ownPacks } from './pack/ownPacks.ts';
import { packActs } from './pack/packActs.ts';
import { ownPackFolders } from './pack/packFolders.ts';
import { openPackProblems } from './pack/packProblems.ts';
import type { PublisherTrust } from './pack/publisherTrust.ts';
import { openPorts } from './pack/sourcePorts.ts';
import type { Consent } from './report/consent.ts';
import type { LearnerCommand } from './rooms.ts';
import { findTemplate } from './scaffold/findTemplate.ts';
import { newFromTemplate } from './scaffold/newFromTemplate.ts';
import { goOnInOtherWindow, takeNote } from './scaffold/otherWindow.ts';
import { packTemplate } from './scaffold/packTemplate.ts';
import { openPreviewFiles } from './scaffold/previewFiles.ts';
import { saveTemplate } from './scaffold/saveTemplate.ts';
import { openScaffolder } from './scaffold/scaffolder.ts';
import type { Scaffolded } from './scaffold/scaffoldTemplate.ts';
import { undoStore } from './scaffold/undoStore.ts';
import { updateProject } from './scaffold/updateProject.ts';
import { openSnippetRoom } from './snippet/snippetRoom.ts';
import type { BlockActParts } from './tutorial/blockActs.ts';
import { followDeepLink } from './tutorial/deepLink.ts';
import type { KeptStore } from './tutorial/keptStore.ts';
import type { LearnerFiles } from './tutorial/learnerFolder.ts';
import { hereIn, type OpenTutorial } from './tutorial/openTutorial.ts';
import type { Player } from './tutorial/player.ts';
import { openRewind } from './tutorial/rewind.ts';
import { exitOf, type TutorialTerminal } from './tutorial/terminal.ts';
import type { Proposals } from './tutorial/writeBlock.ts';

/** What the rooms hand on. */
export type WorkshopParts = {
  context: vscode.ExtensionContext;
  platform: Platform;
  log: vscode.LogOutputChannel;
  packs: InstalledPacks;
  fetched: FetchedPacks;
  trust: PublisherTrust;
  isTrusted(open: OpenTutorial): Promise<boolean>;
  consent: Consent;
  report(reports: readonly Report[]): void;
  player: Player;
  kept: KeptStore;
  terminal: TutorialTerminal;
  proposals: Proposals;
  learnerFiles: LearnerFiles;
  openTutorial(place: { pack: string; tutorial: string; step?: string | undefined }): Promise<void>;
};

/** What no tutorial needs before its first step is read, so that nobody waits for it. */
export type Workshop = {
  commands: Record<WorkshopCommand, (...args: never[]) => unknown>;
  packs: BrowseView;
  /** What a tutorial's links do. */
  links: Pick<BlockActParts, 'scaffold' | 'snippetTarget' | 'insertSnippet'>;
  /** Goes on with what another window scaffolded into this one's folder. */
  goOnScaffolding(): Promise<void>;
  /** Follows a link from outside of VS Code, once the person has agreed. */
  followLink(uri: vscode.Uri): Promise<void>;
  dispose(): void;
};

export type WorkshopCommand = Exclude<CommandId, LearnerCommand | 'onramp.tutorial.browse'>;

export function openWorkshop(parts: WorkshopParts): Workshop {
  const { context, platform, packs, fetched, trust, isTrusted, consent, report, player, kept, terminal, learnerFiles } = parts;
  const owned: { dispose(): unknown }[] = [];
  const own = <T extends { dispose(): unknown }>(thing: T): T => {
    owned.push(thing);
    return thing;
  };
  const failed = (error: unknown) => parts.log.warn(reasonOf(error));

  const previews = own(openPreviewFiles());
  const undos = undoStore(context.globalState, platform.filesAt(vscode.Uri.joinPath(context.globalStorageUri, 'scaffold')));
  const scaffolder = openScaffolder({
    learnerFiles,
    previews,
    undos,
    run: (command, folder) => terminal.run(command, folder, new AbortController().signal).then(exitOf),
  });
  const snippets = own(
    openSnippetRoom({
      packs,
      shipped: vscode.Uri.joinPath(context.extensionUri, 'packs'),
      memento: context.globalState,
      ownPacks: ownPackFolders,
      report,
      mayReport: () => consent.state() === 'yes',
      log: failed,
    }),
  );
  const rewind = openRewind(parts);
  const tokens = npmTokens(context.secrets);
  const acts = packActs({ store: fetched.store, packs, ports: openPorts(platform, tokens), tokens });
  const browsing = own(browseView({ store: fetched.store, packs, acts }));
  const find = findTemplate({ packs: packs.all, filesAt: platform.filesAt, isTrusted: trust.ask, waiting: acts.waiting });
  const elsewhere = (done: Scaffolded) => {
    const open = player.current();
    return goOnInOtherWindow(context.globalState, done, open === undefined ? undefined : placeOf(open));
  };
  own(openPackProblems(platform.filesAt, failed, packs.onDidChange));
  const authoring = own(
    openAuthoring({
      extension: context.extensionUri,
      filesAt: platform.filesAt,
      failed,
      ownPacks: ownPackFolders,
      colours: (tell) => openGuideColours(tell, failed),
    }),
  );
  return {
    commands: {
      ...authoring.commands,
      [commands.resetStep]: () => rewind.resetStep(),
      [commands.startAgain]: () => rewind.startAgain(),
      [commands.catchUp]: () => rewind.catchUp(),
      [commands.compare]: () => rewind.compare(),
      [commands.restoreMine]: () => rewind.restoreMine(),
      [commands.browsePacks]: () => browsing.browse(),
      [commands.searchNpmToo]: () => browsing.searchNpmToo(),
      [commands.showPack]: (node?: BrowseNode) => browsing.show(node),
      [commands.installPack]: (node?: BrowseNode) => browsing.install(node),
      [commands.installFrom]: () => acts.installFrom(),
      [commands.updatePack]: (node?: BrowseNode) => browsing.update(node),
      [commands.rollBackPack]: (node?: BrowseNode) => browsing.rollBack(node),
      [commands.uninstallPack]: (node?: BrowseNode) => browsing.uninstall(node),
      [commands.lookForNewer]: () => browsing.lookForNewer(),
      [commands.setNpmToken]: () => askNpmToken(openPorts(platform, tokens), tokens),
      [commands.newFromTemplate]: () => newFromTemplate({ find, packs: packs.all, scaffolder, goOnInOtherWindow: elsewhere }),
      [commands.updateFromTemplate]: () => updateProject({ find, learnerFiles, previews, undos }),
      [commands.saveTemplate]: () =>
        saveTemplate({ learnerFiles, undos, ownPacks: () => ownPacks(platform.filesAt), changed: packs.refresh }),
      [commands.undoScaffold]: () => scaffolder.undo(),
      [commands.insertSnippet]: () => snippets.insert(),
      [commands.saveSnippet]: () => snippets.save(),
    },
    packs: browsing,
    links: {
      scaffold: (from, template, folder) =>
        scaffolder.scaffold(
          packTemplate(from, template, () => isTrusted(from)),
          folder,
          (paths) => kept.before(from, folder, paths),
        ),
      snippetTarget: snippets.target,
      insertSnippet: (from, link, target) => snippets.insertFromTutorial(from, link, target, hereIn(from)),
    },
    goOnScaffolding: async () => {
      const note = await takeNote(context.globalState);
      if (note === undefined) return;
      if (note.tutorial !== undefined) await parts.openTutorial(note.tutorial);
      await scaffolder.goOn(note.done);
    },
    followLink: (uri) => followDeepLink(uri, packs, parts.openTutorial),
    dispose: () => {
      for (const thing of owned.reverse()) thing.dispose();
    },
  };
}

/** Where a tutorial stands, for another window to open it there. */
function placeOf({ progress: { pack, tutorial, current } }: OpenTutorial): { pack: string; tutorial: string; step?: string } {
  return { pack, tutorial, ...(current === null ? {} : { step: current }) };
}
