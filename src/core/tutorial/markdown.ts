import MarkdownItParser, { type Env, type MarkdownIt, type RendererRule, type Token } from 'markdown-it';
import { decoded, folderOf, resolvePath } from '../path.ts';
import { sanitizeHtml, unclosedElements } from './sanitizeHtml.ts';
import type { Section } from './tutorial.ts';

type Url = (pathInPack: string) => string | undefined;
type Environment = { url: (source: string) => string | undefined };

let instance: MarkdownIt | undefined;

/** The one parser and renderer, made when first needed. Raw HTML passes through our sanitiser only. */
export function markdown(): MarkdownIt {
  if (instance !== undefined) return instance;
  instance = new MarkdownItParser({ html: true, linkify: false });
  // No address of a tutorial's stands in the page: what each may do is decided by what it is, and told where it is nothing.
  instance.validateLink = () => true;
  instance.core.ruler.after('block', 'alert', ({ tokens }) => markAlerts(tokens));
  instance.core.ruler.after('block', 'task', ({ tokens }) => markTasks(tokens));
  Object.assign(instance.renderer.rules, rules(instance));
  return instance;
}

/**
 * A section as sanitised HTML. Live things are elements that point into the section's lists: `data-block`, `data-reference`, `data-link`,
 * `data-hint`. `url` gives the address of a file of the pack, seen from the pack's root; without one the image's text stands in its place.
 */
export function renderSection(section: Section, path: string, url: Url): string {
  return renderPieces(section, path, url).join('');
}

/** In characters of HTML: a few screens. */
const pieceSize = 3000;

/** The same in pieces, each of whole elements, of which a page can show the first before it reads the others. */
export function renderPieces(section: Section, path: string, url: Url): string[] {
  const folder = folderOf(path);
  const environment: Environment = {
    url: (source) => {
      if (/^https:/i.test(source)) return source;
      // As in any address: what follows ? or # is not the file's name, and %20 is a space in it.
      const [file = ''] = source.split(/[?#]/);
      const resolved = file === '' || /^[a-z][a-z\d+.-]*:|^\/\//i.test(file) ? undefined : resolvePath(folder, decoded(file));
      return resolved === undefined ? undefined : url(resolved);
    },
  };
  const { renderer, options } = markdown();
  const pieces: string[] = [];
  let piece = '';
  let from = 0;
  let openHtml = 0;
  section.tokens.forEach((token, index) => {
    if (token.type === 'html_block') openHtml += unclosedElements(token.content);
    const isWhole = token.level === 0 && token.nesting <= 0 && openHtml === 0;
    const next = index + 1;
    if (!isWhole && next < section.tokens.length) return;
    piece += renderer.render(section.tokens.slice(from, next), options, environment);
    from = next;
    if (piece.length < pieceSize && next < section.tokens.length) return;
    pieces.push(piece);
    piece = '';
  });
  return pieces;
}

/** What a heading or a paragraph says, without its marks. */
export function plainText(inline: Token | undefined): string {
  const texts = (inline?.children ?? []).map(({ type, content }) => {
    if (type === 'softbreak' || type === 'hardbreak') return ' ';
    return type === 'html_inline' ? '' : content;
  });
  return texts.join('').trim();
}

const alertMark = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)/i;

/** Turns GitHub's alerts (a quote that begins with `[!NOTE]`) into quotes of a class of their own. */
function markAlerts(tokens: Token[]): void {
  tokens.forEach((token, index) => {
    if (token.type !== 'blockquote_open') return;
    const inline = tokens[index + 2];
    const [mark, tone] = (inline?.type === 'inline' ? alertMark.exec(inline.content) : null) ?? [];
    if (inline === undefined || mark === undefined || tone === undefined) return;
    inline.content = inline.content.slice(mark.length);
    token.meta = { tone: tone.toLowerCase() };
  });
}

const taskMark = /^\[[ xX]\][ \t]+(?=\S)/;

/** Finds GitHub's tasks (a list item that begins with `[ ]`). A mark that is ticked in the text is the author's, so it counts as open. */
function markTasks(tokens: Token[]): void {
  tokens.forEach((token, index) => {
    const inline = tokens[index + 2];
    if (token.type !== 'list_item_open' || inline?.type !== 'inline') return;
    const [mark] = taskMark.exec(inline.content) ?? [];
    if (mark === undefined) return;
    inline.content = inline.content.slice(mark.length);
    inline.meta = { task: true };
    token.attrJoin('class', 'task');
  });
}

function rules({ utils: { escapeHtml }, renderer }: MarkdownIt): Record<string, RendererRule> {
  const urls = (environment: Env | undefined) => (source: string) => (environment as Environment | undefined)?.url(source);
  return {
    fence: (tokens, index) => `<div data-block="${tokens[index]?.meta?.block}"></div>\n`,
    code_inline: (tokens, index) => {
      const { content = '', meta } = tokens[index] ?? {};
      const code = `<code>${escapeHtml(content)}</code>`;
      return meta?.reference === undefined
        ? code
        : `<a class="reference" role="button" href="#" data-reference="${meta.reference}">${code}</a>`;
    },
    link_open: (tokens, index, options) => {
      const token = tokens[index];
      if (token?.meta?.link === undefined) return renderer.renderToken(tokens, index, options);
      const title = token.attrGet('title');
      const described = title === null ? '' : ` title="${escapeHtml(String(title))}"`;
      return `<a href="#" data-link="${token.meta.link}"${token.meta.alone ? ' class="alone"' : ''}${described}>`;
    },
    image: (tokens, index, options, environment) => {
      const token = tokens[index];
      const alt = escapeHtml(renderer.renderInlineAsText(token?.children ?? [], options, environment));
      const source = urls(environment)(String(token?.attrGet('src') ?? ''));
      return source === undefined ? `<em>${alt}</em>` : `<img src="${escapeHtml(source)}" alt="${alt}">`;
    },
    html_block: (tokens, index, _options, environment) => {
      const { content = '', meta } = tokens[index] ?? {};
      return sanitizeHtml(content, urls(environment), typeof meta?.hint === 'number' ? meta.hint : undefined);
    },
    html_inline: (tokens, index, _options, environment) => sanitizeHtml(tokens[index]?.content ?? '', urls(environment)),
    paragraph_open: (tokens, index, options) => {
      const task = tokens[index + 1]?.meta?.task;
      const opening = renderer.renderToken(tokens, index, options);
      return task === undefined ? opening : `${opening}<label><input type="checkbox" data-task="${task}"> `;
    },
    paragraph_close: (tokens, index, options) => {
      const closing = renderer.renderToken(tokens, index, options);
      return tokens[index - 1]?.meta?.task === undefined ? closing : `</label>${closing}`;
    },
    blockquote_open: (tokens, index, options) => {
      const tone = tokens[index]?.meta?.tone;
      return tone === undefined
        ? renderer.renderToken(tokens, index, options)
        : `<blockquote class="alert ${tone}" data-alert="${tone}">\n`;
    },
  };
}
