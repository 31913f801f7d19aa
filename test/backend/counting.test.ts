import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { OnrampEvent } from '../../src/protocol/event.ts';
import type { FeedbackAnswer, FeedbackEntry, StepMetrics } from '../../src/protocol/metrics.ts';
import { learner, place } from './learner.ts';
import { type Backend, startBackend } from './startedBackend.ts';

const noon = Date.parse('2026-03-09T12:00:00Z');
const minute = 60_000;

describe('Counting', () => {
  let backend: Backend;
  beforeEach(async () => {
    backend = await startBackend();
  });
  afterEach(() => backend.close());

  it('tells starts, completions, time to first success and where people get stuck', async () => {
    await backend.keep(...wholeClass());
    assert.deepEqual(await backend.tutorials(), [
      {
        pack: 'octokit-quickstart',
        tutorial: 'first-call',
        title: 'Your first GitHub API call',
        starts: 3,
        completions: 1,
        completionRate: 1 / 3,
        firstSuccess: { count: 2, median: near(2 * minute), p90: near(8 * minute) },
        thumbsUp: 1,
        thumbsDown: 1,
      },
    ]);
    assert.equal(await asText(backend), wholeClassAsText);
  });

  it('counts an event once: twice in a batch, twice in a row, and when many send it at the same time', async () => {
    const events = wholeClass();
    const [first] = events;
    assert.deepEqual(await backend.keep(...events, ...(first ? [first] : [])), {
      accepted: events.map(({ id }) => id),
      duplicate: [],
      rejected: [],
    });
    assert.deepEqual(await backend.keep(...events), { accepted: [], duplicate: events.map(({ id }) => id), rejected: [] });
    const late = learner('dave').starts(noon);
    const answers = await Promise.all(Array.from({ length: 20 }, () => backend.keep(late, ...events)));
    assert.equal(answers.flatMap(({ accepted }) => accepted).length, 1);
    assert.ok(answers.every(({ accepted, duplicate }) => accepted.length + duplicate.length === events.length + 1));
    assert.equal(await asText(backend), wholeClassAsText);
    assert.equal((await backend.tutorials())[0]?.starts, 4);
  });

  it('keeps what people do with snippets outside of tutorials, and takes it for nobody’s way through one', async () => {
    const ada = learner('ada');
    const { pack, version } = place;
    const taken = [
      ada.event('dev.onramp.snippet.inserted', noon, { pack, version, snippet: 'Client' }),
      ada.event('dev.onramp.snippet.kept', noon + 1440 * minute, { pack, version, snippet: 'Client' }),
      ada.event('dev.onramp.snippet.migrated', noon, { pack, version, snippet: 'Old', places: 2 }),
    ];
    assert.deepEqual(await backend.keep(...taken), { accepted: taken.map(({ id }) => id), duplicate: [], rejected: [] });
    assert.deepEqual(await backend.tutorials(), []);
    await backend.keep(ada.event('dev.onramp.snippet.inserted', noon, { ...place, step: 'call', snippet: 'Client' }));
    assert.deepEqual(
      (await backend.tutorials()).map(({ tutorial, starts }) => [tutorial, starts]),
      [['first-call', 1]],
    );
  });

  it('comes to the same numbers in whatever order and in whatever batches events arrive', async () => {
    const events = wholeClass();
    for (const event of events.toReversed()) await backend.keep(event);
    assert.equal(await asText(backend), wholeClassAsText);
    assert.deepEqual(
      (await backend.tutorials()).map(({ starts, completions, firstSuccess }) => [starts, completions, firstSuccess?.median]),
      [[3, 1, near(2 * minute)]],
    );
    const inOrder = await startBackend();
    try {
      await inOrder.keep(...events);
      assert.deepEqual(countsIn(backend), countsIn(inOrder));
    } finally {
      await inOrder.close();
    }
  });

  it('never completes more people than have started, when the start is still on its way', async () => {
    const ann = learner('ann');
    await backend.keep(ann.completes('install', noon), ann.finishes(noon + minute, minute));
    const [before] = await backend.tutorials();
    assert.deepEqual([before?.starts, before?.completions, before?.completionRate, before?.title], [1, 1, 1, 'first-call']);
    await backend.keep(ann.starts(noon - minute));
    const [after] = await backend.tutorials();
    assert.deepEqual([after?.starts, after?.completions, after?.title], [1, 1, 'Your first GitHub API call']);
  });

  it('counts a person once who does it all again, and keeps the first time to success', async () => {
    const ann = learner('ann');
    await backend.keep(ann.starts(noon), ann.succeeds('call', noon + 5 * minute, 5 * minute), ann.skips('errors', noon));
    await backend.keep(
      ann.starts(noon + 3 * 86_400_000),
      ann.succeeds('call', noon + 3 * 86_400_000, minute),
      ann.completes('errors', noon + minute),
    );
    const [metrics] = await backend.tutorials();
    assert.deepEqual([metrics?.starts, metrics?.firstSuccess], [1, { count: 1, median: near(5 * minute), p90: near(5 * minute) }]);
    const { steps } = await backend.funnel('octokit-quickstart', 'first-call');
    const errors = steps.find(({ id }) => id === 'errors');
    assert.deepEqual([errors?.entered, errors?.completed, errors?.skipped, errors?.left], [1, 1, 0, 0]);
  });

  it('shows the steps of the newest version, and those that left it last', async () => {
    await backend.keep(learner('ann').starts(noon), learner('ann').enters('install', noon), learner('ann').enters('call', noon));
    const renewed = {
      version: '1.10.0',
      title: 'A new title',
      steps: [
        { id: 'call', title: 'Call it' },
        { id: 'page', title: 'Page through' },
      ],
    };
    await backend.keep(learner('bob').starts(noon + 1, renewed));
    await backend.keep(learner('cem').starts(noon + 2, { version: '1.9.0', title: 'An old one' }));
    const { summary, steps } = await backend.funnel('octokit-quickstart', 'first-call');
    assert.equal(summary.title, 'A new title');
    assert.deepEqual(
      steps.map(({ title, retired, entered }) => [title, retired, entered]),
      [
        ['Call it', false, 1],
        ['Page through', false, 0],
        ['Install Octokit', true, 1],
      ],
    );
  });

  it('takes a step that no outline names yet for a new one: people came to it from an older version', async () => {
    const ann = learner('ann');
    await backend.keep(ann.starts(noon), ann.enters('install', noon), ann.enters('webhooks', noon + minute));
    const { steps } = await backend.funnel('octokit-quickstart', 'first-call');
    assert.deepEqual(
      steps.map(({ id, retired }) => `${id}${retired ? ' retired' : ''}`),
      ['install', 'call', 'errors', 'webhooks'],
    );
  });

  it('takes a release for newer than its beta, whichever was seen last', async () => {
    const titled = (version: string) => ({ version, title: `Of ${version}` });
    await backend.keep(learner('ann').starts(noon, titled('1.0.0-beta.10')));
    await backend.keep(learner('bob').starts(noon + 1, titled('1.0.0')));
    await backend.keep(learner('cem').starts(noon + 2, titled('1.0.0-beta.9')));
    assert.equal((await backend.tutorials())[0]?.title, 'Of 1.0.0');
  });

  it('counts a person once whose number has half a character in it', async () => {
    const broken = learner('ann\ud800');
    for (const time of [noon, noon + minute]) await backend.keep(broken.starts(time), broken.completes('install\udc00', time));
    const { summary, steps } = await backend.funnel('octokit-quickstart', 'first-call');
    assert.deepEqual([summary.starts, steps.find(({ entered }) => entered > 0)?.completed], [1, 1]);
  });

  it('takes feedback without a person, and does not count it as a start', async () => {
    await backend.keep(learner(undefined).says('call', noon, 'down', '  Where does the token go?  '));
    const [metrics] = await backend.tutorials();
    assert.deepEqual([metrics?.starts, metrics?.completionRate, metrics?.thumbsDown], [0, null, 1]);
    const { feedback, next } = (await backend.ask('/v1/metrics/feedback?pack=octokit-quickstart&tutorial=first-call')).json();
    assert.deepEqual(
      feedback.map(({ id: _, ...said }: { id: string }) => said),
      [{ ...place, step: 'call', stepTitle: 'Call the API', thumbs: 'down', comment: 'Where does the token go?', time: noon }],
    );
    assert.equal(next, null);
  });

  it('does not believe a clock that is ahead', async () => {
    await backend.keep(learner('ann').says('call', backend.clock.now + 86_400_000, 'up'));
    const { feedback } = (await backend.ask('/v1/metrics/feedback')).json();
    assert.equal(feedback[0].time, backend.clock.now);
  });

  it('does not believe a clock that stands before 1970, and goes on behind what it told', async () => {
    const old = Array.from({ length: 60 }, (_, index) => learner(`p${index}`).says('call', `1969-06-01T00:00:00.${100 + index}Z`, 'up'));
    await backend.keep(...old);
    const { feedback, next } = (await backend.ask('/v1/metrics/feedback')).json();
    assert.equal(feedback[0].time, 0);
    const rest = (await backend.ask(`/v1/metrics/feedback?before=${next}`)).json();
    assert.equal(feedback.length + rest.feedback.length, old.length);
  });

  it('gives feedback newest first, in portions that neither miss nor repeat any, and by step', async () => {
    const said = Array.from({ length: 120 }, (_, index) =>
      learner(`p${index}`).says(index % 3 === 0 ? 'call' : 'install', noon + (index >> 2) * 1000, 'up', `No. ${index}`),
    );
    await backend.keep(...said);
    const seen: FeedbackEntry[] = [];
    let next: string | null = '';
    while (next !== null) {
      const answer: FeedbackAnswer = (await backend.ask(`/v1/metrics/feedback?${next === '' ? '' : `before=${next}`}`)).json();
      seen.push(...answer.feedback);
      next = answer.next;
    }
    assert.equal(seen.length, 120);
    assert.equal(new Set(seen.map(({ comment }) => comment)).size, 120);
    assert.deepEqual(
      seen.map(({ time }) => time),
      seen.map(({ time }) => time).sort((a, b) => b - a),
    );
    const ofStep = (await backend.ask('/v1/metrics/feedback?step=call')).json().feedback;
    assert.equal(ofStep.length, 40);
  });

  it('keeps everything over a restart', async () => {
    const events = wholeClass();
    await backend.keep(...events);
    await backend.restart();
    assert.equal(await asText(backend), wholeClassAsText);
    assert.equal((await backend.keep(...events)).duplicate.length, events.length);
    assert.equal(await asText(backend), wholeClassAsText);
  });

  it('gives every event out again as it came', async () => {
    const events = wholeClass();
    await backend.keep(...events);
    const answer = await backend.ask('/v1/events?format=ndjson');
    assert.equal(answer.headers['content-type'], 'application/x-ndjson');
    const lines = answer.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as OnrampEvent);
    const byId = (a: OnrampEvent, b: OnrampEvent) => (a.id < b.id ? -1 : 1);
    assert.deepEqual(lines.sort(byId), events.sort(byId));
  });
});

