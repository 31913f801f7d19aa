import * as z from 'zod/mini';

const time = z.int();

/** How far one person is in one tutorial, as it is stored. Times are milliseconds since 1970; steps are kept by id, never by position. */
export const progress = z.object({
  pack: z.string(),
  version: z.string(),
  tutorial: z.string(),
  /** The step that is shown; null for the cover. */
  current: z.nullable(z.string()),
  startedAt: z.optional(time),
  firstSuccessAt: z.optional(time),
  completedAt: z.optional(time),
  steps: z.record(z.string(), z.object({ status: z.enum(['entered', 'completed', 'skipped']), at: time })),
  /** The boxes that were ticked, by step id, each by what it says. */
  ticks: z.optional(z.record(z.string(), z.array(z.string()))),
  /** The time spent, in milliseconds, by step id: what lies between acts, a rest counting as ten minutes at most. */
  spent: z.optional(z.record(z.string(), z.int().check(z.gte(0)))),
});
/** What a person takes with them when they export their progress. */
export const progressFile = z.object({
  kind: z.literal('onramp.progress'),
  /** ISO 8601. */
  exported: z.iso.datetime(),
  tutorials: z.array(progress),
});

export type Progress = z.infer<typeof progress>;
export type StepStatus = Progress['steps'][string]['status'];
