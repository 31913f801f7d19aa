import type { Parameter } from '../../protocol/template.ts';
import { type Message, message } from '../message.ts';

export type Answer = string | number | boolean;
export type Answers = Readonly<Record<string, Answer>>;

/** The answer that stands when nothing is typed. */
export function defaultAnswer({ type, default: value, choices }: Parameter): Answer {
  if (value !== undefined) return value;
  if (type === 'boolean') return false;
  if (type === 'number') return 0;
  return type === 'choice' ? (choices?.[0] ?? '') : '';
}

/** Whether a question is asked, by the answers before it: `when` is a name, `!name`, `name == value` or `name != value`. */
export function isAsked({ when }: Parameter, answers: Answers): boolean {
  const [, not = '', name = '', how, value = ''] = /^\s*(!?)\s*([A-Za-z_]\w*)\s*(?:([!=]=)\s*(.*?))?\s*$/.exec(when ?? '') ?? [];
  if (name === '') return true;
  const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
  if (how !== undefined) return (String(answer) === value.replace(/^(["'])(.*)\1$/, '$2')) === (how === '==');
  return Boolean(answer) === (not === '');
}

/** What is wrong with an answer. */
export function answerProblem({ name, type = 'string', choices = [], pattern }: Parameter, value: unknown): Message | undefined {
  const expected = type === 'choice' ? 'string' : type;
  if (typeof value !== expected || Number.isNaN(value)) return message('answer.type', name, expected);
  if (type === 'choice' && !choices.some((choice) => choice === value)) return message('answer.choice', name, choices.join(', '));
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(String(value))) return message('answer.pattern', name, pattern);
  return undefined;
}

/** An answer as it was typed, such as behind `--set name=`. */
export function readAnswer({ type }: Parameter, text: string): unknown {
  if (type === 'number') return text.trim() === '' ? Number.NaN : Number(text);
  if (type === 'boolean') return /^(true|yes|y|1)$/i.test(text) ? true : /^(false|no|n|0)$/i.test(text) ? false : text;
  return text;
}