/** Three people: Ann does it all, Bob skips a step and stops at the last, Cem stops at the second over midnight. */
function wholeClass(): OnrampEvent[] {
  const [ann, bob, cem] = [learner('ann'), learner('bob'), learner('cem')];
  const midnight = Date.parse('2026-03-10T00:00:00Z');
  return [
    ann.starts(noon),
    ann.enters('install', noon),
    ann.completes('install', noon + minute),
    ann.enters('call', noon + minute),
    ann.succeeds('call', noon + 2 * minute, 2 * minute),
    ann.completes('call', noon + 2 * minute),
    ann.enters('errors', noon + 2 * minute),
    ann.completes('errors', noon + 3 * minute),
    ann.finishes(noon + 3 * minute, 3 * minute),
    ann.says('errors', noon + 3 * minute, 'up'),
    bob.starts(noon),
    bob.enters('install', noon),
    bob.skips('install', noon + minute),
    bob.enters('call', noon + minute),
    bob.fails('call', noon + 4 * minute),
    bob.succeeds('call', noon + 8 * minute, 8 * minute),
    bob.completes('call', noon + 8 * minute),
    bob.enters('errors', noon + 9 * minute),
    cem.starts(midnight - minute),
    cem.enters('install', midnight - minute),
    cem.completes('install', midnight + minute),
    cem.enters('call', midnight + minute),
    cem.fails('call', midnight + 2 * minute),
    cem.opensHint('call', midnight + 2 * minute),
    cem.says('call', midnight + 3 * minute, 'down', 'Which token?'),
  ];
}

