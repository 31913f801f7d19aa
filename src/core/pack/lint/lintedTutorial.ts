import type { Token } from 'markdown-it';
import { placeAllInlines, type Stretch } from '../../tutorial/inlinePlaces.ts';
import { plainText } from '../../tutorial/markdown.ts';
import { parseTutorial, slug } from '../../tutorial/parse.ts';
import { htmlElements } from '../../tutorial/sanitizeHtml.ts';
import type { Reference, Section, Tutorial } from '../../tutorial/tutorial.ts';
import type { Place } from './finding.ts';

/** A tutorial as its rules look at it. */
export type LintedTutorial = {
  path: string;
  /** The folder of its language; undefined for an original. */
  locale: string | undefined;
  /** The file's text as it is, and its lines. */
  source: string;
  lines: string[];
  tutorial: Tutorial;
  /** The cover, then each step. */
  sections: Section[];
  headings: Heading[];
  /** What a link within GitHub's page or the guide can lead to. */
  anchors: Set<string>;
  links: PlacedLink[];
  media: PlacedMedia[];
  references: PlacedReference[];
  /** Elements of raw HTML that open. */
  elements: (Place & { name: string })[];
};

export type Heading = { line: number; level: number; text: string };
export type PlacedLink = Place & { href: string; words: string; target: Stretch | undefined };
/** `alt` is undefined where nothing is said of it. */
export type PlacedMedia = Place & { element: string; src: string; alt: string | undefined; target: Stretch | undefined };
export type PlacedReference = Place & { reference: Reference; section: number };

/** Understands a tutorial and finds the places of what is in its text. */
export function lintedTutorial(path: string, source: string): LintedTutorial {
  const tutorial = parseTutorial(source, path);
  const lines = source.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  const locale = /^tutorials\/([^/]+)\//.exec(path)?.[1];
  const sections = [tutorial.cover, ...tutorial.steps];
  const headings = headingsOf(tutorial, lines);
  const linted: LintedTutorial = {
    ...{ path, locale, source, lines, tutorial, sections, headings },
    anchors: anchorsOf(tutorial, headings),
    links: [],
    media: [],
    references: [],
    elements: [],
  };
  for (const [index, section] of sections.entries()) collect(section, index, linted);
  return linted;
}

function collect(section: Section, index: number, linted: LintedTutorial): void {
  const places = placeAllInlines(section.tokens, linted.lines);
  for (const token of section.tokens) {
    if (token.type === 'html_block') {
      collectHtml(token.content, { line: (token.map?.[0] ?? 0) + 1, column: columnOf(token, linted.lines) }, linted);
    }
    const children = token.children ?? [];
    for (const { token: child, target, ...place } of places.get(token) ?? []) {
      if (child.type === 'html_inline') collectHtml(child.content, place, linted);
      if (child.type === 'image') {
        const [src, alt] = [String(child.attrGet('src') ?? ''), plainText(child)];
        linted.media.push({ ...place, element: 'img', src, alt: alt === '' ? undefined : alt, target });
      }
      if (child.type === 'link_open' && child.attrGet('href') !== null) {
        linted.links.push({ ...place, href: String(child.attrGet('href')), words: wordsOf(child, children), target });
      }
      const reference = child.type === 'code_inline' ? section.references[Number(child.meta?.reference ?? -1)] : undefined;
      if (reference !== undefined) linted.references.push({ ...place, reference, section: index });
    }
  }
}

/** What a link says: its text, or that of the image it is put around. */
function wordsOf(open: Token, children: readonly Token[]): string {
  const from = children.indexOf(open) + 1;
  const to = children.findIndex(({ type }, index) => index >= from && type === 'link_close');
  return children
    .slice(from, to < 0 ? undefined : to)
    .map((child) => (child.type === 'image' ? plainText(child) || '!' : child.content))
    .join('')
    .trim();
}

function columnOf(token: Token, lines: readonly string[]): number {
  const [first = ''] = token.content.split('\n');
  return Math.max(0, lines[token.map?.[0] ?? 0]?.indexOf(first) ?? 0) + 1;
}

/** The elements that a piece of HTML opens, and what they show. What stands in its second line and below begins where that line does. */
function collectHtml(html: string, start: Place, { elements, media, lines }: LintedTutorial): void {
  for (const { name, attributes, offset } of htmlElements(html)) {
    const before = html.slice(0, offset).split('\n');
    const line = start.line + before.length - 1;
    const shift =
      before.length === 1 ? start.column : Math.max(0, lines[line - 1]?.indexOf(html.split('\n')[before.length - 1] ?? '') ?? 0) + 1;
    const place = { line, column: (before.at(-1) ?? '').length + shift };
    elements.push({ ...place, name });
    const src = attributes.get('src');
    if (src !== undefined) media.push({ ...place, element: name, src, alt: attributes.get('alt'), target: undefined });
  }
}

function headingsOf({ cover, steps }: Tutorial, lines: readonly string[]): Heading[] {
  const inside = [cover, ...steps].flatMap(({ tokens }) =>
    tokens.flatMap((token, index): Heading[] => {
      if (token.type !== 'heading_open') return [];
      return [{ line: (token.map?.[0] ?? 0) + 1, level: Number(token.tag.slice(1)), text: plainText(tokens[index + 1]) }];
    }),
  );
  const own = steps.map(({ line, title }) => ({
    line,
    level: 2,
    text: lines[line - 1]?.includes('{#') ? `${title} ${ownIdIn(lines[line - 1])}` : title,
  }));
  const title = titleLine(lines, steps[0]?.line ?? lines.length + 1);
  return [...(title === undefined ? [] : [title]), ...inside, ...own].sort((a, b) => a.line - b.line);
}

function ownIdIn(line = ''): string {
  return /\{#[\w-]+\}/.exec(line)?.[0] ?? '';
}

/** The title is no part of any section. */
function titleLine(lines: readonly string[], end: number): Heading | undefined {
  const isUnderlined = (at: number) => (lines[at]?.trim() ?? '') !== '' && /^ {0,3}=+[ \t]*$/.test(lines[at + 1] ?? '');
  const at = lines.slice(0, end - 1).findIndex((line, index) => /^ {0,3}#[ \t]+\S/.test(line) || isUnderlined(index));
  return at < 0 ? undefined : { line: at + 1, level: 1, text: (lines[at] ?? '').replace(/^\s*#\s+|\s+#*\s*$/g, '') };
}

function anchorsOf({ steps }: Tutorial, headings: readonly Heading[]): Set<string> {
  const anchors = new Set(steps.map(({ id }) => id));
  const seen = new Map<string, number>();
  for (const { text } of headings) {
    const id = slug(text);
    const count = seen.get(id) ?? 0;
    seen.set(id, count + 1);
    anchors.add(count === 0 ? id : `${id}-${count}`);
  }
  return anchors;
}
