import type { Token } from 'markdown-it';
/** The words after a fence: a language, flags such as `run`, and values such as `title="src/app.ts"`. `unread` is what is none of these. */
export type FenceInfo = { language: string; flags: Set<string>; values: Map<string, string>; unread: string };

const word = /\s*([A-Za-z][\w-]*)(?:=(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"']+)))?(?=\s|$)/y;

/** Reads a fence's info string. Quotes inside a value are written `\"`. */
export function parseFence(info: string): FenceInfo {
  const [, language = '', rest = ''] = /^\s*([^\s={]*(?![^\s{]*=))?(.*)$/s.exec(info) ?? [];
  const read: FenceInfo = { language, flags: new Set(), values: new Map(), unread: '' };
  // Other tools' additions, such as `{1,3}` for highlighted lines, are theirs and are passed by; a brace in quotes is ours.
  const own = rest.replace(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\{[^}]*\}/g, (_, quoted: string | undefined) => quoted ?? ' ');
  word.lastIndex = 0;
  let end = 0;
  for (let match = word.exec(own); match !== null; match = word.exec(own)) {
    const [, name = '', double, single, bare] = match;
    const value = double ?? single ?? bare;
    if (value === undefined) read.flags.add(name);
    else read.values.set(name, bare === undefined ? value.replace(/\\(["'\\])/g, '$1') : value);
    end = word.lastIndex;
  }
  const unread = own.slice(end).trim();
  // Only a block that means to be ours can be wrong; every other info string belongs to some other tool.
  const ours =
    read.values.has('title') || read.flags.has('run') || read.flags.has('check') || read.flags.has('quiz') || /\btitle=/.test(unread);
  return { ...read, unread: ours ? unread : '' };
}

/** Whether a fence of a text's lines has an end: Markdown lets one go on to the end of the text, which nobody means. */
export function isClosedFence({ map, markup }: Pick<Token, 'map' | 'markup'>, lines: readonly string[]): boolean {
  const [from, end] = map ?? [0, 0];
  const last = (lines[end - 1] ?? '').trim();
  return end - 1 > from && last.startsWith(markup) && last === (markup[0] ?? '').repeat(last.length);
}
