import * as z from 'zod/mini';

const line = z.string().check(z.minLength(1), z.maxLength(200));
const url = z.url({ protocol: /^https?$/ });

/** `onramp.json`: what a pack is and who stands behind it. */
export const manifest = z.strictObject({
  $schema: z.optional(z.string()),
  /** An npm package name. */
  name: z
    .string()
    .check(z.regex(/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/, 'must be an npm package name, such as octokit-quickstart')),
  version: z.string().check(z.regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'must be a version, such as 1.0.0')),
  title: line,
  publisher: line,
  description: z.string().check(z.maxLength(500)),
  /** Tutorial files in the order they are to be shown; the rest follows by name. */
  tutorials: z.optional(z.array(z.string())),
  links: z.optional(z.record(z.string(), url)),
  locales: z.optional(z.array(z.string())),
  feedback: z.optional(
    z.strictObject({ github: z.optional(z.string().check(z.regex(/^[\w.-]+\/[\w.-]+$/))), topics: z.optional(z.array(line)) }),
  ),
  homepage: z.optional(url),
  license: z.optional(z.string()),
  engines: z.optional(z.record(z.string(), z.string())),
});
export type Manifest = z.infer<typeof manifest>;
