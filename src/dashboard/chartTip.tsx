import type { StepMetrics } from '../protocol/metrics.ts';
import { Name } from './name.tsx';
import { countText } from './words.ts';

/** What a bar of the funnel stands for, beneath it; `along` is where from 0 to 1, `top` where it begins, in pixels. */
export function ChartTip({ step, top, along }: { step: StepMetrics; top: number; along: number }) {
  const ofAll = (count: number) => `${countText(count)} of ${countText(step.entered)}`;
  return (
    // It hangs over the pointer by as much as the pointer is along, and so leaves the chart at neither end.
    <div class="chart-tip" aria-hidden="true" style={{ top: `${top}px`, left: `${along * 100}%`, translate: `${along * -100}%` }}>
      <strong>
        <Name text={step.title} />
      </strong>
      <span class="swatch completed">Completed: {ofAll(step.completed)}</span>
      <span class="swatch skipped">Skipped: {ofAll(step.skipped)}</span>
      <span class="swatch left">Left here: {ofAll(step.left)}</span>
    </div>
  );
}
