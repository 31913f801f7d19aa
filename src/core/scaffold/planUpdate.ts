import type { Scaffolded } from '../../protocol/project.ts';
import type { FileProblem } from '../pack/pack.ts';
import type { Files } from '../ports.ts';
import { textOfUtf8, utf8Of } from '../utf8.ts';
import { thereIn } from './compare.ts';
import { bytesOf, sameBytes } from './content.ts';
import { fingerprint } from './fingerprint.ts';
import { mergeTexts, usualEnd, withEnds } from './mergeTexts.ts';
import type { PlannedFile, ScaffoldPlan } from './plan.ts';

/** What an update would do with one file. `mine` is what the developer has, `given` what the new version of the template gives. */
export type UpdatedFile = { path: string } & (
  | { state: 'unchanged' }
  | { state: 'added'; given: Uint8Array; executable: boolean }
  | { state: 'removed'; mine: Uint8Array }
  /** `merged`: the developer's changes are in it, too. */
  | { state: 'changed'; mine: Uint8Array; content: Uint8Array; executable: boolean; merged: boolean }
  | { state: 'conflict'; mine: Uint8Array; given: Uint8Array; executable: boolean; texts: ConflictTexts | undefined }
  /** The developer's: they deleted it, or changed what the template has no more. */
  | { state: 'kept'; why: 'deleted' | 'changed' }
);

/** For a merge editor; undefined where one side is no text. `marked` is all in one, the conflicts between markers. */
export type ConflictTexts = { base: string | undefined; mine: string; given: string; marked: string; conflicts: number };

export type UpdatePlan = {
  files: UpdatedFile[] /** The new version's plan, for its record. */;
  next: ScaffoldPlan;
  problems: FileProblem[];
};

/** Labels of the conflict markers. */
export type UpdateLabels = { mine: string; theirs: string };

/**
 * Works out what the next version of a template makes of a project, without touching it. `base` are the texts that the version before gave
 * (`baseOf`); a file of which both sides have changed and no base is known is a conflict in every line that differs.
 */
export async function planUpdate(
  files: Files,
  before: Scaffolded,
  next: ScaffoldPlan,
  base: ReadonlyMap<string, string>,
  labels: UpdateLabels,
): Promise<UpdatePlan> {
  const there = thereIn(files);
  const problems: FileProblem[] = [];
  const updated: UpdatedFile[] = [];
  for (const planned of next.files) {
    const met = await there(planned.path);
    if (met.kind === 'blocked') problems.push({ ...met.why, severity: 'error', line: 1, column: 1, file: planned.path });
    else updated.push(await ofBoth(files, planned, printOf(before, planned.path), base.get(planned.path), labels));
  }
  const given = new Set(next.files.map(({ path }) => path));
  for (const [path, print] of Object.entries(before.files)) {
    if (given.has(path)) continue;
    const mine = (await there(path)).kind === 'file' ? await files.readBytes(path) : undefined;
    if (mine !== undefined)
      updated.push(asGiven(mine, print) === undefined ? { path, state: 'kept', why: 'changed' } : { path, state: 'removed', mine });
  }
  return { files: updated.sort((a, b) => (a.path < b.path ? -1 : 1)), next, problems };
}

/** What a file was when the template gave it; undefined where the template did not have it. */
export function printOf({ files }: Scaffolded, path: string): string | undefined {
  return Object.hasOwn(files, path) ? files[path] : undefined;
}

async function ofBoth(
  files: Files,
  { path, content, executable }: PlannedFile,
  print: string | undefined,
  base: string | undefined,
  labels: UpdateLabels,
): Promise<UpdatedFile> {
  const mine = await files.readBytes(path);
  const given = await bytesOf(content);
  if (mine === undefined)
    return print === undefined ? { path, state: 'added', given, executable } : { path, state: 'kept', why: 'deleted' };
  if (fingerprint(given) === print || sameBytes(mine, given)) return { path, state: 'unchanged' };
  const end = print === undefined ? undefined : asGiven(mine, print);
  const [own, other] = [textOfUtf8(mine), textOfUtf8(given)];
  if (end !== undefined) {
    const content = end === 'exactly' || other === undefined ? given : utf8Of(withEnds(other, end));
    return sameBytes(content, mine) ? { path, state: 'unchanged' } : { path, state: 'changed', mine, content, executable, merged: false };
  }
  if (own === undefined || other === undefined || own.includes('\0') || other.includes('\0')) {
    return { path, state: 'conflict', mine, given, executable, texts: undefined };
  }
  const merged = mergeTexts(base, { mine: own, theirs: other }, labels);
  if (merged.kind === 'conflict') {
    const texts = { base, mine: own, given: other, marked: merged.text, conflicts: merged.conflicts };
    return { path, state: 'conflict', mine, given, executable, texts };
  }
  const result = utf8Of(merged.text);
  return sameBytes(result, mine)
    ? { path, state: 'unchanged' }
    : { path, state: 'changed', mine, content: result, executable, merged: true };
}

/** Whether a file is still what the template gave, be it with other line ends, which Git may have written; then gives these. */
function asGiven(mine: Uint8Array, print: string): 'exactly' | '\n' | '\r\n' | undefined {
  if (fingerprint(mine) === print) return 'exactly';
  const text = textOfUtf8(mine);
  const end = text === undefined ? undefined : usualEnd(text);
  if (text === undefined || end === undefined) return undefined;
  return fingerprint(utf8Of(withEnds(text, end === '\n' ? '\r\n' : '\n'))) === print ? end : undefined;
}
