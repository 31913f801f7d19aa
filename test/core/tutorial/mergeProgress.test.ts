import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mergeProgress } from '../../../src/core/tutorial/mergeProgress.ts';
import { newProgress } from '../../../src/core/tutorial/session.ts';
import { type Progress, progress as progressSchema } from '../../../src/protocol/progress.ts';

const ids = fc.constantFrom('one', 'two', 'constructor', '__proto__');
const time = fc.integer({ min: 1, max: 9 });
const perStep = <T>(value: fc.Arbitrary<T>) =>
  fc.array(fc.tuple(ids, value), { maxLength: 4 }).map((entries): Record<string, T> => Object.fromEntries(entries));

/** A copy of one beginning; `started` is when. */
const copyOf = (started: number | undefined): fc.Arbitrary<Progress> =>
  fc
    .record({
      current: fc.option(ids),
      steps: perStep(fc.record({ status: fc.constantFrom('entered' as const, 'completed' as const, 'skipped' as const), at: time })),
      firstSuccessAt: fc.option(time, { nil: undefined }),
      completedAt: fc.option(time, { nil: undefined }),
      ticks: fc.option(perStep(fc.uniqueArray(fc.constantFrom('Buy milk', 'Read on', 'constructor'))), { nil: undefined }),
      spent: fc.option(perStep(fc.nat(9)), { nil: undefined }),
    })
    .map((rest) => ({ ...newProgress('demo', '1.0.0', 'start'), startedAt: started, ...rest }));

const twoCopies = fc.tuple(copyOf(5), copyOf(5));
const order = ['entered', 'skipped', 'completed'];

describe('the progress of two windows', () => {
  it('is put together without a loss, at the place of the one that goes on', () => {
    fc.assert(
      fc.property(twoCopies, ([own, stored]) => {
        const merged = mergeProgress(own, stored);
        progressSchema.parse(JSON.parse(JSON.stringify(merged)));
        assert.equal(merged.current, own.current);
        for (const copy of [own, stored]) {
          for (const [id, { status, at }] of Object.entries(copy.steps)) {
            const now = valueAt(merged.steps, id);
            assert.ok(now && order.indexOf(now.status) >= order.indexOf(status), `${id} fell back`);
            if (now.status === status) assert.ok(now.at <= at);
          }
          for (const name of ['firstSuccessAt', 'completedAt'] as const) {
            if (copy[name] !== undefined) assert.ok((merged[name] ?? Number.NaN) <= copy[name], name);
          }
          for (const [id, boxes] of Object.entries(copy.ticks ?? {})) {
            for (const box of boxes) assert.ok(valueAt(merged.ticks ?? {}, id)?.includes(box), box);
          }
          for (const [id, spent] of Object.entries(copy.spent ?? {})) assert.ok((valueAt(merged.spent ?? {}, id) ?? -1) >= spent);
        }
      }),
    );
  });

  it('holds nothing that neither had', () => {
    fc.assert(
      fc.property(twoCopies, ([own, stored]) => {
        const merged = mergeProgress(own, stored);
        for (const [id, step] of Object.entries(merged.steps)) {
          const had = [valueAt(own.steps, id), valueAt(stored.steps, id)].filter((each) => each !== undefined);
          assert.ok(had.some(({ status, at }) => status === step.status && at === step.at));
        }
        for (const name of ['firstSuccessAt', 'completedAt'] as const) assert.ok([own[name], stored[name]].includes(merged[name]));
      }),
    );
  });

  it('is the own copy itself where the store holds it, or less, or is not begun with it yet', () => {
    fc.assert(
      fc.property(twoCopies, copyOf(undefined), ([own, stored], unbegun) => {
        const stays = (mine: Progress, theirs: Progress | undefined) => assert.equal(mergeProgress(mine, theirs), mine);
        stays(own, JSON.parse(JSON.stringify(own)) as Progress);
        const merged = mergeProgress(own, stored);
        stays(merged, own);
        stays(merged, stored);
        stays(unbegun, undefined);
      }),
    );
  });

  it('begins with what was begun elsewhere where this window has not begun', () => {
    const stored: Progress = { ...newProgress('demo', '1.0.0', 'start'), startedAt: 5, steps: { one: { status: 'completed', at: 6 } } };
    const own = { ...newProgress('demo', '2.0.0', 'start'), ticks: { '': ['Read on'] } };
    assert.deepEqual(plain(mergeProgress(own, stored)), { ...stored, version: '2.0.0', ticks: { '': ['Read on'] } });
  });

  describe('begun anew in the other window', () => {
    const own: Progress = {
      ...newProgress('demo', '1.0.0', 'start'),
      current: 'two',
      startedAt: 5,
      completedAt: 8,
      steps: { one: { status: 'completed', at: 6 }, two: { status: 'completed', at: 8 } },
      ticks: { one: ['Read on'] },
    };

    it('or cleared there, is nothing but the place where this window is', () => {
      assert.deepEqual(mergeProgress(own, undefined), { ...newProgress('demo', '1.0.0', 'start'), current: 'two' });
    });

    it('is what was done since, also before the first step', () => {
      const onCover = { ...newProgress('demo', '1.0.0', 'start'), ticks: { '': ['Buy milk'] } };
      assert.deepEqual(mergeProgress(own, onCover), { ...onCover, current: 'two' });
      const begun: Progress = { ...onCover, startedAt: 9, current: 'one', steps: { one: { status: 'entered', at: 9 } } };
      assert.deepEqual(mergeProgress(own, begun), { ...begun, current: 'two' });
    });

    it('is left alone by a copy of the time before', () => {
      const begun: Progress = { ...own, startedAt: 9, completedAt: undefined, steps: { one: { status: 'entered', at: 9 } } };
      assert.equal(mergeProgress(begun, own), begun);
    });
  });
});

function valueAt<T>(record: Readonly<Record<string, T>>, id: string): T | undefined {
  return Object.hasOwn(record, id) ? record[id] : undefined;
}

function plain(progress: Progress): unknown {
  return JSON.parse(JSON.stringify(progress));
}
