import { matchesGlob } from './glob.ts';
import type { PackSnippet } from './packSnippets.ts';

/** A snippet of an installed pack. */
export type InstalledSnippet = PackSnippet & { pack: { name: string; title: string; version: string } };

/** Where somebody types: `before` is the line up to the cursor. */
export type Typing = { language: string; path: string; before: string };

/** A prefix that fits what was typed, the last `replaced` characters of it. */
export type Completion = { snippet: InstalledSnippet; prefix: string; replaced: number };

/** The snippets of every pack, laid out so that what fits is found without looking at the rest. */
export type SnippetIndex = {
  all: readonly InstalledSnippet[];
  /** What fits best, at most `most` of them; `more` where others fit as well. */
  complete(typing: Typing, most: number): { completions: Completion[]; more: boolean };
};

type Entry = { snippet: InstalledSnippet; prefix: string; low: string };

/** Longer than this no prefix is. */
const longest = 100;

export function indexSnippets(all: readonly InstalledSnippet[]): SnippetIndex {
  /** By language (empty: every one), then by the first letter of the prefix; each in the order of its prefixes. */
  const entries = new Map<string, Map<string, Entry[]>>();
  for (const snippet of all) {
    if (snippet.isFileTemplate || snippet.deprecated !== undefined) continue;
    for (const language of snippet.languages.length === 0 ? [''] : snippet.languages) {
      const byLetter = entries.get(language) ?? new Map<string, Entry[]>();
      entries.set(language, byLetter);
      for (const prefix of snippet.prefixes) {
        const low = prefix.toLowerCase();
        const list = byLetter.get(low.charAt(0)) ?? [];
        byLetter.set(low.charAt(0), list);
        list.push({ snippet, prefix, low });
      }
    }
  }
  for (const byLetter of entries.values()) for (const list of byLetter.values()) list.sort((a, b) => (a.low < b.low ? -1 : 1));

  return {
    all,
    complete: ({ language, path, before }, most) => {
      const typed = typedEnds(before.slice(-longest));
      const groups = [entries.get(language), entries.get('')].filter((group) => group !== undefined);
      const [starting, holding]: [Completion[], Completion[]] = [[], []];
      const fits = ({ snippet }: Entry) =>
        (snippet.exclude.length === 0 || !matchesGlob(snippet.exclude, path)) &&
        (snippet.include.length === 0 || matchesGlob(snippet.include, path));
      for (const group of groups) {
        const lists = typed.length === 0 ? [...group.values()] : [...new Set(typed.map((end) => group.get(end.charAt(0)) ?? []))];
        for (const entry of lists.flat()) {
          if (starting.length > most) break;
          const { snippet, prefix, low } = entry;
          const end = typed.find((one) => low.startsWith(one));
          const loose = end ?? typed.find((one) => holdsInOrder(low, one));
          if (typed.length > 0 && loose === undefined) continue;
          if (end === undefined && typed.length > 0 && holding.length > most) continue;
          if (fits(entry)) (loose === end ? starting : holding).push({ snippet, prefix, replaced: loose?.length ?? 0 });
        }
      }
      const completions = [...starting, ...holding];
      return { completions: completions.slice(0, most), more: completions.length > most };
    },
  };
}

/** What of a line's end may be the beginning of a prefix, in small letters, the longest first: from each place where a word or a sign begins. */
function typedEnds(before: string): string[] {
  const run = (/\S*$/.exec(before)?.[0] ?? '').toLowerCase();
  return [...run.matchAll(/(?<!\w)\w|[^\w]/g)].map(({ index }) => run.slice(index));
}

/** Whether the letters of one text come in another, in their order, the first at its beginning. */
function holdsInOrder(text: string, letters: string): boolean {
  if (text.charAt(0) !== letters.charAt(0)) return false;
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
