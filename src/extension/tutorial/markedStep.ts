import type * as vscode from 'vscode';
import { findStep } from '../../core/tutorial/session.ts';
import { checksOf, type Reference, type Section } from '../../core/tutorial/tutorial.ts';
import type { ReferenceOwner } from './anchorStore.ts';
import type { OpenTutorial } from './openTutorial.ts';

/** The step whose references are marked in the person's files. */
export type MarkedStep = {
  owner: ReferenceOwner;
  section: Section;
  /** From 1; 0 on the cover. */
  position: number;
  steps: number;
  hasChecks: boolean;
  /** Undefined while several folders are open and the person has chosen none. */
  folder: vscode.Uri | undefined;
  /** Whether a block of the step may still change this reference's lines: until then they are where the tutorial says. */
  isUnderWay(reference: Reference): boolean;
};

export function markedStep({ progress, tutorial, folder }: OpenTutorial): MarkedStep {
  const { pack, tutorial: id, current, steps } = progress;
  const step = findStep(tutorial, current);
  const section = step ?? tutorial.cover;
  const done = step !== undefined && Object.hasOwn(steps, step.id) && steps[step.id]?.status === 'completed';
  return {
    owner: { pack, tutorial: id, step: step?.id ?? '' },
    section,
    position: step === undefined ? 0 : tutorial.steps.indexOf(step) + 1,
    steps: tutorial.steps.length,
    hasChecks: checksOf(section).length > 0,
    folder: folder.known(),
    isUnderWay: ({ path }) => !done && section.blocks.some((block) => 'path' in block && block.path === path),
  };
}

/** Whether two are of the same step in the same folder, with the same text. */
export function isSameStep(a: MarkedStep | undefined, b: MarkedStep | undefined): boolean {
  return a?.section === b?.section && a?.folder?.toString() === b?.folder?.toString();
}
