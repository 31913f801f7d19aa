import type { Scaffolded } from '../../protocol/project.ts';
import type { Undo } from '../../protocol/undo.ts';
import { message } from '../message.ts';
import type { Files } from '../ports.ts';
import type { ScaffoldOptions } from './apply.ts';
import { applyChanges, type Change } from './applyChanges.ts';
import type { UpdatePlan } from './planUpdate.ts';
import { type Origin, recordedChange } from './record.ts';
import { ScaffoldProblems, ScaffoldRefused } from './scaffoldRefused.ts';

/** How a conflict ends: as it was, as the template has it, with markers between both, or as somebody merged it. */
export type Resolution = 'keep' | 'replace' | 'mark' | { text: string };

export type UpdateOptions = Pick<ScaffoldOptions, 'signal' | 'onProgress'> & { resolutions?: ReadonlyMap<string, Resolution> };

/**
 * Makes an update, all or nothing, and keeps in the project what the new version gave. Throws as `applyScaffold` does: a conflict without an
 * answer changes nothing. Gives what takes it back.
 */
export async function applyUpdate(
  files: Files,
  before: Scaffolded,
  { files: updated, next, problems }: UpdatePlan,
  origin: Origin,
  { resolutions = new Map(), ...options }: UpdateOptions = {},
): Promise<Undo> {
  if (problems.length > 0) throw new ScaffoldProblems(problems);
  const changes = updated.flatMap((file): Change[] => {
    const { path } = file;
    if (file.state === 'added') return [{ kind: 'write', path, content: file.given, executable: file.executable }];
    if (file.state === 'removed') return [{ kind: 'remove', path, replaces: file.mine }];
    if (file.state === 'changed') return [{ kind: 'write', path, content: file.content, executable: file.executable, replaces: file.mine }];
    if (file.state !== 'conflict') return [];
    const resolution = resolutions.get(path);
    if (resolution === undefined) throw new ScaffoldRefused(message('scaffold.undecided', path));
    if (resolution === 'keep') return [];
    const content = typeof resolution === 'object' ? resolution.text : resolution === 'mark' ? file.texts?.marked : file.given;
    if (content === undefined) throw new ScaffoldRefused(message('scaffold.noMarkers', path));
    return [{ kind: 'write', path, content, executable: file.executable, replaces: file.mine }];
  });
  return applyChanges(files, changes, { ...options, last: () => recordedChange(files, next, origin, before) });
}
