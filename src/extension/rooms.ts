import * as vscode from 'vscode';
import type { Report } from '../protocol/event.ts';
import { type AuthoringCommand, openAuthoring } from './authoring/authoringRoom.ts';
import { openGuideColours } from './colour/guideColours.ts';
import { openGuideRoom } from './guideRoom.ts';
import { guardedFiles } from './host/guardedFiles.ts';
import type { Platform } from './host/platform.ts';
import { reasonOf } from './host/reason.ts';
import { type CommandId, commands } from './ids.ts';
import type { BrowseNode } from './pack/browseItem.ts';
import { type BrowseView, browseView } from './pack/browseView.ts';
import { openFetchedPacks } from './pack/fetchedPacks.ts';
import { openInstalledPacks } from './pack/installedPacks.ts';
import { askNpmToken, npmTokens } from './pack/npmToken.ts';
import { ownPacks } from './pack/ownPacks.ts';
import { packActs } from './pack/packActs.ts';
import { ownPackFolders } from './pack/packFolders.ts';
import { watchPackFolders } from './pack/packFolderWatch.ts';
import { openPackProblems } from './pack/packProblems.ts';
import { publisherTrust } from './pack/publisherTrust.ts';
import { openPorts } from './pack/sourcePorts.ts';
import { chooseSharing, showWaiting } from './report/chooseSharing.ts';
import { openConsent } from './report/consent.ts';
import { openReporter } from './report/reporter.ts';
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
import { anchorStore } from './tutorial/anchorStore.ts';
import { followDeepLink } from './tutorial/deepLink.ts';
import type { GuideView } from './tutorial/guideView.ts';
import { highlight } from './tutorial/highlight.ts';
import { keptStore } from './tutorial/keptStore.ts';
import { folderChoices } from './tutorial/learnerFolder.ts';
import { type LearningTree, learningTree } from './tutorial/learningView.ts';
import { hereIn, type OpenTutorial } from './tutorial/openTutorial.ts';
import { openPlayer } from './tutorial/player.ts';
import { clearProgress, exportProgress } from './tutorial/progressFile.ts';
import { progressStore } from './tutorial/progressStore.ts';
import { tellingRefusals } from './tutorial/refused.ts';
import { openRewind } from './tutorial/rewind.ts';
import type { StepStatusBar } from './tutorial/statusBar.ts';
import { tutorialTerminal } from './tutorial/terminal.ts';
import { type TreeNode, type TutorialsTree, tutorialsTree } from './tutorial/tutorialsView.ts';
import { openProposals } from './tutorial/writeBlock.ts';

/** What stands in the window from the start, empty until the rooms fill it. */
export type Front = {
  context: vscode.ExtensionContext;
  platform: Platform;
  log: vscode.LogOutputChannel;
  guide: GuideView;
  statusBar: StepStatusBar;
  browse: () => Promise<void>;
};

/** Everything that is loaded at its first use. */
export type Rooms = {
  commands: Record<Exclude<CommandId, 'onramp.tutorial.browse'>, (...args: never[]) => unknown>;
  tree: TutorialsTree;
  learning: LearningTree;
  packs: BrowseView;
  /** Where the guide follows the steps in the tree. */
  follow(view: vscode.TreeView<TreeNode>): void;
  /** Sends what an earlier session could not. */
  flush(): Promise<void>;
  /** Goes on with what another window scaffolded into this one's folder. */
  goOnScaffolding(): Promise<void>;
  /** Follows a link from outside of VS Code, once the person has agreed. */
  followLink(uri: vscode.Uri): Promise<void>;
  dispose(): void;
};

