import { closest } from '../../schemaMessage.ts';

/**
 * The candidate that a mistyped name, or a path's, must have meant: it has a slip in it, and no other is anywhere near. What differs in a number may
 * be yet to be written, and short names are all near each other.
 */
export function theOnlyClosest(word: string, candidates: readonly string[]): string | undefined {
  const meant = closest(word, candidates);
  if (meant === undefined || !isSlip(stemOf(word), stemOf(meant))) return undefined;
  const others = candidates.filter((candidate) => candidate !== meant);
  return closest(word, others) === undefined ? meant : undefined;
}

const shortestSure = 3;

function isSlip(written: string, meant: string): boolean {
  const isLong = Math.min(written.length, meant.length) >= shortestSure;
  return isLong && numbersOf(written) === numbersOf(meant) && closest(written, [meant]) !== undefined;
}

/** A file's name without its ending. */
function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/(?<=.)\.[^.]*$/, '');
}

function numbersOf(name: string): string {
  return name.replace(/\D+/g, ' ').trim();
}
