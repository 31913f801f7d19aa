import * as vscode from 'vscode';
import type { Files } from '../../core/ports.ts';
import { applyUpdate, type Resolution } from '../../core/scaffold/applyUpdate.ts';
import { answersAgain, baseOf } from '../../core/scaffold/baseOf.ts';
import { planScaffold } from '../../core/scaffold/plan.ts';
import { planUpdate, type UpdatedFile, type UpdatePlan } from '../../core/scaffold/planUpdate.ts';
import { readProject } from '../../core/scaffold/project.ts';
import { ScaffoldProblems, ScaffoldRefused } from '../../core/scaffold/scaffoldRefused.ts';
import { readTemplate } from '../../core/scaffold/template.ts';
import { textOfUtf8, utf8Of } from '../../core/utf8.ts';
import { openQuestions } from './askParameters.ts';
import { counted } from './confirmWriting.ts';
import type { FindTemplate } from './findTemplate.ts';
import { openInMergeEditor } from './mergeEditor.ts';
import { askOne, type StepFrame } from './multiStep.ts';
import type { PreviewFiles, PreviewFolder } from './previewFiles.ts';
import { requireTrust, tellingWhy } from './toldRefusals.ts';
import type { UndoStore } from './undoStore.ts';
import { unsavedIn } from './unsaved.ts';
import { writingWithProgress } from './writingWithProgress.ts';

export type UpdateParts = { find: FindTemplate; learnerFiles(folder: vscode.Uri): Files; previews: PreviewFiles; undos: UndoStore };

/**
 * Brings a project to the newest version of its template: says what would change, writes all of it or nothing, and opens what both sides
 * have changed in VS Code's merge editor.
 */
export function updateProject({ find, learnerFiles, previews, undos }: UpdateParts): Promise<void> {
  return tellingWhy(async () => {
    requireTrust();
    const made = await chooseProject(learnerFiles);
    if (made === undefined) return;
    const { folder, files, record } = made;
    const source = await find.again(record, folder);
    if (source === undefined) return;
    const { template, problems } = await readTemplate(source.files, source.name);
    if (template === undefined) throw new ScaffoldProblems(problems);
    const questions = openQuestions(template, { given: answersAgain(template, record) });
    const answers = await questions.ask('first');
    if (answers === undefined) return;
    const planned = await planScaffold(source.files, template, answers);
    if (planned.plan === undefined) throw new ScaffoldProblems(planned.problems);
    const { version } = source.origin;
    const newest = version === undefined ? vscode.l10n.t('template') : vscode.l10n.t('template {0}', version);
    const labels = { mine: vscode.l10n.t('yours'), theirs: newest };
    const base = await baseOf(record, await find.old(record, folder));
    const update = await planUpdate(files, record, planned.plan, base, labels);
    if (update.problems.length > 0) throw new ScaffoldProblems(update.problems);
    const changing = update.files.filter(({ state }) => state !== 'unchanged' && state !== 'kept');
    if (changing.length === 0) {
      if (version !== record.version) await applyUpdate(files, record, update, source.origin);
      await vscode.window.showInformationMessage(
        vscode.l10n.t('{0} is as its {1} gives it: there is nothing to update.', template.title, newest),
      );
      return;
    }
    const preview = previews.open(folder.path.split('/').at(-1) ?? '');
    const title = vscode.l10n.t('Update {0} from its {1}', template.title, newest);
    const resolutions = await confirmUpdate({ ...questions.frameOfLast(), title }, changing, folder, preview);
    if (resolutions === undefined || !(await source.isTrusted())) return preview.close();
    const unsaved = unsavedIn(
      folder,
      changing.map(({ path }) => path),
    );
    if (unsaved !== undefined) throw new ScaffoldRefused({ code: 'scaffold.unsaved', args: [unsaved] });
    const undo = await writingWithProgress(changing.length, (watched) =>
      applyUpdate(files, record, update, source.origin, { ...watched, resolutions }),
    );
    await undos.keep({ folder, undo });
    await showConflicts(update, resolutions, folder, preview, version);
    tellUpdated(template.title, newest, changing.length);
  });
}

async function chooseProject(learnerFiles: (folder: vscode.Uri) => Files) {
  const open = vscode.workspace.workspaceFolders ?? [];
  const all = await Promise.all(
    open.map(async ({ uri, name }) => {
      const files = learnerFiles(uri);
      return (await readProject(files)).templates.map((record) => ({ folder: uri, name, files, record }));
    }),
  );
  const made = all.flat();
  if (made.length === 0) throw new ScaffoldRefused({ code: 'scaffold.notMade', args: [open.map(({ name }) => name).join(', ') || '—'] });
  if (made.length === 1) return made[0];
  const items = made.map((one) => ({ label: one.record.source, description: one.record.version ?? '', detail: one.name, one }));
  const placeHolder = vscode.l10n.t('From which template?');
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Update From Template'), placeHolder }))?.one;
}

