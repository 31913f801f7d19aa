import { english } from './english.ts';

/** Something to tell a person, before it is worded: core gives the code and what goes in; the floor above chooses the language. */
export type Message = { code: MessageCode; args: readonly (string | number)[] };

export type MessageCode = keyof typeof english;

export function message(code: MessageCode, ...args: (string | number)[]): Message {
  return { code, args };
}

/** A message in English, its `{0}`, `{1}` … filled in. */
export function inEnglish({ code, args }: Message): string {
  return english[code].replace(/\{(\d)\}/g, (whole, index) => String(args[Number(index)] ?? whole));
}

/** An error keeps something from working, a warning most likely does; an info is only good to know. */
export type Severity = 'error' | 'warning' | 'info';

/** A message about a place in a file; line and column count from 1. */
export type Problem = Message & { severity: Severity; line: number; column: number };

export function problem(line: number, column: number, code: MessageCode, ...args: (string | number)[]): Problem {
  return { code, args, severity: 'error', line, column };
}
