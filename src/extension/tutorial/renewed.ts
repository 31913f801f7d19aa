import { findStep, resume } from '../../core/tutorial/session.ts';
import type { Section, Tutorial } from '../../core/tutorial/tutorial.ts';
import type { OpenTutorial } from './openTutorial.ts';

/** A tutorial that was read anew with what the person has done in it so far; what was tried in a step that has changed is forgotten. */
export function renewed(before: OpenTutorial, loaded: OpenTutorial): OpenTutorial {
  const kept = [...before.activity].filter(([id]) => isAsItWas(sectionOf(before.tutorial, id), sectionOf(loaded.tutorial, id)));
  const needsTheSame = JSON.stringify(checksIn(before)) === JSON.stringify(checksIn(loaded));
  return {
    ...loaded,
    folder: before.folder,
    progress: resume(loaded.tutorial, before.progress, loaded.pack.manifest.version),
    activity: new Map(kept),
    requirements: needsTheSame ? before.requirements : loaded.requirements,
    lastAct: before.lastAct,
  };
}

/** The step that stands where the shown one stood, where that one's heading was renamed; undefined where it is still there. */
export function stepInPlace({ tutorial: before, progress }: OpenTutorial, { tutorial }: OpenTutorial): string | undefined {
  const at = before.steps.findIndex(({ id }) => id === progress.current);
  return at < 0 || findStep(tutorial, progress.current) !== undefined
    ? undefined
    : tutorial.steps[Math.min(at, tutorial.steps.length - 1)]?.id;
}

function sectionOf({ cover, steps }: Tutorial, id: string): Section | undefined {
  return id === '' ? cover : steps.find((step) => step.id === id);
}

/** What is kept of a step points into its lists by index. */
function isAsItWas(before: Section | undefined, now: Section | undefined): boolean {
  return before !== undefined && now !== undefined && JSON.stringify(listsOf(before)) === JSON.stringify(listsOf(now));
}

function listsOf({ blocks, tasks }: Section) {
  return [blocks.map(({ kind, language, text }) => [kind, language, text]), tasks];
}

function checksIn({ tutorial: { requires } }: OpenTutorial) {
  return requires.map(({ check }) => check);
}
