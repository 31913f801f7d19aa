import * as z from 'zod/mini';

const answer = z.union([z.string(), z.number(), z.boolean()]);

/** A template that a project was made from, as far as its next version needs to know it. */
export const scaffolded = z.looseObject({
  /** Where it comes from, as a person writes it: `owner/repo/path`, `name/templates/starter`, `./pack#starter`. */
  source: z.string().check(z.minLength(1)),
  /** Undefined where its source has no versions, such as a folder. */
  version: z.optional(z.string()),
  answers: z.record(z.string(), answer),
  /** What each of its files was when the template gave it, by path: a fingerprint that tells whether it has changed since. */
  files: z.record(z.string(), z.string()),
  /** The texts of those files, deflated, in base64: what a three-way merge starts from. Undefined where the source can give the version again. */
  base: z.optional(z.string()),
});
export type Scaffolded = z.infer<typeof scaffolded>;

/** `.onramp.json` in a project: the templates that it was made from. */
export const project = z.looseObject({ templates: z.array(scaffolded) });
export type Project = z.infer<typeof project>;
