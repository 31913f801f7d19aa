/** Milliseconds of a check's `timeout`: a number of seconds, or a text such as `500ms`, `30s`, `2m`. */
export function timeoutMilliseconds(timeout: number | string): number {
  if (typeof timeout === 'number') return timeout * 1000;
  const amount = Number.parseFloat(timeout);
  if (timeout.endsWith('ms')) return amount;
  return amount * (timeout.endsWith('m') ? 60_000 : 1000);
}
