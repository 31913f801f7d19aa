import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { routeOf, tutorialAddress } from '../../src/dashboard/route.ts';
import { hardestStep, nobodyStuck } from '../../src/dashboard/stuck.ts';
import { visibleTitle } from '../../src/dashboard/visibleTitle.ts';
import { agoText, durationText, lossText, peopleText, readersEnglish, shareText } from '../../src/dashboard/words.ts';
import type { StepMetrics } from '../../src/protocol/metrics.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('Words of the dashboard', () => {
  it('write a duration in its two largest units', () => {
    const written = [0, 4213, 9.96 * second, 59.6 * second, 125 * second, 10 * minute, 59.7 * minute, 80 * minute, 50 * hour].map(
      durationText,
    );
    assert.deepEqual(written, ['0 sec', '4.2 sec', '10 sec', '1 min', '2 min 5 sec', '10 min', '1 hr', '1 hr 20 min', '2 days 2 hr']);
  });

  it('write how long ago something was', () => {
    const now = Date.parse('2026-03-10T12:00:00Z');
    const written = [-5 * second, 10 * second, 5 * minute, 3 * hour, 25 * hour, 6 * day, 60 * day].map((ago) => agoText(now - ago, now));
    assert.deepEqual(written, ['just now', 'just now', '5 minutes ago', '3 hours ago', 'yesterday', '6 days ago', 'Jan 9, 2026']);
  });

  it('write shares and people', () => {
    assert.deepEqual(
      [shareText(null), shareText(0), shareText(1 / 3), peopleText(1), peopleText(1200)],
      ['–', '0%', '33%', '1 person', '1,200 people'],
    );
  });

  it('do not round a share to none or all where it is neither', () => {
    const shares = [0, 0.001, 0.004999, 0.005, 0.014, 0.99, 0.994999, 0.995, 0.999, 1];
    assert.deepEqual(shares.map(shareText), ['0%', '<1%', '<1%', '1%', '1%', '99%', '99%', '>99%', '>99%', '100%']);
    assert.deepEqual([0.001, 1 / 3, 0.999, 1].map(lossText), ['<1%', '−33%', '>99%', '−100%']);
  });
});

describe('A title that cannot be seen', () => {
  it('gives way to the id', () => {
    const blank = [' ', '\u200b\u00a0\u2060', '\u2800', '\u3164\ufe0f', '\u202e\n'];
    assert.deepEqual(
      blank.map((title) => visibleTitle(title, 'call')),
      blank.map(() => 'call'),
    );
    assert.deepEqual([visibleTitle('Call', 'call'), visibleTitle(' ', '\u200b')], ['Call', '(no title)']);
  });
});

describe('The language of the dashboard', () => {
  it("is the reader's English, whatever else the browser names", () => {
    const found = [['de', 'en-GB', 'en'], ['en-US@posix', 'en'], ['fr'], []].map(readersEnglish);
    assert.deepEqual(found, ['en-GB', 'en', 'en', 'en']);
  });
});

describe('Addresses of the dashboard', () => {
  it('lead to a tutorial and a step, whatever their names are', () => {
    const place = { pack: '@acme/pack', tutorial: 'sub/100% & more?' };
    assert.deepEqual(routeOf(tutorialAddress(place)), { page: 'tutorial', ...place, step: undefined });
    assert.deepEqual(routeOf(tutorialAddress(place, 'a&b=c')), { page: 'tutorial', ...place, step: 'a&b=c' });
  });

  it('take an empty step for none', () => {
    assert.deepEqual(routeOf('#/tutorials/a/b?step='), { page: 'tutorial', pack: 'a', tutorial: 'b', step: undefined });
  });

  it('tell a token, the first page and what is unknown', () => {
    assert.deepEqual(routeOf('#token=a%2Bb'), { page: 'signIn', token: 'a+b' });
    assert.deepEqual(
      ['', '#', '#/', '#/tutorials/a', '#/tutorials/a/b/c', '#/%zz'].map((hash) => routeOf(hash).page),
      ['tutorials', 'tutorials', 'tutorials', 'unknown', 'unknown', 'unknown'],
    );
  });
});

describe('The hardest step', () => {
  const step = (id: string, entered: number, left: number, retired = false): StepMetrics => ({
    id,
    title: id,
    retired,
    entered,
    completed: entered - left,
    skipped: 0,
    left,
    dropOff: entered === 0 ? null : left / entered,
    checksFailed: 0,
    hintsOpened: 0,
    thumbsUp: 0,
    thumbsDown: 0,
  });

  it('is where most people stopped, not a step of the past, and none when all went on', () => {
    assert.equal(hardestStep([step('a', 100, 5), step('b', 10, 6), step('c', 6, 6), step('old', 50, 20, true)])?.id, 'c');
    assert.equal(hardestStep([step('a', 3, 0)]), undefined);
  });
  it('is said to be none in words that the table beneath does not deny', () => {
    const said = [
      [step('a', 0, 0), step('b', 0, 0)],
      [step('a', 3, 0), step('b', 0, 0)],
      [step('a', 3, 0), step('old', 1, 1, true)],
      [step('a', 0, 0), step('old', 1, 1, true)],
    ].map(nobodyStuck);
    assert.deepEqual(said, [
      'Nobody has opened a step yet.',
      'Nowhere so far: everybody who saw a step finished or skipped it.',
      'Nowhere in the steps that the tutorial still has: everybody who saw one finished or skipped it.',
      'Nobody has opened a step that the tutorial still has.',
    ]);
  });
});
