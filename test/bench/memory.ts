import type { HostMeasures } from './hostMeasures.ts';

/** How much of the extension host's heap each step of a long walk leaves behind. */
export type Memory = { bytesPerStep: number; heap: readonly { steps: number; bytes: number }[]; ok: boolean; text: string };

/** More than this a step, over a thousand steps, is a leak: one listener that nobody disposes of, with what it holds, is as much. */
const budget = 1000;

/** The slope after the first stretches, in which everything is loaded and compiled; between medians, as single figures jump. */
export function judgeMemory(heap: NonNullable<HostMeasures['heap']>): Memory {
  const settled = heap.slice(2);
  const third = Math.floor(settled.length / 3);
  const [from, to] = [middle(settled.slice(0, third)), middle(settled.slice(-third))];
  const bytesPerStep = (to.bytes - from.bytes) / (to.steps - from.steps);
  const ok = bytesPerStep <= budget;
  const sizes = heap.map(({ bytes }) => (bytes / 1e6).toFixed(2)).join(' ');
  const text = `Memory over ${heap.at(-1)?.steps} steps: ${bytesPerStep.toFixed(0)} bytes a step, budget ${budget} (${ok ? 'ok' : 'OVER'})\n  heap, MB, each 100 steps: ${sizes}`;
  return { bytesPerStep, heap, ok, text };
}

function middle(points: readonly { steps: number; bytes: number }[]): { steps: number; bytes: number } {
  const at = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return { steps: at(points.map(({ steps }) => steps)), bytes: at(points.map(({ bytes }) => bytes)) };
}
