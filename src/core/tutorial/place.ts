import type { Place } from './tutorial.ts';

/** An edit of a file's text: at an offset, `remove` characters go and `insert` comes. */
export type TextEdit = { at: number; remove: number; insert: string };

/** How a file block changes a file, or why it cannot. `none` means that it is done already. */
export type Placement = { kind: 'edit'; edit: TextEdit } | { kind: 'none' } | { kind: 'noAnchor'; anchor: string };

/**
 * Works out the edit that puts a block's text in its place. `content` is undefined where there is no such file. `after` and `before` mean
 * the first line that holds the anchor, and what stands on its other side is not what is to be put there. The file's own line ends are kept.
 */
export function placeText(content: string | undefined, text: string, place: Place): Placement {
  const lineEnd = content?.includes('\r\n') ? '\r\n' : '\n';
  const insert = text.replace(/\r\n?/g, '\n').replace(/\n/g, lineEnd);
  if (place.how === 'whole') {
    return content === insert ? { kind: 'none' } : { kind: 'edit', edit: { at: 0, remove: content?.length ?? 0, insert } };
  }
  if (place.how === 'append') {
    if (content !== undefined && holdsLines(content, insert)) return { kind: 'none' };
    const joint = content === undefined || content === '' || content.endsWith('\n') ? '' : lineEnd;
    return { kind: 'edit', edit: { at: content?.length ?? 0, remove: 0, insert: joint + insert } };
  }
  const found = content?.indexOf(place.anchor) ?? -1;
  if (content === undefined || found < 0) return { kind: 'noAnchor', anchor: place.anchor };
  if (place.how === 'before') {
    const at = content.lastIndexOf('\n', found) + 1;
    return holdsLines(content.slice(0, at), insert) ? { kind: 'none' } : { kind: 'edit', edit: { at, remove: 0, insert } };
  }
  const end = content.indexOf('\n', found + place.anchor.length - 1);
  if (end < 0) return { kind: 'edit', edit: { at: content.length, remove: 0, insert: lineEnd + insert } };
  return holdsLines(content.slice(end + 1), insert) ? { kind: 'none' } : { kind: 'edit', edit: { at: end + 1, remove: 0, insert } };
}

/** Whether a text is there already as whole lines: `a = 1` is not in `data = 1`. */
function holdsLines(content: string, lines: string): boolean {
  const ended = (text: string) => `\n${text.replace(/\r\n/g, '\n').replace(/\n+$/, '')}\n`;
  return lines.trim() !== '' && ended(content).includes(ended(lines));
}
