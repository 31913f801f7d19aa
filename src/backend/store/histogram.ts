/**
 * A histogram whose buckets grow by a constant factor: two of them merge by adding their counts, and a percentile read from it is
 * within `relativeError` of the exact one, however many values there are.
 */

/** How far a percentile may be from the exact one, as a share of it. */
export const relativeError = 0.01;

const growth = (1 + relativeError) / (1 - relativeError);

/** The bucket of a time in milliseconds. All below one millisecond share a bucket. */
export function bucketOf(milliseconds: number): number {
  return Math.ceil(Math.log(Math.max(milliseconds, 1)) / Math.log(growth));
}

/** The time in milliseconds that stands for all times of a bucket. */
export function timeOf(bucket: number): number {
  return (2 * growth ** bucket) / (growth + 1);
}

/** How many values each bucket holds. */
export type Bucket = { bucket: number; people: number };

/** The share `q` (0 to 1) of all values is at or below this time, in whole milliseconds; null when there are no values. */
export function percentile(buckets: readonly Bucket[], q: number): number | null {
  const filled = buckets.filter(({ people }) => people > 0).sort((a, b) => a.bucket - b.bucket);
  const total = filled.reduce((sum, { people }) => sum + people, 0);
  const wanted = Math.max(1, Math.ceil(q * total));
  let passed = 0;
  for (const { bucket, people } of filled) {
    passed += people;
    if (passed >= wanted) return Math.round(timeOf(bucket));
  }
  return null;
}
