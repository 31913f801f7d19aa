import { codeRanges, isInside, type Range } from './codeRanges.ts';
import type { LeaveOut } from './draft.ts';
import { decodeEntities, type Element, elementsIn, type Tag, tagsIn } from './html.ts';
import { markdownTable } from './htmlTable.ts';
import { type Edit, edited, type Placed, placeAt } from './placed.ts';

/**
 * Raw HTML as the guide can show it: what Markdown has a form for becomes that, a few elements stay, of the others the text stays and the tag
 * is listed. What only looks like a tag, such as `<your-name>`, is text.
 */
export function tidyHtml(source: Placed, leaveOut: LeaveOut): Placed {
  if (!source.text.includes('<')) return source;
  let text = dedentHtml(source);
  for (const step of [dropPrograms, preformatted, tables, links, embedded, lists, folds]) text = step(text, leaveOut);
  return closeComments(singleTags(text, leaveOut));
}

type Converted = string | undefined;

function replaceElements(
  source: Placed,
  name: string | RegExp,
  convert: (element: Element, inner: string, indent: string) => Converted,
): Placed {
  const elements = elementsIn(source.text, name);
  if (elements.length === 0) return source;
  const code = codeRanges(source.text);
  const edits: Edit[] = [];
  for (const element of elements) {
    if (isInside(code, element.from)) continue;
    const inner = source.text.slice(element.inner.from, element.inner.to);
    const converted = convert(element, inner, indentAt(source.text, element.from));
    if (converted !== undefined) edits.push({ from: element.from, to: element.to, text: converted });
  }
  return edited(source, edits);
}

/** The white space that a line begins with, so that what takes its place stays in the same list item. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const [, white = '', mark = ''] = /^((?:[ \t]|>(?= ))*)((?:(?:[-*+]|\d+[.)])[ \t]+)*)/.exec(line) ?? [];
  return white + ' '.repeat(mark.length);
}

/** A block in the place of an element: on lines of its own, each indented as the element was. */
function block(text: string, indent: string): string {
  const lines = text.split('\n').map((line) => (line === '' ? '' : indent + line));
  return `\n\n${lines.join('\n')}\n\n${indent}`;
}

/** Writers indent HTML, which would be code once the tags around it are gone. */
function dedentHtml(source: Placed): Placed {
  const edits: Edit[] = [];
  const code = codeRanges(source.text);
  const keeps = [...elementsIn(source.text, 'pre'), ...code];
  for (const { from, to } of elementsIn(source.text, wrappers)) {
    if (isInside(code, from)) continue;
    const indent = indentAt(source.text, from).length;
    for (const { index, 0: white } of source.text.slice(from, to).matchAll(/(?<=\n)[ \t]+/g)) {
      const at = from + index;
      if (white.length <= indent || keeps.some((range) => at >= range.from && at < range.to)) continue;
      edits.push({ from: at + indent, to: at + white.length, text: '' });
    }
  }
  return edited(source, edits);
}

const wrappers = /^(?:div|center|section|article|table|p|form|figure|font|details|header|footer|main|aside)$/;

function dropPrograms(source: Placed, leaveOut: LeaveOut): Placed {
  return replaceElements(source, /^(?:script|style)$/, ({ from, to }) => {
    listLines(source, { from, to }, leaveOut);
    return '';
  });
}

/** Lists each line of a range, so that nothing of it goes unsaid. */
function listLines(source: Placed, { from, to }: Range, leaveOut: LeaveOut): void {
  let at = from;
  for (const line of source.text.slice(from, to).split('\n')) {
    if (line.trim() !== '') leaveOut(placeAt(source, at + line.search(/\S/)), 'import.text', line.trim());
    at += line.length + 1;
  }
}

