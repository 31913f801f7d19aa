import * as z from 'zod/mini';

/** What goes on in the window of a folder that another window has scaffolded into. */
export const scaffoldNote = z.object({
  /** The folder's URI. */
  folder: z.string(),
  title: z.string(),
  files: z.number(),
  open: z.array(z.string()),
  run: z.array(z.string()),
  /** The tutorial that the person came from. */
  tutorial: z.optional(z.object({ pack: z.string(), tutorial: z.string(), step: z.optional(z.string()) })),
});
export type ScaffoldNote = z.infer<typeof scaffoldNote>;
