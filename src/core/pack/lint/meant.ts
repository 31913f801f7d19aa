import { closest } from '../../schemaMessage.ts';

/** The candidate that a mistyped word must have meant: no other is anywhere near. */
export function theOnlyClosest(word: string, candidates: readonly string[]): string | undefined {
  const meant = closest(word, candidates);
  const others = candidates.filter((candidate) => candidate !== meant);
  return meant === undefined || closest(word, others) !== undefined ? undefined : meant;
}
