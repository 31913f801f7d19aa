import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { OnrampEvent } from '../../src/protocol/event.ts';
import { takeBackTo } from './earlierDatabase.ts';
import { learner, place } from './learner.ts';
import { type Backend, startBackend } from './startedBackend.ts';

const noon = Date.parse('2026-03-09T12:00:00Z');
const second = {
  version: '2.0.0',
  steps: [
    { id: 'setup', title: 'Set up' },
    { id: 'call', title: 'Call it' },
  ],
};
const first = {
  version: '1.0.0',
  steps: [
    { id: 'install', title: 'Install it' },
    { id: 'call', title: 'Call the API' },
  ],
};

describe('In any order', () => {
  let backend: Backend;
  beforeEach(async () => {
    backend = await startBackend();
  });
  afterEach(() => backend.close());

  const outline = async () => {
    const { steps } = await backend.funnel(place.pack, place.tutorial);
    return steps.map(({ id, title, retired, entered }) => `${id} “${title}” ${entered}${retired ? ' retired' : ''}`);
  };

  it('knows the steps of an older version whose starts come late', async () => {
    await backend.keep(...people(5).map((one) => one.starts(noon, second)));
    for (const one of people(4, 'late')) await backend.keep(one.starts(noon - 1000, first), one.enters('install', noon));
    assert.deepEqual(await outline(), ['setup “Set up” 0', 'call “Call it” 0', 'install “Install it” 4 retired']);
  });

  it('knows a step that left a version which its author went on changing, though its start comes late', async () => {
    const ann = learner('ann');
    await backend.keep(ann.starts(noon, { steps: [{ id: 'b', title: 'B' }] }));
    await backend.keep(ann.starts(noon - 1000, { steps: [{ id: 'a', title: 'A' }] }), ann.enters('a', noon - 1000));
    assert.deepEqual(await outline(), ['b “B” 0', 'a “A” 1 retired']);
  });

  it('does not take a step of an older version for one of the newest that was told at the same time', async () => {
    const ann = learner('ann');
    await backend.keep(ann.starts(noon, first), ann.enters('install', noon), ann.starts(noon, second));
    assert.deepEqual(await outline(), ['setup “Set up” 0', 'call “Call it” 0', 'install “Install it” 1 retired']);
  });

  it('counts and tells the same, in one batch or several', async function () {
    this.timeout(20_000);
    const random = randomNumbers(7);
    const tried = new Map<string, unknown>();
    for (let round = 0; round < 30; round++) {
      const tutorial = `round-${round}`;
      for (const batch of batches(shuffled(manyOutlines(tutorial), random), random)) await backend.keep(...batch);
      const { summary, steps } = await backend.funnel(place.pack, tutorial);
      tried.set(JSON.stringify({ summary: { ...summary, tutorial: '' }, steps }), steps);
    }
    assert.equal(tried.size, 1, [...tried.keys()].join('\n'));
  });

  it('tells what was dropped once, too, after the database of an earlier Onramp is opened', async () => {
    const ann = learner('ann');
    await backend.keep(ann.starts(noon, second), ann.starts(noon - 1000, first), ann.enters('install', noon));
    const whole = await outline();
    await backend.app.close();
    takeBackTo(2, backend.dir, `delete from steps where step = 'install'`);
    await backend.restart();
    assert.deepEqual(await outline(), whole);
    await backend.keep(learner('bob').starts(noon + 1, first));
    assert.deepEqual(await outline(), whole);
  });
});

function people(count: number, name = 'p') {
  return Array.from({ length: count }, (_, index) => learner(`${name}${index}`));
}

/** Starts of many versions, some of which are none, and of the same at the same time; and what people do in their steps. */
function manyOutlines(tutorial: string): OnrampEvent[] {
  const versions = ['1.0.0', '1.0.0-beta.2', '1.0.0-beta.10', '1.0.0-', '1.0', '0.9.0', 'draft', '1.0.0+2', '1.0.0+10', '1.0.0', '1.0.0'];
  const starts = versions.map((version, index) => {
    const steps = [0, 1, 2].map((step) => ({ id: `s${(index * 5 + step * 3) % 13}`, title: `Step ${step} of ${version}, ${index}` }));
    return learner(`p${index}`).starts(noon + (index % 3), { version, steps, title: `Of ${version}, ${index}` });
  });
  const done = Array.from({ length: 13 }, (_, index) => {
    const [one, step] = [learner(`p${index % 4}`), `s${index}`];
    return [one.enters(step, noon + index), one.succeeds(step, noon + (index % 2), index), one.completes(step, noon - index)];
  });
  return [...starts, ...done.flat()].map((event) => ({ ...event, data: { ...event.data, tutorial } }) as OnrampEvent);
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

function batches<T>(list: readonly T[], random: () => number): T[][] {
  const size = Math.ceil(random() * list.length);
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
}

/** The same row of numbers from 0 to 1 for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
