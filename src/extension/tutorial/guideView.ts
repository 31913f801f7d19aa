import * as vscode from 'vscode';
import type { GuideState, ToGuide } from '../../protocol/guide.ts';
import { gate } from '../host/gate.ts';
import { type GuideParts, guideDocument, readGuideParts } from '../host/guideDocument.ts';
import { contexts, panels } from '../ids.ts';

/** The guide panel: shows a state and hands on what its page says, as it is. */
export type GuideView = vscode.WebviewViewProvider & {
  /** Where the state is undefined, what is shown stays. */
  show(state: (mediaUrl: (uri: vscode.Uri) => string) => GuideState | undefined): void;
  /** Tells the page, where there is one, what is not part of a state. */
  tell(told: ToGuide): void;
  /** Brings the panel to sight without taking the focus, where the person has put it. */
  reveal(): Promise<void>;
  /** Moves the guide into an editor beside the code; it is shown in one place at a time. */
  moveToEditor(): void;
  moveToView(): Promise<void>;
  /** Takes over an editor that an earlier window left. */
  adopt(panel: vscode.WebviewPanel): Promise<void>;
  /** Resolves when a panel that is being brought to sight is painted; at once where none is. */
  isPainted(): Promise<void>;
  onDidReceive: vscode.Event<unknown>;
  dispose(): void;
};

const arrivalPatience = 500;

/** Where the guide's page is shown. */
type Host = { webview: vscode.Webview; show(): void; onDidDispose: vscode.Event<void> };

export function guideView(extension: vscode.Uri, viewId: string, mediaRoots: () => vscode.Uri[]): GuideView {
  const received = new vscode.EventEmitter<unknown>();
  let view: Host | undefined;
  let panel: vscode.WebviewPanel | undefined;
  let latest: Parameters<GuideView['show']>[0] = () => undefined;
  let ready = false;
  /** Counts what there was to show: a page that is on its way may carry what is old by now. */
  let shows = 0;
  let carried: number | undefined;
  /** The folders that the page may load files from. */
  let roots: vscode.Uri[] = [];

  // A panel may also stay away, as where the person has hidden it.
  const paint = gate(arrivalPatience);
  const dist = vscode.Uri.joinPath(extension, 'dist');
  let reading: Promise<GuideParts> | undefined;
  const parts = () => {
    reading ??= readGuideParts(dist);
    return reading;
  };

  const optionsNow = () => {
    roots = mediaRoots();
    return { enableScripts: true, localResourceRoots: roots };
  };
  const stateFor = (host: Host) =>
    latest((uri) => {
      if (host === view && isFromNewRoot(uri)) void load(host);
      return host.webview.asWebviewUri(uri).toString();
    });
  /** Whether a pack has come since the page was made. To let the page load its files makes it anew, so only a file that is shown does. */
  const isFromNewRoot = (uri: vscode.Uri) => {
    const holdsIt = (root: vscode.Uri) => isInside(uri, root);
    return !roots.some(holdsIt) && mediaRoots().some(holdsIt);
  };
  const post = () => {
    if (view === undefined || !ready) return;
    const { webview } = view;
    const state = stateFor(view);
    if (state === undefined || !ready) return;
    const told: ToGuide = { type: 'show', state };
    void webview.postMessage(told);
  };

  /** Makes a host's page, of what there is to show by then. */
  const load = async (host: Host) => {
    ready = false;
    carried = undefined;
    const { webview } = host;
    // First of all: VS Code makes an empty page of the options alone, and may as well do it while ours is put together.
    webview.options = optionsNow();
    const read = await parts();
    // A state that is there already comes with the page, which need not ask for it.
    const state = stateFor(host);
    carried = state === undefined ? undefined : shows;
    webview.html = guideDocument(webview, read, state);
  };

  /** The keys of the guide mean something only while it has the focus. */
  const tellFocus = (on: boolean) => void vscode.commands.executeCommand('setContext', contexts.guideFocused, on);

  /** Puts the page into a host; what was shown in another until then is forgotten. */
  const fill = async (host: Host) => {
    view = host;
    const listening = host.webview.onDidReceiveMessage((told: unknown) => {
      if (view !== host) return;
      const what = typeOf(told);
      if (what === 'ready') {
        ready = true;
        if (carried !== shows) post();
        carried = undefined;
      }
      if (what === 'painted') paint.open();
      if (what === 'focused') tellFocus(hasFocus(told));
      received.fire(told);
    });
    host.onDidDispose(() => {
      listening.dispose();
      if (view !== host) return;
      view = undefined;
      tellFocus(false);
    });
    await load(host);
  };

  /** The view goes while an editor shows the guide, and comes back after. */
  const tellPlace = async () => {
    await vscode.commands.executeCommand('setContext', contexts.guideInEditor, panel !== undefined);
  };

  const adopt = async (made: vscode.WebviewPanel) => {
    panel?.dispose();
    panel = made;
    made.onDidDispose(() => {
      if (panel !== made) return;
      panel = undefined;
      void tellPlace();
    });
    await Promise.all([
      fill({ webview: made.webview, show: () => made.reveal(undefined, true), onDidDispose: made.onDidDispose }),
      tellPlace(),
    ]);
  };

  return {
    onDidReceive: received.event,
    show: (state) => {
      latest = state;
      shows++;
      post();
    },
    tell: (told) => {
      if (ready) void view?.webview.postMessage(told);
    },
    reveal: async () => {
      void parts();
      if (view === undefined) {
        paint.close();
        await vscode.commands.executeCommand(`${viewId}.focus`, { preserveFocus: true });
      } else view.show();
    },
    resolveWebviewView: (resolved) => {
      // In a window that is opened again, the view may come before it is told to stay away.
      if (panel !== undefined) return tellPlace();
      return fill({ webview: resolved.webview, show: () => resolved.show(true), onDidDispose: resolved.onDidDispose });
    },
    moveToEditor: () => {
      if (panel !== undefined) return panel.reveal(undefined, false);
      const made = vscode.window.createWebviewPanel(
        panels.guide,
        vscode.l10n.t('Guide'),
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
        { ...optionsNow(), retainContextWhenHidden: true },
      );
      void adopt(made);
    },
    moveToView: async () => {
      panel?.dispose();
      await tellPlace();
      await vscode.commands.executeCommand(`${viewId}.focus`);
    },
    adopt,
    isPainted: paint.passed,
    dispose: () => received.dispose(),
  };
}

function isInside(uri: vscode.Uri, root: vscode.Uri): boolean {
  return uri.toString().startsWith(`${root.toString().replace(/\/+$/, '')}/`);
}

function typeOf(told: unknown): unknown {
  return typeof told === 'object' && told !== null && 'type' in told ? told.type : undefined;
}

function hasFocus(told: unknown): boolean {
  return typeof told === 'object' && told !== null && 'on' in told && told.on === true;
}
