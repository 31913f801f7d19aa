import * as vscode from 'vscode';
import type { Found } from '../../core/tutorial/anchor.ts';
import type { Reference } from '../../core/tutorial/tutorial.ts';
import { codeColumn } from '../host/codeColumn.ts';
import { commands, views } from '../ids.ts';
import type { AnchorStore } from './anchorStore.ts';
import { type FollowedReferences, followReferences } from './followedReferences.ts';
import { isSameStep, type MarkedStep } from './markedStep.ts';

/** `missing`: there is no such file; `drifted`: the file is there but the lines are not; `guess`: the most similar lines are shown. */
export type Revealed = Found | { kind: 'missing' | 'drifted' };

/** Shows the lines a tutorial speaks of, without taking the focus: those of the step that is open, in whatever editor they are seen. */
export type Highlight = {
  /** Marks the references of a step from now on; undefined marks nothing any more. */
  show(step: MarkedStep | undefined): void;
  /** Opens the file of one of the step's references at its lines. */
  reveal(folder: vscode.Uri, reference: Reference): Promise<Revealed>;
  clear(): void;
  /** Forgets what was kept of a tutorial's references. */
  forget(pack: string, tutorial: string): Promise<void>;
  dispose(): void;
};

/** `media` is the folder with the marks for the gutter. */
export function highlight(anchors: AnchorStore, media: vscode.Uri): Highlight {
  let shown: { step: MarkedStep; followed: FollowedReferences | undefined; listening: vscode.Disposable[] } | undefined;
  let looks: { lines: vscode.TextEditorDecorationType; gutter: vscode.TextEditorDecorationType } | undefined;
  const lensesChanged = new vscode.EventEmitter<void>();

  const show = (step: MarkedStep | undefined) => {
    if (isSameStep(shown?.step, step)) return;
    clear();
    if (step === undefined || step.section.references.length === 0) return;
    const selector = { pattern: '**' };
    shown = {
      step,
      followed: step.folder && followReferences(step, step.folder, anchors, draw),
      listening: [
        vscode.window.onDidChangeVisibleTextEditors(draw),
        vscode.languages.registerCodeLensProvider(selector, { onDidChangeCodeLenses: lensesChanged.event, provideCodeLenses: lensesIn }),
      ],
    };
    draw();
  };

  const clear = () => {
    if (shown === undefined) return;
    shown.followed?.dispose();
    for (const listener of shown.listening) listener.dispose();
    shown = undefined;
    draw();
  };

  const draw = () => {
    looks ??= marks(media);
    for (const editor of vscode.window.visibleTextEditors) {
      const found = shown?.followed?.in(editor.document) ?? [];
      const ranges = found.map(({ kind, lines }) => ({
        range: new vscode.Range(lines.from, 0, lines.to, editor.document.lineAt(lines.to).text.length),
        ...(kind === 'guess' && { hoverMessage: mayHaveMoved() }),
      }));
      editor.setDecorations(looks.lines, ranges);
      editor.setDecorations(
        looks.gutter,
        ranges.map(({ range, ...rest }) => ({ ...rest, range: new vscode.Range(range.start, range.start) })),
      );
    }
    lensesChanged.fire();
  };

  const lensesIn = (document: vscode.TextDocument): vscode.CodeLens[] => {
    if (shown === undefined) return [];
    const { step, followed } = shown;
    return (followed?.in(document) ?? []).flatMap(({ kind, lines }) => {
      const at = new vscode.Range(lines.from, 0, lines.from, 0);
      return lensTitles(step, kind).map((command) => new vscode.CodeLens(at, command));
    });
  };

  return {
    show,
    clear,
    reveal: async (folder, reference) => {
      let document: vscode.TextDocument;
      try {
        document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, reference.path));
      } catch {
        return { kind: 'missing' };
      }
      // The folder may have been chosen only now.
      if (shown !== undefined && shown.step.folder?.toString() !== folder.toString()) show({ ...shown.step, folder });
      const found = shown?.followed?.anchor(document, reference);
      const range = found && new vscode.Range(found.lines.from, 0, found.lines.to, document.lineAt(found.lines.to).text.length);
      const editor = await vscode.window.showTextDocument(document, {
        viewColumn: codeColumn(),
        preserveFocus: true,
        preview: true,
        // The cursor goes to the end of the lines, which is where a snippet of this step belongs. Told at once, the file opens there.
        ...(range && { selection: new vscode.Range(range.end, range.end) }),
      });
      draw();
      if (found === undefined || range === undefined) return { kind: 'drifted' };
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      return found;
    },
    forget: anchors.forget,
    dispose: () => {
      clear();
      lensesChanged.dispose();
      looks?.lines.dispose();
      looks?.gutter.dispose();
    },
  };
}

/** What stands above marked lines: where in the tutorial this is, and the way on. */
function lensTitles({ position, steps, hasChecks }: MarkedStep, kind: Found['kind']): vscode.Command[] {
  const guide = `${views.guide}.focus`;
  const moved = kind === 'guess' ? [{ title: mayHaveMoved(), command: guide }] : [];
  if (position === 0) return [{ title: vscode.l10n.t('Back to the Guide'), command: guide }, ...moved];
  const here = vscode.l10n.t('Step {0} of {1}', position, steps);
  if (!hasChecks) return [{ title: here, tooltip: vscode.l10n.t('Back to the Guide'), command: guide }, ...moved];
  return [
    { title: vscode.l10n.t('{0} · Check', here), tooltip: vscode.l10n.t('Check This Step'), command: commands.check },
    { title: vscode.l10n.t('Back to the Guide'), command: guide },
    ...moved,
  ];
}

function mayHaveMoved(): string {
  return vscode.l10n.t('This may have moved: no line is quite what the tutorial means');
}

function marks(media: vscode.Uri) {
  const icon = (name: string) => ({ gutterIconPath: vscode.Uri.joinPath(media, name) });
  return {
    lines: vscode.window.createTextEditorDecorationType({
      isWholeLine: true,
      backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
      // High contrast themes have a border instead; elsewhere it has no colour.
      borderStyle: 'solid',
      borderWidth: '0 0 0 2px',
      borderColor: new vscode.ThemeColor('contrastActiveBorder'),
      overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.rangeHighlightForeground'),
      overviewRulerLane: vscode.OverviewRulerLane.Full,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
    gutter: vscode.window.createTextEditorDecorationType({
      gutterIconSize: 'contain',
      light: icon('here-light.svg'),
      dark: icon('here-dark.svg'),
    }),
  };
}
