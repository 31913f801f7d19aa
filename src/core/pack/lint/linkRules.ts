import type { Token } from 'markdown-it';
import { type Message, message } from '../../message.ts';
import { decoded, folderOf, resolvePath } from '../../path.ts';
import { closest } from '../../schemaMessage.ts';
import { readSnippets } from '../../snippet/snippetFile.ts';
import { plainText } from '../../tutorial/markdown.ts';
import { slug } from '../../tutorial/parse.ts';
import type { Link } from '../../tutorial/tutorial.ts';
import type { FileProblem } from '../pack.ts';
import { inFile, type LintedPack, type LintedTutorial, type Rule } from './lintedPack.ts';

/** Every link leads to something that is there: a file, a heading, a template, a snippet. */
export const linkRule: Rule = async (pack) => {
  const found: FileProblem[] = [];
  const names = new Map<string, string[]>();
  const snippetsIn = async (file: string): Promise<string[]> => {
    const known = names.get(file) ?? readSnippets((await pack.files.readText(file)) ?? '{}').snippets.map(({ name }) => name);
    names.set(file, known);
    return known;
  };
  const headings = new Map(pack.tutorials.map((linted) => [linted.path, anchorsOf(linted)]));
  for (const linted of pack.tutorials) {
    for (const act of linted.parts.flatMap(({ acts }) => acts)) {
      if (act.kind !== 'link') continue;
      const why = await wrongLink(act.link, linted, { pack, headings, snippetsIn });
      if (why !== undefined) found.push(inFile(linted.path, { ...why, line: act.line, column: act.column }, 'error'));
    }
  }
  return found;
};

type Around = {
  pack: LintedPack;
  headings: ReadonlyMap<string, ReadonlySet<string>>;
  snippetsIn(file: string): Promise<string[]>;
};

async function wrongLink(link: Link, { path }: LintedTutorial, { pack, headings, snippetsIn }: Around): Promise<Message | undefined> {
  switch (link.kind) {
    case 'template':
      return pack.paths.has(`templates/${link.name}/template.json`) ? undefined : missing(link.name, templatesOf(pack), 'template.missing');
    case 'snippet': {
      if (!pack.paths.has(link.file)) return message('link.noFile', link.file);
      const there = await snippetsIn(link.file);
      if (there.includes(link.name)) return undefined;
      const meant = closest(link.name, there);
      return meant === undefined
        ? message('snippet.missing', link.file, link.name)
        : message('link.snippetDidYouMean', link.file, link.name, meant);
    }
    case 'tutorial':
      return pack.paths.has(link.path) ? undefined : missing(link.path, [...headings.keys()], 'link.noFile');
    case 'plain':
      return wrongPath(link.href, path, pack, headings);
    default:
      return undefined;
  }
}

function wrongPath(href: string, path: string, pack: LintedPack, headings: Around['headings']): Message | undefined {
  if (/^[a-z][a-z\d+.-]*:/i.test(href)) return message('link.scheme', href);
  const [target = '', fragment = ''] = href.split('#');
  if (target === '') return wrongAnchor(fragment, headings.get(path));
  const resolved = resolvePath(folderOf(path), decoded(target.replace(/\?.*$/, '')));
  if (resolved === undefined) return message('link.outside', href);
  const there = resolved === '' || pack.paths.has(resolved) || pack.folders.has(resolved.replace(/\/$/, ''));
  return there ? undefined : missing(resolved, [...pack.paths], 'link.noFile');
}

function wrongAnchor(fragment: string, there: ReadonlySet<string> | undefined): Message | undefined {
  const wanted = decoded(fragment);
  if (wanted === '' || there === undefined || there.has(wanted)) return undefined;
  const meant = closest(wanted, [...there]);
  return meant === undefined ? message('link.noAnchor', wanted) : message('link.anchorDidYouMean', wanted, meant);
}

