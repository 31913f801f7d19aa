import type * as z from 'zod/mini';
import { firstWrongField, withInput } from './fieldSentence.ts';
import { Refusal } from './refusal.ts';

/** The query of an address as this schema has it. Throws a Refusal that names the parameter. */
export function parseQuery<T>(schema: z.ZodMiniType<T>, query: unknown): T {
  const parsed = schema.safeParse(query, withInput);
  if (parsed.success) return parsed.data;
  const { field, sentence } = firstWrongField(parsed.error);
  throw new Refusal(400, 'query.invalid', `The query parameter ${field} ${sentence}.`, field);
}
