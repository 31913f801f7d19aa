import type { PackTestReport } from '../../src/cli/walk/testPack.ts';
import { inEnglish } from '../../src/core/message.ts';

/** How many of a step's checks failed before it and passed after, and all that was wrong in it, in words. */
export function stepTold({ walks }: PackTestReport, id: string): { proved: number; wrong: string[] } {
  const steps = walks.flatMap((walk) => walk.steps.filter((step) => step.id === id));
  return {
    proved: steps.flatMap(({ checks }) => checks).filter(({ verdict }) => verdict === 'proved').length,
    wrong:
      steps.length === 1
        ? steps.flatMap(({ problems }) => problems).map((problem) => `${problem.line}: ${inEnglish(problem)}`)
        : ['not walked'],
  };
}

/** What a step's commands printed, one after the other. */
export function printedIn({ walks }: PackTestReport, id: string): string {
  return walks
    .flatMap(({ steps }) => steps.filter((step) => step.id === id))
    .flatMap(({ commands }) => commands)
    .map(({ typed }) => typed.output)
    .join('');
}
