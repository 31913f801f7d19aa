import type { FormatPart, Transform } from './body.ts';

/** What a transform makes of a value, as VS Code does it. */
export function transformed(value: string, { pattern, options, format }: Transform): string {
  let matched = false;
  const result = value.replace(new RegExp(pattern, options), (...match: unknown[]) => {
    matched = true;
    // Behind the groups come the place and the text itself.
    return formatted(
      format,
      match.slice(
        0,
        match.findIndex((part) => typeof part === 'number'),
      ),
    );
  });
  // Texts for what is empty stand there also where nothing matched at all.
  return !matched && format.some((part) => part.kind === 'group' && part.empty) ? formatted(format, []) : result;
}

function formatted(format: readonly FormatPart[], groups: readonly unknown[]): string {
  return format.map((part) => (part.kind === 'text' ? part.text : groupText(part, groups[part.index]))).join('');
}

function groupText({ shorthand, filled, empty }: Extract<FormatPart, { kind: 'group' }>, group: unknown): string {
  const value = typeof group === 'string' ? group : '';
  const change = changes[shorthand ?? ''];
  if (change !== undefined) return change(value);
  return (value === '' ? empty : filled) ?? value;
}

const words = (text: string) => text.match(/[\p{L}0-9]+/gu);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const changes: Readonly<Record<string, (text: string) => string>> = {
  upcase: (text) => text.toLocaleUpperCase(),
  downcase: (text) => text.toLocaleLowerCase(),
  capitalize: (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1),
  pascalcase: (text) => words(text)?.map(capital).join('') ?? text,
  camelcase: (text) =>
    words(text)
      ?.map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() + word.slice(1) : capital(word)))
      .join('') ?? text,
  snakecase: (text) =>
    text
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
      .replace(/[\s-]+/g, '_')
      .toLowerCase(),
  kebabcase: kebab,
};

function kebab(text: string): string {
  if (words(text) === null) return text;
  const bare = text.trim().replace(/^_+|_+$/g, '');
  const parts = bare.match(
    /\p{Lu}{2,}(?=\p{Lu}\p{Ll}+[0-9]*|[\s_-]|$)|\p{Lu}?\p{Ll}+[0-9]*|\p{Lu}(?=\p{Lu}\p{Ll})|\p{Lu}(?=[\s_-]|$)|[0-9]+/gu,
  );
  return (parts ?? bare.split(/[\s_-]+/).filter((part) => part !== '')).map((part) => part.toLowerCase()).join('-');
}
