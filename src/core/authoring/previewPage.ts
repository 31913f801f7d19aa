import type { GuidePage } from '../../protocol/guide.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import { newActivity } from '../tutorial/activity.ts';
import { type GuideSurroundings, guidePage } from '../tutorial/guidePage.ts';
import { parseTutorial } from '../tutorial/parse.ts';
import type { Step, Tutorial } from '../tutorial/tutorial.ts';

/** A tutorial as its author writes it: the text as it stands in the editor, and the line of the cursor, from 1. */
export type Written = { manifest: Pick<Manifest, 'name' | 'title'>; path: string; text: string; line: number };

export type Preview = { page: GuidePage; tutorial: Tutorial; step: Step | undefined };

/**
 * The step at the cursor as a learner sees it who comes to it for the first time. Its key is the step's number, not its id: a heading that is
 * being typed is another id at every letter, and the page would forget where it was scrolled to.
 */
export function previewPage({ manifest, path, text, line }: Written, around: Pick<GuideSurroundings, 'say' | 'mediaUrl'>): Preview {
  const tutorial = parseTutorial(text, path);
  const step = stepAt(tutorial, line);
  const page = guidePage(
    {
      manifest,
      tutorial,
      progress: { pack: manifest.name, version: '0.0.0', tutorial: tutorial.id, current: step?.id ?? null, steps: {} },
      activity: newActivity(),
      requirements: { results: [], trying: false },
    },
    { ...around, consent: undefined, feedbackTo: undefined },
  );
  return { page: { ...page, key: `${path}#${page.position}` }, tutorial, step };
}

/** The step that a line, from 1, belongs to; undefined on the cover. */
export function stepAt({ steps }: Tutorial, line: number): Step | undefined {
  return steps.findLast((step) => step.line <= line);
}
