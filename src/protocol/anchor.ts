import * as z from 'zod/mini';

/** The most that is kept of one line. */
export const keptCharacters = 200;

const line = z.string().check(z.maxLength(keptCharacters));
const few = z.array(line).check(z.maxLength(20));

/** Some lines as they were seen last, with a few of those around them. `at` is the first one's number, from 0. */
const seenLines = z.object({ at: z.int().check(z.minimum(0)), lines: few, before: few, after: few });

/** What is kept of the lines that a reference means, to find them again. Of a long stretch, only its `start` and its `end`. */
export const anchor = z.object({ start: seenLines, end: z.optional(seenLines) });

export type SeenLines = z.infer<typeof seenLines>;
export type Anchor = z.infer<typeof anchor>;
