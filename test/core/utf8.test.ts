import assert from 'node:assert/strict';
import fc from 'fast-check';
import { textOfUtf8, utf8Of } from '../../src/core/utf8.ts';

describe('textOfUtf8', () => {
  it('gives what a strict decoder gives, and every byte back', () => {
    const bytes = fc.array(fc.constantFrom(0x41, 0xc3, 0xa9, 0xef, 0xbb, 0xbf, 0xbd, 0xed, 0xa0, 0x80, 0xf0, 0x9f, 0x98, 0xff), {
      maxLength: 12,
    });
    void fc.assert(
      fc.property(fc.oneof(bytes, fc.array(fc.nat(255))), (numbers) => {
        const given = new Uint8Array(numbers);
        let expected: string | undefined;
        try {
          expected = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(given);
        } catch {
          expected = undefined;
        }
        const text = textOfUtf8(given);
        assert.equal(text, expected);
        if (text !== undefined) assert.deepEqual([...utf8Of(text)], numbers);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps U+FFFD where it stands in the text', () => {
    assert.equal(textOfUtf8(utf8Of('a\uFFFDb')), 'a\uFFFDb');
  });
});
