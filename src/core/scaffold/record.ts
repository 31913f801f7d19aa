import type { Scaffolded } from '../../protocol/project.ts';
import type { Files } from '../ports.ts';
import type { Change } from './applyChanges.ts';
import { packBase } from './base.ts';
import { bytesOf } from './content.ts';
import { fingerprint } from './fingerprint.ts';
import type { ScaffoldPlan } from './plan.ts';
import { projectFile, projectText, readProject, withScaffolded } from './project.ts';

/** What is kept of where a template came from, for its updates. */
export type Origin = {
  /** As a person writes it. */
  source: string;
  version?: string;
  /** Whether the source can give this very version again: then the texts need not be kept in the project. */
  pinned: boolean;
};

/**
 * The project's own file with what a plan gives, be it written or not: what the developer kept is their change to it. `before` is the
 * record that this one takes the place of; `prints` are known already. Throws `ScaffoldRefused` where the file cannot be understood.
 */
export async function recordedChange(
  files: Files,
  { files: planned, answers }: ScaffoldPlan,
  { source, version, pinned }: Origin,
  before: Scaffolded | undefined,
  prints: ReadonlyMap<string, string> = new Map(),
): Promise<Change> {
  const given = new Map<string, string>();
  for (const { path, content } of planned) {
    given.set(path, prints.get(path) ?? fingerprint(await bytesOf(content)));
  }
  const base = pinned ? undefined : await packBase(planned);
  const made: Scaffolded = {
    source,
    ...(version === undefined ? {} : { version }),
    answers: { ...answers },
    files: Object.fromEntries(given),
    ...(base === undefined ? {} : { base }),
  };
  const there = await files.readBytes(projectFile);
  const content = projectText(withScaffolded(await readProject(files), made, before));
  return { kind: 'write', path: projectFile, content, ...(there === undefined ? {} : { replaces: there }) };
}
