import './preview.css';
import { render } from 'preact';
import type { FromGuide, GuideState } from '../protocol/guide.ts';
import type { PreviewPlace, PreviewShown, PreviewTold } from '../protocol/preview.ts';
import { PreviewBar, type Theme } from './previewBar.tsx';

// The page of `onramp preview`: stands in for VS Code beside the guide's own page, which is loaded after this and knows no difference.

let place = placeInAddress();
let shown: PreviewShown | undefined;
let theme: Theme = localStorage.getItem('theme') === 'light' ? 'light' : localStorage.getItem('theme') === 'dark' ? 'dark' : preferred();

Object.assign(globalThis, { acquireVsCodeApi: () => ({ postMessage: (message: FromGuide) => void receive(message) }) });
showTheme();
new EventSource('/changes').addEventListener('message', () => void show('kept'));
window.addEventListener('hashchange', () => {
  const { tutorial, step } = placeInAddress();
  if (tutorial !== place.tutorial || step !== place.step) void go(tutorial, step);
});

/** What the guide tells VS Code, as far as it means something here: the ways between steps are real, whatever acts is only told. */
async function receive(message: FromGuide): Promise<void> {
  const { position = 0, steps = [] } = shown?.page ?? {};
  switch (message.type) {
    case 'ready':
      return show('top');
    case 'go':
      return go(place.tutorial, message.step);
    case 'back':
      return go(place.tutorial, steps[position - 2]?.id ?? null);
    case 'next':
    case 'skip': {
      if (place.step !== null) place.done = [...new Set([...place.done, place.step])];
      return go(place.tutorial, steps[position]?.id ?? (position === 0 ? null : place.step));
    }
    case 'tick': {
      const task = shown?.tasks[message.index] ?? '';
      place.ticks = message.on ? [...place.ticks, task] : place.ticks.filter((other) => other !== task);
      return show('kept');
    }
    case 'answer':
      place.answers = { ...place.answers, [message.index]: message.chosen };
      return show('kept');
    case 'check':
      if (place.step !== null) place.done = [...new Set([...place.done, place.step])];
      await act(message);
      return show('kept');
    case 'run':
    case 'write':
    case 'insert':
    case 'reference':
    case 'link':
    case 'require':
      return act(message);
    default:
      return;
  }
}

async function go(tutorial: string, step: string | null): Promise<void> {
  const done = tutorial === place.tutorial ? place.done : [];
  const position = shown?.page?.steps.findIndex(({ id }) => id === step) ?? -1;
  place = { tutorial, step, position: position + 1, done, ticks: [], answers: {} };
  tell(undefined);
  await show('top');
}

async function act(message: FromGuide): Promise<void> {
  const { text, go: to } = await ask<PreviewTold>('/act', { place, act: message });
  if (to !== undefined) await go(to.tutorial, to.step);
  else tell(text);
}

/** Shows what is at the place now; where it is the same step in a new version, what the author looks at stays in sight. */
async function show(scroll: 'top' | 'kept'): Promise<void> {
  const top = scroller()?.scrollTop ?? 0;
  shown = await ask<PreviewShown>('/show', place);
  const { page, tutorial } = shown;
  place.tutorial = tutorial;
  if (page !== undefined) {
    place.position = page.position;
    place.step = page.steps[page.position - 1]?.id ?? null;
    document.title = `${page.title} · ${page.pack}`;
  }
  const address = `#${encodeURIComponent(tutorial)}${place.step === null ? '' : `/${encodeURIComponent(place.step)}`}`;
  if (location.hash !== address) history.replaceState(undefined, '', address);
  const state: GuideState = page ?? { kind: 'failed', message: shown.problems[0]?.text ?? 'There is no tutorial in this pack yet.' };
  window.dispatchEvent(new MessageEvent('message', { data: { type: 'show', state } }));
  drawBar();
  if (scroll === 'kept') keepScroll(top);
}

/** The rest of a long step comes after its first screen. */
function keepScroll(top: number): void {
  const restore = () => scroller()?.scrollTo(0, top);
  restore();
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(restore, 30)));
}

function scroller(): Element | null {
  return document.querySelector('#guide .scroll');
}

function drawBar(): void {
  const bar = document.getElementById('preview');
  if (bar === null || shown === undefined) return;
  render(
    <PreviewBar
      shown={shown}
      theme={theme}
      onTutorial={(tutorial) => void go(tutorial, null)}
      onTheme={() => {
        theme = theme === 'dark' ? 'light' : 'dark';
        localStorage.setItem('theme', theme);
        showTheme();
        drawBar();
      }}
    />,
    bar,
  );
}

function showTheme(): void {
  document.body.className = `vscode-${theme}`;
  document.body.dataset.vscodeThemeKind = `vscode-${theme}`;
}

function preferred(): Theme {
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

function tell(text: string | undefined): void {
  const place = document.getElementById('told');
  if (place !== null) place.textContent = text ?? '';
}

async function ask<T>(path: string, body: unknown): Promise<T> {
  const answer = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return answer.json();
}

function placeInAddress(): PreviewPlace {
  const [tutorial = '', step = ''] = location.hash.slice(1).split('/').map(decodeURIComponent);
  return { tutorial, step: step === '' ? null : step, position: 0, done: [], ticks: [], answers: {} };
}
