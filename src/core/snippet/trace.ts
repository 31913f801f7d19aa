import type { Part } from './body.ts';

/** What is remembered of an inserted snippet, to tell later whether it is still there: how long its fixed pieces are, and their hashes. */
export type Trace = { length: number; hash: number }[];

const shortest = 6;
const most = 20;
const base = 257;
const modulus = 2_147_483_629;

/** The trace of what a body puts down whatever is typed into it; none of its text can be had from it. Empty where it is too little to know again. */
export function traceOf(parts: readonly Part[]): Trace {
  const pieces = parts.flatMap((part) => (part.kind === 'text' ? part.text.split('\n') : []));
  return pieces
    .map((piece) => piece.replace(/\s+/g, ''))
    .filter((piece) => piece.length >= shortest)
    .slice(0, most)
    .map((piece) => ({ length: piece.length, hash: hashOf(piece) }));
}

/** Whether at least half of what was inserted is still in a text, by length. White space does not count: people format. */
export function isKept(trace: Trace, text: string): boolean {
  const dense = text.replace(/\s+/g, '');
  const lengths = new Map<number, Set<number>>();
  for (const { length, hash } of trace) lengths.set(length, new Set([...(lengths.get(length) ?? []), hash]));
  const found = new Set<string>();
  for (const [length, hashes] of lengths) for (const hash of hashesIn(dense, length)) if (hashes.has(hash)) found.add(`${length} ${hash}`);
  const whole = trace.reduce((sum, { length }) => sum + length, 0);
  const kept = trace.reduce((sum, { length, hash }) => sum + (found.has(`${length} ${hash}`) ? length : 0), 0);
  return whole > 0 && kept * 2 >= whole;
}

function hashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = add(hash, text.charCodeAt(at));
  return hash;
}

/** The hash of every stretch of a length, each from the one before it. */
function* hashesIn(text: string, length: number): Iterable<number> {
  if (text.length < length) return;
  let highest = 1;
  for (let at = 1; at < length; at++) highest = times(highest, base);
  let hash = hashOf(text.slice(0, length));
  yield hash;
  for (let at = length; at < text.length; at++) {
    const without = (hash - times(text.charCodeAt(at - length), highest) + modulus) % modulus;
    hash = add(without, text.charCodeAt(at));
    yield hash;
  }
}

function add(hash: number, character: number): number {
  return (times(hash, base) + character) % modulus;
}

/** A product below the modulus; the first factor is below 2³¹, the second may be as well. */
function times(a: number, b: number): number {
  const [high, low] = [Math.floor(a / 65_536), a % 65_536];
  return (((((high * b) % modulus) * 65_536) % modulus) + ((low * b) % modulus)) % modulus;
}
