import * as z from 'zod/mini';

/** What is read of an npm registry's answers. Whatever else they hold is passed over. */

export const npmVersion = z.object({
  version: z.string(),
  description: z.optional(z.string()),
  /** Some registries send `false` for what is not deprecated. */
  deprecated: z.optional(z.union([z.string(), z.boolean()])),
  dist: z.object({
    tarball: z.string(),
    integrity: z.optional(z.string()),
    shasum: z.optional(z.string()),
    attestations: z.optional(z.object({ url: z.optional(z.string()), provenance: z.optional(z.object({ predicateType: z.string() })) })),
  }),
});
export type NpmVersion = z.infer<typeof npmVersion>;

/** `application/vnd.npm.install-v1+json`: a package and its versions. */
export const packument = z.object({
  name: z.string(),
  'dist-tags': z.record(z.string(), z.string()),
  versions: z.record(z.string(), npmVersion),
});
export type Packument = z.infer<typeof packument>;

const foundPackage = z.object({
  name: z.string(),
  version: z.optional(z.string()),
  /** Where some registries put the version. */
  'dist-tags': z.optional(z.record(z.string(), z.string())),
  description: z.optional(z.string()),
  keywords: z.optional(z.nullable(z.union([z.array(z.string()), z.string()]))),
  publisher: z.optional(z.nullable(z.object({ username: z.optional(z.string()) }))),
});
export type FoundPackage = z.infer<typeof foundPackage>;

/** The answer to `/-/v1/search`. */
export const npmSearch = z.object({ objects: z.array(z.object({ package: foundPackage })) });
