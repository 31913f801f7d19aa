import type { Samples } from './measures.ts';

/** What may be spent: milliseconds, or a multiple of the floor. */
export type Budget = { milliseconds: number } | { ratio: number };

/** A measure in one row: medians in milliseconds. */
export type Verdict = {
  name: string;
  title: string;
  median: number;
  floor: number;
  ratio: number;
  budget: Budget;
  ok: boolean;
  samples: Samples;
};

/** Compares medians. What was not measured is over its budget. */
export function judge(name: string, title: string, samples: Samples, budget: Budget): Verdict {
  const [own, floor] = [median(samples.ours), median(samples.floor)];
  const ratio = own / floor;
  return {
    name,
    title,
    median: own,
    floor,
    ratio,
    budget,
    ok: 'ratio' in budget ? ratio <= budget.ratio : own <= budget.milliseconds,
    samples,
  };
}

/** The rows as text, for people. */
export function table(verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0) return '';
  const rows = verdicts.map(({ name, title, median: own, floor, ratio, budget, ok, samples }) => [
    name,
    `${own.toFixed(1)} ms`,
    `${floor.toFixed(1)} ms`,
    `${ratio.toFixed(2)} ×`,
    'ratio' in budget ? `${budget.ratio} ×` : `${budget.milliseconds} ms`,
    ok ? 'ok' : 'OVER',
    `${spread(samples.ours)} | ${spread(samples.floor)}`,
    String(samples.ours.length),
    title,
  ]);
  const head = ['', 'median', 'floor', 'ratio', 'budget', '', 'quartiles, ours | floor', 'n', 'what'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const textual = new Set([0, 5, 8]);
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => (textual.has(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

function spread(samples: readonly number[]): string {
  return `${quantile(samples, 0.25).toFixed(0)}–${quantile(samples, 0.75).toFixed(0)}`;
}

function quantile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below = Number.NaN, above = below] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}
