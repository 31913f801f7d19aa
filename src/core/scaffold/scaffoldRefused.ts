import { inEnglish, type Message } from '../message.ts';
import type { FileProblem } from '../pack/pack.ts';

/** A scaffold that changed nothing; `told` says why and what to do, in words of the floor above. */
export class ScaffoldRefused extends Error {
  readonly told: Message;
  constructor(told: Message, cause?: unknown) {
    super(inEnglish(told), { cause });
    this.told = told;
  }
}

/** All that keeps files from being written, each at its place; nothing was changed. */
export class ScaffoldProblems extends Error {
  readonly problems: readonly FileProblem[];
  constructor(problems: readonly FileProblem[]) {
    super(problems.map((problem) => `${problem.file}:${problem.line}:${problem.column}  ${inEnglish(problem)}`).join('\n'));
    this.problems = problems;
  }
}

/** The problems that let nothing be written. */
export function errorsIn(problems: readonly FileProblem[]): FileProblem[] {
  return problems.filter(({ severity }) => severity === 'error');
}
