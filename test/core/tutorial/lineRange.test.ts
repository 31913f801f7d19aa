import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type LineChange, type LineRange, shiftLines } from '../../../src/core/tutorial/lineRange.ts';

// The lines in question are “two” and “three”.
const text = 'zero\none\ntwo\nthree\nfour\n';
const range = { from: 2, to: 3 };

describe('lines that are edited', () => {
  const cases: [string, string, string][] = [
    // From line:character to line:character, what comes, and what the lines then are.
    ['a line comes above', '0:0-0:0 new↵', 'two|three'],
    ['a line comes right above', '2:0-2:0 new↵', 'two|three'],
    ['a line right above goes', '1:0-2:0 ', 'two|three'],
    ['a line right above is joined to them', '1:3-2:0 ', 'onetwo|three'],
    ['something is typed above', '1:0-1:1 O', 'two|three'],
    ['a line comes right below', '3:5-3:5 ↵new', 'two|three'],
    ['a line comes at the start of the line below', '4:0-4:0 new↵', 'two|three'],
    ['everything below goes', '4:0-5:0 ', 'two|three'],
    ['something is typed in them', '2:1-2:2 W', 'tWo|three'],
    ['something is typed at their start', '2:0-2:0 // ', '// two|three'],
    ['something is typed at their end', '3:5-3:5  // so', 'two|three // so'],
    ['a line comes between them', '2:3-2:3 ↵new', 'two|new|three'],
    ['a line of them is split', '2:1-2:1 ↵', 't|wo|three'],
    ['the first of them goes', '2:0-3:0 ', 'three'],
    ['the first of them goes with one above', '1:0-3:0 ', 'three'],
    ['the last of them goes', '2:3-3:5 ', 'two'],
    ['the last of them goes with one below', '3:0-5:0 ', 'two|'],
    ['they are written anew', '2:0-3:5 TWO↵and↵THREE', 'TWO|and|THREE'],
    ['they go', '2:0-4:0 ', 'gone'],
    ['everything goes', '0:0-5:0 ', 'gone'],
    ['everything is written anew', '0:0-5:0 a↵b↵c↵two↵three', 'gone'],
  ];
  for (const [name, written, expected] of cases) {
    it(`are followed when ${name}`, () => {
      const change = changeOf(written);
      const after = apply(text, change).split('\n');
      const shifted = shiftLines(range, 'three'.length, change);
      assert.equal(shifted === undefined ? 'gone' : after.slice(shifted.from, shifted.to + 1).join('|'), expected);
    });
  }

  it('take in what is written where nothing was', () => {
    assert.deepEqual(shiftLines({ from: 0, to: 0 }, 0, changeOf('0:0-0:0 one↵two↵three')), { from: 0, to: 2 });
  });

  it('are gone with an empty line that is written over with what is around it', () => {
    assert.equal(shiftLines({ from: 1, to: 1 }, 0, changeOf('0:0-2:3 x')), undefined);
  });

  it('are lines that there are, whatever is written where', () => {
    const lines = fc.array(fc.constantFrom('', 'a', 'bb'), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lines, lines, fc.nat(), fc.nat(), fc.nat(), fc.nat(), (before, written, ...numbers) => {
        const text = before.join('\n');
        const [one = 0, other = 0, first = 0, last = 0] = numbers;
        const places = [one % (text.length + 1), other % (text.length + 1)].sort((a, b) => a - b);
        const [start, end] = places.map((offset) => placeAt(text, offset));
        const [from = 0, to = 0] = [first % before.length, last % before.length].sort((a, b) => a - b);
        if (start === undefined || end === undefined) return;
        const change = { start, end, text: written.join('\n') };
        const shifted = shiftLines({ from, to }, before[to]?.length ?? 0, change);
        const after = apply(text, change).split('\n');
        assert.ok(
          shifted === undefined || (shifted.from >= 0 && shifted.from <= shifted.to && shifted.to < after.length),
          JSON.stringify(shifted),
        );
      }),
      { numRuns: 5000 },
    );
  });

  it('are never lost by changes elsewhere, one after the other', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 4 });
    const anyChange = fc.record({ below: fc.boolean(), a: fc.nat(), b: fc.nat(), text: fc.array(line, { minLength: 1, maxLength: 4 }) });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.array(line, { maxLength: 8 }), fc.array(anyChange), (above, below, changes) => {
        let content = [...above, 'FIRST', 'LAST', ...below].join('\n');
        let now: LineRange = { from: above.length, to: above.length + 1 };
        for (const { below: under, a, b, text: lines } of changes) {
          const [first, last] = [content.indexOf('FIRST'), content.indexOf('LAST') + 'LAST'.length];
          const [low, high] = under ? [Math.min(last + 1, content.length), content.length] : [0, Math.max(0, first - 1)];
          // Right at an end of the lines, what is typed becomes theirs.
          if (low === last || high === first) continue;
          const [from = 0, to = 0] = [low + (a % (high - low + 1)), low + (b % (high - low + 1))].sort((x, y) => x - y);
          const change = { start: placeAt(content, from), end: placeAt(content, to), text: lines.join('\n') };
          now = shiftLines(now, 'LAST'.length, change) ?? assert.fail('lost');
          content = apply(content, change);
          assert.deepEqual(content.split('\n').slice(now.from, now.to + 1), ['FIRST', 'LAST']);
        }
      }),
    );
  });
});

/** `2:0-3:5 text`, with ↵ for a new line. */
function changeOf(written: string): LineChange {
  const { groups = {} } = /^(?<a>\d+):(?<b>\d+)-(?<c>\d+):(?<d>\d+) (?<text>.*)$/.exec(written) ?? {};
  const place = (line = '', character = '') => ({ line: Number(line), character: Number(character) });
  return { start: place(groups.a, groups.b), end: place(groups.c, groups.d), text: (groups.text ?? '').replaceAll('↵', '\n') };
}

function apply(content: string, { start, end, text: comes }: LineChange): string {
  return content.slice(0, offsetAt(content, start)) + comes + content.slice(offsetAt(content, end));
}

function offsetAt(content: string, { line, character }: LineChange['start']): number {
  return content
    .split('\n')
    .slice(0, line)
    .reduce((sum, before) => sum + before.length + 1, character);
}

function placeAt(content: string, offset: number): LineChange['start'] {
  const before = content.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}
