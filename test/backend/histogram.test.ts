import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type Bucket, bucketOf, percentile, relativeError } from '../../src/backend/store/histogram.ts';

describe('Histogram', () => {
  it('gives percentiles within its error of the exact ones, from milliseconds to months', () => {
    const values = skewed(20_000);
    const buckets = histogramOf(values);
    for (const q of [0.01, 0.25, 0.5, 0.75, 0.9, 0.99, 1]) {
      const exact = exactPercentile(values, q);
      const read = percentile(buckets, q) ?? Number.NaN;
      assert.ok(Math.abs(read - exact) <= exact * relativeError + 1, `p${q * 100}: ${read} for ${exact}`);
    }
  });

  it('merges: the counts of two added give what all values give', () => {
    const [some, more] = [skewed(300), skewed(500)];
    const both = histogramOf([...some, ...more]);
    const added = [...histogramOf(some), ...histogramOf(more)];
    for (const q of [0.5, 0.9]) assert.equal(percentile(added, q), percentile(both, q));
  });

  it('knows no percentile of nothing, and takes zero', () => {
    assert.equal(percentile([], 0.5), null);
    assert.equal(percentile([{ bucket: 3, people: 0 }], 0.5), null);
    assert.equal(percentile(histogramOf([0, 0, 0]), 0.9), 1);
  });
});

/** Always the same values, many short and few long ones. */
function skewed(count: number): number[] {
  let seed = count;
  return Array.from({ length: count }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.round(10 ** ((seed / 2 ** 31) * 10));
  });
}

function histogramOf(values: readonly number[]): Bucket[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(bucketOf(value), (counts.get(bucketOf(value)) ?? 0) + 1);
  return [...counts].map(([bucket, people]) => ({ bucket, people }));
}

function exactPercentile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}
