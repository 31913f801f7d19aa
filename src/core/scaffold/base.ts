import { deflateSync, inflateSync } from 'fflate';
import * as z from 'zod/mini';
import { fromBase64, toBase64 } from '../base64.ts';
import { textOfUtf8, utf8Of } from '../utf8.ts';

/** The longest text of one file, and of all together, that are kept, in characters: beyond, a project's `.onramp.json` would outgrow it. */
const longest = { file: 200_000, all: 2_000_000 };

const texts = z.record(z.string(), z.string());

/** Keeps texts for a later three-way merge; those that are too long are left out, and merge without a base. */
export function packBase(given: ReadonlyMap<string, string>): string | undefined {
  let all = 0;
  const kept = [...given].filter(([, text]) => {
    if (text.length > longest.file || all + text.length > longest.all) return false;
    all += text.length;
    return true;
  });
  return kept.length === 0 ? undefined : toBase64(deflateSync(utf8Of(JSON.stringify(Object.fromEntries(kept)))));
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
