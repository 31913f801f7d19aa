/** How many characters a name, an id or a title has on the wire, at most. */
export const wireNameLimit = 200;

/** A name as the wire takes it, cut where it is too long; half a character is none. */
export function wireName(text: string): string {
  return text.slice(0, wireNameLimit).replace(/[\uD800-\uDBFF]$/, '');
}
