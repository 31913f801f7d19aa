import * as vscode from 'vscode';
import type { Report } from '../protocol/event.ts';
import { openGuideRoom } from './guideRoom.ts';
import { followCode } from './host/codeColumn.ts';
import { guardedFiles, guardWriting } from './host/guardedFiles.ts';
import type { Platform } from './host/platform.ts';
import { reasonOf } from './host/reason.ts';
import { type CommandId, commands } from './ids.ts';
import { openFetchedPacks } from './pack/fetchedPacks.ts';
import { openInstalledPacks } from './pack/installedPacks.ts';
import { watchPackFolders } from './pack/packFolderWatch.ts';
import { publisherTrust } from './pack/publisherTrust.ts';
import { chooseSharing, showWaiting } from './report/chooseSharing.ts';
import { openConsent } from './report/consent.ts';
import { openReporter } from './report/reporter.ts';
import { anchorStore } from './tutorial/anchorStore.ts';
import type { GuideView } from './tutorial/guideView.ts';
import { highlight } from './tutorial/highlight.ts';
import { keptStore } from './tutorial/keptStore.ts';
import { lastOpened } from './tutorial/lastOpened.ts';
import { folderChoices } from './tutorial/learnerFolder.ts';
import { type LearningTree, learningTree } from './tutorial/learningView.ts';
import type { OpenTutorial } from './tutorial/openTutorial.ts';
import { openPlayer } from './tutorial/player.ts';
import { clearProgress, exportProgress } from './tutorial/progressFile.ts';
import { progressStore } from './tutorial/progressStore.ts';
import { tellingRefusals } from './tutorial/refused.ts';
import type { StepStatusBar } from './tutorial/statusBar.ts';
import { tutorialTerminal } from './tutorial/terminal.ts';
import { type TreeNode, type TutorialsTree, tutorialsTree } from './tutorial/tutorialsView.ts';
import { openProposals } from './tutorial/writeBlock.ts';
import type { Workshop } from './workshop.ts';

/** What stands in the window from the start, empty until the rooms fill it. */
export type Front = {
  context: vscode.ExtensionContext;
  platform: Platform;
  log: vscode.LogOutputChannel;
  guide: GuideView;
  statusBar: StepStatusBar;
  browse: () => Promise<void>;
  /** Is called once, when the workshop is there. */
  atWorkshop: (workshop: Workshop) => void;
};

/** What following a tutorial needs, loaded at its first use; all else is in the workshop, which is loaded when that is shown. */
export type Rooms = {
  run(id: Exclude<CommandId, 'onramp.tutorial.browse'>, ...args: never[]): Promise<unknown>;
  tree: TutorialsTree;
  learning: LearningTree;
  workshop(): Promise<Workshop>;
  /** Where the guide follows the steps in the tree. */
  follow(view: vscode.TreeView<TreeNode>): void;
  /** Sends what an earlier session could not. */
  flush(): Promise<void>;
  dispose(): void;
};

export type LearnerCommand = (typeof commands)[
  | 'start'
  | 'openStep'
  | 'next'
  | 'back'
  | 'check'
  | 'openInEditor'
  | 'openInView'
  | 'refreshPacks'
  | 'chooseSharing'
  | 'chooseFolder'
  | 'exportProgress'
  | 'clearProgress'
  | 'forgetTrust'
  | 'showWaiting'];

