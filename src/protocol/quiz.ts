import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));

/** A `quiz` block: a question, its choices, and why each is right or wrong. */
export const quiz = z.strictObject({
  question: text,
  choices: z
    .array(z.strictObject({ text, correct: z.optional(z.boolean()), why: z.optional(text) }))
    .check(z.minLength(2), z.maxLength(12)),
  /** Several choices are right, and all of them must be chosen. */
  multiple: z.optional(z.boolean()),
});
export type Quiz = z.infer<typeof quiz>;
