import { type Message, message } from '../message.ts';
import type { Part } from './body.ts';
import { cursorOver } from './cursor.ts';
import { readTransform } from './parseTransform.ts';

/** Something wrong in a body, from `at` in it. */
export type BodyProblem = { at: number; told: Message; severity: 'error' | 'warning' };

/** No tab stop has a higher number: beyond, numbers are not exact any more. */
const highest = 1_000_000;
/** Deeper than this nobody nests, and the stack ends. */
const deepest = 100;
/** What a body may cost, in characters looked at for each of its own: what opens and never closes is looked for to the end, again and again. */
const patience = 100;

/**
 * Reads a snippet's body as VS Code does: what cannot be understood is text, and `problems` say what it was taken for. Never throws.
 */
export function parseBody(body: string): { parts: Part[]; problems: BodyProblem[] } {
  const problems: BodyProblem[] = [];
  const cursor = cursorOver(body);
  let left = 10_000 + patience * body.length;

  const tell = (at: number, severity: BodyProblem['severity'], ...told: Parameters<typeof message>) =>
    problems.push({ at, severity, told: message(...told) });

  /** Reads up to the brace that closes what is open, or to the end where nothing is. `closed` is false where the end came first. */
  const readParts = (depth: number): { parts: Part[]; closed: boolean } => {
    const parts: Part[] = [];
    const add = (part: Part) => {
      const last = parts.at(-1);
      if (part.kind === 'text' && last?.kind === 'text') parts[parts.length - 1] = { ...last, text: last.text + part.text, to: part.to };
      else parts.push(part);
    };
    for (;;) {
      const from = cursor.at();
      if (cursor.atEnd()) return { parts, closed: false };
      if (depth > 0 && cursor.eat('}')) return { parts, closed: true };
      if (cursor.eat('\\')) add({ kind: 'text', text: cursor.take(/[$}\\]/y) ?? '\\', from, to: cursor.at() });
      else if (cursor.peek() === '$') for (const part of readDollar(depth)) add(part);
      else add({ kind: 'text', text: cursor.take(/[^$}\\]+|\}/y) ?? '', from, to: cursor.at() });
    }
  };

  /** What a dollar begins: one part, or several where it turned out to be text. */
  const readDollar = (depth: number): Part[] => {
    const from = cursor.at();
    const asText = (): Part[] => {
      left -= cursor.at() - from;
      cursor.backTo(from + 1);
      return [{ kind: 'text', text: '$', from, to: from + 1 }];
    };
    cursor.eat('$');
    const simple = cursor.take(/\d+|[A-Za-z_]\w*/y);
    if (simple !== undefined) return [simplePart(simple, { from, to: cursor.at() })];
    if (!cursor.eat('{')) return asText();
    const name = cursor.take(/\d+|[A-Za-z_]\w*/y);
    if (name === undefined) return asText();
    if (left < 0 || depth >= deepest) {
      tell(from, 'error', 'snippet.tooDeep');
      return asText();
    }
    const part = simplePart(name, { from, to: from });
    const place = () => ({ from, to: cursor.at() });
    if (cursor.eat('}')) return [{ ...part, ...place() }];
    if (cursor.eat(':')) {
      const problem = problems.length;
      const { parts, closed } = readParts(depth + 1);
      if (closed && part.kind === 'variable') return [{ ...part, parts, ...place() }];
      if (closed && part.kind === 'tabStop') return [{ kind: 'placeholder', index: part.index, parts, ...place() }];
      // Told before what is wrong inside of it.
      problems.splice(problem, 0, { at: from, severity: 'error', told: message('snippet.unclosed', `\${${name}:`) });
      return [{ kind: 'text', text: `\${${name}:`, from, to: from + name.length + 3 }, ...parts];
    }
    if (cursor.peek() === '|' && part.kind === 'tabStop') {
      const { index } = part;
      const options = index === 0 ? undefined : readChoice();
      if (options !== undefined && cursor.eat('}')) return [{ kind: 'choice', index, options, ...place() }];
      tell(from, 'error', index === 0 ? 'snippet.choiceAtZero' : options?.length === 0 ? 'snippet.choiceEmpty' : 'snippet.choice');
      return asText();
    }
    if (cursor.eat('/')) {
      const { transform, why } = readTransform(cursor);
      if (transform !== undefined) return [{ ...part, transform, ...place() }];
      tell(from, 'error', ...(why ?? (['snippet.transform'] as const)));
      return asText();
    }
    tell(from, 'warning', 'snippet.literal', `\${${name}`);
    return asText();
  };

  /** `|one,two|`; empty where an option is, undefined where it does not end. */
  const readChoice = (): string[] | undefined => {
    cursor.eat('|');
    const options: string[] = [];
    for (;;) {
      let option = '';
      while (!cursor.atEnd() && cursor.peek() !== ',' && cursor.peek() !== '|') {
        option += cursor.eat('\\') ? (cursor.take(/[,|\\]/y) ?? '\\') : (cursor.take(/[^,|\\]+/y) ?? '');
      }
      if (cursor.atEnd()) return undefined;
      if (option === '') return [];
      options.push(option);
      if (!cursor.eat(',')) {
        cursor.eat('|');
        return options;
      }
    }
  };

  return { parts: readParts(0).parts, problems };
}

function simplePart(name: string, place: { from: number; to: number }): Extract<Part, { kind: 'tabStop' | 'variable' }> {
  return /^\d/.test(name) ? { kind: 'tabStop', index: Math.min(Number(name), highest), ...place } : { kind: 'variable', name, ...place };
}