/** Puts the rooms together: the one place where they meet. */
export function openRooms({ context, platform, log, guide, statusBar, browse, atWorkshop }: Front): Rooms {
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

  own(followCode());
  const fetched = openFetchedPacks(vscode.Uri.joinPath(context.globalStorageUri, 'packs'), platform.filesAt);
  const packs = own(openInstalledPacks(vscode.Uri.joinPath(context.extensionUri, 'packs'), platform.filesAt, fetched.places));
  own(watchPackFolders(packs.refresh));
  const consent = own(openConsent(context.globalState));
  const person = installId(context.globalState);
  const outboxFolder = vscode.Uri.joinPath(context.globalStorageUri, 'outbox');
  const reporter = own(
    openReporter(outboxFolder, person, consent, {
      onState: (state) => {
        if (state.kind === 'refused')
          log.warn(vscode.l10n.t('The backend refused the report (HTTP {0}). Check its address and key.', state.status));
        if (state.kind === 'retrying') log.info(vscode.l10n.t('Reports are kept and sent later: {0}', state.reason));
      },
      onRejected: (rejected) => {
        for (const { reason } of rejected) log.warn(vscode.l10n.t('The backend did not take a report, and never will: {0}', reason));
      },
    }),
  );
  const report = (reports: readonly Report[]) => deliberately(reporter.report(reports));

  const store = progressStore(context.globalState, context.workspaceState);
  const trust = publisherTrust(context.globalState, vscode.Uri.joinPath(context.extensionUri, 'packs'));
  const isTrusted = ({ root, origin, pack: { manifest } }: OpenTutorial) => trust.ask({ root, origin, ...manifest });
  const hasTrust = ({ root, origin, pack: { manifest } }: OpenTutorial) => trust.isGiven({ root, origin, publisher: manifest.publisher });
  const learnerFiles = (folder: vscode.Uri) => guardedFiles(folder, platform.realPath, platform.filesAt);
  const terminal = own(tutorialTerminal());
  const proposals = own(openProposals());
  const kept = keptStore(context.storageUri ?? context.globalStorageUri, learnerFiles);
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
      guardWriting: (folder, path) => guardWriting(folder, platform.realPath, path),
      hasTrust,
      keepBefore: kept.before,
      shown: guide.isPainted,
      scaffold: async (...asked) => (await workshop()).links.scaffold(...asked),
      snippetTarget: async (...asked) => (await workshop()).links.snippetTarget(...asked),
      insertSnippet: async (...asked) => (await workshop()).links.insertSnippet(...asked),
    }),
  );

  const openTutorial = async (place?: { pack: string; tutorial: string; step?: string | undefined }) => {
    // A key that somebody bound to the command names no tutorial.
    if (place === undefined) return browse();
    await Promise.all([player.open(place.pack, place.tutorial, place.step), guide.reveal()]);
  };
  const answerConsent = own(
    openGuideRoom({ guide, player, consent, reporter, person, browse, last: () => lastOpened(context.workspaceState), log }),
  ).answerConsent;

  const tree = own(tutorialsTree(packs, store, player));
  const learning = own(learningTree(packs, store, player));

  let opened: Promise<Workshop> | undefined;
  const workshop = (): Promise<Workshop> => {
    opened ??= open();
    return opened;
  };
  const open = async () => {
    const { openWorkshop } = await import('./workshop.ts');
    const made = own(
      openWorkshop({
        context,
        platform,
        log,
        packs,
        fetched,
        trust,
        isTrusted,
        consent,
        report,
        player,
        kept,
        terminal,
        proposals,
        learnerFiles,
        openTutorial,
      }),
    );
    atWorkshop(made);
    return made;
  };
  deliberately(guide.isPainted().then(workshop));
  statusBar.follow(player, guide.isPainted);
  const learners: Record<LearnerCommand, (...args: never[]) => unknown> = {
    [commands.start]: openTutorial,
    [commands.openStep]: openTutorial,
    [commands.next]: () => player.move({ type: 'next' }),
    [commands.back]: () => player.move({ type: 'back' }),
    [commands.check]: () => player.checkStep(),
    [commands.openInEditor]: () => guide.moveToEditor(),
    [commands.openInView]: () => guide.moveToView(),
    [commands.refreshPacks]: () => packs.refresh(),
    [commands.chooseSharing]: () => chooseSharing(consent, answerConsent),
    [commands.chooseFolder]: () => tellingRefusals(async () => void (await player.current()?.folder.chooseAgain())),
    [commands.exportProgress]: () => exportProgress(store),
    [commands.clearProgress]: () => clearProgress({ store, packs, player, changed: tree.refresh }),
    [commands.forgetTrust]: () => trust.forgetAll(),
    [commands.showWaiting]: () => showWaiting(reporter, person()),
  };
  const isLearners = (id: CommandId): id is LearnerCommand => Object.hasOwn(learners, id);
  return {
    run: async (id, ...args) => (isLearners(id) ? learners[id] : (await workshop()).commands[id])(...args),
    tree,
    learning,
    workshop,
    follow: (view) => void own(tree.onDidChange(() => deliberately(guide.isPainted().then(() => tree.followStep(view))))),
    flush: () => reporter.flush(),
    dispose: () => {
      disposed = true;
      for (const thing of owned.reverse()) thing.dispose();
    },
  };
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
