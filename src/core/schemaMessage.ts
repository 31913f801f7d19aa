import type * as z from 'zod/mini';
import { type Message, message } from './message.ts';

export type SchemaIssue = z.core.$ZodIssue;
type Located = { message: Message; path: (string | number)[] };

/**
 * What a schema found wrong, in our words, each with its path. `known` are the keys that could have been meant. The issue must come from
 * `safeParse(value, { reportInput: true })`: only by its input does what is missing differ from what is of another type.
 */
export function schemaMessage(issue: SchemaIssue, known: readonly string[] = []): Located[] {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  const field = path.join('.') || '.';
  const one = (told: Message): Located[] => [{ message: told, path }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const meant = closest(key, known);
        return {
          message: meant === undefined ? message('schema.unknownKey', key, known.join(', ')) : message('schema.didYouMean', key, meant),
          path: [...path, key],
        };
      });
    case 'invalid_type':
      if (path.length === 0) return one(message('schema.whole', typeWord(issue.expected)));
      return one(issue.input === undefined ? message('schema.missing', field) : message('schema.type', field, typeWord(issue.expected)));
    case 'invalid_value':
      return one(message('schema.value', field, issue.values.map(String).join(', ')));
    case 'too_small':
      return one(message('schema.tooSmall', field, Number(issue.minimum)));
    case 'too_big':
      return one(message('schema.tooBig', field, Number(issue.maximum)));
    case 'invalid_union':
      return one(message(issue.input === undefined ? 'schema.missing' : 'schema.form', field));
    default:
      // Without words of the schema's own there is only zod's, which say nothing.
      return one(issue.message === 'Invalid input' ? message('schema.form', field) : message('schema.format', field, issue.message));
  }
}

/** The keys that a schema knows where a path leads in it; empty where it is no object. */
export function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const [first, ...rest] = path;
  switch (def.type) {
    case 'optional':
      return knownKeys(def.innerType, path);
    case 'array':
      return knownKeys(def.element, rest);
    case 'record':
      return knownKeys(def.valueType, rest);
    case 'object': {
      if (first === undefined) return Object.keys(def.shape);
      const inner = def.shape[String(first)];
      return inner === undefined ? [] : knownKeys(inner, rest);
    }
    default:
      return [];
  }
}

/** A type's name as people who write JSON and YAML know it. */
function typeWord(expected: string): string {
  if (expected === 'record') return 'object';
  return expected === 'int' ? 'whole number' : expected;
}

/** The candidate that a mistyped word most likely meant: at most a third of its letters off. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const near = candidates
    .map((candidate) => ({ candidate, off: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, off }) => off <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.off - b.off);
  return near[0]?.candidate;
}

/** How many letters must be added, left out, changed or swapped with their neighbour to make one word of the other. */
function editDistance(a: string, b: string): number {
  let above: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (above[j - 2] ?? Number.POSITIVE_INFINITY) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change, swapped));
    }
    above = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
