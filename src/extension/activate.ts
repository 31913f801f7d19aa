import * as vscode from 'vscode';
import type { Platform } from './host/platform.ts';
import { reasonOf } from './host/reason.ts';
import { tellingFound } from './host/tellingFound.ts';
import { type CommandId, commands, contexts, panels, schemas, views } from './ids.ts';
import type { BrowseNode } from './pack/browseItem.ts';
import { packsOfExtensions } from './pack/extensionPacks.ts';
import { namedPackFolders, worksOnPacks } from './pack/packFolders.ts';
import { readBackend } from './report/consent.ts';
import { outboxFolders } from './report/outboxFolders.ts';
import type { Rooms } from './rooms.ts';
import { canUndoHere, goesOnHere } from './scaffold/remembered.ts';
import { lateSnippets } from './snippet/lateSnippets.ts';
import { guideView } from './tutorial/guideView.ts';
import { lastOpened } from './tutorial/lastOpened.ts';
import { lateTree } from './tutorial/lateTree.ts';
import type { LearningNode } from './tutorial/learningView.ts';
import { statusBarItem } from './tutorial/statusBar.ts';
import type { Workshop } from './workshop.ts';

const settlingTime = 2000;
const sendingTime = 3;

/**
 * Puts up what VS Code shows from the start, and only that: this runs in every window, also where nobody follows a tutorial. The rooms
 * behind it, with all that parses, checks and sends, are loaded at the first use of any of it.
 */