/** A name is mistyped in its last part, or its folder is: both at once are too far off to guess. */
function missing(name: string, candidates: readonly string[], code: 'link.noFile' | 'template.missing'): Message {
  const own = (path: string) => path.replace(/^.*\//, '');
  const beside = candidates.filter((path) => folderOf(path) === folderOf(name));
  const near = closest(own(name), beside.map(own));
  const meant = beside.find((path) => own(path) === near) ?? candidates.find((path) => own(path) === own(name));
  return meant === undefined ? message(code, name) : message('link.didYouMean', name, meant);
}

/** What can be linked to in a tutorial: its headings by GitHub's rule, and by the ids that stand in them. */
function anchorsOf(linted: LintedTutorial): Set<string> {
  const anchors = new Set(linted.tutorial.steps.map(({ id }) => id));
  for (const { tokens, title } of [{ tokens: linted.tutorial.cover.tokens, title: linted.tutorial.title }, ...linted.tutorial.steps]) {
    const texts = tokens.flatMap((token, index) => (token.type === 'heading_open' ? [plainText(tokens[index + 1])] : []));
    for (const text of [title, ...texts]) {
      let anchor = slug(text);
      for (let n = 1; anchors.has(anchor) && n < 100; n++) anchor = `${slug(text)}-${n}`;
      anchors.add(anchor);
      anchors.add(slug(text));
    }
  }
  return anchors;
}

function templatesOf({ paths }: LintedPack): string[] {
  return [...paths].flatMap((path) => /^templates\/([^/]+)\/template\.json$/.exec(path)?.[1] ?? []);
}

/** An image of the pack is there, is not too big to be waited for, and is told to who cannot see it. */
export const imageRule: Rule = async (pack) => {
  const found: FileProblem[] = [];
  for (const linted of pack.tutorials) {
    for (const { source, alt, line, column } of linted.parts.flatMap(({ section }) => imagesIn(section.tokens, linted.lines))) {
      const tell = (told: Message, severity: 'error' | 'warning') => found.push(inFile(linted.path, { ...told, line, column }, severity));
      if (alt === '') tell(message('image.noText', source), 'warning');
      const file = fileOf(source, linted.path);
      if (file === undefined) continue;
      if (file === null || !pack.paths.has(file)) tell(message('image.missing', source), 'error');
      else if (((await pack.files.stat(file))?.size ?? 0) > biggestImage)
        tell(message('image.tooBig', file, biggestImage / 1_000_000), 'warning');
    }
  }
  return found;
};

/** In bytes. A tutorial is read on trains as well. */
const biggestImage = 2_000_000;

/** The pack's file that an image means; null where it leaves the pack, undefined where it is from elsewhere. */
function fileOf(source: string, path: string): string | null | undefined {
  if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(source)) return undefined;
  return resolvePath(folderOf(path), decoded(source.replace(/[?#].*$/, ''))) ?? null;
}

type Image = { source: string; alt: string | undefined; line: number; column: number };

/** The images of Markdown and of HTML, with where they stand. */
function imagesIn(tokens: readonly Token[], lines: readonly string[]): Image[] {
  return tokens.flatMap((token): Image[] => {
    if (token.type !== 'html_block' && !token.children?.some(({ type }) => type === 'image' || type === 'html_inline')) return [];
    const first = token.map?.[0] ?? 0;
    const text = lines.slice(first, token.map?.[1] ?? first + 1).join('\n');
    if (token.type === 'html_block') return htmlImages(text, first, 0);
    let at = 0;
    return (token.children ?? []).flatMap((child): Image[] => {
      if (child.type === 'html_inline') return htmlImages(child.content, first, Math.max(0, text.indexOf(child.content)));
      if (child.type !== 'image') return [];
      at = Math.max(0, text.indexOf('![', at));
      const place = placeAfter(text.slice(0, at), first);
      at += 2;
      return [{ source: String(child.attrGet('src') ?? ''), alt: child.content.trim(), ...place }];
    });
  });
}

function htmlImages(html: string, firstLine: number, offset: number): Image[] {
  return [...html.matchAll(/<(img|video|audio|source)\b[^>]*>/gi)].flatMap((match): Image[] => {
    const attribute = (name: string) =>
      new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i')
        .exec(match[0])
        ?.slice(1)
        .find((value) => value !== undefined);
    const source = attribute('src');
    if (source === undefined) return [];
    const alt = match[1]?.toLowerCase() === 'img' ? (attribute('alt') ?? '').trim() : undefined;
    return [{ source, alt, ...placeAfter(' '.repeat(offset) + html.slice(0, match.index), firstLine) }];
  });
}

function placeAfter(before: string, firstLine: number): { line: number; column: number } {
  const lines = before.split('\n');
  return { line: firstLine + lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/** What lies beside the tutorials and is shown by none of them goes along for nothing. */
export const unusedRule: Rule = ({ tutorials, paths, manifest }) => {
  const all = tutorials.map(({ source }) => source).join('\n');
  const isLocale = (path: string) => manifest.locales?.some((locale) => path.startsWith(`tutorials/${locale}/`));
  return [...paths]
    .filter((path) => /^tutorials\/.*\.(png|jpe?g|gif|svg|webp|avif|mp4|webm|mp3|ogg|wav)$/i.test(path) && !isLocale(path))
    .filter((path) => ![path.replace(/^.*\//, ''), encodeURI(path.replace(/^.*\//, ''))].some((name) => all.includes(name)))
    .map((path) => inFile(path, { ...message('image.unused', path), line: 1, column: 1 }));
};
