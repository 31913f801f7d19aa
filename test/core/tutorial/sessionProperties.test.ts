import assert from 'node:assert/strict';
import fc from 'fast-check';
import { message } from '../../../src/core/message.ts';
import type { CheckResult } from '../../../src/core/tutorial/check.ts';
import { parseTutorial } from '../../../src/core/tutorial/parse.ts';
import { advance, newProgress, resume, type SessionEvent, stepsDone, ticked } from '../../../src/core/tutorial/session.ts';
import type { Tutorial } from '../../../src/core/tutorial/tutorial.ts';
import { event as eventSchema, type Report } from '../../../src/protocol/event.ts';
import { type Progress, progress as progressSchema } from '../../../src/protocol/progress.ts';

/** What happens in a person's time with a tutorial: an event, a new version, or the window closed and opened again. */
type Turn = { event: SessionEvent } | { version: number } | { reload: true };

const ids = ['one', 'two', 'three', 'constructor', '__proto__', 'toString', 'hasOwnProperty'];
const boxes = ['Buy milk', 'Read on', 'constructor'];

const oneStep = fc.record({
  id: fc.constantFrom(...ids),
  checks: fc.integer({ min: 0, max: 2 }),
  gated: fc.boolean(),
  boxes: fc.subarray(boxes),
});
const oneVersion = fc.uniqueArray(oneStep, { maxLength: 5, selector: ({ id }) => id }).map((steps): Tutorial => {
  const text = steps.map(({ id, checks, gated, boxes: tasks }) => {
    const check = Array.from({ length: checks }, (_, index) => `- file: f${index}\n  success: true${gated ? '' : '\n  gate: false'}`);
    const block = check.length === 0 ? '' : `\`\`\`yaml check\n${check.join('\n')}\n\`\`\`\n`;
    return `## The step ${id} {#${id}}\n\n${block}\n${tasks.map((task) => `- [ ] ${task}`).join('\n')}\n`;
  });
  return parseTutorial(text.join('\n'), 'tutorials/t.md');
});

const aStep = fc.constantFrom(...ids, 'proto', 'gone');
const states = fc.constantFrom<(CheckResult['state'] | undefined)[]>('passed', 'failed', 'cancelled', 'unavailable', undefined);
const oneEvent: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.constantFrom<SessionEvent[]>({ type: 'start' }, { type: 'next' }, { type: 'next' }, { type: 'back' }, { type: 'skip' }),
  fc.option(aStep).map((step): SessionEvent => ({ type: 'go', step })),
  fc
    .tuple(aStep, fc.array(states, { maxLength: 3 }), fc.subarray([0, 1, 2]))
    .map(([step, found, fresh]): SessionEvent => ({ type: 'checked', step, results: found.map(resultOf), fresh })),
  fc.tuple(aStep, fc.integer({ min: 0, max: 3 }), fc.boolean()).map(([step, task, on]): SessionEvent => ({ type: 'tick', step, task, on })),
  fc.tuple(aStep, fc.boolean()).map(([step, right]): SessionEvent => ({ type: 'answered', step, quiz: 0, right })),
  fc.array(aStep, { maxLength: 4 }).map((steps): SessionEvent => ({ type: 'caughtUp', steps })),
);
const turns: fc.Arbitrary<Turn[]> = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: oneEvent.map((event) => ({ event })) },
    { weight: 1, arbitrary: fc.nat(2).map((version) => ({ version })) },
    { weight: 1, arbitrary: fc.constant<Turn>({ reload: true }) },
  ),
  { maxLength: 40 },
);

