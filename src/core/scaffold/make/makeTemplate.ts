import type { Template } from '../../../protocol/template.ts';
import type { Undo } from '../../../protocol/undo.ts';
import { message } from '../../message.ts';
import type { FileProblem } from '../../pack/pack.ts';
import type { Files } from '../../ports.ts';
import { defaultAnswer } from '../answers.ts';
import { applyScaffold, type ScaffoldOptions } from '../apply.ts';
import type { PlannedFile } from '../plan.ts';
import { settleAnswers } from '../settleAnswers.ts';
import { collisions } from '../targetNames.ts';
import { templateFile } from '../template.ts';
import { findParameters, type Proposal } from './findParameters.ts';
import { type KeptFile, keptFiles, type LeftOut } from './keptFiles.ts';
import { escaped, parametrised, parametrisedPath } from './parametrise.ts';
import { findSecrets } from './secrets.ts';

/** A folder looked through before it becomes a template. Nothing has been written. */
export type Looked = {
  files: KeptFile[];
  /** What could be asked for. A person chooses, and may change prompts, defaults being what makes the folder again. */
  proposals: Proposal[];
  /** What is not taken along though a person may expect it. */
  leftOut: LeftOut[];
  /** Warnings, each at its line: a template is handed on. */
  secrets: FileProblem[];
};

/** Looks through a folder of a name. `except` are paths in it to leave out. */
export async function lookThrough(folder: Files, name: string, except: readonly string[] = []): Promise<Looked> {
  const { kept, leftOut } = await keptFiles(folder, except);
  return { files: kept, proposals: findParameters(kept, name), leftOut, secrets: findSecrets(kept) };
}

/** A template ready to be written. `problems` are files that it could not take: they hold what no template can. */
export type MadeTemplate = { template: Template; files: PlannedFile[]; problems: FileProblem[] };

/**
 * Makes a template of a folder's files: what the chosen proposals match becomes their parameters, in texts and in names; all else stays byte
 * for byte. Scaffolded with its defaults it is the same folder again: a text that would not render to itself is copied without parameters.
 */
export function makeTemplate(
  folder: Files,
  files: readonly KeptFile[],
  chosen: readonly Proposal[],
  head: Pick<Template, 'title' | 'description'>,
): MadeTemplate {
  const parameters = chosen.map(({ parameter }) => parameter);
  const template: Template = { ...head, ...(parameters.length > 0 ? { parameters } : {}) };
  const parts = chosen.map(({ parameter, pattern }) => ({ name: parameter.name, pattern }));
  const defaults = Object.fromEntries(parameters.map((parameter) => [parameter.name, defaultAnswer(parameter)]));
  const problems: FileProblem[] = [];
  const json = `${JSON.stringify(template, undefined, 2)}\n`;
  const made: PlannedFile[] = [{ path: templateFile, from: templateFile, content: json, executable: false }];
  for (const { path, text, executable } of files) {
    const isOwn = needsEnd.test(path);
    const rendered = text === undefined ? undefined : (parametrised(text, parts, defaults) ?? (isOwn ? escaped(text) : undefined));
    const name = parametrisedPath(path, parts, defaults);
    if (name === undefined || (isOwn && rendered === undefined)) {
      problems.push({ ...message('make.unfit', path), severity: 'error', line: 1, column: 1, file: path });
    } else if (rendered === undefined) made.push({ path: name, from: path, content: { source: folder, path }, executable });
    else made.push({ path: `${name}.mustache`, from: path, content: rendered, executable });
  }
  for (const [index, told] of collisions(files.map(({ path }) => path))) {
    problems.push({ ...told, severity: 'error', line: 1, column: 1, file: files[index]?.path ?? templateFile });
  }
  return { template, files: made, problems };
}

/** What ends in .mustache would be rendered and lose it; the others npm takes for its own, and leaves them out of a package. */
const needsEnd = /\.mustache$|(^|\/)\.(gitignore|npmignore|npmrc)$/;

/** Writes a template into a folder, all or nothing, as `applyScaffold` does. */
export function writeTemplate(
  target: Files,
  { template, files }: MadeTemplate,
  options: Omit<ScaffoldOptions, 'origin'> = {},
): Promise<Undo> {
  return applyScaffold(target, { files, answers: settleAnswers(template, {}).answers, open: [], run: [] }, options);
}
