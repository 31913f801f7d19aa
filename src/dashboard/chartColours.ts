import { useEffect, useState } from 'preact/hooks';

/** What the chart is drawn with. `left` is hatched, so that it stands out without its colour. */
export type ChartColours = {
  completed: string;
  skipped: string;
  left: CanvasPattern | string;
  lost: string;
  text: string;
  quiet: string;
  surface: string;
  track: string;
  /** Drawn around each bar where the reader chose their own colours. */
  outline: string | undefined;
};

const questions = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'];

/** The colours of the style sheet, and the new ones when the reader changes scheme or contrast. */
export function useChartColours(): ChartColours {
  const [colours, setColours] = useState(readColours);
  useEffect(() => {
    const queries = questions.map((question) => matchMedia(question));
    const renew = () => setColours(readColours());
    for (const query of queries) query.addEventListener('change', renew);
    return () => {
      for (const query of queries) query.removeEventListener('change', renew);
    };
  }, []);
  return colours;
}

function readColours(): ChartColours {
  // A canvas knows neither variables nor the reader's own colours: an element has to look them up.
  const probe = document.createElement('span');
  probe.className = 'colour-probe';
  document.body.append(probe);
  const colour = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const forced = matchMedia('(forced-colors: active)').matches;
  const colours: ChartColours = {
    completed: colour('completed'),
    skipped: colour('skipped'),
    left: hatched(colour('left'), colour('left-line')),
    lost: colour('lost'),
    text: colour('text'),
    quiet: colour('quiet'),
    surface: colour('surface'),
    track: colour('track'),
    outline: forced ? colour('text') : undefined,
  };
  probe.remove();
  return colours;
}

/** Diagonal lines on a ground, as a pattern that goes on without a seam. */
function hatched(ground: string, line: string): CanvasPattern | string {
  const tile = document.createElement('canvas');
  const scale = Math.max(1, Math.round(devicePixelRatio));
  const size = 7;
  tile.width = size * scale;
  tile.height = size * scale;
  const ctx = tile.getContext('2d');
  if (ctx === null) return ground;
  ctx.scale(scale, scale);
  ctx.fillStyle = ground;
  ctx.fillRect(0, 0, size, size);
  ctx.strokeStyle = line;
  ctx.lineWidth = 1.6;
  for (const shift of [-size, 0, size]) {
    ctx.beginPath();
    ctx.moveTo(shift - 1, size + 1);
    ctx.lineTo(shift + size + 1, -1);
    ctx.stroke();
  }
  const pattern = ctx.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(1 / scale));
  return pattern ?? ground;
}
