import * as z from 'zod/mini';

/** What the dashboard reads. Rates are 0 to 1 and null where there is nothing to divide; times are milliseconds. */

const duration = z.object({ count: z.int(), median: z.number(), p90: z.number() });

export const tutorialMetrics = z.object({
  pack: z.string(),
  tutorial: z.string(),
  title: z.string(),
  /** People who started. */
  starts: z.int(),
  /** People of those who completed. */
  completions: z.int(),
  completionRate: z.nullable(z.number()),
  /** From a person's start to the first passed check that is marked `success: true`. */
  firstSuccess: z.nullable(duration),
  thumbsUp: z.int(),
  thumbsDown: z.int(),
});
export type TutorialMetrics = z.infer<typeof tutorialMetrics>;

export const tutorialsAnswer = z.object({ tutorials: z.array(tutorialMetrics) });

export const stepMetrics = z.object({
  id: z.string(),
  title: z.string(),
  /** The tutorial's newest version no longer has this step. */
  retired: z.boolean(),
  /** People who saw the step. */
  entered: z.int(),
  completed: z.int(),
  skipped: z.int(),
  /** People who saw the step and, so far, neither completed nor skipped it. */
  left: z.int(),
  /** `left` as a share of `entered`. */
  dropOff: z.nullable(z.number()),
  checksFailed: z.int(),
  hintsOpened: z.int(),
  thumbsUp: z.int(),
  thumbsDown: z.int(),
});
export type StepMetrics = z.infer<typeof stepMetrics>;

export const funnelAnswer = z.object({ summary: tutorialMetrics, steps: z.array(stepMetrics) });
export type FunnelAnswer = z.infer<typeof funnelAnswer>;

export const feedbackEntry = z.object({
  id: z.string(),
  pack: z.string(),
  version: z.string(),
  tutorial: z.string(),
  step: z.string(),
  stepTitle: z.string(),
  thumbs: z.enum(['up', 'down']),
  comment: z.nullable(z.string()),
  /** When it was given, milliseconds since 1970. */
  time: z.int(),
});
export type FeedbackEntry = z.infer<typeof feedbackEntry>;

/** Newest first; `next` is what to ask for to get older ones. */
export const feedbackAnswer = z.object({ feedback: z.array(feedbackEntry), next: z.nullable(z.string()) });
export type FeedbackAnswer = z.infer<typeof feedbackAnswer>;
