import type { Files } from '../ports.ts';
import { utf8Of } from '../utf8.ts';

/** What a file is to hold: a text, bytes, or what a file elsewhere holds, read when it is wanted. */
export type Content = string | Uint8Array | { source: Files; path: string };

/** Reads a content. Rejects where its file has gone since. */
export async function bytesOf(content: Content): Promise<Uint8Array> {
  if (typeof content === 'string') return utf8Of(content);
  if (content instanceof Uint8Array) return content;
  const bytes = await content.source.readBytes(content.path);
  if (bytes === undefined) throw new Error(`${content.path} is not there any more`);
  return bytes;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
