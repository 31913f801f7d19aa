import * as z from 'zod/mini';
import { fromGuide, type GuidePage } from './guide.ts';

const index = z.int().check(z.gte(0));
const id = z.string().check(z.maxLength(500));

/** Where an author is in the preview of a tutorial, and what they have tried there. The page keeps it, the server nothing. */
export const previewPlace = z.object({
  /** The first tutorial where there is none of this id. */
  tutorial: id,
  /** Null for the cover. */
  step: z.nullable(id),
  /** The step's number, from 1, when it was last shown: a step that is renamed stays in sight. */
  position: index,
  /** The steps that count as done. */
  done: z.array(id).check(z.maxLength(1000)),
  /** What the ticked boxes of the step say. */
  ticks: z.array(z.string()).check(z.maxLength(1000)),
  /** The choices made in the step's quizzes, by the block's index. */
  answers: z.record(z.string(), z.array(index).check(z.maxLength(12))),
});
export type PreviewPlace = z.infer<typeof previewPlace>;

export const previewAct = z.object({ place: previewPlace, act: fromGuide });

/** What the preview shows of a pack. */
export type PreviewShown = {
  pack: string;
  tutorials: { id: string; title: string }[];
  /** Undefined where there is nothing that can be shown. */
  page: GuidePage | undefined;
  /** The boxes of the step, by index: what each says. */
  tasks: string[];
  tutorial: string;
  /** What is wrong in the pack, each as `file:line:column  text`; those of the shown tutorial first. */
  problems: { severity: 'error' | 'warning'; text: string }[];
};

/** What pressing something would do in the editor, and where it leads here. */
export type PreviewTold = { text: string | undefined; go?: { tutorial: string; step: string | null } };
