import * as z from 'zod/mini';

/** An error as HTTP tells it: a problem document of RFC 9457. `code` is stable and made for machines. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.optional(z.string()),
  code: z.string(),
  /** The field that is wrong, as a JSON path such as `0.data.step`. */
  field: z.optional(z.string()),
});
export type Problem = z.infer<typeof problem>;

export const problemMediaType = 'application/problem+json';