/** Puts the rooms together: the one place where they meet. */
export function openRooms({ context, platform, log, guide, statusBar, browse }: Front): Rooms {
  const owned: { dispose(): unknown }[] = [];
  let disposed = false;
  const own = <T extends { dispose(): unknown }>(thing: T): T => {
    if (disposed) thing.dispose();
    else owned.push(thing);
    return thing;
  };
  const deliberately = (work: Promise<unknown>) => {
    work.catch((error: unknown) => log.error(reasonOf(error)));
  };

  const fetched = openFetchedPacks(vscode.Uri.joinPath(context.globalStorageUri, 'packs'), platform.filesAt);
  const packs = own(openInstalledPacks(vscode.Uri.joinPath(context.extensionUri, 'packs'), platform.filesAt, fetched.places));
  own(watchPackFolders(packs.refresh));
  const consent = own(openConsent(context.globalState));
  const person = installId(context.globalState);
  const outboxFolder = vscode.Uri.joinPath(context.globalStorageUri, 'outbox');
  const reporter = own(
    openReporter(outboxFolder, person, consent, (state) => {
      if (state.kind === 'refused')
        log.warn(vscode.l10n.t('The backend refused the report (HTTP {0}). Check its address and key.', state.status));
      if (state.kind === 'retrying') log.info(vscode.l10n.t('Reports are kept and sent later: {0}', state.reason));
    }),
  );
  const report = (reports: readonly Report[]) => deliberately(reporter.report(reports));

  const store = progressStore(context.globalState);
  const trust = publisherTrust(context.globalState, vscode.Uri.joinPath(context.extensionUri, 'packs'));
  const isTrusted = ({ root, origin, pack: { manifest } }: OpenTutorial) => trust.ask({ root, origin, ...manifest });
  const learnerFiles = (folder: vscode.Uri) => guardedFiles(folder, platform.realPath, platform.filesAt);
  const terminal = own(tutorialTerminal());
  const previews = own(openPreviewFiles());
  const undos = undoStore(context.globalState, platform.filesAt(vscode.Uri.joinPath(context.globalStorageUri, 'scaffold')));
  const scaffolder = openScaffolder({
    learnerFiles,
    previews,
    undos,
    run: (command, folder) => terminal.run(command, folder, new AbortController().signal),
  });
  const proposals = own(openProposals());
  const kept = keptStore(context.storageUri ?? context.globalStorageUri, learnerFiles);
  const snippets = own(
    openSnippetRoom({
      packs,
      shipped: vscode.Uri.joinPath(context.extensionUri, 'packs'),
      memento: context.globalState,
      ownPacks: ownPackFolders,
      report,
      mayReport: () => consent.state() === 'yes',
      log: (error) => log.warn(reasonOf(error)),
    }),
  );
  const player = own(
    openPlayer({
      packs,
      store,
      folders: folderChoices(context.workspaceState),
      terminal,
      highlight: own(highlight(anchorStore(context.workspaceState), vscode.Uri.joinPath(context.extensionUri, 'media'))),
      proposals,
      shellAt: platform.shellAt,
      learnerFiles,
      report,
      isTrusted,
      keepBefore: kept.before,
      scaffold: (from, template, folder) =>
        scaffolder.scaffold(
          packTemplate(from, template, () => isTrusted(from)),
          folder,
          (paths) => kept.before(from, folder, paths),
        ),
      snippetTarget: snippets.target,
      insertSnippet: (from, link, target) => snippets.insertFromTutorial(from, link, target, hereIn(from)),
    }),
  );

  const rewind = openRewind({ player, kept, terminal, proposals, learnerFiles, isTrusted });
  const openTutorial = async (place?: { pack: string; tutorial: string; step?: string | undefined }) => {
    // A key that somebody bound to the command names no tutorial.
    if (place === undefined) return browse();
    await Promise.all([player.open(place.pack, place.tutorial, place.step), guide.reveal()]);
  };
  const answerConsent = own(openGuideRoom({ guide, player, consent, reporter, person, browse, log })).answerConsent;

  const tree = own(tutorialsTree(packs, store, player));
  const learning = own(learningTree(packs, store, player));
  const tokens = npmTokens(context.secrets);
  const acts = packActs({ store: fetched.store, packs, ports: openPorts(platform, tokens), tokens });
  const browsing = own(browseView({ store: fetched.store, packs, acts }));
  const find = findTemplate({ packs: packs.all, filesAt: platform.filesAt, isTrusted: trust.ask, waiting: acts.waiting });
  const elsewhere = (done: Scaffolded) => {
    const open = player.current();
    return goOnInOtherWindow(context.globalState, done, open === undefined ? undefined : placeOf(open));
  };
  const failed = (error: unknown) => log.warn(reasonOf(error));
  // They look through the whole workspace: whoever waits for a tutorial need not wait for that.
  const forAuthors = guide.isPainted().then(() => {
    own(openPackProblems(platform.filesAt, failed, packs.onDidChange));
    const { extensionUri: extension } = context;
    const { filesAt } = platform;
    return own(openAuthoring({ extension, filesAt, failed, ownPacks: ownPackFolders, colours: (tell) => openGuideColours(tell, failed) }));
  });
  deliberately(forAuthors);
  const write =
    (id: AuthoringCommand) =>
    async (...args: never[]) =>
      (await forAuthors).commands[id](...args);
  statusBar.follow(player);
  return {
    commands: {
      [commands.start]: openTutorial,
      [commands.openStep]: openTutorial,
      [commands.next]: () => player.move({ type: 'next' }),
      [commands.back]: () => player.move({ type: 'back' }),
      [commands.check]: () => player.checkStep(),
      [commands.resetStep]: () => rewind.resetStep(),
      [commands.startAgain]: () => rewind.startAgain(),
      [commands.catchUp]: () => rewind.catchUp(),
      [commands.compare]: () => rewind.compare(),
      [commands.restoreMine]: () => rewind.restoreMine(),
      [commands.openInEditor]: () => guide.moveToEditor(),
      [commands.openInView]: () => guide.moveToView(),
      [commands.refreshPacks]: () => packs.refresh(),
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
      [commands.insertSnippet]: () => snippets.insert(),
      [commands.saveSnippet]: () => snippets.save(),
      [commands.previewTutorial]: write(commands.previewTutorial),
      [commands.recordSteps]: write(commands.recordSteps),
      [commands.recordLine]: write(commands.recordLine),
      [commands.addStep]: write(commands.addStep),
      [commands.renameStep]: write(commands.renameStep),
      [commands.undoScaffold]: () => scaffolder.undo(),
      [commands.chooseSharing]: () => chooseSharing(consent, answerConsent),
      [commands.chooseFolder]: () => tellingRefusals(async () => void (await player.current()?.folder.chooseAgain())),
      [commands.exportProgress]: () => exportProgress(store),
      [commands.clearProgress]: () => clearProgress({ store, packs, player, changed: tree.refresh }),
      [commands.forgetTrust]: () => trust.forgetAll(),
      [commands.showWaiting]: () => showWaiting(reporter, person()),
    },
    tree,
    learning,
    packs: browsing,
    follow: (view) => void own(tree.onDidChange(() => deliberately(guide.isPainted().then(() => tree.followStep(view))))),
    flush: () => reporter.flush(),
    goOnScaffolding: async () => {
      const note = await takeNote(context.globalState);
      if (note === undefined) return;
      if (note.tutorial !== undefined) await openTutorial(note.tutorial);
      await scaffolder.goOn(note.done);
    },
    followLink: (uri) => followDeepLink(uri, packs, openTutorial),
    dispose: () => {
      disposed = true;
      for (const thing of owned.reverse()) thing.dispose();
    },
  };
}

/** Where a tutorial stands, for another window to open it there. */
function placeOf({ progress: { pack, tutorial, current } }: OpenTutorial): { pack: string; tutorial: string; step?: string } {
  return { pack, tutorial, ...(current === null ? {} : { step: current }) };
}

/** The random install id, made when first asked for. */
function installId(memento: vscode.Memento): () => string {
  return () => {
    const known = memento.get<string>('installId');
    if (known !== undefined) return known;
    const made = crypto.randomUUID();
    void memento.update('installId', made);
    return made;
  };
}
