import { strFromU8, strToU8 } from 'fflate';

/** The text that bytes are in UTF-8, byte order marks kept as the characters they are; undefined where they are not UTF-8. */
export function textOfUtf8(bytes: Uint8Array): string | undefined {
  let marks = 0;
  while (bytes[marks] === 0xef && bytes[marks + 1] === 0xbb && bytes[marks + 2] === 0xbf) marks += 3;
  // What decodes takes a mark away, and puts U+FFFD where it finds no UTF-8: then the text does not come to the same bytes.
  const text = '\uFEFF'.repeat(marks / 3) + strFromU8(bytes.subarray(marks));
  return text.includes('\uFFFD') && !same(utf8Of(text), bytes) ? undefined : text;
}

/** A text's bytes in UTF-8; half of a pair becomes U+FFFD, as everywhere. */
export function utf8Of(text: string): Uint8Array {
  return strToU8(text);
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
