import { codeRanges, isInside, type Range } from './codeRanges.ts';
import type { LeaveOut } from './draft.ts';
import { decodeEntities, type Element, elementsIn, tagsIn } from './html.ts';
import { markdownTable } from './htmlTable.ts';
import { indentAt, linkTarget, listTag } from './htmlText.ts';
import { type Edit, edited, type Placed, placeAt } from './placed.ts';
import { tidyTags } from './tidyTags.ts';

/**
 * Raw HTML as the guide can show it: what Markdown has a form for becomes that, a few elements stay, of the others the text stays and the tag
 * is listed. What only looks like a tag, such as `<your-name>`, is text.
 */
export function tidyHtml(source: Placed, leaveOut: LeaveOut): Placed {
  if (!source.text.includes('<')) return source;
  let text = dedentHtml(source);
  for (const step of [dropPrograms, preformatted, tables, links, embedded, lists, folds]) text = step(text, leaveOut);
  return closeComments(tidyTags(text, leaveOut));
}

function replaceElements(
  source: Placed,
  name: string | RegExp,
  convert: (element: Element, inner: string, indent: string) => string | undefined,
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

/** A comment that nobody ends would take all that follows with it. */
function closeComments(source: Placed): Placed {
  const code = codeRanges(source.text);
  const open = [...source.text.matchAll(/<!--/g)].filter(({ index }) => !isInside(code, index));
  return edited(
    source,
    open.map(({ index }) => ({ from: index, to: index + 1, text: '\\<' })),
  );
}
