import type { Parameter } from '../../protocol/template.ts';
import { type Message, message } from '../message.ts';
import { holds, readCondition } from './condition.ts';

export type Answer = string | number | boolean;
export type Answers = Readonly<Record<string, Answer>>;

/** The answer that stands when nothing is typed. */
export function defaultAnswer({ type, default: value, choices }: Parameter): Answer {
  if (value !== undefined) return value;
  if (type === 'boolean') return false;
  if (type === 'number') return 0;
  return type === 'choice' ? (choices?.[0] ?? '') : '';
}

/** Whether a question is asked, by the answers before it. A `when` that cannot be read is lint's concern: the question is asked. */
export function isAsked({ when }: Parameter, answers: Answers): boolean {
  if (when === undefined) return true;
  const read = readCondition(when);
  return 'problem' in read || holds(read.condition, answers);
}

/** What is wrong with an answer: its type, that it is none of the choices, or that not the whole of it matches the pattern. */
export function answerProblem({ name, type = 'string', choices = [], pattern }: Parameter, value: unknown): Message | undefined {
  const expected = type === 'choice' ? 'string' : type;
  if (typeof value !== expected || (expected === 'number' && !Number.isFinite(value))) return message('answer.type', name, expected);
  if (type === 'choice' && !choices.some((choice) => choice === value)) return message('answer.choice', name, choices.join(', '));
  if (pattern !== undefined && wholeMatch(pattern)?.test(String(value)) === false) return message('answer.pattern', name, pattern);
  return undefined;
}

/** An answer as it was typed, such as behind `--set name=`. What cannot be read as its type is no answer, as `answerProblem` says. */
export function readAnswer({ type }: Parameter, text: string): unknown {
  if (type === 'number') return text.trim() === '' ? Number.NaN : Number(text);
  if (type === 'boolean') return /^(true|yes|y|1)$/i.test(text) ? true : /^(false|no|n|0)$/i.test(text) ? false : text;
  return text;
}

/** A pattern that must match the whole of an answer; undefined where it is no regular expression. */
export function wholeMatch(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return undefined;
  }
}
