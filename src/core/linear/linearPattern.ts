import { type Expression, NotLinear, readExpression } from './syntax.ts';

/** Where a match begins and ends, and what each of its groups matched; group 0 is all of it. */
export type LinearMatch = { from: number; to: number; groups: (string | undefined)[] };

/** A regular expression that takes as long as the text is, times the expression, whatever either holds. */
export type LinearPattern = {
  /** The matches in a text, one after the other. */
  matches(text: string): LinearMatch[];
  /** Whether there is a match in a text. */
  isIn(text: string): boolean;
  /** A text that each match holds; empty where there is none for certain. */
  literal: string;
};

type Instruction =
  | { do: 'take'; is: (character: string) => boolean }
  | { do: 'hold'; holds: (text: string, at: number) => boolean }
  | { do: 'split'; first: number; second: number }
  | { do: 'go'; to: number }
  | { do: 'save'; slot: number }
  | { do: 'end' };

const mostInstructions = 2000;

/**
 * A strange expression makes an engine that goes back and tries again work for years, and whoever writes a pack hands expressions to other
 * people's editors. This one follows all the ways at once instead (Thompson's machine, with groups by Pike), so there is nothing to go
 * back to. Throws `NotLinear` for what cannot be done so: look-around, back references, and what is too long. With `multiline` each line begins and ends.
 */
export function linearPattern(pattern: string, { multiline = false } = {}): LinearPattern {
  const { expression, groups } = readExpression(pattern, multiline);
  const program = compile(expression);
  const literal = literalIn(expression);
  return {
    matches: (text) => allMatches(program, groups + 1, text),
    isIn: (text) => text.includes(literal) && isIn(program, text),
    literal,
  };
}

function compile(expression: Expression): Instruction[] {
  const program: Instruction[] = [];
  const add = (instruction: Instruction) => {
    if (program.length >= mostInstructions) throw new NotLinear('it is too long');
    return program.push(instruction) - 1;
  };
  const split = () => {
    const instruction = { do: 'split' as const, first: 0, second: 0 };
    add(instruction);
    return instruction;
  };
  const sequence = (parts: readonly Expression[]) => {
    for (const part of parts) put(part);
  };
  const group = ({ number, choices }: Extract<Expression, { kind: 'group' }>) => {
    if (number !== undefined) add({ do: 'save', slot: 2 * number });
    const ends: { do: 'go'; to: number }[] = [];
    for (const [index, choice] of choices.entries()) {
      const other = index < choices.length - 1 ? split() : undefined;
      if (other !== undefined) other.first = program.length;
      sequence(choice);
      if (other === undefined) continue;
      const end = { do: 'go' as const, to: 0 };
      add(end);
      ends.push(end);
      other.second = program.length;
    }
    for (const end of ends) end.to = program.length;
    if (number !== undefined) add({ do: 'save', slot: 2 * number + 1 });
  };
  const repeat = ({ of, least, most, lazy }: Extract<Expression, { kind: 'repeat' }>) => {
    for (let time = 0; time < least; time++) put(of);
    const enter = (fork: { first: number; second: number }, inside: number, past: number) => {
      fork.first = lazy ? past : inside;
      fork.second = lazy ? inside : past;
    };
    if (most === Number.POSITIVE_INFINITY) {
      const start = program.length;
      const fork = split();
      put(of);
      add({ do: 'go', to: start });
      enter(fork, start + 1, program.length);
      return;
    }
    const forks: { fork: { first: number; second: number }; inside: number }[] = [];
    for (let time = least; time < most; time++) {
      const fork = split();
      forks.push({ fork, inside: program.length });
      put(of);
    }
    for (const { fork, inside } of forks) enter(fork, inside, program.length);
  };
  const put = (part: Expression): void => {
    if (part.kind === 'character') add({ do: 'take', is: part.is });
    else if (part.kind === 'assertion') add({ do: 'hold', holds: part.holds });
    else if (part.kind === 'group') group(part);
    else repeat(part);
  };
  put(expression);
  add({ do: 'end' });
  return program;
}

/** One of the ways that are followed: where it is in the program, and where its groups began and ended. */
type Way = { at: number; slots: (number | undefined)[] };

