/** A tag in a text: `</name>` where `closing`. Names are in lower case, attributes too, their values without quotes and entities. */
export type Tag = { from: number; to: number; raw: string; name: string; closing: boolean; attributes: ReadonlyMap<string, string> };

const tagPattern = /<(\/?)([A-Za-z][\w:-]*)((?:\s+(?:[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>`]+))?))*)\s*\/?>/g;
const attributePattern = /([^\s=<>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?/g;

/** Every tag of a text, in order, however its attributes are written. */
export function tagsIn(text: string): Tag[] {
  return [...text.matchAll(tagPattern)].map(({ 0: raw, 1: slash, 2: name = '', 3: attributes = '', index }) => ({
    from: index,
    to: index + raw.length,
    raw,
    name: name.toLowerCase(),
    closing: slash === '/',
    attributes: readAttributes(attributes),
  }));
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of text.matchAll(attributePattern)) {
    attributes.set(name.toLowerCase(), decodeEntities(double ?? single ?? bare ?? ''));
  }
  return attributes;
}

/** An element with what is between its tags. */
export type Element = { open: Tag; from: number; to: number; inner: { from: number; to: number } };

/** The outermost elements of a name; one that is never closed holds nothing. */
export function elementsIn(text: string, name: string | RegExp): Element[] {
  const isName = (tag: Tag) => (typeof name === 'string' ? tag.name === name : name.test(tag.name));
  const tags = tagsIn(text).filter(isName);
  const elements: Element[] = [];
  for (let index = 0; index < tags.length; index++) {
    const open = tags[index];
    if (open === undefined || open.closing) continue;
    const close = open.raw.endsWith('/>') ? undefined : closing(tags, index);
    if (close === undefined) {
      elements.push({ open, from: open.from, to: open.to, inner: { from: open.to, to: open.to } });
      continue;
    }
    elements.push({ open, from: open.from, to: close.to, inner: { from: open.to, to: close.from } });
    index = tags.indexOf(close);
  }
  return elements;
}

function closing(tags: readonly Tag[], index: number): Tag | undefined {
  const name = tags[index]?.name;
  let depth = 0;
  for (const tag of tags.slice(index)) {
    if (tag.name !== name || tag.raw.endsWith('/>')) continue;
    depth += tag.closing ? -1 : 1;
    if (depth === 0) return tag;
  }
  return undefined;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Text with the entities worked out that HTML cannot do without. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#x([\da-f]{1,6}));/gi, (whole, name, decimal, hex) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** The text of HTML, its white space as a browser has it. */
export function textOf(html: string): string {
  return decodeEntities(html.replace(tagPattern, ' ')).replace(/\s+/g, ' ').trim();
}
