import '@vscode/codicons/dist/codicon.css';
import './guide.css';
import { render } from 'preact';
import type { CodeColoured, FromGuide, GuidePage, GuideState, GuideWords, ToGuide } from '../protocol/guide.ts';
import { Empty, Failed } from './empty.tsx';
import { Page } from './page.tsx';
import { WordsContext } from './words.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromGuide): void };

const editor = acquireVsCodeApi();
const send = (message: FromGuide) => {
  editor.postMessage(message);
  if (message.type === 'next' && ahead !== undefined) show(ahead);
};
const root = document.getElementById('guide');
const words = JSON.parse(document.getElementById('words')?.textContent ?? '{}') as GuideWords;

let shown: GuideState | undefined;
let colours: CodeColoured | undefined;
/** What Next would show. */
let ahead: GuidePage | undefined;

function show(state: GuideState): void {
  // What was shown ahead is mostly what comes.
  if (JSON.stringify(state) === JSON.stringify(shown)) return;
  ahead = undefined;
  // Of a text that an author has changed the colours are not known yet.
  if (textsOf(state) !== textsOf(shown)) colours = undefined;
  shown = state;
  draw(state);
  if (state.kind === 'page') tellWhenPainted(state.key);
}

function draw(state: GuideState): void {
  if (root !== null) render(<WordsContext.Provider value={words}>{content(state)}</WordsContext.Provider>, root);
}

function content(state: GuideState) {
  if (state.kind === 'page') return <Page page={state} colours={coloursFor(state.key)} send={send} />;
  return state.kind === 'failed' ? <Failed message={state.message} send={send} /> : <Empty goesOn={state.goesOn} send={send} />;
}

function textsOf(state: GuideState | undefined): string {
  return state?.kind === 'page' ? JSON.stringify([state.key, state.blocks.map(({ text }) => text)]) : '';
}

function coloursFor(key: string): CodeColoured['blocks'] {
  return colours?.key === key && colours.theme === document.body.dataset.vscodeThemeKind ? colours.blocks : [];
}

function drawColours(): void {
  if (shown?.kind === 'page' && shown.key === colours?.key) draw(shown);
}

/** A message sent from a frame's callback arrives after that frame's paint. */
function tellWhenPainted(key: string): void {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => send({ type: 'painted', key });
    channel.port2.postMessage(undefined);
  });
}

window.addEventListener('message', ({ data }: MessageEvent<ToGuide>) => {
  switch (data.type) {
    case 'show':
      return show(data.state);
    case 'ahead':
      ahead = data.state;
      return;
    case 'colours':
      colours = data;
      return drawColours();
  }
});
new MutationObserver(drawColours).observe(document.body, { attributeFilter: ['data-vscode-theme-kind'] });
window.addEventListener('focus', () => send({ type: 'focused', on: true }));
window.addEventListener('blur', () => send({ type: 'focused', on: false }));
const carried = document.getElementById('state');
if (carried !== null) show(JSON.parse(carried.textContent));
send({ type: 'ready' });
