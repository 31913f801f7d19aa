import * as z from 'zod/mini';

/** What is read of the answers of GitHub's REST API. Whatever else they hold is passed over. */

export const gitCommit = z.object({ sha: z.string(), commit: z.object({ tree: z.object({ sha: z.string() }) }) });

export const gitTree = z.object({
  tree: z.array(
    z.object({
      path: z.string(),
      mode: z.string(),
      type: z.string(),
      sha: z.optional(z.nullable(z.string())),
      size: z.optional(z.number()),
    }),
  ),
  truncated: z.optional(z.boolean()),
});
export type GitTree = z.infer<typeof gitTree>;

export const gitBlob = z.object({ content: z.string(), encoding: z.string() });

export const gitRefs = z.array(z.object({ ref: z.string() }));
