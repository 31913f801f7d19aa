import * as vscode from 'vscode';
import { type Preview, previewPage } from '../../core/authoring/previewPage.ts';
import { wouldDo } from '../../core/authoring/wouldDo.ts';
import type { Files } from '../../core/ports.ts';
import { type FromGuide, fromGuide, type GuidePage, type ToGuide } from '../../protocol/guide.ts';
import { type GuideParts, guideDocument, readGuideParts } from '../host/guideDocument.ts';
import { say } from '../host/say.ts';
import { panels } from '../ids.ts';
import { type WrittenTutorial, writtenTutorial } from './writtenTutorial.ts';

/** Shows a tutorial beside its text, as the guide shows it, while it is written. */
export type TutorialPreview = {
  /** Shows the tutorial of the editor that is active. */
  show(): Promise<void>;
  /** What was put before the author. */
  onDidShow: vscode.Event<GuidePage>;
  /** The key of a page when it is painted. */
  onDidPaint: vscode.Event<string>;
  dispose(): void;
};

export type PreviewParts = {
  extension: vscode.Uri;
  filesAt: (root: vscode.Uri) => Files;
  failed: (error: unknown) => void;
  /** Colours the code of the pages. */
  colours: (tell: (told: ToGuide) => void) => { painted(page: GuidePage): void; forget(): void; dispose(): void };
};

const restBeforeShowing = 150;
const sayFor = 5000;

export function tutorialPreview({ extension, filesAt, failed, colours: openColours }: PreviewParts): TutorialPreview {
  const shown = new vscode.EventEmitter<GuidePage>();
  const painted = new vscode.EventEmitter<string>();
  const dist = vscode.Uri.joinPath(extension, 'dist');
  let open: ReturnType<typeof openPanel> | undefined;

  const openPanel = (parts: GuideParts, first: vscode.TextEditor, written: WrittenTutorial) => {
    let { document } = first;
    let line = first.selection.active.line + 1;
    let of = written;
    let latest: Preview | undefined;
    let ready = false;
    /** The page that the document carries. */
    let carried: GuidePage | undefined;
    let resting: ReturnType<typeof setTimeout> | undefined;
    const panel = vscode.window.createWebviewPanel(
      panels.preview,
      '',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true },
    );
    const { webview } = panel;
    /** VS Code may read a document again, as another object. */
    const isIt = ({ uri }: vscode.TextDocument) => uri.toString() === document.uri.toString();
    const tell = (told: ToGuide) => void webview.postMessage(told);
    const colours = openColours((told) => ready && tell(told));

    const make = () => {
      latest = previewPage(
        { manifest: of.manifest, path: of.path, text: document.getText(), line },
        { say, mediaUrl: (path) => webview.asWebviewUri(vscode.Uri.joinPath(of.root, path)).toString() },
      );
      panel.title = vscode.l10n.t('Preview: {0}', latest.page.tutorial);
      return latest.page;
    };
    const post = () => {
      const page = make();
      if (ready) tell({ type: 'show', state: page });
      shown.fire(page);
    };
    const postSoon = () => {
      clearTimeout(resting);
      resting = setTimeout(post, restBeforeShowing);
    };
    const fill = () => {
      ready = false;
      colours.forget();
      webview.options = { enableScripts: true, localResourceRoots: [of.root] };
      const page = make();
      carried = page;
      webview.html = guideDocument(webview, parts, page);
      shown.fire(page);
    };
    /** Another tutorial is shown in the same place, as VS Code's own preview does. */
    const follow = (editor: vscode.TextEditor, next: WrittenTutorial) => {
      const moved = next.root.toString() !== of.root.toString();
      ({ document } = editor);
      line = editor.selection.active.line + 1;
      of = next;
      if (moved) fill();
      else post();
    };
    const goTo = async (step: string | null | undefined) => {
      const target = latest?.tutorial.steps.find(({ id }) => id === step)?.line ?? 1;
      const at = new vscode.Range(target - 1, 0, target - 1, 0);
      const column = vscode.window.visibleTextEditors.find((editor) => isIt(editor.document))?.viewColumn;
      const editor = await vscode.window.showTextDocument(document, {
        viewColumn: column ?? vscode.ViewColumn.One,
        selection: at,
      });
      editor.revealRange(at, vscode.TextEditorRevealType.AtTop);
      line = target;
      post();
    };
    const receive = async (told: FromGuide) => {
      if (latest === undefined) return;
      const { page, tutorial, step } = latest;
      const at = page.position;
      if (told.type === 'ready') {
        ready = true;
        if (page !== carried) tell({ type: 'show', state: page });
        return;
      }
      if (told.type === 'painted') {
        if (told.key === page.key) colours.painted(page);
        painted.fire(told.key);
        return;
      }
      if (told.type === 'go') return goTo(told.step);
      if (told.type === 'next' || told.type === 'skip') return at < tutorial.steps.length ? goTo(tutorial.steps[at]?.id) : undefined;
      if (told.type === 'back') return goTo(tutorial.steps[at - 2]?.id ?? null);
      const words = wouldDo(told, page, step ?? tutorial.cover);
      if (words !== undefined) vscode.window.setStatusBarMessage(`$(eye) ${say(words)}`, sayFor);
    };
    const owned: vscode.Disposable[] = [
      colours,
      webview.onDidReceiveMessage((raw: unknown) => {
        const told = fromGuide.safeParse(raw);
        if (told.success) receive(told.data).catch(failed);
      }),
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (isIt(event.document)) postSoon();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const now = (selections[0]?.active.line ?? 0) + 1;
        if (!isIt(textEditor.document) || now === line) return;
        line = now;
        postSoon();
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor === undefined || isIt(editor.document)) return;
        writtenTutorial(editor.document.uri, filesAt)
          .then((next) => {
            const isStillAsked = open?.panel === panel && vscode.window.activeTextEditor === editor;
            if (next !== undefined && isStillAsked) follow(editor, next);
          })
          .catch(failed);
      }),
    ];
    panel.onDidDispose(() => {
      clearTimeout(resting);
      for (const thing of owned) thing.dispose();
      if (open?.panel === panel) open = undefined;
    });
    fill();
    return { panel, follow };
  };

  return {
    onDidShow: shown.event,
    onDidPaint: painted.event,
    show: async () => {
      const editor = vscode.window.activeTextEditor;
      const [written, parts] = await Promise.all([
        editor === undefined ? undefined : writtenTutorial(editor.document.uri, filesAt),
        readGuideParts(dist),
      ]);
      if (editor === undefined || written === undefined) {
        await vscode.window.showInformationMessage(
          vscode.l10n.t('Open a tutorial first: a Markdown file in the folder “tutorials” of a pack, beside its onramp.json.'),
        );
        return;
      }
      if (open === undefined) open = openPanel(parts, editor, written);
      else {
        open.panel.reveal(undefined, true);
        open.follow(editor, written);
      }
    },
    dispose: () => {
      open?.panel.dispose();
      shown.dispose();
      painted.dispose();
    },
  };
}
