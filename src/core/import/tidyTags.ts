import { codeRanges, isInside } from './codeRanges.ts';
import type { LeaveOut } from './draft.ts';
import { type Tag, tagsIn } from './html.ts';
import { indentAt, linkTarget, listTag } from './htmlText.ts';
import { type Edit, edited, type Placed, placeAt } from './placed.ts';

/** Tags one by one: what the guide shows stays, what is nothing but a look goes, what only looks like a tag is text. */
export function tidyTags(source: Placed, leaveOut: LeaveOut): Placed {
  const code = codeRanges(source.text);
  const tags = tagsIn(source.text).filter(({ from }) => !isInside(code, from));
  const closed = new Set(tags.filter(({ closing }) => closing).map(({ name }) => name));
  const edits = tags.flatMap((tag): Edit[] => {
    const text = singleTag(tag, { text: source.text, closed, leaveOut: () => listTag(placeAt(source, tag.from), tag, leaveOut) });
    return text === undefined ? [] : [{ from: tag.from, to: tag.to, text }];
  });
  return edited(source, edits);
}

/** What the guide shows as it is, with the attributes that stay. */
const kept: Record<string, readonly string[] | undefined> = {
  details: ['open'],
  summary: [],
  img: ['src', 'alt', 'title', 'width', 'height'],
  video: ['src', 'title', 'width', 'height', 'controls', 'loop', 'muted'],
  audio: ['src', 'title', 'controls', 'loop', 'muted'],
  source: ['src'],
  br: [],
  kbd: [],
  sub: [],
  sup: [],
  b: [],
  strong: [],
  i: [],
  em: [],
  s: [],
  del: [],
  code: [],
};
/** Elements by another name of the same meaning. */
const renamed: Record<string, string | undefined> = { tt: 'code', samp: 'code', var: 'i', strike: 's', cite: 'i', dfn: 'i' };
const blocks = new Set(
  'div center section article aside header footer main nav figure figcaption table thead tbody tfoot tr td th caption colgroup col form fieldset p blockquote dl dt dd address hr'.split(
    ' ',
  ),
);
const inline = new Set(
  'span font u big small label button input select option textarea abbr mark ins q bdo wbr a time data picture svg g path rect circle text line polygon object embed param iframe noscript map area ruby rt rp meta link title head body html base canvas'.split(
    ' ',
  ),
);

type Around = { text: string; closed: ReadonlySet<string>; leaveOut: () => void };

function singleTag(tag: Tag, { text, closed, leaveOut }: Around): string | undefined {
  const { name, closing, attributes, raw } = tag;
  const other = Object.hasOwn(renamed, name) ? renamed[name] : undefined;
  const allowed = Object.hasOwn(kept, other ?? name) ? kept[other ?? name] : undefined;
  const alone = isAlone(text, tag);
  // An address, which is for the links to judge.
  if (/^<[A-Za-z][A-Za-z\d+.-]{1,31}:[^\s<>]*>$/.test(raw)) return undefined;
  const known = alwaysTags.has(name) || (alone && documentTags.has(name));
  if (!closing && attributes.size === 0 && !closed.has(name) && !known) return `\\${raw}`;
  if (allowed !== undefined) {
    // Alone on a line it would begin a block of HTML, in which nothing is Markdown.
    if (name === 'br' && alone) return '';
    if (closing) return other === undefined && !/\s/.test(raw) ? undefined : `</${other ?? name}>`;
    if ([...attributes.keys()].some((key) => !allowed.includes(key) && !quiet.has(key))) leaveOut();
    const values = [...attributes].filter(([key]) => allowed.includes(key));
    const written = values.map(([key, value]) => (value === '' ? ` ${key}` : ` ${key}="${value.replaceAll('"', '&quot;')}"`));
    const shown = `<${other ?? name}${written.join('')}>`;
    if (name === 'img') return imageText(attributes) ?? (alone ? `${shown}\n` : shown);
    return shown;
  }
  if (name === 'hr') return `\n\n---\n\n${indentAt(text, tag.from)}`;
  if (blocks.has(name)) {
    if (!closing && name !== 'p' && !(blocksOfTables.has(name) && attributes.size === 0)) leaveOut();
    else if (!closing && [...attributes.keys()].some((key) => !quiet.has(key))) leaveOut();
    return alone ? '' : `\n\n${indentAt(text, tag.from)}`;
  }
  if (inline.has(name) || (name.includes('-') && (attributes.size > 0 || closed.has(name)))) {
    if (!closing) leaveOut();
    return '';
  }
  // Not a tag that anything knows: what stands for something to put in, most likely.
  return `\\${raw}`;
}

/** Tags that need neither an attribute nor an end. */
const alwaysTags = new Set(['br', 'hr', 'wbr', 'p', 'tr', 'td', 'th', 'dt', 'dd', 'center', 'div']);
/** What a whole page is wrapped in; its end stands in another step. */
const documentTags = new Set(['html', 'head', 'body']);
/** Attributes that only say how something looks. */
const quiet = new Set(['class', 'style', 'align', 'valign']);
const blocksOfTables = new Set(['thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'col', 'colgroup']);

/** An image without a size of its own as Markdown has images. */
function imageText(attributes: ReadonlyMap<string, string>): string | undefined {
  const source = attributes.get('src');
  if (source === undefined || source === '' || attributes.has('width') || attributes.has('height')) return undefined;
  const title = attributes.get('title');
  const described = title === undefined || title === '' ? '' : ` "${title.replaceAll('"', "'")}"`;
  return `![${(attributes.get('alt') ?? '').replace(/[[\]\n]/g, ' ')}](${linkTarget(source)}${described})`;
}

function isAlone(text: string, { from, to }: Tag): boolean {
  const before = text.slice(text.lastIndexOf('\n', from - 1) + 1, from);
  const end = text.indexOf('\n', to);
  return before.trim() === '' && text.slice(to, end < 0 ? text.length : end).trim() === '';
}
