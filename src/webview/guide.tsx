import '@vscode/codicons/dist/codicon.css';
import './guide.css';
import { render } from 'preact';
import type { CodeColours, FromGuide, GuideState, GuideWords, ToGuide } from '../protocol/guide.ts';
import { Empty, Failed } from './empty.tsx';
import { Page } from './page.tsx';
import { WordsContext } from './words.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromGuide): void };

const editor = acquireVsCodeApi();
const send = (message: FromGuide) => editor.postMessage(message);
const root = document.getElementById('guide');
const words = JSON.parse(document.getElementById('words')?.textContent ?? '{}') as GuideWords;

let shown: GuideState | undefined;
let colours: { key: string; blocks: (CodeColours | null)[] } | undefined;

function show(state: GuideState): void {
  shown = state;
  draw(state);
  if (state.kind === 'page') tellWhenPainted(state.key);
}

function draw(state: GuideState): void {
  if (root !== null) render(<WordsContext.Provider value={words}>{content(state)}</WordsContext.Provider>, root);
}

function content(state: GuideState) {
  if (state.kind === 'page') return <Page page={state} colours={colours?.key === state.key ? colours.blocks : []} send={send} />;
  return state.kind === 'failed' ? <Failed message={state.message} send={send} /> : <Empty send={send} />;
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
  if (data.type === 'show') return show(data.state);
  colours = data;
  if (shown?.kind === 'page' && shown.key === data.key) draw(shown);
});
window.addEventListener('focus', () => send({ type: 'focused', on: true }));
window.addEventListener('blur', () => send({ type: 'focused', on: false }));
send({ type: 'ready' });
