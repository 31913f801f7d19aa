import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromBase64, toBase64 } from '../../src/core/base64.ts';

describe('base64', () => {
  it('is what Node makes of bytes, and gives them back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        assert.equal(toBase64(bytes), Buffer.from(bytes).toString('base64'));
        assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
      }),
    );
  });

  it('may be broken into lines, and is none with other letters in it', () => {
    assert.deepEqual(fromBase64('aGVs\nbG8=\n'), new TextEncoder().encode('hello'));
    assert.equal(fromBase64('a*b='), undefined);
    assert.equal(fromBase64('abcde'), undefined);
  });
});
