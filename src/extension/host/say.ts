import * as vscode from 'vscode';
import { english } from '../../core/english.ts';
import type { Message } from '../../core/message.ts';
import type { FileProblem } from '../../core/pack/pack.ts';

/** A message of core in the person's language. */
export function say({ code, args }: Message): string {
  return vscode.l10n.t(english[code], ...args);
}

/** A problem as lint prints it: `file:line:column  text`. */
export function sayProblem(problem: FileProblem): string {
  return `${problem.file}:${problem.line}:${problem.column}  ${say(problem)}`;
}
