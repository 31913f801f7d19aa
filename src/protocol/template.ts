import * as z from 'zod/mini';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** One question of a template. */
export const parameter = z.strictObject({
  name: z.string().check(z.regex(/^[A-Za-z_]\w*$/, 'must be a word that can stand in {{ }}')),
  type: z.optional(z.enum(['string', 'number', 'boolean', 'choice'])),
  prompt: z.optional(z.string()),
  default: z.optional(scalar),
  choices: z.optional(z.array(z.string())),
  pattern: z.optional(z.string()),
  when: z.optional(z.string()),
});
export type Parameter = z.infer<typeof parameter>;

/** `template.json` in a folder of `templates/`. */
export const template = z.strictObject({
  $schema: z.optional(z.string()),
  title: z.string().check(z.minLength(1)),
  description: z.optional(z.string()),
  parameters: z.optional(z.array(parameter)),
  /** Files to open afterwards. */
  open: z.optional(z.array(z.string())),
  /** Commands to offer afterwards; never run unasked. */
  run: z.optional(z.array(z.string())),
});
export type Template = z.infer<typeof template>;
