import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fingerprint } from '../../../src/core/scaffold/fingerprint.ts';

describe('fingerprint', () => {
  it('is the same for the same bytes, wherever in memory they lie', () => {
    void fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), fc.nat(7), (bytes, at) => {
        const pool = Buffer.alloc(at + bytes.length);
        pool.set(bytes, at);
        assert.equal(fingerprint(pool.subarray(at)), fingerprint(bytes));
      }),
    );
  });

  it('is another for every change of one byte, every cut and every swap', () => {
    const bytes = Uint8Array.from({ length: 61 }, (_, index) => (index * 7) % 256);
    const seen = new Set([fingerprint(bytes)]);
    let count = 1;
    const add = (other: Uint8Array) => {
      seen.add(fingerprint(other));
      count++;
    };
    for (let at = 0; at < bytes.length; at++) {
      for (const value of [0, 1, 128, 255]) if (bytes[at] !== value) add(bytes.with(at, value));
      add(bytes.slice(0, at));
      if (at > 0) add(bytes.with(at, bytes[at - 1] ?? 0).with(at - 1, bytes[at] ?? 0));
    }
    for (let zeros = 2; zeros < 40; zeros++) add(new Uint8Array(zeros));
    assert.equal(seen.size, count);
  });
});
