/** What a regular expression is made of, as far as it can be looked for in time that grows with the text alone. */
export type Expression =
  | { kind: 'character'; is: (character: string) => boolean; literal?: string }
  | { kind: 'assertion'; holds: (text: string, at: number) => boolean }
  | { kind: 'group'; number: number | undefined; choices: Expression[][] }
  | { kind: 'repeat'; of: Expression; least: number; most: number; lazy: boolean };

/** Why an expression is not looked for: the engine's words, or what of it could take forever. */
export class NotLinear extends Error {}

/** Reads an expression of JavaScript's syntax, without flags or as with `m`. Throws `NotLinear`. */
export function readExpression(pattern: string, multiline = false): { expression: Expression; groups: number } {
  try {
    new RegExp(pattern);
  } catch (error) {
    throw new NotLinear(error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : '');
  }
  let at = 0;
  let groups = 0;
  const next = (token: RegExp): string | undefined => {
    token.lastIndex = at;
    const [taken] = token.exec(pattern) ?? [];
    at += taken?.length ?? 0;
    return taken;
  };
  const readChoices = (): Expression[][] => {
    const choices: Expression[][] = [[]];
    while (at < pattern.length && pattern[at] !== ')') {
      if (next(/\|/y) !== undefined) choices.push([]);
      else choices.at(-1)?.push(quantified(readAtom()));
    }
    return choices;
  };
  const quantified = (atom: Expression): Expression => {
    const times = next(/[*+?]|\{\d+(,\d*)?\}/y);
    if (times === undefined) return atom;
    const lazy = next(/\?/y) !== undefined;
    const { least, most } = timesOf(times);
    return { kind: 'repeat', of: atom, least, most, lazy };
  };
  const readAtom = (): Expression => {
    if (next(/\(\?<?[=!]/y) !== undefined) throw new NotLinear('look-around is not supported');
    const open = next(/\((\?:|\?<\w+>)?/y);
    if (open !== undefined) {
      const number = open === '(?:' ? undefined : ++groups;
      const choices = readChoices();
      next(/\)/y);
      return { kind: 'group', number, choices };
    }
    if (next(/\\[1-9]|\\k/y) !== undefined) throw new NotLinear('back references are not supported');
    const bound = next(/\\[bB]/y);
    if (bound !== undefined) return { kind: 'assertion', holds: (text, place) => isBoundary(text, place) === (bound === '\\b') };
    const isEnd = (text: string, place: number) => multiline && lineEnds.includes(text.charAt(place));
    if (next(/\^/y) !== undefined) return { kind: 'assertion', holds: (text, place) => place === 0 || isEnd(text, place - 1) };
    if (next(/\$/y) !== undefined) return { kind: 'assertion', holds: (text, place) => place === text.length || isEnd(text, place) };
    const set = next(/\.|\[(?:\\[\s\S]|[^\]\\])*\]|\\(?:[dDwWsStnrfv0]|c[A-Za-z]|x[\da-fA-F]{2}|u[\da-fA-F]{4})/y);
    if (set !== undefined) {
      const one = new RegExp(`^${set}$`);
      return { kind: 'character', is: (character) => one.test(character) };
    }
    const literal = (next(/\\?[\s\S]/y) ?? '').replace(/^\\(?=.)/s, '');
    return { kind: 'character', is: (character) => character === literal, literal };
  };
  const choices = readChoices();
  return { expression: { kind: 'group', number: 0, choices }, groups };
}

function timesOf(times: string): { least: number; most: number } {
  if (times === '*') return { least: 0, most: Number.POSITIVE_INFINITY };
  if (times === '+') return { least: 1, most: Number.POSITIVE_INFINITY };
  if (times === '?') return { least: 0, most: 1 };
  const [, least = '0', comma, most] = /\{(\d+)(,)?(\d*)/.exec(times) ?? [];
  if (comma === undefined) return { least: Number(least), most: Number(least) };
  return { least: Number(least), most: most ? Number(most) : Number.POSITIVE_INFINITY };
}

/** As JavaScript has them. */
const lineEnds = ['\n', '\r', '\u2028', '\u2029'];

function isBoundary(text: string, at: number): boolean {
  const isWord = (place: number) => /\w/.test(text.charAt(place));
  return isWord(at - 1) !== isWord(at);
}
