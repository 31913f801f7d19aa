import { BarController, BarElement, CategoryScale, Chart, type ChartData, type ChartOptions, LinearScale, type Plugin } from 'chart.js';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { StepMetrics } from '../protocol/metrics.ts';
import { type ChartColours, useChartColours } from './chartColours.ts';
import { ChartTip } from './chartTip.tsx';
import { isolated } from './name.tsx';
import { countText, lossText, shareText } from './words.ts';

/** Only what the funnel is drawn with comes along. */
export function registerChart(): void {
  Chart.register(BarController, BarElement, CategoryScale, LinearScale);
}

type Props = { steps: readonly StepMetrics[]; describedBy: string; onChoose: (step: string) => void };

/** The row under the pointer, and where along it, from 0 to 1. */
type Hovered = { index: number; along: number };

/** Height of a step in pixels: a line of text and its bar. */
const rowHeight = 58;
const barHeight = 16;
/** How many pixels a side of a canvas can have everywhere; a larger one stays blank. */
const longestSide = 16_384;

/** The step funnel: a bar a step, as long as people saw it, in which those who left it stand out. The table says the same in words. */
export function FunnelChart({ steps, describedBy, onChoose }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart<'bar'>>(undefined);
  const choose = useRef(onChoose);
  choose.current = onChoose;
  const shown = useRef(steps);
  shown.current = steps;
  const colours = useChartColours();
  const [hovered, setHovered] = useState<Hovered>();
  const tipped = hovered && steps[hovered.index];
  const data = useMemo(() => dataOf(steps, colours), [steps, colours]);

  useEffect(() => {
    const drawn = canvas.current;
    if (drawn === null) return;
    const made = new Chart(drawn, {
      type: 'bar',
      data,
      options: optionsOf(
        () => shown.current,
        // It stays where it came as long as the pointer is in the row.
        (at) => setHovered((before) => (before?.index === at?.index ? before : at)),
        (step) => choose.current(step),
      ),
      plugins: [rowText(() => shown.current, colours)],
    });
    chart.current = made;
    const leave = () => setHovered(undefined);
    drawn.addEventListener('mouseleave', leave);
    return () => {
      drawn.removeEventListener('mouseleave', leave);
      made.destroy();
    };
  }, [colours]);
  useEffect(() => {
    if (chart.current === undefined || chart.current.data === data) return;
    chart.current.data = data;
    const axis = chart.current.options.scales?.x;
    if (axis !== undefined) axis.max = mostSeen(steps);
    Object.assign(chart.current.options, { devicePixelRatio: undefined }, sharpness(steps));
    chart.current.update();
  }, [data, steps]);

  return (
    <figure class="funnel">
      <ul class="legend" aria-hidden="true">
        <li class="swatch completed">Completed</li>
        <li class="swatch skipped">Skipped</li>
        <li class="swatch left">Left here</li>
      </ul>
      <div class="funnel-canvas" style={{ height: `${steps.length * rowHeight}px` }}>
        <canvas ref={canvas} role="img" aria-label={`Step funnel: ${steps.map(stepText).join('; ')}`} aria-describedby={describedBy} />
        {tipped && <ChartTip step={tipped} top={(hovered.index + 1) * rowHeight} along={hovered.along} />}
      </div>
    </figure>
  );
}

function stepText({ title, entered, dropOff }: StepMetrics): string {
  const name = isolated(title);
  return dropOff === null ? `${name}: not seen yet` : `${name}: ${countText(entered)} saw it, ${shareText(dropOff)} left`;
}

/** The screen's own pixels, unless the canvas would have too many of them. */
function sharpness(steps: readonly StepMetrics[]): { devicePixelRatio?: number } {
  const most = longestSide / (steps.length * rowHeight);
  return most < devicePixelRatio ? { devicePixelRatio: most } : {};
}

/** What the whole width stands for. */
function mostSeen(steps: readonly StepMetrics[]): number {
  return Math.max(1, ...steps.map(({ entered }) => entered));
}

