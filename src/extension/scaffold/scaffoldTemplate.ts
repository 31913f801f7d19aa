import * as vscode from 'vscode';
import type { Files } from '../../core/ports.ts';
import { applyScaffold, type FileDecision } from '../../core/scaffold/apply.ts';
import { type ComparedFile, compareWithFolder } from '../../core/scaffold/compare.ts';
import { planScaffold, type ScaffoldPlan } from '../../core/scaffold/plan.ts';
import { projectFile, readProject } from '../../core/scaffold/project.ts';
import type { Origin } from '../../core/scaffold/record.ts';
import { ScaffoldProblems, ScaffoldRefused } from '../../core/scaffold/scaffoldRefused.ts';
import { readTemplate } from '../../core/scaffold/template.ts';
import type { Undo } from '../../protocol/undo.ts';
import { openQuestions, type Questions } from './askParameters.ts';
import { type Choice, confirmWriting } from './confirmWriting.ts';
import { decideInPreview, showNewFiles } from './decideInPreview.ts';
import { folderName } from './folderName.ts';
import type { PreviewFiles } from './previewFiles.ts';
import type { UndoStore } from './undoStore.ts';
import { unsavedIn } from './unsaved.ts';
import { writingWithProgress } from './writingWithProgress.ts';

/** A template: its own folder, what a project keeps of where it came from, and whether it may write at all. */
export type TemplateSource = { name: string; files: Files; origin: Origin; isTrusted(): Promise<boolean> };

/** What was written. */
export type Scaffolded = { folder: vscode.Uri; title: string; files: number; open: string[]; run: string[] };

/** Called with the paths that are about to be written. */
export type BeforeWriting = (paths: readonly string[]) => Promise<void>;

export type ScaffoldParts = { learnerFiles(folder: vscode.Uri): Files; previews: PreviewFiles; undos: UndoStore };

/**
 * Asks a template's questions, shows or says what would be written, and writes all of it or nothing. Undefined where the person gave up.
 * Throws `ScaffoldProblems` and `ScaffoldRefused`; then nothing was written.
 */
export async function scaffoldTemplate(
  { learnerFiles, previews, undos }: ScaffoldParts,
  { name, files: source, origin, isTrusted }: TemplateSource,
  folder: vscode.Uri,
  beforeWriting?: BeforeWriting,
): Promise<Scaffolded | undefined> {
  const { template, problems } = await readTemplate(source, name);
  if (template === undefined) throw new ScaffoldProblems(problems);
  const files = learnerFiles(folder);
  // Told before the person answers anything: their project's file would be refused only at the end.
  await readProject(files);
  const questions = openQuestions(template);
  let back = false;
  for (;;) {
    const answers = await questions.ask(back ? 'last' : 'first');
    if (answers === undefined) return undefined;
    const planned = await planScaffold(source, template, answers);
    if (planned.plan === undefined) throw new ScaffoldProblems(planned.problems);
    const { plan } = planned;
    const { files: compared, problems } = await compareWithFolder(files, plan);
    if (problems.length > 0) throw new ScaffoldProblems(problems);
    const decisions = await decide({ previews, questions, folder, compared, files, title: template.title });
    back = decisions === 'back';
    if (decisions === 'back') continue;
    if (decisions === undefined || !(await isTrusted())) return undefined;
    const writes = pathsToWrite(compared, decisions);
    const unsaved = unsavedIn(folder, writes);
    if (unsaved !== undefined) throw new ScaffoldRefused({ code: 'scaffold.unsaved', args: [unsaved] });
    await beforeWriting?.([...writes, projectFile]);
    const undo = await write(files, plan, { decisions, origin });
    await undos.keep({ folder, undo });
    return { folder, title: template.title, files: writes.length, open: plan.open, run: plan.run };
  }
}

type Decisions = ReadonlyMap<string, FileDecision>;

type Deciding = {
  previews: PreviewFiles;
  questions: Questions;
  folder: vscode.Uri;
  compared: readonly ComparedFile[];
  files: Files;
  title: string;
};

/** What the person wants of each file: 'back' where they return to the questions, undefined where they give up. */
async function decide({ previews, questions, folder, compared, files, title }: Deciding): Promise<Decisions | 'back' | undefined> {
  const where = folderName(folder);
  const preview = previews.open(folder.path.split('/').at(-1) ?? '');
  const titleOfPreview = vscode.l10n.t('{0}: what would be written', title);
  try {
    for (;;) {
      const stepped = await confirmWriting(questions.frameOfLast(), where, compared);
      if (typeof stepped !== 'object') return stepped;
      if (stepped.answer === 'decide') return await decideInPreview(preview, compared, files);
      if (stepped.answer !== 'preview') return forAll(stepped.answer, compared);
      await showNewFiles(preview, titleOfPreview, compared);
    }
  } finally {
    await closeEditor(titleOfPreview);
    preview.close();
  }
}

function forAll(choice: Exclude<Choice, 'decide' | 'preview'>, compared: readonly ComparedFile[]): Decisions {
  const decision = choice === 'replace' ? 'replace' : 'keep';
  return new Map(compared.flatMap(({ path, state }) => (state === 'conflict' ? [[path, decision] as const] : [])));
}

function pathsToWrite(compared: readonly ComparedFile[], decisions: Decisions): string[] {
  return compared.flatMap(({ path, state }) => (state === 'same' || decisions.get(path) === 'keep' ? [] : [path]));
}

function write(files: Files, plan: ScaffoldPlan, options: { decisions: Decisions; origin: Origin }): Promise<Undo> {
  return writingWithProgress(plan.files.length, (watched) => applyScaffold(files, plan, { ...options, ...watched }));
}

/** VS Code tells extensions nothing of an editor of many differences but its title. */
async function closeEditor(title: string): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const ours = tabs.filter(({ label }) => label.startsWith(title));
  if (ours.length > 0) await vscode.window.tabGroups.close(ours, true);
}
