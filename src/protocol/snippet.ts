import * as z from 'zod/mini';

const word = z.string().check(z.minLength(1), z.maxLength(200));
/** One text, or its lines. */
const lines = z.union([z.string(), z.array(z.string())]);
const npmName = z.string().check(z.regex(/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/i, 'must be the name of an npm package'));

/** What code needs around it when a snippet is inserted. */
export const snippetRequires = z.strictObject({
  /** npm packages, each with the range of its versions: offered to be added to the nearest package.json. */
  npm: z.optional(z.record(npmName, word)),
  /** Import statements, as the language writes them; JavaScript's as ES modules. */
  import: z.optional(lines),
});
export type SnippetRequires = z.infer<typeof snippetRequires>;

/** That an API has moved on: what was inserted once is not to be written any more. */
export const snippetDeprecated = z.strictObject({
  /** The name of the snippet of the same pack that takes its place. */
  replacement: z.optional(word),
  /**
   * Finds code of the old kind, within one line: a regular expression without look-around and back references. What its group 1 matches
   * stands in tab stop 1 of the replacement, and so on.
   */
  pattern: z.optional(word),
  /** Why, and what to do, in a sentence. */
  message: z.optional(z.string().check(z.maxLength(500))),
  /** The version of the API from which on it is not to be used. */
  since: z.optional(word),
});
export type SnippetDeprecated = z.infer<typeof snippetDeprecated>;

/** A snippet in VS Code's own format; `requires` and `deprecated` are Onramp's, and VS Code passes them by. */
export const snippet = z.looseObject({
  prefix: z.optional(lines),
  body: lines,
  description: z.optional(lines),
  /** Language ids with commas between them. */
  scope: z.optional(z.string()),
  /** Globs of the files it is for, and of those it is not for. */
  include: z.optional(lines),
  exclude: z.optional(lines),
  isFileTemplate: z.optional(z.boolean()),
  requires: z.optional(snippetRequires),
  deprecated: z.optional(snippetDeprecated),
});
export type SnippetEntry = z.infer<typeof snippet>;
