import { diffIndices } from 'node-diff3';

/** Lines `from` up to `to` of one text, counted from 0, that become `text`. */
export type LineHunk = { from: number; to: number; text: string };

/** What makes one text of another, by whole lines; undefined where it cannot be said by lines alone, as where line ends differ. */
export function lineHunks(mine: string, given: string): LineHunk[] | undefined {
  if (/\r(?!\n)|^\uFEFF|\0/.test(mine + given) || ends(mine).size > 1) return undefined;
  const plain = given.replace(/\r\n/g, '\n');
  const [own, other] = [mine.replace(/\r\n/g, '\n').split(/(?<=\n)/), plain.split(/(?<=\n)/)];
  const found: { buffer1: [number, number]; buffer2Content: string[] }[] = diffIndices(own, other);
  // Only their ends differ.
  if (found.length === 0) return undefined;
  return found.map(({ buffer1: [from, count], buffer2Content }) => ({ from, to: from + count, text: buffer2Content.join('') }));
}

function ends(text: string): Set<string> {
  return new Set(text.match(/\r?\n/g));
}
