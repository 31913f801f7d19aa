import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineHunks } from '../../../src/core/scaffold/lineHunks.ts';

describe('lineHunks', () => {
  it('says by whole lines what makes one text of another', () => {
    assert.deepEqual(lineHunks('a\nb\nc\n', 'a\nB\nc\nd\n'), [
      { from: 1, to: 2, text: 'B\n' },
      { from: 3, to: 3, text: 'd\n' },
    ]);
    assert.deepEqual(lineHunks('a\r\nb', 'a\nb\n'), [{ from: 1, to: 2, text: 'b\n' }]);
  });

  it('leaves to others what lines cannot say', () => {
    const pairs = [
      ['a\r\n', 'a\n'],
      ['a\nb\r\n', 'a\n'],
      ['\uFEFFa', 'b'],
      ['a\0', 'b'],
      ['a\rb', 'a'],
    ] as const;
    for (const [mine, given] of pairs) assert.equal(lineHunks(mine, given), undefined, JSON.stringify([mine, given]));
  });

  it('makes the one of the other', () => {
    const text = fc.array(fc.constantFrom('a\n', 'b\n', '\n', 'c'), { maxLength: 8 }).map((lines) => lines.join(''));
    fc.assert(
      fc.property(text, text, (mine, given) => {
        const lines = mine.split(/(?<=\n)/);
        for (const { from, to, text } of (lineHunks(mine, given) ?? []).toReversed()) lines.splice(from, to - from, text);
        assert.equal(lines.join(''), given);
      }),
    );
  });
});
