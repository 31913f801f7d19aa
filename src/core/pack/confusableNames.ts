import { type Message, message } from '../message.ts';

/** A pack as far as its name and who stands behind it go. */
export type NamedPack = { name: string; title: string; publisher: string; origin: string };

/** What a person should know before they install a pack beside others: that it can be taken for one of them. */
export function confusions(pack: NamedPack, known: readonly NamedPack[]): Message[] {
  return known.flatMap((other) => {
    if (other.origin === pack.origin) return [];
    if (other.name === pack.name) return [message('name.same', pack.name, other.origin)];
    if (skeletonOf(other.name) === skeletonOf(pack.name)) return [message('name.alike', pack.name, other.name, other.origin)];
    if (baseOf(other.name) === baseOf(pack.name)) return [message('name.scope', pack.name, other.name, other.origin)];
    if (other.publisher !== pack.publisher && skeletonOf(other.publisher) === skeletonOf(pack.publisher)) {
      return [message('name.publisher', pack.publisher, other.publisher, other.name)];
    }
    return [];
  });
}

/** Letters of other scripts, and figures, that are read as Latin letters. */
const lookalikes: Readonly<Record<string, string>> = {
  ...{ 0: 'o', 1: 'l', 3: 'e', 5: 's', '|': 'l', i: 'l', ı: 'l', $: 's' },
  ...{ а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', ё: 'e', ғ: 'f', н: 'h', һ: 'h', і: 'l', ї: 'l', ј: 'j', к: 'k', ӏ: 'l', м: 'm', о: 'o' },
  ...{ р: 'p', ԛ: 'q', ѕ: 's', т: 't', у: 'y', ѵ: 'v', ԝ: 'w', х: 'x' },
  ...{ α: 'a', β: 'b', ε: 'e', η: 'n', ι: 'l', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x', γ: 'y', ω: 'w' },
};

/** What two names that look alike have in common: no case, no accents, no marks between words, one letter for those that are read as it. */
export function skeletonOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  const letters = [...plain].map((letter) => lookalikes[letter] ?? letter).join('');
  return letters
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w');
}

/** A name without its scope: `@octokit/quickstart` is `quickstart`. */
function baseOf(name: string): string {
  return skeletonOf(name.replace(/^@[^/]+\//, ''));
}
