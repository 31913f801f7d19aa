import assert from 'node:assert/strict';
import { newProgress } from '../../../src/core/tutorial/session.ts';
import { countTime, longestRest, timeSpent } from '../../../src/core/tutorial/timeSpent.ts';

const at = (step: string | null) => ({ ...newProgress('demo', '1.0.0', 'start'), current: step });

describe('the time spent in a tutorial', () => {
  it('is the sum of what lies between acts, by step', () => {
    const first = countTime(at('one'), 1000, 4000);
    const second = countTime({ ...first, current: 'two' }, 4000, 5000);
    const third = countTime({ ...second, current: 'one' }, 5000, 5500);
    assert.deepEqual(third.spent, { one: 3500, two: 1000 });
    assert.equal(timeSpent(third), 4500);
  });

  it('counts a long rest as ten minutes, and a clock that is set back as nothing', () => {
    assert.equal(timeSpent(countTime(at('one'), 0, 8 * 3_600_000)), longestRest);
    assert.equal(timeSpent(countTime(at('one'), 5000, 1000)), 0);
  });

  it('counts nothing on the cover', () => {
    assert.equal(timeSpent(countTime(at(null), 0, 5000)), 0);
  });

  it('is kept for a step of any name', () => {
    assert.equal(timeSpent(countTime(countTime(at('__proto__'), 0, 10), 0, 10)), 20);
  });
});
