import * as z from 'zod/mini';

/** One version of a pack whose content lies in the store. */
const installedVersion = z.object({
  version: z.string(),
  /** `sha512-…` */
  integrity: z.string(),
  /** The folder of the store that holds it. */
  folder: z.string().check(z.regex(/^[0-9a-f]{40}$/)),
  /** What gives exactly this again, as a person would write it. */
  source: z.string(),
  /** Milliseconds since 1970. */
  installedAt: z.number(),
});
export type InstalledVersion = z.infer<typeof installedVersion>;

/** What is kept of a pack that was installed, also after it was uninstalled. */
export const installedPack = z.object({
  name: z.string(),
  /** Where it comes from, whatever its version. */
  origin: z.string(),
  /** What the person wrote to get it, by which newer versions are looked for. */
  wanted: z.string(),
  /** The integrity that each version, tag or address had when it was first installed, by the origin and it. */
  pins: z.record(z.string(), z.string()),
  /** The newest first. */
  versions: z.array(installedVersion),
  /** The one of `versions` that is shown, by its folder; none when it was uninstalled. */
  current: z.optional(z.string()),
});
export type InstalledRecord = z.infer<typeof installedPack>;
