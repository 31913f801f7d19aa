import { existsSync, rmdirSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { inEnglish } from '../core/message.ts';
import type { FileProblem } from '../core/pack/pack.ts';
import { type Answers, readAnswer } from '../core/scaffold/answers.ts';
import { applyScaffold, type Decision } from '../core/scaffold/apply.ts';
import { applyUpdate, type Resolution } from '../core/scaffold/applyUpdate.ts';
import { answersAgain, baseOf } from '../core/scaffold/baseOf.ts';
import { compareWithFolder } from '../core/scaffold/compare.ts';
import { planScaffold, type ScaffoldPlan } from '../core/scaffold/plan.ts';
import { planUpdate, type UpdatedFile } from '../core/scaffold/planUpdate.ts';
import { projectFile, readProject } from '../core/scaffold/project.ts';
import { settleAnswers } from '../core/scaffold/settleAnswers.ts';
import { readTemplate } from '../core/scaffold/template.ts';
import type { Scaffolded } from '../protocol/project.ts';
import type { Template } from '../protocol/template.ts';
import { askAnswers, notGiven } from './askAnswers.ts';
import { diskFiles } from './diskFiles.ts';
import { fileTree } from './fileTree.ts';
import { findingsJson, findingsText } from './findings.ts';
import { type OpenedTemplate, openAgain, openOld, openTemplate } from './openTemplate.ts';
import type { ScaffoldFlags } from './scaffold.ts';

type Act = {
  folder: string;
  flags: ScaffoldFlags;
  signal: AbortSignal;
  /** Ends with a sentence about how the verb is called. */
  usage: (sentence: string) => never;
};

/** What is told of one file: `mark` stands before it in the tree. */
type Told = { path: string; state: string; mark: string };

/** Makes files from a template; gives false where none were made. Throws what kept them from being made. */
export async function makeFiles(act: Act & { source: string }): Promise<boolean> {
  const { source, folder, flags, signal } = act;
  const opened = await openTemplate({ written: source, from: process.cwd(), signal }, folder);
  const plan = await planned(act, opened, () => ({}));
  if (plan === undefined) return false;
  const files = diskFiles(folder);
  const compared = await compareWithFolder(files, plan);
  if (compared.problems.length > 0) return refuse(act, compared.problems);
  const marks = { new: '+', same: '=', conflict: '!' } as const;
  const told = compared.files.map(({ path, state }): Told => ({ path, state, mark: marks[state] }));
  const clashing = compared.files.filter(({ state }) => state === 'conflict').map(({ path }) => path);
  if (!flags.json) showTree(folder, told);
  if (flags.dryRun) return end(act, opened, plan, told, false);
  const chosen = flags.conflicts === 'mark' ? undefined : flags.conflicts;
  const decisions = await decide<Decision>(act, clashing, chosen, ['keep', 'replace']);
  if (decisions === undefined || !(await agreed(act, told))) return cancelled();
  await keepingFolder(folder, () => applyScaffold(files, plan, { decisions, origin: opened.origin, signal, onProgress: breathe }));
  return end(act, opened, plan, told, true);
}

/** Brings files to the next version of their template; gives false where nothing was updated. Throws what kept them from it. */
export async function updateFiles(act: Act & { source: string | undefined }): Promise<boolean> {
  const { source, folder, flags, signal } = act;
  const files = diskFiles(folder);
  const before = recordFor(act, (await readProject(files)).templates, source);
  const opened =
    source === undefined
      ? await openAgain(before, folder, signal)
      : await openTemplate({ written: source, from: process.cwd(), signal }, folder);
  const next = await planned(act, opened, (template) => answersAgain(template, before));
  if (next === undefined) return false;
  const base = await baseOf(before, await openOld(before, folder, signal));
  const labels = { mine: 'yours', theirs: `template${opened.origin.version === undefined ? '' : ` ${opened.origin.version}`}` };
  const update = await planUpdate(files, before, next, base, labels);
  if (update.problems.length > 0) return refuse(act, update.problems);
  const told = update.files.map(toldOf);
  const clashing = update.files.filter(({ state }) => state === 'conflict').map(({ path }) => path);
  if (!flags.json)
    showTree(
      folder,
      told.filter(({ state }) => state !== 'unchanged'),
    );
  if (flags.dryRun) return end(act, opened, next, told, false);
  const resolutions = await decide<Resolution & string>(act, clashing, flags.conflicts, ['keep', 'replace', 'mark']);
  if (resolutions === undefined || !(await agreed(act, told))) return cancelled();
  await applyUpdate(files, before, update, opened.origin, { resolutions, signal, onProgress: breathe });
  return end(act, opened, next, told, true);
}

/** The record of the template that is updated: the only one, or the one that comes from what was named. */
function recordFor(act: Act, records: readonly Scaffolded[], source: string | undefined): Scaffolded {
  const [only, ...others] = records;
  if (only === undefined) return act.usage(`${shown(act.folder)} has no ${projectFile}, so it was made from no template`);
  if (others.length === 0) return only;
  const plain = (text: string) => text.replace(/@[^/@#]+(?=#|$)/, '');
  const named = source === undefined ? undefined : records.find((record) => plain(record.source) === plain(source));
  return (
    named ?? act.usage(`${shown(act.folder)} was made from several templates. Name one: ${records.map((one) => one.source).join(', ')}`)
  );
}

/** Settles the answers, `old` ones among them, and plans with them; what is wrong is said. Undefined where there is no plan. */
async function planned(act: Act, { files, name }: OpenedTemplate, old: (template: Template) => Answers): Promise<ScaffoldPlan | undefined> {
  const isThere = (await files.stat('template.json')) !== undefined;
  const read = isThere ? await readTemplate(files, name) : { template: { title: name }, problems: [] };
  if (read.template === undefined) return void refuse(act, read.problems);
  const { template } = read;
  const given = await answersFor(act, template, old(template));
  if (given === undefined) return void cancelled();
  const { answers, problems } = settleAnswers(template, given);
  if (problems.length > 0) return act.usage(problems.map(inEnglish).join('\n       '));
  const made = await planScaffold(files, template, answers);
  const notes = made.problems;
  if (made.plan === undefined) return void refuse(act, notes);
  if (notes.length > 0 && !act.flags.json) console.error(findingsText(notes));
  return made.plan;
}

async function answersFor(
  act: Act,
  template: Template,
  old: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown> | undefined> {
  const given: Record<string, unknown> = { ...old };
  for (const [name, text] of act.flags.set) {
    const parameter = template.parameters?.find((one) => one.name === name);
    given[name] = parameter === undefined ? text : readAnswer(parameter, text);
  }
  if (act.flags.yes) return given;
  if (canAsk(act)) return askAnswers(template, given);
  const missing = notGiven(template, given);
  if (missing.length === 0) return given;
  return act.usage(`nobody is at a terminal to ask: give ${missing.map((name) => `--set ${name}=…`).join(' ')}, or --yes for the defaults`);
}

/** What becomes of each conflict; undefined where the person cancels. One that nobody can decide lets nothing be written. */
async function decide<T extends string>(
  act: Act,
  paths: readonly string[],
  flag: T | undefined,
  ways: readonly T[],
): Promise<Map<string, T> | undefined> {
  if (flag !== undefined || paths.length === 0) return new Map(paths.map((path) => [path, flag ?? ways[0]] as [string, T]));
  if (!canAsk(act)) {
    throw new Error(`${paths.join(', ')}: there already, with other content. Say --conflicts ${ways.join(' or ')}; nothing was changed.`);
  }
  const { isCancel, select } = await import('@clack/prompts');
  const labels: Record<string, string> = { keep: 'Keep mine', replace: 'Replace it', mark: 'Put both in it, between markers' };
  const decided = new Map<string, T>();
  for (const path of paths) {
    const options = ways.map((value) => ({ value: value as string, label: labels[value] ?? value }));
    const chosen = await select({ message: `${path} is there already, with other content`, options });
    const way = ways.find((one) => one === chosen);
    if (isCancel(chosen) || way === undefined) return undefined;
    decided.set(path, way);
  }
  return decided;
}

async function agreed(act: Act, told: readonly Told[]): Promise<boolean> {
  if (act.flags.yes || !canAsk(act) || !told.some(({ state }) => state !== 'same' && state !== 'unchanged')) return true;
  const { confirm } = await import('@clack/prompts');
  return (await confirm({ message: 'Write this?' })) === true;
}

function canAsk({ flags }: Act): boolean {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY) && !flags.json && !flags.yes;
}

/** Lets a signal come through: files are written without a pause. */
async function breathe(done: number): Promise<void> {
  if (done % 32 === 0) await setImmediate();
}

/** Takes away again the folders that were made for a scaffold that came to nothing. */
async function keepingFolder(folder: string, write: () => Promise<unknown>): Promise<void> {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at); at = dirname(at)) missing.push(at);
  try {
    await write();
  } catch (error) {
    for (const made of missing) if (existsSync(made)) rmdirSync(made);
    throw error;
  }
}

function toldOf(file: UpdatedFile): Told {
  const { path, state } = file;
  if (file.state === 'kept') return { path, state: file.why === 'deleted' ? 'deleted by you' : 'changed by you', mark: '=' };
  if (file.state === 'changed') return { path, state: file.merged ? 'merged' : 'changed', mark: '~' };
  const marks = { unchanged: '=', added: '+', removed: '-', conflict: '!' } as const;
  return { path, state, mark: marks[file.state] };
}

const legend: Record<string, string> = { '+': 'new', '~': 'changed', '-': 'removed', '=': 'left as it is', '!': 'conflict' };

function showTree(folder: string, told: readonly Told[]): void {
  const marks = [...new Set(told.map(({ mark }) => mark))].map((mark) => `${mark} ${legend[mark]}`);
  console.log(`${shown(folder)}/${marks.length > 0 ? `   (${marks.join(', ')})` : '   nothing to do'}`);
  if (told.length > 0) console.log(fileTree(told));
}

function end(act: Act, { origin }: OpenedTemplate, { open, run }: ScaffoldPlan, told: readonly Told[], written: boolean): true {
  const { folder, flags } = act;
  if (flags.json) {
    const files = told.map(({ path, state }) => ({ path, state }));
    const { source, version } = origin;
    console.log(JSON.stringify({ folder: shown(folder), source, version, written, files, open, run }, undefined, 2));
    return true;
  }
  if (!written) console.log('\nNothing was written: this was a dry run.');
  else {
    if (run.length > 0)
      console.log(`\nThe template offers, to be run in ${shown(folder)}:\n${run.map((command) => `  ${command}`).join('\n')}`);
    console.log(`\nDone: ${shown(folder)}`);
  }
  return true;
}

function refuse({ flags }: Act, problems: readonly FileProblem[]): false {
  if (flags.json) console.log(JSON.stringify({ written: false, problems: findingsJson(problems) }, undefined, 2));
  else console.error(`${findingsText(problems)}\nNothing was written.`);
  return false;
}

function cancelled(): false {
  console.error('Cancelled. Nothing was changed.');
  return false;
}

function shown(folder: string): string {
  return relative('', folder) || '.';
}
