import * as vscode from 'vscode';
import type { Files } from '../../core/ports.ts';
import type { Proposal } from '../../core/scaffold/make/findParameters.ts';
import { type Looked, lookThrough, type MadeTemplate, makeTemplate, writeTemplate } from '../../core/scaffold/make/makeTemplate.ts';
import { ScaffoldProblems } from '../../core/scaffold/scaffoldRefused.ts';
import { templateFile } from '../../core/scaffold/template.ts';
import { say, sayProblem } from '../host/say.ts';
import { counted } from './confirmWriting.ts';
import { askOne, askText, type StepFrame } from './multiStep.ts';
import { requireTrust, tellingWhy } from './toldRefusals.ts';
import type { UndoStore } from './undoStore.ts';
import { writingWithProgress } from './writingWithProgress.ts';

/** A pack that the person can write into. */
export type OwnPack = { root: vscode.Uri; title: string };

export type SaveParts = {
  learnerFiles(folder: vscode.Uri): Files;
  ownPacks(): Promise<readonly OwnPack[]>;
  undos: UndoStore;
  /** The packs are to be read again. */
  changed(): void;
};

/** Makes a template of a folder: asks what should be asked for, says what is left out and what looks like a secret, then writes it. */
export function saveTemplate({ learnerFiles, ownPacks, undos, changed }: SaveParts): Promise<void> {
  const title = vscode.l10n.t('Save Folder as Template');
  return tellingWhy(async () => {
    requireTrust();
    const folder = await chooseFolder(title);
    if (folder === undefined) return;
    const files = learnerFiles(folder);
    const looked = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking through the folder…') },
      () => lookThrough(files, folder.path.split('/').at(-1) ?? ''),
    );
    const chosen = await chooseParameters(title, looked);
    if (chosen === undefined || !(await confirmContents(looked))) return;
    const named = await askName({ title, step: 3, of: 4, canGoBack: false }, folder);
    if (named === undefined) return;
    const made = makeTemplate(files, looked.files, chosen, { title: named });
    if (made.problems.length > 0) throw new ScaffoldProblems(made.problems);
    const target = await chooseTarget({ title, step: 4, of: 4, canGoBack: false }, await ownPacks(), folderNameOf(named), learnerFiles);
    if (target === undefined) return;
    await write(target, made, learnerFiles, undos);
    changed();
    await vscode.window.showTextDocument(vscode.Uri.joinPath(target, templateFile), { preview: false });
  });
}

async function write(target: vscode.Uri, made: MadeTemplate, learnerFiles: SaveParts['learnerFiles'], undos: UndoStore): Promise<void> {
  const undo = await writingWithProgress(made.files.length, (watched) => writeTemplate(learnerFiles(target), made, watched));
  await undos.keep({ folder: target, undo });
}

async function chooseFolder(title: string): Promise<vscode.Uri | undefined> {
  const open = vscode.workspace.workspaceFolders ?? [];
  const items = [
    ...open.map(({ name, uri }) => ({
      label: `$(folder) ${name}`,
      description: uri.scheme === 'file' ? uri.fsPath : uri.toString(true),
      uri,
    })),
    { label: `$(folder-opened) ${vscode.l10n.t('Another Folder…')}`, description: '', uri: undefined },
  ];
  const stepped = await askOne({ title, step: 1, of: 4, canGoBack: false }, { placeholder: vscode.l10n.t('Which folder?'), items });
  if (typeof stepped !== 'object') return undefined;
  return stepped.answer.uri ?? (await chooseByDialog(vscode.l10n.t('Make a Template of It')));
}

async function chooseByDialog(openLabel: string): Promise<vscode.Uri | undefined> {
  return (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, openLabel }))?.[0];
}

/** Each with how often it stands where; what is likely is ticked. */
async function chooseParameters(title: string, { proposals }: Looked): Promise<Proposal[] | undefined> {
  if (proposals.length === 0) return [];
  const items = proposals.map((proposal) => {
    const { parameter, count, places, likely } = proposal;
    const within = new Set(places.map(({ file }) => file));
    return {
      label: parameter.name,
      description: String(parameter.default ?? ''),
      detail: vscode.l10n.t('{0}× in {1}: {2}', count, counted(within.size), [...within].slice(0, 3).join(', ')),
      picked: likely,
      proposal,
    };
  });
  const placeHolder = vscode.l10n.t('What should the template ask for?');
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder, canPickMany: true, ignoreFocusOut: true });
  return picked?.map(({ proposal }) => proposal);
}

/** What is not taken along, and what should not be handed on: said before anything is written. */
async function confirmContents({ files, leftOut, secrets }: Looked): Promise<boolean> {
  if (leftOut.length === 0 && secrets.length === 0) return true;
  const goOn = secrets.length === 0 ? vscode.l10n.t('Go On') : vscode.l10n.t('Save All the Same');
  const detail = [
    ...secrets.slice(0, most).map(sayProblem),
    ...more(secrets.length),
    ...(leftOut.length === 0 ? [] : ['', vscode.l10n.t('Left out:')]),
    ...leftOut.slice(0, most).map(({ why }) => say(why)),
    ...more(leftOut.length),
  ].join('\n');
  const question =
    secrets.length === 0
      ? vscode.l10n.t('{0} become the template, some are left out.', counted(files.length))
      : vscode.l10n.t('Something in here looks like a secret, and a template is handed on.');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail: detail.trim() }, goOn)) === goOn;
}

/** As much as a dialog can show. */
const most = 12;

function more(count: number): string[] {
  return count <= most ? [] : [vscode.l10n.t('… and {0} more', count - most)];
}

async function askName(frame: StepFrame, folder: vscode.Uri): Promise<string | undefined> {
  const stepped = await askText(frame, {
    prompt: vscode.l10n.t('Title of the template'),
    value: folder.path.split('/').at(-1) ?? '',
    refusal: (text) => (folderNameOf(text) === '' ? vscode.l10n.t('Type a title with letters or digits') : undefined),
  });
  return typeof stepped === 'object' ? stepped.answer.trim() : undefined;
}

/** A title as the name of a folder. */
function folderNameOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** A folder of that name in a pack's templates, or in a folder that the person chooses; what is there already is no place for it. */
async function chooseTarget(
  frame: StepFrame,
  packs: readonly OwnPack[],
  name: string,
  learnerFiles: SaveParts['learnerFiles'],
): Promise<vscode.Uri | undefined> {
  const items = [
    ...packs.map(({ root, title }) => ({
      label: `$(package) ${title}`,
      description: `templates/${name}`,
      target: vscode.Uri.joinPath(root, 'templates', name),
    })),
    { label: `$(folder-opened) ${vscode.l10n.t('A Folder of Its Own…')}`, description: name, target: undefined },
  ];
  const stepped = await askOne(frame, { placeholder: vscode.l10n.t('Where to?'), items });
  if (typeof stepped !== 'object') return undefined;
  const parent = stepped.answer.target === undefined ? await chooseByDialog(vscode.l10n.t('Create Here')) : undefined;
  const target = stepped.answer.target ?? (parent === undefined ? undefined : vscode.Uri.joinPath(parent, name));
  if (target === undefined) return undefined;
  if ((await learnerFiles(target).list('')).length > 0) {
    const where = target.scheme === 'file' ? target.fsPath : target.toString(true);
    throw new Error(vscode.l10n.t('{0} is there already. Choose another title; nothing was written', where));
  }
  return target;
}
