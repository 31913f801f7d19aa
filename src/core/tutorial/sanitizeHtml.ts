/**
 * Raw HTML in a tutorial, made harmless: a few elements and attributes pass, comments vanish, all else is shown as the text it is.
 * `url` gives the address that a `src` may have, undefined for none. With `firstHint`, each `<details>` gets a `data-hint`, counted from there.
 */
export function sanitizeHtml(html: string, url: (source: string) => string | undefined, firstHint?: number): string {
  let hint = firstHint;
  let end = 0;
  let out = '';
  for (const match of html.matchAll(tagOrComment)) {
    out += escapeText(html.slice(end, match.index));
    end = match.index + match[0].length;
    const { slash = '', name, attributes = '' } = match.groups ?? {};
    if (name === undefined) continue;
    const element = name.toLowerCase();
    const allowed = elements[element];
    if (allowed === undefined) {
      out += escapeText(match[0]);
    } else if (slash !== '') {
      out += voidElements.has(element) ? '' : `</${element}>`;
    } else {
      const counted = element === 'details' && hint !== undefined ? ` data-hint="${hint++}"` : '';
      out += `<${element}${counted}${keptAttributes(attributes, allowed, url)}>`;
    }
  }
  return out + escapeText(html.slice(end));
}

/** The summary of each `<details>` that a stretch of HTML opens, as text. */
export function foldSummaries(html: string): string[] {
  const summaries: string[] = [];
  let opened = -1;
  let summaryStart = -1;
  for (const match of html.matchAll(tagOrComment)) {
    const { slash = '', name = '' } = match.groups ?? {};
    const tag = slash + name.toLowerCase();
    const end = match.index + match[0].length;
    if (tag === 'details') {
      summaries.push('');
      opened = end;
    } else if (tag === 'summary' && opened >= 0 && html.slice(opened, match.index).trim() === '') {
      summaryStart = end;
    } else if (tag === '/summary' && summaryStart >= 0) {
      summaries[summaries.length - 1] = plainText(html.slice(summaryStart, match.index));
      opened = summaryStart = -1;
    }
  }
  return summaries;
}

/** An element that a stretch of HTML opens, with what it says of itself; `offset` is where it begins. */
export type HtmlElement = { name: string; attributes: ReadonlyMap<string, string>; offset: number };

/** The elements that a stretch of HTML opens, whether they pass or not. */
export function htmlElements(html: string): HtmlElement[] {
  return [...html.matchAll(tagOrComment)].flatMap(({ groups, index }) => {
    const { slash = '', name, attributes = '' } = groups ?? {};
    if (name === undefined || slash !== '') return [];
    const given = [...attributes.matchAll(attribute)].map(([, key = '', double, single, bare]): [string, string] => [
      key.toLowerCase(),
      decodeEntities(double ?? single ?? bare ?? ''),
    ]);
    return [{ name: name.toLowerCase(), attributes: new Map(given), offset: index }];
  });
}

/** The elements of a stretch of HTML that do not pass, by name, each once. */
export function removedElements(html: string): string[] {
  const names = [...html.matchAll(tagOrComment)].flatMap(({ groups }) => groups?.name?.toLowerCase() ?? []);
  return [...new Set(names)].filter((name) => elements[name] === undefined);
}

/** How many more elements a stretch of HTML opens than it closes; less than none where it closes what was opened before. */
export function unclosedElements(html: string): number {
  let open = 0;
  for (const { groups } of html.matchAll(tagOrComment)) {
    const name = groups?.name?.toLowerCase();
    if (name === undefined || elements[name] === undefined || voidElements.has(name)) continue;
    open += groups?.slash === '/' ? -1 : 1;
  }
  return open;
}

/** A comment that nobody ends goes on to the end, as it does in a browser. */
const tagOrComment =
  /<!--[\s\S]*?(?:-->|$)|<(?<slash>\/?)(?<name>[a-z][a-z\d]*)(?<attributes>(?:\s+[^\s=<>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=`]+))?)*)\s*\/?>/gi;
const attribute = /([^\s=<>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>=`]+)))?/g;

const media = ['src', 'alt', 'title', 'width', 'height', 'controls', 'loop', 'muted'];
const elements: Record<string, readonly string[] | undefined> = Object.assign(Object.create(null), {
  details: ['open'],
  summary: [],
  img: media,
  video: media,
  audio: media,
  source: ['src'],
  br: [],
  hr: [],
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
  p: [],
});
const voidElements = new Set(['img', 'source', 'br', 'hr']);

function keptAttributes(text: string, allowed: readonly string[], url: (source: string) => string | undefined): string {
  let kept = '';
  for (const [, name = '', double, single, bare] of text.matchAll(attribute)) {
    const lower = name.toLowerCase();
    if (!allowed.includes(lower)) continue;
    const value = decodeEntities(double ?? single ?? bare ?? '');
    const safe = lower === 'src' ? url(value) : value;
    if (safe !== undefined) kept += safe === '' ? ` ${lower}` : ` ${lower}="${escapeText(safe).replace(/"/g, '&quot;')}"`;
  }
  return kept;
}

function plainText(html: string): string {
  return decodeEntities(html.replace(/<[^>]*>/g, '')).trim();
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole);
}

/** Character references stay what they are. */
function escapeText(text: string): string {
  return text
    .replace(/&(?!#?\w+;)/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}