/** Says what would change and asks; what both have changed in files that are no text is asked for each. */
async function confirmUpdate(
  frame: StepFrame,
  changing: readonly UpdatedFile[],
  folder: vscode.Uri,
  preview: PreviewFolder,
): Promise<ReadonlyMap<string, Resolution> | undefined> {
  const conflicts = changing.flatMap((file) => (file.state === 'conflict' ? [file] : []));
  const update = { label: `$(check) ${vscode.l10n.t('Update {0}', counted(changing.length))}`, detail: summary(changing) };
  const show = {
    label: `$(diff-multiple) ${vscode.l10n.t('Preview')}`,
    detail: vscode.l10n.t('Shows every change first; nothing is written'),
  };
  const placeholder =
    conflicts.length === 0
      ? vscode.l10n.t('Your own changes stay.')
      : vscode.l10n.t('Your own changes stay. What both have changed opens in the merge editor.');
  for (;;) {
    const stepped = await askOne({ ...frame, canGoBack: false }, { placeholder, items: [update, show] });
    if (typeof stepped !== 'object') return undefined;
    if (stepped.answer === update) break;
    await showChanges(frame.title, changing, folder, preview);
  }
  const resolutions = new Map<string, Resolution>();
  for (const { path, texts } of conflicts) {
    const resolution = texts === undefined ? await askWhole(frame.title, path) : 'mark';
    if (resolution === undefined) return undefined;
    resolutions.set(path, resolution);
  }
  return resolutions;
}

async function askWhole(title: string, path: string): Promise<Resolution | undefined> {
  const items: (vscode.QuickPickItem & { resolution: Resolution })[] = [
    { label: vscode.l10n.t('Keep Mine'), resolution: 'keep' },
    { label: vscode.l10n.t('Take the Template’s'), resolution: 'replace' },
  ];
  const placeHolder = vscode.l10n.t('{0} has changed on both sides, and it is no text that could be merged.', path);
  return (await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true }))?.resolution;
}

function summary(changing: readonly UpdatedFile[]): string {
  const count = (state: UpdatedFile['state']) => changing.filter((file) => file.state === state).length;
  const merged = changing.filter((file) => file.state === 'changed' && file.merged).length;
  const parts: [number, (n: number) => string][] = [
    [count('added'), (n) => vscode.l10n.t('{0} added', n)],
    [count('changed') - merged, (n) => vscode.l10n.t('{0} changed', n)],
    [merged, (n) => vscode.l10n.t('{0} merged with your changes', n)],
    [count('removed'), (n) => vscode.l10n.t('{0} removed', n)],
    [count('conflict'), (n) => vscode.l10n.t('{0} to merge by hand', n)],
  ];
  return parts.flatMap(([n, told]) => (n === 0 ? [] : [told(n)])).join(' · ');
}

/** Shows each file as it is beside what it would be. */
async function showChanges(title: string, changing: readonly UpdatedFile[], folder: vscode.Uri, preview: PreviewFolder): Promise<void> {
  const shown = changing.flatMap((file): [vscode.Uri, vscode.Uri | undefined, vscode.Uri | undefined][] => {
    const mine = vscode.Uri.joinPath(folder, file.path);
    if (file.state === 'removed') return [[mine, mine, undefined]];
    const next = nextOf(file);
    if (next === undefined) return [];
    preview.put(
      file.path,
      textOfUtf8(next) === undefined ? utf8Of(vscode.l10n.t('{0}: {1} bytes that are not text', file.path, next.length)) : next,
    );
    return [[preview.at(file.path), file.state === 'added' ? undefined : mine, preview.at(file.path)]];
  });
  await vscode.commands.executeCommand('vscode.changes', title, shown);
}

function nextOf(file: UpdatedFile): Uint8Array | undefined {
  if (file.state === 'added') return file.given;
  if (file.state === 'changed') return file.content;
  if (file.state !== 'conflict') return undefined;
  return file.texts === undefined ? file.given : utf8Of(file.texts.marked);
}

/** The copies in memory stay for as long as the window does: a merge editor reads them again. */
async function showConflicts(
  { files }: UpdatePlan,
  resolutions: ReadonlyMap<string, Resolution>,
  folder: vscode.Uri,
  preview: PreviewFolder,
  version: string | undefined,
): Promise<void> {
  for (const file of files) {
    if (file.state !== 'conflict' || file.texts === undefined || resolutions.get(file.path) !== 'mark') continue;
    const side = (name: string, text: string) => {
      preview.put(`${name}/${file.path}`, utf8Of(text));
      return preview.at(`${name}/${file.path}`);
    };
    const { base = '', mine, given } = file.texts;
    await openInMergeEditor({
      base: side('base', base),
      mine: side('mine', mine),
      theirs: { uri: side('theirs', given), version },
      output: vscode.Uri.joinPath(folder, file.path),
      marked: file.texts.marked,
    });
  }
}

function tellUpdated(title: string, newest: string, files: number): void {
  const undo = vscode.l10n.t('Undo');
  void vscode.window
    .showInformationMessage(vscode.l10n.t('{0}: {1} updated from its {2}.', title, counted(files), newest), undo)
    .then((chosen) => (chosen === undo ? vscode.commands.executeCommand('onramp.scaffold.undo') : undefined));
}
