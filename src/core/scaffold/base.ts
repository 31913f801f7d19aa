import { deflateSync, inflateSync } from 'fflate';
import * as z from 'zod/mini';
import { fromBase64, toBase64 } from '../base64.ts';
import { textOfUtf8, utf8Of } from '../utf8.ts';
import { bytesOf, type Content } from './content.ts';
import type { PlannedFile } from './plan.ts';

/** The longest text of one file, and of all together, that are kept, in bytes: beyond, a project's `.onramp.json` would outgrow it. */
export const longestBase = { file: 200_000, all: 1_000_000 };

const texts = z.record(z.string(), z.string());

/**
 * Keeps the texts of files for a later three-way merge. Rendered ones come first, as they are what people edit; a file that is too long, or
 * for which there is no room left, is not even read, and merges without a base.
 */
export async function packBase(files: readonly Pick<PlannedFile, 'path' | 'content'>[]): Promise<string | undefined> {
  const kept = new Map<string, string>();
  let room = longestBase.all;
  for (const { path, content } of files.toSorted((a, b) => Number(typeof b.content === 'string') - Number(typeof a.content === 'string'))) {
    const size = await sizeOf(content);
    if (size > Math.min(longestBase.file, room)) continue;
    const text = typeof content === 'string' ? content : textOfUtf8(await bytesOf(content));
    if (text === undefined || text.includes('\0')) continue;
    kept.set(path, text);
    room -= size;
  }
  return kept.size === 0 ? undefined : toBase64(deflateSync(utf8Of(JSON.stringify(Object.fromEntries(kept))), { level: 4 }));
}

async function sizeOf(content: Content): Promise<number> {
  if (typeof content === 'string' || content instanceof Uint8Array) return content.length;
  return (await content.source.stat(content.path))?.size ?? 0;
}

/** The texts that were kept; none where they cannot be read. */
export function unpackBase(base: string | undefined): ReadonlyMap<string, string> {
  if (base === undefined) return new Map();
  try {
    const json = textOfUtf8(inflateSync(fromBase64(base) ?? new Uint8Array()));
    return new Map(Object.entries(texts.parse(JSON.parse(json ?? '{}'))));
  } catch {
    // A merge without a base shows every difference: nothing is lost.
    return new Map();
  }
}