function allMatches(program: readonly Instruction[], groups: number, text: string): LinearMatch[] {
  const found: LinearMatch[] = [];
  for (let from = 0; from <= text.length; ) {
    const slots = firstMatch(program, text, from);
    if (slots === undefined) break;
    const [start = 0, end = 0] = slots;
    const part = (group: number) => {
      const [begin, stop] = [slots[2 * group], slots[2 * group + 1]];
      return begin === undefined || stop === undefined ? undefined : text.slice(begin, stop);
    };
    found.push({ from: start, to: end, groups: Array.from({ length: groups }, (_, group) => part(group)) });
    from = end > start ? end : end + 1;
  }
  return found;
}

/** As all its matches, without where they are. */
function isIn(program: readonly Instruction[], text: string): boolean {
  const followedAt = new Int32Array(program.length).fill(-1);
  const stack: number[] = [];
  let waiting: number[] = [];
  for (let at = 0; at <= text.length; at++) {
    const character = text.charAt(at);
    stack.push(0);
    for (const place of waiting) stack.push(place);
    waiting = [];
    for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
      if (followedAt[place] === at) continue;
      followedAt[place] = at;
      const instruction = program[place];
      if (instruction?.do === 'end') return true;
      if (instruction?.do === 'go') stack.push(instruction.to);
      else if (instruction?.do === 'split') stack.push(instruction.first, instruction.second);
      else if (instruction?.do === 'save' || (instruction?.do === 'hold' && instruction.holds(text, at))) stack.push(place + 1);
      else if (instruction?.do === 'take' && character !== '' && instruction.is(character)) waiting.push(place + 1);
    }
  }
  return false;
}

/** The places of the first match from a place on; of those that begin there the one that JavaScript would find. */
function firstMatch(program: readonly Instruction[], text: string, from: number): (number | undefined)[] | undefined {
  let ways: Way[] = [];
  let matched: (number | undefined)[] | undefined;
  for (let at = from; at <= text.length; at++) {
    const seen = new Set<number>();
    const now: Way[] = [];
    for (const way of ways) follow(program, text, at, way, seen, now);
    if (matched === undefined) follow(program, text, at, { at: 0, slots: [] }, seen, now);
    else if (now.length === 0) break;
    ways = [];
    for (const { at: place, slots } of now) {
      const instruction = program[place];
      if (instruction?.do === 'end') {
        matched = slots;
        // What comes after is what would be tried only if this had failed.
        break;
      }
      if (instruction?.do === 'take' && at < text.length && instruction.is(text.charAt(at))) ways.push({ at: place + 1, slots });
    }
  }
  return matched;
}

/** Follows a way to everything that takes a character or ends, in the order in which JavaScript would try. */
function follow(program: readonly Instruction[], text: string, at: number, start: Way, seen: Set<number>, to: Way[]): void {
  const stack: Way[] = [start];
  for (let way = stack.pop(); way !== undefined; way = stack.pop()) {
    if (seen.has(way.at)) continue;
    seen.add(way.at);
    const instruction = program[way.at];
    const { slots } = way;
    if (instruction?.do === 'go') stack.push({ at: instruction.to, slots });
    else if (instruction?.do === 'split') stack.push({ at: instruction.second, slots }, { at: instruction.first, slots });
    else if (instruction?.do === 'hold') {
      if (instruction.holds(text, at)) stack.push({ at: way.at + 1, slots });
    } else if (instruction?.do === 'save') {
      const saved = slots.slice();
      saved[instruction.slot] = at;
      stack.push({ at: way.at + 1, slots: saved });
    } else if (instruction !== undefined) to.push(way);
  }
}

/** The longest text that stands in the expression as it is, outside of all that may be left out. */
function literalIn(expression: Expression): string {
  if (expression.kind !== 'group' || expression.choices.length !== 1) return '';
  let [longest, run] = ['', ''];
  for (const part of expression.choices[0] ?? []) {
    run = part.kind === 'character' && part.literal !== undefined ? run + part.literal : '';
    const inner = literalIn(part);
    for (const text of [run, inner]) if (text.length > longest.length) longest = text;
  }
  return longest;
}
