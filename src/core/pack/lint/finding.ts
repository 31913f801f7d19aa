import { type Message, type MessageCode, message, type Severity } from '../../message.ts';
import type { FileProblem } from '../pack.ts';

/** What is wrong in a pack, at its place, and how to mend it where that is certain. */
export type Finding = FileProblem & { fix?: Fix };

/** An edit of the finding's file: the characters from `from` up to `to`, counted from 0 in its text, become `text`. */
export type Fix = { from: number; to: number; text: string };

export type Place = { line: number; column: number };

/** A finding at a place of a file. */
export function finding(severity: Severity, file: string, { line, column }: Place, told: Message, fix?: Fix): Finding {
  return { ...told, severity, file, line, column, ...(fix && { fix }) };
}

/** Makes the findings of one file. */
export function tellerOf(file: string) {
  return (severity: Severity, place: Place, code: MessageCode, ...args: (string | number)[]): Finding =>
    finding(severity, file, place, message(code, ...args));
}

/** The offset of a place in a file's text as it is, whatever its line ends are. */
export function offsetOf(text: string, { line, column }: Place): number {
  let start = 0;
  const ends = /\r\n?|\n/g;
  for (let passed = 1; passed < line; passed++) {
    if (ends.exec(text) === null) return text.length;
    start = ends.lastIndex;
  }
  return Math.min(start + column - 1, text.length);
}

/** The edit that puts a text in place of another which stands at a place; undefined where it does not stand there. */
export function fixAt(source: string, place: Place, was: string, text: string): Fix | undefined {
  const from = offsetOf(source, place);
  return source.startsWith(was, from) ? { from, to: from + was.length, text } : undefined;
}
