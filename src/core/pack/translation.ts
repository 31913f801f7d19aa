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
