import type { LeaveOut } from './draft.ts';
import type { Tag } from './html.ts';
import type { SourcePlace } from './placed.ts';

/** The white space that a line begins with, so that what takes its place stays in the same list item. */
export function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const [, white = '', mark = ''] = /^((?:[ \t]|>(?= ))*)((?:(?:[-*+]|\d+[.)])[ \t]+)*)/.exec(line) ?? [];
  return white + ' '.repeat(mark.length);
}

/** An address as Markdown takes it. */
export function linkTarget(href: string): string {
  const plain = href.replace(/[\s<>]/g, (letter) => (letter === '<' ? '%3C' : letter === '>' ? '%3E' : '%20'));
  return /[()]/.test(plain) ? `<${plain}>` : plain;
}

/** Lists a tag that has no counterpart. */
export function listTag(place: SourcePlace, { raw }: Tag, leaveOut: LeaveOut): void {
  leaveOut(place, 'import.html', raw.replace(/\s+/g, ' '));
}
