import { type Message, message } from '../message.ts';

/** What one check came to. Green only after it has run: `found` is what was really seen. */
export type CheckResult = {
  state: 'passed' | 'failed' | 'unavailable' | 'cancelled';
  expected: Message;
  found: Message;
  /** What a command or a server answered, its end where it was long. */
  output: string | undefined;
};

export function passed(expected: Message, found: Message = message('found.asExpected'), output?: string): CheckResult {
  return { state: 'passed', expected, found, output };
}

export function failed(expected: Message, found: Message, output?: string): CheckResult {
  return { state: 'failed', expected, found, output };
}

/** Here, in this editor, it cannot be tried. */
export function unavailable(expected: Message, found: Message): CheckResult {
  return { state: 'unavailable', expected, found, output: undefined };
}