function dataOf(steps: readonly StepMetrics[], colours: ChartColours): ChartData<'bar'> {
  const bar = {
    barThickness: barHeight,
    borderSkipped: false,
    borderWidth: colours.outline === undefined ? 0 : 1,
    borderColor: colours.outline ?? 'transparent',
  } as const;
  return {
    labels: steps.map(({ title }) => isolated(title)),
    datasets: [
      { ...bar, label: 'Completed', data: steps.map(({ completed }) => completed), backgroundColor: colours.completed },
      { ...bar, label: 'Skipped', data: steps.map(({ skipped }) => skipped), backgroundColor: colours.skipped },
      { ...bar, label: 'Left here', data: steps.map(({ left }) => left), backgroundColor: colours.left },
    ],
  };
}

function optionsOf(
  steps: () => readonly StepMetrics[],
  hover: (at: Hovered | undefined) => void,
  choose: (step: string) => void,
): ChartOptions<'bar'> {
  return {
    indexAxis: 'y',
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    layout: { padding: 0 },
    ...sharpness(steps()),
    interaction: { mode: 'index', axis: 'y', intersect: false },
    scales: {
      x: { stacked: true, display: false, min: 0, max: mostSeen(steps()) },
      y: { stacked: true, display: false },
    },
    onHover: (event, [found], { width }) => {
      hover(found && { index: found.index, along: Math.min(1, Math.max(0, (event.x ?? 0) / width)) });
      if (event.native?.target instanceof HTMLElement) event.native.target.style.cursor = found === undefined ? '' : 'pointer';
    },
    onClick: (_event, [found]) => {
      const step = found && steps()[found.index];
      if (step !== undefined) choose(step.id);
    },
  };
}

/** Writes over each bar which step it is, and at the right how many saw it and how many of them left. */
function rowText(steps: () => readonly StepMetrics[], colours: ChartColours): Plugin<'bar'> {
  return {
    id: 'rowText',
    beforeDatasetsDraw({ ctx, chartArea, scales }) {
      const font = getComputedStyle(ctx.canvas).fontFamily;
      const axis = scales.y;
      if (axis === undefined) return;
      ctx.save();
      ctx.textBaseline = 'alphabetic';
      steps().forEach((step, index) => {
        const middle = axis.getPixelForValue(index);
        const baseline = middle - barHeight / 2 - 8;
        const lost = step.dropOff !== null && step.left > 0 ? lossText(step.dropOff) : '';
        ctx.textAlign = 'right';
        ctx.font = `600 13px ${font}`;
        ctx.fillStyle = colours.lost;
        ctx.fillText(lost, chartArea.right, baseline);
        const lostWidth = Math.max(ctx.measureText(lost).width, ctx.measureText('−100%').width) + 10;
        ctx.font = `13px ${font}`;
        ctx.fillStyle = colours.quiet;
        const seen = `${countText(step.entered)} saw it`;
        ctx.fillText(seen, chartArea.right - lostWidth, baseline);
        const seenWidth = ctx.measureText(seen).width;
        ctx.textAlign = 'left';
        ctx.font = `500 14px ${font}`;
        ctx.fillStyle = colours.text;
        const room = chartArea.width - lostWidth - seenWidth - 16;
        ctx.fillText(
          fitting(ctx, step.title, (title) => `${index + 1}  ${isolated(title)}`, room),
          chartArea.left,
          baseline,
        );
        ctx.fillStyle = colours.track;
        ctx.fillRect(chartArea.left, middle - barHeight / 2, chartArea.width, barHeight);
      });
      ctx.restore();
    },
  };
}

/** The line with this name, or with as much of the name as has room. */
function fitting(ctx: CanvasRenderingContext2D, name: string, line: (name: string) => string, width: number): string {
  const fits = (text: string) => ctx.measureText(text).width <= width;
  if (fits(line(name))) return line(name);
  const letters = [...name];
  while (letters.length > 1 && !fits(line(`${letters.join('')}…`))) letters.pop();
  return line(`${letters.join('').trimEnd()}…`);
}
