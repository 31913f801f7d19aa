import type { Tutorial } from '../tutorial/tutorial.ts';

/**
 * The language that fits a reader's best, of those that a pack is translated to: the same one, or one that theirs is a kind of, as `pt` is for
 * `pt-BR` (RFC 4647, lookup), or a kind of theirs. Undefined where the originals are to be shown.
 */
export function fittingLocale(locales: readonly string[], language: string): string | undefined {
  const wanted = language.toLowerCase();
  for (let range = wanted; range !== ''; range = range.split('-').slice(0, -1).join('-')) {
    const fitting = locales.find((locale) => locale.toLowerCase() === range);
    if (fitting !== undefined) return fitting;
  }
  return wanted === '' ? undefined : locales.find((locale) => locale.toLowerCase().startsWith(`${wanted}-`));
}

/** The file that a translation is one of, seen from the pack's root; undefined where the path is that of an original. */
export function originalOf(path: string): string | undefined {
  const [, name] = /^tutorials\/[^/]+\/([^/]+)$/.exec(path) ?? [];
  return name === undefined ? undefined : `tutorials/${name}`;
}

/** A translation that is reported under the names of its original, as the two are counted together. */
export function namedAs(original: Tutorial, translation: Tutorial): Tutorial {
  const titles = new Map(original.steps.map(({ id, title }) => [id, title]));
  const steps = translation.steps.map(({ id, title }) => ({ id, title: titles.get(id) ?? title }));
  return { ...translation, outline: { title: original.title, steps } };
}
