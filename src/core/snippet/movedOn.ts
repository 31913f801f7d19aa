import { type LinearPattern, linearPattern } from '../linear/linearPattern.ts';
import type { Part } from './body.ts';
import { parseBody } from './parseBody.ts';
import { placeholdersForUnknown, renderBody } from './renderBody.ts';
import type { InstalledSnippet } from './snippetIndex.ts';

/** A snippet that is not to be used any more and can be told by its pattern, with what takes its place. */
export type MovedOn = { snippet: InstalledSnippet; replacement: InstalledSnippet | undefined; pattern: LinearPattern };

/** Code of the old kind: its offsets in the text, and what the groups of the pattern matched. */
export type OldCode = { movedOn: MovedOn; from: number; to: number; groups: (string | undefined)[] };

/** Longer lines are made by machines, and nobody mends them by hand. */
const longestLine = 1000;

/** The snippets that have moved on. A pattern that cannot be looked for is left out: lint tells of it. */
export function movedOnOf(all: readonly InstalledSnippet[]): MovedOn[] {
  return all.flatMap((snippet) => {
    const { pattern, replacement } = snippet.deprecated ?? {};
    const read = pattern === undefined ? undefined : patternOrNone(pattern);
    if (read === undefined) return [];
    const takesItsPlace = all.find(({ name, pack }) => name === replacement && pack.name === snippet.pack.name);
    return [{ snippet, replacement: takesItsPlace, pattern: read }];
  });
}

/** Whether a language's code is looked through for it. */
export function isFor({ snippet: { languages } }: MovedOn, language: string): boolean {
  return languages.length === 0 || languages.includes(language);
}

/**
 * Looks through a text line by line; gives nothing now and then in between, so that the work can be laid down and given up. What a line
 * costs is bounded by its length and the pattern's, whatever they hold.
 */
export function* findOldCode(text: string, list: readonly MovedOn[]): Generator<OldCode | undefined> {
  // Most texts hold nothing at all of it, and a plain search sees that at once.
  const likely = list.filter(({ pattern }) => pattern.literal === '' || text.includes(pattern.literal));
  if (likely.length === 0) return;
  let at = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (index % 50 === 49) yield undefined;
    if (line.length <= longestLine) {
      const bare = line.replace(/\r$/, '');
      for (const movedOn of likely) {
        if (!line.includes(movedOn.pattern.literal)) continue;
        for (const { from, to, groups } of movedOn.pattern.matches(bare))
          if (to > from) yield { movedOn, from: at + from, to: at + to, groups };
      }
    }
    at += line.length + 1;
  }
}

/**
 * What takes the place of old code: the replacement as it stands when nothing is typed, in whose tab stop 1 stands what group 1 matched,
 * and so on. `indent` is what the old code's line begins with. Undefined where nothing takes its place.
 */
export function replacementFor({ movedOn: { replacement }, groups }: OldCode, indent: string): string | undefined {
  if (replacement === undefined) return undefined;
  const fill = (part: Part): Part => {
    const group = 'index' in part && part.index > 0 ? groups[part.index] : undefined;
    if (group !== undefined) return { kind: 'text', text: group, from: part.from, to: part.to };
    return part.kind === 'placeholder' ? { ...part, parts: part.parts.map(fill) } : part;
  };
  const parts = placeholdersForUnknown(parseBody(replacement.body).parts).map(fill);
  return renderBody(parts)
    ?.replace(/\n+$/, '')
    .replace(/\n(?=.)/g, `\n${indent}`);
}

function patternOrNone(pattern: string): LinearPattern | undefined {
  try {
    return linearPattern(pattern);
  } catch {
    return undefined;
  }
}
