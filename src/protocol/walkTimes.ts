import * as z from 'zod/mini';

const milliseconds = z.int().check(z.gte(0));

/** What `onramp test --times` measures: how long a machine took for each tutorial, reading excepted, and how long its author says it takes. */
export const walkTimes = z.object({
  kind: z.literal('onramp.walkTimes'),
  tutorials: z.array(
    z.object({
      pack: z.string(),
      /** The file, seen from the pack's root. */
      path: z.string(),
      minutes: z.optional(z.number()),
      milliseconds,
      steps: z.array(z.object({ id: z.string(), milliseconds })),
    }),
  ),
});
export type WalkTimes = z.infer<typeof walkTimes>;