function preformatted(source: Placed, leaveOut: LeaveOut): Placed {
  return replaceElements(source, 'pre', ({ from }, inner, indent) => {
    const [, language = ''] = /^\s*<code[^>]*class\s*=\s*["']?(?:[^"'>]*\s)?(?:language-|lang-)([\w+-]+)/i.exec(inner) ?? [];
    for (const tag of tagsIn(inner)) {
      if (!tag.closing && tag.name !== 'code') listTag(placeAt(source, from), tag, leaveOut);
    }
    const code = decodeEntities(inner.replace(/<\/?[A-Za-z][^<>]*>/g, '')).replace(/^[ \t]*\n|\s+$/g, '');
    const fence = '`'.repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
    return code.trim() === '' ? '' : block(`${fence}${language}\n${code}\n${fence}`, indent);
  });
}

function tables(source: Placed, leaveOut: LeaveOut): Placed {
  return replaceElements(source, 'table', ({ inner: { from } }, inner, indent) => {
    const table = markdownTable(inner);
    if (table === undefined) return undefined;
    for (const tag of tagsIn(inner)) {
      const spans = [...tag.attributes.keys()].filter((name) => name === 'colspan' || name === 'rowspan');
      if (spans.length > 0) listTag(placeAt(source, from + tag.from), tag, leaveOut);
    }
    return block(table, indent);
  });
}

function links(source: Placed, leaveOut: LeaveOut): Placed {
  return replaceElements(source, 'a', ({ open, from }, inner) => {
    const href = open.attributes.get('href')?.trim();
    if (href === undefined || href === '') {
      if (open.attributes.size === 0) return undefined;
      listTag(placeAt(source, from), open, leaveOut);
      return inner;
    }
    const text = inner.replace(/\s*\n\s*/g, ' ').trim();
    return `[${text === '' ? href : text}](${linkTarget(href)})`;
  });
}

/** An address as Markdown takes it. */
export function linkTarget(href: string): string {
  const plain = href.replace(/[\s<>]/g, (letter) => (letter === '<' ? '%3C' : letter === '>' ? '%3E' : '%20'));
  return /[()]/.test(plain) ? `<${plain}>` : plain;
}

/** What is shown from elsewhere becomes a link to it. */
function embedded(source: Placed, leaveOut: LeaveOut): Placed {
  return replaceElements(source, /^(?:iframe|embed|object|video|audio)$/, ({ open, from }, inner, indent) => {
    const address = open.attributes.get('src') ?? open.attributes.get('data');
    const youTube =
      open.attributes.get('youtube-id') ?? (open.name === 'video' && address === undefined ? open.attributes.get('id') : undefined);
    const href = youTube === undefined ? address : `https://www.youtube.com/watch?v=${youTube}`;
    if (open.name === 'video' || open.name === 'audio') {
      if (youTube === undefined && (address === undefined || /^https:/i.test(address))) return undefined;
    }
    if (href === undefined || href.trim() === '') {
      listTag(placeAt(source, from), open, leaveOut);
      return inner;
    }
    leaveOut(placeAt(source, from), 'import.embedded', open.raw);
    const title = open.attributes.get('title') || open.attributes.get('alt') || href;
    const rest = inner.trim() === '' ? '' : `\n\n${inner.trim()}`;
    return block(`[${title.replace(/[[\]]/g, '')}](${linkTarget(href)})${rest}`, indent);
  });
}

/** Lists and headings of HTML, by their opening tags: the depth tells how far an item is indented. */
function lists(source: Placed): Placed {
  const code = codeRanges(source.text);
  const edits: Edit[] = [];
  const open: { ordered: boolean; count: number }[] = [];
  for (const tag of tagsIn(source.text)) {
    if (isInside(code, tag.from)) continue;
    const indent = indentAt(source.text, tag.from);
    const { name, closing, from, to } = tag;
    const heading = /^h([1-6])$/.exec(name)?.[1];
    if (name === 'ul' || name === 'ol') {
      if (closing) open.pop();
      else open.push({ ordered: name === 'ol', count: 0 });
      edits.push({ from, to, text: open.length > (closing ? 0 : 1) ? '' : '\n\n' });
    } else if (name === 'li') {
      const list = open.at(-1);
      const mark = list?.ordered === true ? `${++list.count}. ` : '- ';
      edits.push({
        from: from - (closing ? 0 : whiteBefore(source.text, from)),
        to,
        text: closing ? '' : `\n${'   '.repeat(Math.max(0, open.length - 1))}${mark}`,
      });
    } else if (heading !== undefined) {
      edits.push({ from, to, text: closing ? `\n\n${indent}` : `\n\n${indent}${'#'.repeat(Number(heading))} ` });
    }
  }
  return edited(source, edits);
}

function whiteBefore(text: string, offset: number): number {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).match(/^[ \t]*$/)?.[0].length ?? 0;
}

/** Markdown inside of a fold is read as such only behind an empty line. */
function folds(source: Placed): Placed {
  const code = codeRanges(source.text);
  const edits: Edit[] = [];
  for (const { name, closing, from, to } of tagsIn(source.text)) {
    if (isInside(code, from)) continue;
    if (name === 'summary' && closing) edits.push({ from: to, to, text: '\n\n' });
    if (name === 'details' && closing) edits.push({ from, to: from, text: '\n\n' }, { from: to, to, text: '\n\n' });
    if (name === 'details' && !closing) edits.push({ from, to: from, text: '\n\n' });
  }
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

function singleTags(source: Placed, leaveOut: LeaveOut): Placed {
  const code = codeRanges(source.text);
  const tags = tagsIn(source.text).filter(({ from }) => !isInside(code, from));
  const closed = new Set(tags.filter(({ closing }) => closing).map(({ name }) => name));
  const edits = tags.flatMap((tag): Edit[] => {
    const text = singleTag(tag, { text: source.text, closed, leaveOut: () => listTag(placeAt(source, tag.from), tag, leaveOut) });
    return text === undefined ? [] : [{ from: tag.from, to: tag.to, text }];
  });
  return edited(source, edits);
}

type Around = { text: string; closed: ReadonlySet<string>; leaveOut: () => void };

function singleTag(tag: Tag, { text, closed, leaveOut }: Around): Converted {
  const { name, closing, attributes, raw } = tag;
  const other = Object.hasOwn(renamed, name) ? renamed[name] : undefined;
  const allowed = Object.hasOwn(kept, other ?? name) ? kept[other ?? name] : undefined;
  const alone = isAlone(text, tag);
  if (!closing && attributes.size === 0 && !closed.has(name) && !alwaysTags.has(name)) return `\\${raw}`;
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

function listTag(place: ReturnType<typeof placeAt>, { raw }: Tag, leaveOut: LeaveOut): void {
  leaveOut(place, 'import.html', raw.replace(/\s+/g, ' '));
}

/** A comment that nobody ends would take all that follows with it. */
function closeComments(source: Placed): Placed {
  const code = codeRanges(source.text);
  const open = [...source.text.matchAll(/<!--/g)].filter(({ index }) => !isInside(code, index));
  return edited(
    source,
    open.map(({ index }) => ({ from: index, to: index + 1, text: '\\<' })),
  );
}
