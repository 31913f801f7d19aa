import * as z from 'zod/mini';

const path = z.string();
/** Bytes in base64. */
const bytes = z.string();
/** Tells whether a file is still what was written. */
const print = z.string();

/** What is needed to take back what a scaffold or an update wrote. */
export const undo = z.object({
  kind: z.literal('onramp.undo'),
  made: z.array(z.object({ path, print })),
  /** Folders that were made, those above first. */
  folders: z.array(path),
  replaced: z.array(z.object({ path, print, content: bytes, executable: z.boolean() })),
  removed: z.array(z.object({ path, content: bytes, executable: z.boolean() })),
});
export type Undo = z.infer<typeof undo>;
