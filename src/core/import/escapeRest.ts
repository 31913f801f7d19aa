import { markdown } from '../tutorial/markdown.ts';
import { removedElements } from '../tutorial/sanitizeHtml.ts';
import { codeSpans, isInside, lineStarts } from './codeRanges.ts';
import { type Edit, edited, type Placed } from './placed.ts';

/** Tags that nothing took for one, for what is around them is torn, as the text that they are. */
export function escapeRest(source: Placed, rounds = 4): Placed {
  const starts = lineStarts(source.text);
  const edits: Edit[] = [];
  for (const { type, map, content, children } of markdown().parse(source.text, {})) {
    const pieces =
      type === 'html_block' ? [content] : (children ?? []).filter((child) => child.type === 'html_inline').map((child) => child.content);
    const names = pieces.flatMap(removedElements);
    if (map === null || names.length === 0) continue;
    const [from, to] = [starts[map[0]] ?? 0, starts[map[1]] ?? source.text.length];
    const code = type === 'html_block' ? [] : codeSpans(source.text, { from, to });
    // In a block of HTML a backslash is no more than one.
    const tags = new RegExp(`${type === 'html_block' ? '\\\\?' : '(?<!\\\\)'}<(?=/?(?:${names.join('|')})\\b)`, 'gi');
    for (const { index, 0: open } of source.text.slice(from, to).matchAll(tags)) {
      if (!isInside(code, from + index)) edits.push({ from: from + index, to: from + index + open.length, text: '&lt;' });
    }
  }
  // What is text now may have hidden other tags before.
  return edits.length === 0 || rounds === 0 ? source : escapeRest(edited(source, edits), rounds - 1);
}
