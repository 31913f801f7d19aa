import type { StepMetrics } from '../protocol/metrics.ts';

/** The step where most people stopped, if anybody did; of two, the one that lost the greater share. */
export function hardestStep(steps: readonly StepMetrics[]): StepMetrics | undefined {
  const [hardest] = steps
    .filter(({ left, retired }) => left > 0 && !retired)
    .sort((a, b) => b.left - a.left || (b.dropOff ?? 0) - (a.dropOff ?? 0));
  return hardest;
}

/** What to say where no step that the tutorial still has lost anybody. */
export function nobodyStuck(steps: readonly StepMetrics[]): string {
  if (steps.every(({ entered }) => entered === 0)) return 'Nobody has opened a step yet.';
  const current = steps.filter(({ retired }) => !retired);
  if (current.every(({ entered }) => entered === 0)) return 'Nobody has opened a step that the tutorial still has.';
  // The table also shows who left a step that is gone.
  return steps.some(({ left }) => left > 0)
    ? 'Nowhere in the steps that the tutorial still has: everybody who saw one finished or skipped it.'
    : 'Nowhere so far: everybody who saw a step finished or skipped it.';
}
