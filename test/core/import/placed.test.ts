import assert from 'node:assert/strict';
import fc from 'fast-check';
import { edited, joined, part, placeAt, placed } from '../../../src/core/import/placed.ts';

const start = { file: 'a.md', line: 1, column: 1 };

describe('a placed text', () => {
  it('knows where each of its characters came from, after edits of it', () => {
    const source = placed('\uFEFFone\r\ntwo three\rfour', start);
    assert.equal(source.text, 'one\ntwo three\nfour');
    const changed = edited(source, [
      { from: 4, to: 7, text: 'TWO\nand' },
      { from: 0, to: 0, text: '> ' },
    ]);
    assert.equal(changed.text, '> one\nTWO\nand three\nfour');
    const at = (text: string) => {
      const { line, column } = placeAt(changed, changed.text.indexOf(text));
      return `${line}:${column}`;
    };
    assert.deepEqual(['one', 'TWO', 'and', 'three', 'our'].map(at), ['1:1', '2:1', '2:1', '2:5', '3:2']);
  });

  it('keeps the places of what stays, however often it is edited and cut', () => {
    const edits = fc.array(fc.tuple(fc.nat(60), fc.nat(5), fc.constantFrom('', 'X', 'X\nX')), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', '\n', ' '), { maxLength: 40 }),
        fc.array(edits, { maxLength: 3 }),
        (letters, rounds) => {
          const original = letters.join('');
          let text = placed(original, start);
          for (const round of rounds) {
            const cut = Math.min(3, text.text.length);
            text = joined([part(text, 0, cut), part(text, cut, text.text.length)]);
            text = edited(
              text,
              round.map(([from, length, put]) => {
                const at = Math.min(from, text.text.length);
                return { from: at, to: Math.min(at + length, text.text.length), text: put };
              }),
            );
          }
          const lines = original.split('\n');
          [...text.text].forEach((letter, offset) => {
            const { line, column } = placeAt(text, offset);
            if (letter !== 'X' && letter !== '\n') assert.equal(lines[line - 1]?.[column - 1], letter);
          });
        },
      ),
    );
  });
});
