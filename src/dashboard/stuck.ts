import type { StepMetrics } from '../protocol/metrics.ts';

/** The step where most people stopped, if anybody did; of two, the one that lost the greater share. */
export function hardestStep(steps: readonly StepMetrics[]): StepMetrics | undefined {
  const [hardest] = steps
    .filter(({ left, retired }) => left > 0 && !retired)
    .sort((a, b) => b.left - a.left || (b.dropOff ?? 0) - (a.dropOff ?? 0));
  return hardest;
}
