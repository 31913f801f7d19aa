import { markdown, plainText } from '../tutorial/markdown.ts';
import { blockTokens, codeRanges, isInside, lineStarts } from './codeRanges.ts';
import { type Edit, edited, type Placed } from './placed.ts';

type Heading = { level: number; from: number; to: number; text: string; plain: string };

/**
 * A text whose steps are its headings of the second level: one title, no level passed over, none that is empty. Gives the title that the text
 * itself has. A text without any step becomes one step called `title`.
 */
export function tidyHeadings(source: Placed, title: string): { body: Placed; title: string | undefined } {
  const spaced = spaceMarks(source);
  const headings = headingsOf(spaced.text);
  const own = headings.find(({ level, plain }) => level === 1 && plain !== '');
  const before = headings.findIndex(({ plain }) => plain !== '');
  const isTitle = own !== undefined && headings[before] === own;
  const others = headings.filter((heading) => heading.plain !== '' && !(isTitle && heading === own));
  const top = Math.min(...others.map(({ level }) => level));
  const edits: Edit[] = headings.filter(({ plain }) => plain === '').map(({ from, to }) => ({ from, to, text: '' }));
  if (isTitle) edits.push({ from: own.from, to: own.to, text: `# ${own.text}` });
  const hasOtherTitles = others.some(({ level }) => level === 1);
  const hasSteps = others.some(({ level }) => level === 2);
  // Where titles stand between the steps they are steps too; where there are only titles, all moves down by one.
  const shift = hasOtherTitles && !hasSteps ? 1 : !hasOtherTitles && top > 2 ? 2 - top : 0;
  let last = 1;
  for (const { level, from, to, text } of others) {
    const wanted = Math.max(2, level + shift);
    last = Math.min(6, wanted, last + 1);
    edits.push({ from, to, text: `${'#'.repeat(last)} ${text}` });
  }
  if (others.length === 0) {
    const at = isTitle ? own.to : 0;
    edits.push({ from: at, to: at, text: `${at === 0 ? '' : '\n\n'}## ${isTitle ? own.text : title.replace(/\s+/g, ' ')}\n\n` });
  }
  return { body: edited(spaced, edits), title: isTitle ? own.plain : undefined };
}

/** A text that stands inside of a step: none of its headings begins a step of its own. */
export function demoted(source: Placed): Placed {
  const spaced = spaceMarks(source);
  const headings = headingsOf(spaced.text);
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

/** The headings at the top of a text, each from its first character to the end of its last line. */
function headingsOf(text: string): Heading[] {
  const starts = lineStarts(text);
  const tokens = blockTokens(text);
  return tokens.flatMap((token, index): Heading[] => {
    if (token.type !== 'heading_open' || token.level !== 0 || token.map === null) return [];
    const inline = tokens[index + 1];
    const [first, end] = token.map;
    const from = starts[first] ?? 0;
    const to = Math.max(from, (starts[end] ?? text.length + 1) - 1);
    const content = (inline?.content ?? '').replace(/\s*\n\s*/g, ' ').trim();
    return [
      {
        level: Number(token.tag.slice(1)),
        from,
        to,
        text: content,
        plain: content === '' ? '' : plainText(markdown().parseInline(content, {})[0]) || content,
      },
    ];
  });
}
