import { markdown, plainText } from '../tutorial/markdown.ts';
import { blockTokens, codeRanges, isInside, lineStarts } from './codeRanges.ts';
import { type Edit, edited, type Placed } from './placed.ts';

/** From its first character to the end of its last line; of one that stands in a list or a quote only the marks, for the rest is the list's. */
type Heading = { level: number; nested: boolean; from: number; to: number; text: string; plain: string };

/**
 * A text whose steps are its headings of the second level: one title, no level passed over, none that is empty. Gives the title that the text
 * itself has. A text without any step becomes one step called `title`.
 */
export function tidyHeadings(source: Placed, title: string): { body: Placed; title: string | undefined } {
  const spaced = spaceMarks(source);
  const headings = headingsOf(spaced.text);
  const edits: Edit[] = headings.filter(({ plain }) => plain === '').map(({ from, to }) => ({ from, to, text: '' }));
  const said = headings.filter(({ plain }) => plain !== '');
  const first = said.find(({ nested }) => !nested);
  const own = first?.level === 1 ? first : undefined;
  if (own !== undefined) edits.push({ from: own.from, to: own.to, text: `# ${own.text}` });
  const others = said.filter((heading) => heading !== own);
  const shift = shiftOf(others.filter(({ nested }) => !nested).map(({ level }) => level));
  let last = 1;
  for (const { level, nested, from, to, text } of others) {
    const wanted = nested ? Math.max(3, level) : Math.max(2, level + shift);
    last = Math.min(6, wanted, last + 1);
    edits.push({ from, to, text: nested ? '#'.repeat(Math.max(3, last)) : `${'#'.repeat(last)} ${text}` });
  }
  if (others.every(({ nested }) => nested)) {
    const at = own === undefined ? 0 : own.to;
    const words = own === undefined ? title.replace(/\s+/g, ' ') : own.text;
    edits.push({ from: at, to: at, text: `${at === 0 ? '' : '\n\n'}## ${words}\n\n` });
  }
  return { body: edited(spaced, edits), title: own?.plain };
}

/** How far headings move. Titles between the steps are steps, too; where there are only titles, or only headings below steps, those are the steps. */
function shiftOf(levels: readonly number[]): number {
  const top = Math.min(...levels);
  if (levels.length === 0 || levels.includes(2)) return 0;
  return 2 - top;
}

/** A text that stands inside of a step: none of its headings begins a step of its own. */
export function demoted(source: Placed): Placed {
  const spaced = spaceMarks(source);
  const headings = headingsOf(spaced.text).filter(({ nested }) => !nested);
  const top = Math.min(...headings.filter(({ plain }) => plain !== '').map(({ level }) => level));
  if (top >= 3) return spaced;
  return edited(
    spaced,
    headings.map(({ level, from, to, text }) => ({
      from,
      to,
      text: text === '' ? '' : `${'#'.repeat(Math.min(6, level + 3 - top))} ${text}`,
    })),
  );
}

/** Older Markdown took `##Step` for a heading; of `#word` nobody can know. */
function spaceMarks(source: Placed): Placed {
  const found = [...source.text.matchAll(/^#{2,6}(?=[^#\s!])/gm)];
  if (found.length === 0) return source;
  const code = codeRanges(source.text);
  const edits = found
    .filter(({ index }) => !isInside(code, index))
    .map(({ index, 0: marks }) => ({ from: index + marks.length, to: index + marks.length, text: ' ' }));
  return edited(source, edits);
}

/** The headings of a text, in its order. */
function headingsOf(text: string): Heading[] {
  const starts = lineStarts(text);
  const tokens = blockTokens(text);
  return tokens.flatMap(({ type, level, tag, map, markup }, index): Heading[] => {
    if (type !== 'heading_open' || map === null) return [];
    const [first, end] = map;
    const nested = level > 0;
    const content = (tokens[index + 1]?.content ?? '').replace(/\s*\n\s*/g, ' ').trim();
    const plain = content === '' ? '' : plainText(markdown().parseInline(content, {})[0]) || content;
    const lineFrom = starts[first] ?? 0;
    const from = nested ? text.indexOf(markup, lineFrom) : lineFrom;
    const to = nested ? from + markup.length : Math.max(from, (starts[end] ?? text.length + 1) - 1);
    return nested && !markup.startsWith('#') ? [] : [{ level: Number(tag.slice(1)), nested, from, to, text: content, plain }];
  });
}
