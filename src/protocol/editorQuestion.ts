import * as z from 'zod/mini';

/** What `onramp test --editor` asks inside a VS Code about the folder that it has open. Paths are seen from there. */
export const editorQuestion = z.discriminatedUnion('ask', [
  z.object({ id: z.int(), ask: z.literal('errors'), path: z.string() }),
  z.object({ id: z.int(), ask: z.literal('symbols'), path: z.string() }),
  z.object({ id: z.int(), ask: z.literal('extension'), name: z.string() }),
  z.object({ id: z.int(), ask: z.literal('setting'), name: z.string() }),
  /** There is nothing to ask: for now, or any more. */
  z.object({ ask: z.literal('later') }),
  z.object({ ask: z.literal('nothing') }),
]);
export type EditorQuestion = z.infer<typeof editorQuestion>;

/** `answer` is missing where it is undefined; `failed` says why there is none. */
export const editorAnswer = z.object({ id: z.int(), answer: z.optional(z.unknown()), failed: z.optional(z.string()) });
export type EditorAnswer = z.infer<typeof editorAnswer>;

/** The variable that tells the module in VS Code where the questions come from. */
export const questionsVariable = 'ONRAMP_WALK_QUESTIONS';
