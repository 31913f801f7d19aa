import * as z from 'zod/mini';

/** What a tutorial's front matter may say. `requires` is a list of checks and is read as such. */
export const frontMatter = z.strictObject({
  title: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  description: z.optional(z.string()),
  /** How long it takes, as `15m`, `1h` or a number of minutes. */
  time: z.optional(z.union([z.number(), z.string()])),
  level: z.optional(z.string()),
  tags: z.optional(z.array(z.string())),
  requires: z.optional(z.unknown()),
  next: z.optional(z.string()),
});
export type FrontMatter = z.infer<typeof frontMatter>;
