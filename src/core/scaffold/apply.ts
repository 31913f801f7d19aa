import type { Undo } from '../../protocol/undo.ts';
import { message } from '../message.ts';
import type { Files } from '../ports.ts';
import { type ApplyOptions, applyChanges, type Change } from './applyChanges.ts';
import { compareWithFolder } from './compare.ts';
import type { ScaffoldPlan } from './plan.ts';
import { type Origin, recordedChange } from './record.ts';
import { ScaffoldProblems, ScaffoldRefused } from './scaffoldRefused.ts';

export type Decision = 'keep' | 'replace';

/** What a person decided about one file; a text is what they took of both. */
export type FileDecision = Decision | { text: string };

export type ScaffoldOptions = Omit<ApplyOptions, 'last'> & {
  /**
   * What is to become of each file that is there with other content: one without a decision lets nothing be written. A new file that is
   * to be kept as it is, is not made.
   */
  decisions?: ReadonlyMap<string, FileDecision>;
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
    const decision = decisions.get(path);
    if (state === 'new' && decision !== 'keep') changes.push({ kind: 'write', path, content, executable });
    if (state !== 'conflict') continue;
    if (decision === undefined) throw new ScaffoldRefused(message('scaffold.undecided', path));
    const there = await files.readBytes(path);
    if (decision === 'keep') continue;
    const taken = decision === 'replace' ? content : decision.text;
    changes.push({ kind: 'write', path, content: taken, executable, ...(there === undefined ? {} : { replaces: there }) });
  }
  if (origin === undefined) return applyChanges(files, changes, rest);
  // What the template gave is kept, whatever was taken of it: the rest is the person's change to it.
  const asGiven = (path: string) => typeof decisions.get(path) !== 'object';
  const last = (prints: ReadonlyMap<string, string>) =>
    recordedChange(files, plan, origin, undefined, new Map([...prints].filter(([path]) => asGiven(path))));
  return applyChanges(files, changes, { ...rest, last });
}
