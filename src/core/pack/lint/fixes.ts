import type { Files } from '../../ports.ts';
import { textOfUtf8, utf8Of } from '../../utf8.ts';
import { type Finding, type Fix, lintPack } from '../lint.ts';

/**
 * Mends what has but one certain meaning, until there is no more of it, and writes each file once: as a new one beside it that takes its place.
 * No other byte changes. A file that is not text in UTF-8 is left alone. Gives what was mended, as it was found.
 */
export async function mendPack(files: Files): Promise<Finding[]> {
  const texts = new Map<string, string>();
  const mended: Finding[] = [];
  const seen: Files = {
    ...files,
    readText: async (path) => texts.get(path) ?? files.readText(path),
    readBytes: async (path) => {
      const text = texts.get(path);
      return text === undefined ? files.readBytes(path) : utf8Of(text);
    },
  };
  // What one edit mends can show the next; a text of a finite length has a finite number of them.
  for (let turn = 0; turn < most; turn++) {
    const fixable = (await lintPack(seen)).filter(({ fix }) => fix !== undefined);
    const done = await mendOnce(fixable, seen, texts);
    if (done.length === 0) break;
    mended.push(...done);
  }
  for (const [path, text] of texts) {
    const mark = startsWithMark((await files.readBytes(path)) ?? new Uint8Array());
    const beside = `${path}.onramp-fix`;
    const { executable = false } = (await files.stat(path)) ?? {};
    try {
      await files.write(beside, utf8Of(mark ? `\uFEFF${text}` : text), { executable });
      await files.rename(beside, path);
    } catch (error) {
      // Why it could not be written says more than why the rest of it could not be taken away.
      await files.remove(beside).catch(() => {});
      throw error;
    }
  }
  return mended;
}

const most = 20;

async function mendOnce(findings: readonly Finding[], files: Files, texts: Map<string, string>): Promise<Finding[]> {
  const done: Finding[] = [];
  for (const path of new Set(findings.map(({ file }) => file))) {
    const bytes = await files.readBytes(path);
    const source = bytes && textOfUtf8(bytes)?.replace(/^\uFEFF/, '');
    if (source === undefined) continue;
    const own = findings.filter(({ file }) => file === path);
    const { text, made } = applyFixes(
      source,
      own.flatMap(({ fix }) => fix ?? []),
    );
    if (text === source) continue;
    texts.set(path, text);
    done.push(...own.filter(({ fix }) => fix !== undefined && made.includes(fix)));
  }
  return done;
}

/** A text with fixes made. Of two that touch one another the earlier is left for another time. */
export function applyFixes(text: string, fixes: readonly Fix[]): { text: string; made: Fix[] } {
  const made: Fix[] = [];
  let mended = text;
  let above = Number.POSITIVE_INFINITY;
  for (const fix of fixes.toSorted((a, b) => b.from - a.from || b.to - a.to)) {
    if (fix.to >= above) continue;
    mended = mended.slice(0, fix.from) + fix.text + mended.slice(fix.to);
    above = fix.from;
    made.push(fix);
  }
  return { text: mended, made };
}

function startsWithMark([first, second, third]: Uint8Array): boolean {
  return first === 0xef && second === 0xbb && third === 0xbf;
}
