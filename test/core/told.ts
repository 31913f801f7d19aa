import { inEnglish, type Problem } from '../../src/core/message.ts';

/** Problems as lint prints them: `line:column  text`, with the file where there is one. */
export function told(problems: readonly (Problem & { file?: string })[]): string[] {
  return problems.map(
    (problem) => `${problem.file === undefined ? '' : `${problem.file}:`}${problem.line}:${problem.column}  ${inEnglish(problem)}`,
  );
}