export function activateOnramp(context: vscode.ExtensionContext, platform: Platform): void {
  const own = <T extends { dispose(): unknown }>(thing: T): T => {
    context.subscriptions.push(thing);
    return thing;
  };
  const log = own(vscode.window.createOutputChannel('Onramp', { log: true }));
  const deliberately = (work: Promise<unknown>) => {
    work.catch((error: unknown) => log.error(reasonOf(error)));
  };
  const browse = async () => {
    await vscode.commands.executeCommand(`${views.tutorials}.focus`);
  };
  const packRoots = () => [
    vscode.Uri.joinPath(context.extensionUri, 'packs'),
    vscode.Uri.joinPath(context.globalStorageUri, 'packs'),
    ...packsOfExtensions(vscode.extensions.all).map(({ root }) => root),
    ...namedPackFolders(),
  ];
  const guide = own(guideView(context.extensionUri, views.guide, packRoots));
  const statusBar = own(statusBarItem(() => lastOpened(context.workspaceState, context.globalState)));
  // A panel that opens beside a tree is what the person waits for.
  const roomsAfterPaint = async () => {
    await guide.isPainted();
    return rooms();
  };
  const workshop = async () => (await rooms()).workshop();
  const packsToBrowse = async () => {
    await guide.isPainted();
    return (await workshop()).packs;
  };
  const tree = own(lateTree(async () => (await roomsAfterPaint()).tree));
  const treeView = own(vscode.window.createTreeView(views.tutorials, { treeDataProvider: tree }));
  const packsChanged = own(new vscode.EventEmitter<void>());
  const packsView = own(
    vscode.window.createTreeView<BrowseNode>(views.browse, {
      treeDataProvider: {
        onDidChangeTreeData: packsChanged.event,
        getChildren: tellingFound(contexts.packsFound, async (node) => (await packsToBrowse()).getChildren(node)),
        getTreeItem: async (node) => (await packsToBrowse()).getTreeItem(node),
        getParent: async (node) => (await packsToBrowse()).getParent(node),
      },
    }),
  );

  let opened: Promise<Rooms> | undefined;
  const rooms = () => {
    opened ??= open();
    return opened;
  };
  const atWorkshop = ({ packs: found }: Workshop) => {
    standIn?.dispose();
    own(found.onDidChange(() => packsChanged.fire()));
    found.showIn(packsView);
  };
  const open = async () => {
    // While it loads nothing is answered or sent: what was asked of VS Code just now, such as to bring a panel to sight, goes first. That
    // takes VS Code as long as this takes us.
    await new Promise((resolve) => setTimeout(resolve, sendingTime));
    const { openRooms } = await import('./rooms.ts');
    const all = own(openRooms({ context, platform, log, guide, statusBar, browse, atWorkshop }));
    all.follow(treeView);
    tree.follow(all.tree, guide.isPainted);
    own(all.learning.onDidChange(() => void guide.isPainted().then(() => learningChanged.fire())));
    return all;
  };

  own(
    vscode.window.registerWebviewViewProvider(
      views.guide,
      {
        resolveWebviewView: (view, ...rest) => {
          const shown = guide.resolveWebviewView(view, ...rest);
          deliberately(rooms());
          return shown;
        },
      },
      { webviewOptions: { retainContextWhenHidden: true } },
    ),
  );
  const learningChanged = own(new vscode.EventEmitter<void>());
  own(
    vscode.window.registerTreeDataProvider<LearningNode>(views.learning, {
      onDidChangeTreeData: learningChanged.event,
      getChildren: tellingFound(contexts.learningFound, async (node) => (await roomsAfterPaint()).learning.getChildren(node)),
      getTreeItem: async (node) => (await rooms()).learning.getTreeItem(node),
    }),
  );
  own(
    vscode.window.registerWebviewPanelSerializer(panels.guide, {
      deserializeWebviewPanel: async (panel) => {
        await guide.adopt(panel);
        const last = lastOpened(context.workspaceState);
        if (last !== undefined) await vscode.commands.executeCommand(commands.start, last);
        else await rooms();
      },
    }),
  );
  own(
    vscode.workspace.registerTextDocumentContentProvider(schemas.scheme, {
      provideTextDocumentContent: async ({ path }) => {
        const file = vscode.Uri.joinPath(context.extensionUri, 'dist', 'schemas', `${path.slice(path.lastIndexOf('/') + 1)}.schema.json`);
        return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
      },
    }),
  );
  own(vscode.window.registerUriHandler({ handleUri: (uri) => deliberately(workshop().then((shop) => shop.followLink(uri))) }));
  const register = (id: CommandId, act: (...args: never[]) => unknown) => own(vscode.commands.registerCommand(id, act));
  register(commands.browse, browse);
  for (const id of Object.values(commands)) {
    if (id === commands.browse) continue;
    const showsGuide = id === commands.start || id === commands.openStep;
    register(id, async (...args: never[]) => {
      // The panel needs as long to open as the tutorial: neither waits for the other.
      if (showsGuide) deliberately(guide.reveal());
      return (await rooms()).run(id, ...args);
    });
  }
  // Whoever works on packs is told of their problems without opening a tutorial first.
  own(
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.path.endsWith('/onramp.json')) deliberately(rooms());
    }),
  );
  // Not while the window opens, though: the search and the loading would delay everyone's first seconds.
  let standIn: vscode.Disposable | undefined;
  const settled = setTimeout(() => {
    deliberately(worksOnPacks().then((works) => (works ? rooms() : undefined)));
    if (opened === undefined) standIn = lateSnippets(context.globalState, () => deliberately(rooms()));
  }, settlingTime);
  own({
    dispose: () => {
      clearTimeout(settled);
      standIn?.dispose();
    },
  });
  if (canUndoHere(context.globalState)) void vscode.commands.executeCommand('setContext', contexts.canUndoScaffold, true);
  if (goesOnHere(context.globalState)) deliberately(workshop().then((shop) => shop.goOnScaffolding()));
  deliberately(sendWhatIsLeft(vscode.Uri.joinPath(context.globalStorageUri, 'outbox'), rooms));
}

/** Sends what an earlier session could not; nothing is there without consent or an act of the person. */
async function sendWhatIsLeft(outbox: vscode.Uri, rooms: () => Promise<Rooms>): Promise<void> {
  const backend = readBackend();
  if (backend === undefined) return;
  const counts = await Promise.all(
    Object.values(outboxFolders(outbox, backend.url)).map((folder) =>
      vscode.workspace.fs.readDirectory(folder).then(
        (entries) => entries.length,
        () => 0,
      ),
    ),
  );
  if (counts.some((count) => count > 0)) await (await rooms()).flush();
}
