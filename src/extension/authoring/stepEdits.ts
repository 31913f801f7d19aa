import * as vscode from 'vscode';
import { placeForStep, renameStep, stepAround, stepOfHeading, titleInHeading } from '../../core/authoring/stepText.ts';
import type { Files } from '../../core/ports.ts';
import { tutorialFiles, writtenTutorial } from './writtenTutorial.ts';

/** Puts a new step behind the one at the cursor, its heading to be written over. */
export async function addStep(): Promise<void> {
  const editor = tutorialEditor();
  if (editor === undefined) return tellWhere();
  const { document, selection } = editor;
  const { line, before } = placeForStep(document.getText(), selection.active.line + 1);
  const at = line === 0 ? new vscode.Position(0, 0) : document.lineAt(line - 1).range.end;
  const title = vscode.l10n.t('What the learner does');
  const text = vscode.l10n.t('Why, in a sentence or two.');
  // Behind the last step the file's last line end is ours to add, unless it is there.
  const end = line >= document.lineCount ? '\n' : '';
  await editor.insertSnippet(
    new vscode.SnippetString(before).appendText('## ').appendPlaceholder(title).appendText('\n\n').appendPlaceholder(text).appendText(end),
    at,
  );
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Asks for another title for the step at the cursor. */
export async function askStepTitle(): Promise<void> {
  const editor = tutorialEditor();
  const step = editor === undefined ? undefined : stepAround(editor.document.getText(), editor.selection.active.line + 1);
  if (editor === undefined || step === undefined) return tellWhere();
  const { document } = editor;
  const heading = document.lineAt(step.line - 1).text;
  const place = titleInHeading(heading);
  const title = await vscode.window.showInputBox({
    title: vscode.l10n.t('Rename Step'),
    prompt: vscode.l10n.t('The step keeps its id “{0}”, and so does the progress of who is in it.', step.id),
    value: place === undefined ? step.title : heading.slice(place.from, place.to),
    validateInput: (value) => (value.trim() === '' ? vscode.l10n.t('A step needs a title') : undefined),
  });
  if (title === undefined) return;
  const edit = renaming(document, step.line - 1, title);
  if (edit !== undefined) await vscode.workspace.applyEdit(edit);
}

/** Renames a step where its heading stands, as F2 asks for it. */
export function provideStepRename(filesAt: (root: vscode.Uri) => Files): vscode.Disposable {
  return vscode.languages.registerRenameProvider(tutorialFiles, {
    prepareRename: async (document, { line }) => {
      const heading = document.lineAt(line).text;
      const place = titleInHeading(heading);
      const isStep = place !== undefined && stepOfHeading(document.getText(), line + 1) !== undefined;
      if (!isStep || (await writtenTutorial(document.uri, filesAt)) === undefined) {
        throw new Error(vscode.l10n.t('Only the heading of a step can be renamed here.'));
      }
      return { range: new vscode.Range(line, place.from, line, place.to), placeholder: heading.slice(place.from, place.to) };
    },
    provideRenameEdits: (document, { line }, title) => renaming(document, line, title),
  });
}

function renaming(document: vscode.TextDocument, line: number, title: string): vscode.WorkspaceEdit | undefined {
  const step = stepOfHeading(document.getText(), line + 1);
  const place = step && renameStep(document.lineAt(line).text, step, title);
  if (place === undefined) return undefined;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(line, place.from, line, place.to), place.text);
  return edit;
}

function tutorialEditor(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor !== undefined && vscode.languages.match(tutorialFiles, editor.document) > 0 ? editor : undefined;
}

async function tellWhere(): Promise<void> {
  await vscode.window.showInformationMessage(vscode.l10n.t('Put the cursor into a step of a tutorial first.'));
}
