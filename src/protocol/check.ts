import * as z from 'zod/mini';

/** One entry of a `check` block: exactly one subject, and what must be true of it. */

const text = z.string().check(z.minLength(1));
const about = {
  /** Shown when the check fails. */
  hint: z.optional(text),
  /** Passing it is the person's first success. */
  success: z.optional(z.boolean()),
  /** False: Next may pass it by. */
  gate: z.optional(z.boolean()),
};
/** A number of seconds or a text such as `90s`, `2m`, `500ms`. */
const timeout = z.union([z.number(), z.string().check(z.regex(/^\d+(\.\d+)?\s*(ms|s|m)$/, 'must be a time, such as 30s'))]);

export const fileCheck = z.strictObject({
  file: text,
  exists: z.optional(z.boolean()),
  contains: z.optional(z.union([text, z.array(text)])),
  matches: z.optional(text),
  json: z.optional(text),
  equals: z.optional(z.unknown()),
  ...about,
});

export const runCheck = z.strictObject({
  run: text,
  exit: z.optional(z.int()),
  output: z.optional(text),
  outputMatches: z.optional(text),
  timeout: z.optional(timeout),
  cwd: z.optional(text),
  ...about,
});

export const httpCheck = z.strictObject({
  /** A loopback address. */
  http: text,
  status: z.optional(z.int()),
  contains: z.optional(text),
  json: z.optional(text),
  equals: z.optional(z.unknown()),
  timeout: z.optional(timeout),
  ...about,
});

/** The file has no errors. */
export const diagnosticsCheck = z.strictObject({ diagnostics: text, ...about });

/** The file defines the symbol. */
export const symbolCheck = z.strictObject({ symbol: text, in: text, ...about });

export const gitCheck = z.strictObject({
  git: z.union([z.literal('clean'), z.strictObject({ clean: z.literal(true) }), z.strictObject({ commit: text })]),
  ...about,
});

export const extensionCheck = z.strictObject({
  extension: z.string().check(z.regex(/^[\w-]+\.[\w.-]+$/, 'must be an extension id, such as publisher.name')),
  ...about,
});

export const settingCheck = z.strictObject({ setting: text, equals: z.optional(z.unknown()), ...about });

/** The subjects a check can have, with the schema of each. */
export const checkSchemas = {
  file: fileCheck,
  run: runCheck,
  http: httpCheck,
  diagnostics: diagnosticsCheck,
  symbol: symbolCheck,
  git: gitCheck,
  extension: extensionCheck,
  setting: settingCheck,
};

export type FileCheck = z.infer<typeof fileCheck>;
export type RunCheck = z.infer<typeof runCheck>;
export type HttpCheck = z.infer<typeof httpCheck>;
export type DiagnosticsCheck = z.infer<typeof diagnosticsCheck>;
export type SymbolCheck = z.infer<typeof symbolCheck>;
export type GitCheck = z.infer<typeof gitCheck>;
export type ExtensionCheck = z.infer<typeof extensionCheck>;
export type SettingCheck = z.infer<typeof settingCheck>;
export type Check = FileCheck | RunCheck | HttpCheck | DiagnosticsCheck | SymbolCheck | GitCheck | ExtensionCheck | SettingCheck;
