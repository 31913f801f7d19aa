import type { Node } from 'jsonc-parser';

/** For each character of what a JSON string says, and for its end, the offset at which it is written in the file. */
export function offsetsInString(source: string, { offset, length }: Pick<Node, 'offset' | 'length'>): number[] {
  const offsets: number[] = [];
  const end = offset + length - 1;
  for (let at = offset + 1; at < end; ) {
    offsets.push(at);
    if (source[at] !== '\\') at += 1;
    else at += source[at + 1] === 'u' ? 6 : 2;
  }
  offsets.push(end);
  return offsets;
}

/** The same for a text that is written as one string or as a list of its lines. */
export function offsetsInLines(source: string, node: Node): number[] {
  if (node.type !== 'array') return offsetsInString(source, node);
  // The end of a line's string stands for the line break that follows it.
  return (node.children ?? []).flatMap((line) => offsetsInString(source, line));
}
