import * as vscode from 'vscode';
import { filesIn } from '../../core/filesIn.ts';
import { inEnglish } from '../../core/message.ts';
import type { Files } from '../../core/ports.ts';
import { applyScaffold } from '../../core/scaffold/apply.ts';
import { compareWithFolder } from '../../core/scaffold/compare.ts';
import { planScaffold, type ScaffoldPlan } from '../../core/scaffold/plan.ts';
import { ScaffoldProblems } from '../../core/scaffold/scaffoldRefused.ts';
import { readTemplate } from '../../core/scaffold/template.ts';
import { changedSince, undoChanges } from '../../core/scaffold/undoChanges.ts';
import { reasonOf } from '../host/reason.ts';
import { sayProblem } from '../host/say.ts';
import { contexts } from '../ids.ts';
import { askParameters } from './askParameters.ts';

/** Scaffolds templates and can take the last one back. */
export type Scaffolder = {
  /** Asks, decides conflicts, writes all or nothing, opens what the template names. Gives false where the person cancelled. */
  scaffold(pack: Files, template: string, folder: vscode.Uri, beforeWriting?: BeforeWriting): Promise<boolean>;
  undo(): Promise<void>;
};

/** Called with the paths that are about to be written. */
type BeforeWriting = (paths: readonly string[]) => Promise<void>;

export function openScaffolder(learnerFiles: (folder: vscode.Uri) => Files): Scaffolder {
  let wayBack: WayBack | undefined;
  const setWayBack = async (undo: WayBack | undefined) => {
    wayBack = undo;
    await vscode.commands.executeCommand('setContext', contexts.canUndoScaffold, undo !== undefined);
  };
  return {
    scaffold: async (pack, name, folder, beforeWriting) => {
      const source = filesIn(pack, `templates/${name}`);
      const read = await readTemplate(source, name);
      if (read.template === undefined)
        throw new Error(read.problems.map(sayProblem).join('\n') || inEnglish({ code: 'template.missing', args: [name] }));
      const answers = await askParameters(read.template);
      if (answers === undefined) return false;
      const { plan, problems } = await planScaffold(source, read.template, answers);
      if (plan === undefined) throw new Error(problems.map(sayProblem).join('\n'));
      const undo = await writePlan(plan, learnerFiles(folder), beforeWriting);
      if (undo === undefined) return false;
      await setWayBack(undo);
      await showFiles(plan, folder);
      return true;
    },
    undo: async () => {
      if (wayBack === undefined || !(await confirmLoss(await wayBack.changed()))) return;
      try {
        await wayBack.restore();
        await setWayBack(undefined);
      } catch (error) {
        await vscode.window.showErrorMessage(vscode.l10n.t('The files could not all be taken back: {0}', reasonOf(error)));
      }
    },
  };
}

/** How to take back what was written, and what of it is other than it was written. */
type WayBack = { restore(): Promise<void>; changed(): Promise<string[]> };

/** Undefined where the person cancels. */
async function writePlan(plan: ScaffoldPlan, files: Files, beforeWriting: BeforeWriting | undefined): Promise<WayBack | undefined> {
  const compared = await compareWithFolder(files, plan);
  if (compared.problems.length > 0) throw new ScaffoldProblems(compared.problems);
  const there = compared.files.filter(({ state }) => state === 'conflict').map(({ path }) => path);
  const keep = await keepOrReplace(there);
  if (keep === undefined) return undefined;
  await beforeWriting?.(plan.files.flatMap(({ path }) => (keep.has(path) ? [] : [path])));
  const decisions = new Map(there.map((path) => [path, keep.has(path) ? ('keep' as const) : ('replace' as const)]));
  const undo = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Writing {0} files…', plan.files.length) },
    () => applyScaffold(files, plan, { decisions }),
  );
  return { restore: async () => void (await undoChanges(files, undo)), changed: () => changedSince(files, undo) };
}

/** What cannot be shown is there all the same. */
async function showFiles(plan: ScaffoldPlan, folder: vscode.Uri): Promise<void> {
  const written = new Set(plan.files.map(({ path }) => path));
  for (const path of plan.open.filter((path) => written.has(path))) {
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, path), { preserveFocus: true, preview: false });
  }
}

/** Whether files that the person has worked on since may be taken back all the same. */
async function confirmLoss(changed: string[]): Promise<boolean> {
  if (changed.length === 0) return true;
  const anyway = vscode.l10n.t('Undo Anyway');
  const answer = await vscode.window.showWarningMessage(
    changed.length === 1
      ? vscode.l10n.t('{0} has changed since it was scaffolded.', changed[0] ?? '')
      : vscode.l10n.t('{0} files have changed since they were scaffolded.', changed.length),
    { modal: true, detail: [vscode.l10n.t('Undo takes these changes away, too.'), ...changed].join('\n') },
    anyway,
  );
  return answer === anyway;
}

/** The files to leave alone; undefined where the person cancels. */
async function keepOrReplace(there: string[]): Promise<ReadonlySet<string> | undefined> {
  if (there.length === 0) return new Set();
  const keep = vscode.l10n.t('Keep Mine');
  const replace = vscode.l10n.t('Replace');
  const answer = await vscode.window.showWarningMessage(
    there.length === 1
      ? vscode.l10n.t('{0} is there already, with other content.', there[0] ?? '')
      : vscode.l10n.t('{0} files are there already, with other content.', there.length),
    { modal: true, detail: there.join('\n') },
    keep,
    replace,
  );
  if (answer === undefined) return undefined;
  return new Set(answer === keep ? there : []);
}
