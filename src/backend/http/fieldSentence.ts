import type * as z from 'zod/mini';

type Issue = z.core.$ZodIssue;

/** What is wrong and where: `field` is a path such as `data.step`, `sentence` says what must be, such as `must be a text`. */
export function firstWrongField(error: z.core.$ZodError): { field: string; sentence: string } {
  const [issue] = error.issues;
  if (issue === undefined) return { field: '', sentence: 'is not valid' };
  return { field: issue.path.map(String).join('.'), sentence: sentenceOf(issue) };
}

/** Parse with this, so that an issue knows a missing value from a wrong one. */
export const withInput = { reportInput: true };

function sentenceOf(issue: Issue): string {
  const given = givenIn(issue);
  if (given === undefined && issue.code !== 'custom' && issue.code !== 'unrecognized_keys') return 'is missing';
  if (issue.message !== '' && issue.message !== unworded) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeNames[issue.expected] ?? 'something else'}`;
    case 'invalid_value':
      return issue.values.length === 1 ? `must be ${quoted(issue.values[0])}` : `must be one of ${issue.values.map(quoted).join(', ')}`;
    case 'too_big':
      return `must ${amount(issue.origin, 'at most', issue.maximum)}`;
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'must not be empty'
        : `must ${amount(issue.origin, 'at least', issue.minimum)}`;
    case 'invalid_union':
      return `is not known: ${quoted(given)}`;
    default:
      return 'is not valid';
  }
}

/** The value that is wrong. A union that is told apart by one field gives the whole object with the path of that field. */
function givenIn({ code, input, path }: Issue): unknown {
  const field = path.at(-1);
  if (code !== 'invalid_union' || typeof input !== 'object' || input === null || field === undefined) return input;
  return (input as Record<PropertyKey, unknown>)[field];
}

/** What zod says when nothing else was worded. */
const unworded = 'Invalid input';

const typeNames: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

function amount(origin: string, bound: string, limit: number | bigint): string {
  const number = limit.toLocaleString('en');
  if (origin === 'string') return `have ${bound} ${number} characters`;
  if (origin === 'array') return `have ${bound} ${number} entries`;
  return `be ${bound} ${number}`;
}

function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
