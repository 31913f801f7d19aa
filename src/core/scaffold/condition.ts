import { type Message, message } from '../message.ts';
import type { Answer, Answers } from './answers.ts';

/** A question's `when`, read: one of `any` must hold, and of each of those every part. */
export type Condition = { any: Part[][] };
/** `equals` undefined: the answer must be something, which no, 0 and nothing typed are not. */
type Part = { name: string; equals: string | undefined; not: boolean };

const partPattern = /^(!?)\s*([A-Za-z_]\w*)\s*(?:(==|!=)\s*("[^"]*"|'[^']*'|[^\s"'=!]+))?$/;

/** Reads `name`, `!name`, `name == value` and `name != value`, joined by `and` and `or`; `and` binds more tightly. */
export function readCondition(text: string): { condition: Condition } | { problem: Message } {
  const any: Part[][] = [];
  for (const all of splitBy(text, 'or')) {
    const parts: Part[] = [];
    for (const written of splitBy(all, 'and')) {
      const [whole, not = '', name = '', how, value] = partPattern.exec(written.trim()) ?? [];
      if (whole === undefined || (not !== '' && how !== undefined)) return { problem: message('when.unread', written.trim() || text) };
      parts.push({ name, equals: value?.replace(/^(["'])(.*)\1$/, '$2'), not: not !== '' || how === '!=' });
    }
    any.push(parts);
  }
  return { condition: { any } };
}

/** The parameters that a condition looks at, each once. */
export function namesIn({ any }: Condition): string[] {
  return [...new Set(any.flatMap((parts) => parts.map(({ name }) => name)))];
}

export function holds({ any }: Condition, answers: Answers): boolean {
  return any.some((parts) => parts.every((part) => partHolds(part, answers)));
}

function partHolds({ name, equals, not }: Part, answers: Answers): boolean {
  const answer: Answer | undefined = Object.hasOwn(answers, name) ? answers[name] : undefined;
  const is = equals === undefined ? Boolean(answer) : String(answer) === equals;
  return is !== not;
}

/** Splits at a word that stands between spaces and outside of quotes. */
function splitBy(text: string, word: 'and' | 'or'): string[] {
  const parts: string[] = [''];
  for (const piece of text.split(/("[^"]*"|'[^']*'|\s+)/)) {
    if (piece === word) parts.push('');
    else parts.push((parts.pop() ?? '') + piece);
  }
  return parts;
}
