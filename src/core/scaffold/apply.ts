import type { Undo } from '../../protocol/undo.ts';
import { message } from '../message.ts';
import type { Files } from '../ports.ts';
import { textOfUtf8 } from '../utf8.ts';
import { type ApplyOptions, applyChanges, type Change } from './applyChanges.ts';
import { packBase } from './base.ts';
import { type ComparedFile, compareWithFolder } from './compare.ts';
import { bytesOf } from './content.ts';
import { fingerprint } from './fingerprint.ts';
import type { ScaffoldPlan } from './plan.ts';
import { projectFile, projectText, readProject, withScaffolded } from './project.ts';
import { ScaffoldProblems, ScaffoldRefused } from './scaffoldRefused.ts';

/** What is kept of where a template came from, for its updates. */
export type Origin = {
  /** As a person writes it. */
  source: string;
  version?: string;
  /** Whether the source can give this very version again: then the texts need not be kept in the project. */
  pinned: boolean;
};

export type Decision = 'keep' | 'replace';

export type ScaffoldOptions = Omit<ApplyOptions, 'last'> & {
  /** What is to become of each file that is there with other content. One without a decision lets nothing be written. */
  decisions?: ReadonlyMap<string, Decision>;
  /** Undefined: nothing is kept in the project, so it cannot be updated from the template. */
  origin?: Origin;
};

/**
 * Writes a plan's files, all or none. Throws `ScaffoldProblems` where what is there lets none be written, `ScaffoldRefused` where a conflict
 * was not decided, a write failed or the person cancelled; then everything is as it was. Gives what takes it back (`undoChanges`).
 */
export async function applyScaffold(files: Files, plan: ScaffoldPlan, options: ScaffoldOptions = {}): Promise<Undo> {
  const { decisions = new Map(), origin, ...rest } = options;
  const compared = await compareWithFolder(files, plan);
  if (compared.problems.length > 0) throw new ScaffoldProblems(compared.problems);
  const changes: Change[] = [];
  for (const file of compared.files) {
    const { path, content, executable, state } = file;
    if (state === 'new') changes.push({ kind: 'write', path, content, executable });
    if (state !== 'conflict') continue;
    const decision = decisions.get(path);
    if (decision === undefined) throw new ScaffoldRefused(message('scaffold.undecided', path));
    const there = await files.readBytes(path);
    if (decision === 'replace')
      changes.push({ kind: 'write', path, content, executable, ...(there === undefined ? {} : { replaces: there }) });
  }
  if (origin === undefined) return applyChanges(files, changes, rest);
  return applyChanges(files, changes, { ...rest, last: (prints) => recordChange(files, plan, origin, compared.files, prints) });
}

/** The project's own file with this scaffold in it. */
async function recordChange(
  files: Files,
  { answers }: ScaffoldPlan,
  { source, version, pinned }: Origin,
  written: readonly ComparedFile[],
  prints: ReadonlyMap<string, string>,
): Promise<Change> {
  const made: Record<string, string> = {};
  const texts = new Map<string, string>();
  for (const { path, content } of written) {
    const bytes = pinned && prints.has(path) ? undefined : await bytesOf(content);
    made[path] = prints.get(path) ?? fingerprint(bytes ?? new Uint8Array());
    const text = bytes === undefined || pinned ? undefined : textOfUtf8(bytes);
    if (text !== undefined) texts.set(path, text);
  }
  const base = pinned ? undefined : packBase(texts);
  const project = withScaffolded(await readProject(files), {
    source,
    ...(version === undefined ? {} : { version }),
    answers: { ...answers },
    files: made,
    ...(base === undefined ? {} : { base }),
  });
  const there = await files.readBytes(projectFile);
  return { kind: 'write', path: projectFile, content: projectText(project), ...(there === undefined ? {} : { replaces: there }) };
}
