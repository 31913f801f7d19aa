import assert from 'node:assert/strict';
import { newestOnly } from '../../src/core/newest.ts';

describe('newestOnly', () => {
  it('gives nothing for what was overtaken, however late it comes, and leaves other keys alone', async () => {
    const newest = newestOnly();
    let arrive = (_: string) => {};
    const slow = new Promise<string>((resolve) => {
      arrive = resolve;
    });
    const old = newest('a', () => slow);
    const other = newest('b', async () => 'b');
    const fresh = newest('a', async () => 'new');
    assert.deepEqual([await fresh, await other], ['new', 'b']);
    arrive('old');
    assert.equal(await old, undefined);
  });

  it('throws what the work throws', async () => {
    await assert.rejects(
      newestOnly()('a', () => Promise.reject(new Error('no'))),
      /no/,
    );
  });
});
