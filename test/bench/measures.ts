import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import { clickAt, clickIn, contentOf, type MeasuredWindow, press, type Told, watchFor } from './measuredWindow.ts';
import { workspaceFile } from './stage.ts';

/** Milliseconds of ours and of the floor, taken in turns. */
export type Samples = { ours: number[]; floor: number[] };

/** The keys that test/bench/floor/bare/package.json binds. */
const keys = {
  onramp: 'F4',
  explorer: 'F6',
  ours: 'F5',
  floor: 'F7',
  standing: 'F8',
  warm: 'F9',
  short: 'F10',
  long: 'F11',
  references: 'F12',
} as const;
type Keys = keyof typeof keys;

const pace = 400;
/** What ours still does when its page stands, the floor is not to pay for. */
const aftermath = 2000;

/**
 * As a person begins: the Tutorials view is open, and the guide below it still empty. From the click on a step to the message that the guide's page
 * sends after the frame in which that step stands; the floor is from the keys that show a bare webview, alone in a container never shown in this window,
 * to the same message of its page. Another webview was opened before, so that neither pays for the first of all. One sample of each.
 */
export async function firstStep(window: MeasuredWindow, oursFirst: boolean): Promise<Samples> {
  await show(window, 'warm', /^bare$/);
  await toExplorer(window);
  const samples: Samples = { ours: [], floor: [] };
  const { page } = window.editor;
  const ours = async () => {
    await press(page, `Control+Alt+${keys.onramp}`);
    await page
      .getByRole('treeitem', { name: /^first/ })
      .locator('.monaco-tl-twistie')
      .click();
    const step = page.getByRole('treeitem', { name: /^Step 1,/ });
    await step.waitFor();
    await sleep(pace);
    const painted = window.told('painted', /first\/step-1$/);
    const from = await clickAt(step);
    samples.ours.push((await painted).at - from);
  };
  const floor = async () => void samples.floor.push((await show(window, 'floor', /^bare$/)).took);
  await inTurns(1, oursFirst, ours, floor, () => toRest(window));
  return samples;
}

/**
 * From the keys that start a tutorial at a step, in a window that has shown nothing of Onramp (it reads the pack, parses, opens the container and the
 * guide in it), to the same message; the floor is that of `firstStep`. One sample of each.
 */
export async function firstByCommand(window: MeasuredWindow, oursFirst: boolean): Promise<Samples> {
  await show(window, 'warm', /^bare$/);
  await toExplorer(window);
  const samples: Samples = { ours: [], floor: [] };
  const ours = async () => void samples.ours.push((await show(window, 'ours', /first\/step-1$/)).took);
  const floor = async () => void samples.floor.push((await show(window, 'floor', /^bare$/)).took);
  await inTurns(1, oursFirst, ours, floor, () => toRest(window));
  return samples;
}

/**
 * From the click on Next, in the guide, to the message its page sends after the frame in which the next step stands; the floor
 * is a click in a bare webview which its extension answers with a new text. Both go page, extension, page, frame.
 */
export async function nextStep(window: MeasuredWindow, tutorial: 'short' | 'long', rounds: number): Promise<Samples> {
  const { guide, bare } = await besideEachOther(window, tutorial, /step-1$/);
  const samples: Samples = { ours: [], floor: [] };
  let step = 1;
  const through = async (frame: Frame, selector: string, key: RegExp, into: number[]) => {
    const painted = window.told('painted', key);
    const from = await clickIn(frame, selector);
    into.push((await painted).at - from);
  };
  const ours = () => through(guide, 'footer button.primary', new RegExp(`/step-${++step}$`), samples.ours);
  const floor = () => through(bare, '#next', /^bare \d+$/, samples.floor);
  await inTurns(rounds, true, ours, floor);
  return samples;
}

/**
 * From the click on a reference, in the guide, to the moment its line, far below the first screen of a file that was not open
 * before, is in sight; the floor is a click in a bare webview whose extension calls showTextDocument, to the moment the file's first
 * line is in sight.
 */
export async function revealFile(window: MeasuredWindow, rounds: number): Promise<Samples> {
  const { guide, bare } = await besideEachOther(window, 'references', /files$/);
  const samples: Samples = { ours: [], floor: [] };
  let next = 0;
  const ours = async (into: number[]) => {
    const index = next++;
    const { seen } = await watchFor(window.editor.page, workspaceFile(index).referenced);
    const from = await clickIn(guide, `[data-reference="${index}"]`);
    into.push((await seen) - from);
  };
  const floor = async (into: number[]) => {
    const { path, first } = workspaceFile(next++);
    await bare.evaluate((chosen) => document.getElementById('open')?.setAttribute('data-path', chosen), path);
    const { seen } = await watchFor(window.editor.page, first);
    const from = await clickIn(bare, '#open');
    into.push((await seen) - from);
  };
  // The first file makes the editor itself.
  await inTurns(
    1,
    true,
    () => ours([]),
    () => floor([]),
  );
  await inTurns(
    rounds,
    true,
    () => ours(samples.ours),
    () => floor(samples.floor),
  );
  return samples;
}

async function inTurns(
  rounds: number,
  oursFirst: boolean,
  ours: () => Promise<void>,
  floor: () => Promise<void>,
  between = async () => {},
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const inOrder = oursFirst === (round % 2 === 0) ? [ours, floor] : [floor, ours];
    for (const measure of inOrder) {
      await sleep(pace);
      await measure();
      await between();
    }
  }
}

async function show(window: MeasuredWindow, which: Keys, key: RegExp): Promise<{ took: number; told: Told }> {
  const painted = window.told('painted', key);
  const from = await press(window.editor.page, `Control+Alt+${keys[which]}`);
  const told = await painted;
  return { took: told.at - from, told };
}

async function toRest(window: MeasuredWindow): Promise<void> {
  await toExplorer(window);
  await sleep(aftermath);
}

async function toExplorer({ editor: { page } }: MeasuredWindow): Promise<void> {
  const explorer = page.locator('.sidebar .explorer-viewlet');
  // The same command leaves the explorer where it is in use already, which a slow window may only find out late.
  for (let tries = 0; tries < 5; tries++) {
    await press(page, `Control+Alt+${keys.explorer}`);
    const there = await explorer.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (there) break;
  }
  await sleep(pace);
}

const standing = new WeakMap<MeasuredWindow, Frame>();

/** The guide in the side bar, at a step, and a bare webview in the panel below, both in sight. */
async function besideEachOther(window: MeasuredWindow, tutorial: Keys, key: RegExp): Promise<{ guide: Frame; bare: Frame }> {
  const bare = standing.get(window) ?? contentOf((await show(window, 'standing', /^bare$/)).told);
  standing.set(window, bare);
  const { told } = await show(window, tutorial, key);
  await sleep(1000);
  return { guide: contentOf(told), bare };
}
