/**
 * What a snippet's body is made of, in VS Code's grammar (https://code.visualstudio.com/docs/editing/userdefinedsnippets). `from` and
 * `to` are offsets in the body, counted from 0, the latter behind the last character.
 */
export type Part = { from: number; to: number } & (
  | { kind: 'text'; text: string }
  | { kind: 'tabStop'; index: number; transform?: Transform }
  | { kind: 'placeholder'; index: number; parts: Part[] }
  | { kind: 'choice'; index: number; options: string[] }
  | { kind: 'variable'; name: string; transform?: Transform; parts?: Part[] }
);

/** Rewrites a value: each match of `pattern` becomes `format`. */
export type Transform = { pattern: string; options: string; format: FormatPart[] };

/** A piece of a format: text, or a group of the match as it is, in another case, or as one of two texts by whether it matched. */
export type FormatPart =
  | { kind: 'text'; text: string }
  | { kind: 'group'; index: number; shorthand?: string; filled?: string; empty?: string };

/** The names for a change of case that VS Code knows, as in `${1:/upcase}`. */
export const shorthands = ['upcase', 'downcase', 'capitalize', 'pascalcase', 'camelcase', 'kebabcase', 'snakecase'];

/** The parts below a part. */
export function partsOf(part: Part): Part[] {
  return (part.kind === 'placeholder' || part.kind === 'variable' ? part.parts : undefined) ?? [];
}

/** Every part, those inside of others as well, in the order of the text. */
export function everyPart(parts: readonly Part[]): Part[] {
  return parts.flatMap((part) => [part, ...everyPart(partsOf(part))]);
}
