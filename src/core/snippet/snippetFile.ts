import * as z from 'zod/mini';
import { readJson } from '../jsonFile.ts';
import type { Problem } from '../message.ts';

const lines = z.union([z.string(), z.array(z.string())]);
const entry = z.object({
  prefix: z.optional(lines),
  body: lines,
  description: z.optional(lines),
  scope: z.optional(z.string()),
});
const schema = z.record(z.string(), entry);

/** A snippet of VS Code's own format (https://code.visualstudio.com/docs/editing/userdefinedsnippets). */
export type Snippet = { name: string; prefixes: string[]; body: string; description: string; languages: string[] };

/** Reads a `.code-snippets` file; all of it or, with problems, nothing. */
export function readSnippets(text: string): { snippets: Snippet[]; problems: Problem[] } {
  const { value, problems } = readJson(text, schema);
  const snippets = Object.entries(value ?? {}).map(([name, { prefix, body, description, scope }]) => ({
    name,
    prefixes: prefix === undefined ? [] : [prefix].flat(),
    body: [body].flat().join('\n'),
    description: [description ?? ''].flat().join('\n'),
    languages: (scope ?? '')
      .split(',')
      .map((language) => language.trim())
      .filter((language) => language !== ''),
  }));
  return { snippets, problems };
}