const wholeClassAsText = `
Install Octokit: 3 saw, 2 completed, 1 skipped, 0 left (0%); 0 checks failed, 0 hints, +0 -0
Call the API: 3 saw, 2 completed, 0 skipped, 1 left (33%); 2 checks failed, 1 hints, +0 -1
Handle an error: 2 saw, 1 completed, 0 skipped, 1 left (50%); 0 checks failed, 0 hints, +1 -0`;

async function asText(backend: Backend): Promise<string> {
  const { steps } = await backend.funnel('octokit-quickstart', 'first-call');
  const line = (step: StepMetrics) =>
    `${step.title}: ${step.entered} saw, ${step.completed} completed, ${step.skipped} skipped, ${step.left} left (${Math.round((step.dropOff ?? 0) * 100)}%); ` +
    `${step.checksFailed} checks failed, ${step.hintsOpened} hints, +${step.thumbsUp} -${step.thumbsDown}`;
  return `\n${steps.map(line).join('\n')}`;
}

/** The rows of the tables that the numbers are read from, those aside that come to nothing. */
function countsIn({ dir }: Backend): unknown {
  const database = new DatabaseSync(join(dir, 'onramp.db'), { readOnly: true });
  try {
    const tables = ['journeys', 'progress', 'tutorialDays', 'stepDays', 'successDays', 'eventDays'];
    const counts = ['starts', 'entered', 'people', 'checksFailed', 'hintsOpened', 'thumbsUp', 'thumbsDown'];
    return tables.map((table) => {
      const rows = database.prepare(`select * from "${table}"`).all();
      const filled = rows.filter(
        (row) => table === 'journeys' || table === 'progress' || counts.some((name) => Number(row[name] ?? 0) !== 0),
      );
      return [table, filled.map((row) => JSON.stringify(row)).sort()];
    });
  } finally {
    database.close();
  }
}

/** The value that the histogram gives for this one. */
function near(milliseconds: number): number {
  const growth = 1.01 / 0.99;
  return Math.round((2 * growth ** Math.ceil(Math.log(milliseconds) / Math.log(growth))) / (growth + 1));
}