describe('whatever happens, in whatever order, and whatever new versions come between', function () {
  this.timeout(30_000);

  it('what is completed stays completed, and no step that was seen is forgotten', () => {
    holds((_, before, after) => {
      for (const id of Object.keys(before.steps)) {
        assert.ok(Object.hasOwn(after.steps, id), `${id} was forgotten`);
        if (before.steps[id]?.status === 'completed') assert.deepEqual(after.steps[id], before.steps[id]);
        if (before.steps[id]?.status === 'skipped') assert.notEqual(after.steps[id]?.status, 'entered');
      }
    });
  });

  it('the times of the beginning, the first success and the end, once known, never change', () => {
    holds((_, before, after) => {
      for (const time of ['startedAt', 'firstSuccessAt', 'completedAt'] as const) {
        if (before[time] !== undefined) assert.equal(after[time], before[time], time);
      }
    });
  });

  it('a box is ticked by ticking it, and by nothing else', () => {
    holds((turn, before, after) => {
      const tick = 'event' in turn && turn.event.type === 'tick' ? turn.event : undefined;
      for (const id of [...ids, 'proto']) if (id !== tick?.step) assert.deepEqual(ticked(after, id), ticked(before, id), id);
      if (tick === undefined) return;
      const changed = symmetricDifference(ticked(before, tick.step ?? ''), ticked(after, tick.step ?? ''));
      assert.ok(changed.length <= 1, `one tick changed ${changed.join()}`);
    });
  });

  it('the beginning, the end and the first success are reported once, and a step’s completion once', () => {
    fc.assert(
      fc.property(fc.tuple(oneVersion, oneVersion, oneVersion), turns, (versions, all) => {
        const once = new Set<string>();
        walk(versions, all, (_turn, _before, _after, { reports }) => {
          for (const { type, data } of reports) {
            if (!/tutorial\.(started|completed)|firstSuccess|step\.(entered|completed)/.test(type)) continue;
            const key = `${type} ${type.includes('.step.') && 'step' in data ? data.step : ''}`;
            assert.ok(!once.has(key), `${key} was reported twice`);
            once.add(key);
          }
        });
      }),
      { numRuns: 400 },
    );
  });

  it('what is kept can be stored, and what is reported can be sent', () => {
    holds((_turn, _before, after, { reports }) => {
      assert.deepEqual(stored(after), after);
      for (const report of reports) assert.deepEqual(eventSchema.safeParse(sent(report)).error, undefined);
    });
  });

  it('the person is on the cover or at a step that there is, and has no more behind them than there is', () => {
    holds((_turn, _before, after, { tutorial }) => {
      assert.ok(after.current === null || tutorial.steps.some(({ id }) => id === after.current), String(after.current));
      const done = stepsDone(tutorial, after);
      assert.ok(done >= 0 && done <= tutorial.steps.length);
    });
  });

  it('there is a way through: Skip from wherever the person is ends with every step behind them', () => {
    fc.assert(
      fc.property(fc.tuple(oneVersion, oneVersion, oneVersion), turns, (versions, all) => {
        const { progress, tutorial } = walk(versions, all, () => {});
        let at = advance(tutorial, progress, { type: 'go', step: tutorial.steps[0]?.id ?? null }, 9999).progress;
        for (const _ of tutorial.steps) at = advance(tutorial, at, { type: 'skip' }, 9999).progress;
        assert.equal(stepsDone(tutorial, at), tutorial.steps.length);
        if (tutorial.steps.length > 0) assert.notEqual(at.completedAt, undefined);
      }),
      { numRuns: 200 },
    );
  });
});

type Seen = { reports: readonly Report[]; tutorial: Tutorial };

function holds(property: (turn: Turn, before: Progress, after: Progress, seen: Seen) => void): void {
  fc.assert(
    fc.property(fc.tuple(oneVersion, oneVersion, oneVersion), turns, (versions, all) => void walk(versions, all, property)),
    { numRuns: 400 },
  );
}

/** Takes a person through it all; each turn comes 10 ms after the one before. */
function walk(
  versions: readonly Tutorial[],
  all: readonly Turn[],
  look: (turn: Turn, before: Progress, after: Progress, seen: Seen) => void,
): { progress: Progress; tutorial: Tutorial } {
  const versionAt = (index: number) => versions[index] ?? assert.fail();
  let tutorial = versionAt(0);
  let progress = newProgress('pack', '1.0.0', 't');
  let now = 1000;
  for (const turn of all) {
    now += 10;
    const before = structuredClone(progress);
    let reports: Report[] = [];
    if ('event' in turn) ({ progress, reports } = advance(tutorial, progress, turn.event, now));
    else if ('version' in turn) {
      tutorial = versionAt(turn.version);
      progress = resume(tutorial, stored(progress), `1.0.${turn.version}`);
    } else progress = stored(progress);
    look(turn, before, progress, { reports, tutorial });
  }
  return { progress, tutorial };
}

/** What comes back of progress that was stored. */
function stored(progress: Progress): Progress {
  return progressSchema.parse(JSON.parse(JSON.stringify(progress)));
}

function resultOf(state: CheckResult['state'] | undefined): CheckResult | undefined {
  return state && { state, expected: message('expected.exists', 'a'), found: message('found.absent'), output: undefined };
}

function symmetricDifference(a: readonly string[], b: readonly string[]): string[] {
  return [...a.filter((text) => !b.includes(text)), ...b.filter((text) => !a.includes(text))];
}

function sent(report: Report) {
  const id = '01890000-0000-7000-8000-000000000000';
  return { specversion: '1.0', id, source: 'test', time: '2026-01-31T12:00:00Z', person: 'p', ...report };
}
