import { decoded, folderOf, resolvePath } from '../path.ts';
import type { Files } from '../ports.ts';
import { allowedCommands } from '../tutorial/allowedCommands.ts';
import { codeRanges, isInside, replaced } from './codeRanges.ts';
import { type LeaveOut, stepAddress } from './draft.ts';
import { type Edit, edited, type Placed, placeAt } from './placed.ts';
import { inlineCode, referenceText } from './reference.ts';

/** Where links lead from: the source's path, the files around it, and the other tutorials that come along. */
export type Surroundings = {
  path: string;
  files: Files;
  /** Whether a path of the files is imported as a tutorial. */
  isTutorial: (path: string) => boolean;
  /** Takes a file of the source along: gives its address as seen from a tutorial. */
  take: (path: string, content: Uint8Array) => string;
  /** Whether a link to a file names code that the tutorial is about, to be shown beside it. */
  pointsIntoWorkspace: boolean;
  leaveOut: LeaveOut;
};

const image =
  /!\[((?:[^[\]\\]|\\.|\[[^[\]]*\])*)\]\([ \t\n]{0,9}(<[^<>\n]*>|(?:[^\s()]|\([^\s()]*\))*)[ \t\n]{0,9}("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|“[^”]*”)?[ \t\n]{0,9}(=\s{0,9}\d*x?\d*%?)?[ \t\n]{0,9}\)(\{[^{}\n]*\})?/g;
// Every letter has one way only to be matched: with two, a torn text would take for ever.
const link =
  /(?<!!)\[((?:[^[\]\\]|\\.|\[(?:[^[\]\\]|\\.)*\])*)\]\([ \t\n]{0,9}(command:[^\s()?]*\?\[[^\n]*?\]|<[^<>\n]*>|(?:[^\s()]|\((?:[^\s()]|\([^\s()]*\))*\))*)[ \t\n]{0,9}("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')?[ \t\n]{0,9}\)(\{[^{}\n]*\})?/g;
const spacedLink = /(?<!!)\[([^[\]\n]*)\]\([ \t]{0,9}([^()<>\n"]{1,500}?)[ \t]{0,9}("[^"\n]*")?[ \t]{0,9}\)/g;

/** Links and images that still lead somewhere; of all others the text stays, and what they led to is listed. */
export async function tidyLinks(source: Placed, around: Surroundings): Promise<Placed> {
  const inlined = inlineDefinitions(source, around.leaveOut);
  const closed = replaced(inlined, spacedLink, ([, text = '', href = '', title = '']) => {
    if (!/\s/.test(href.trim()) || /^(?:command|didact|onramp-step|onramp-file):/.test(href)) return undefined;
    return `[${text}](${href.trim().replace(/\s/g, '%20')}${title === '' ? '' : ` ${title}`})`;
  });
  return changeLinks(bareAddresses(await changeImages(closed, around), around), around);
}

/** Writes `[text][label]` out, so that each link can be judged where it stands. */
function inlineDefinitions(source: Placed, leaveOut: LeaveOut): Placed {
  const pattern = /^ {0,3}\[([^\]^\n]+)\]:[ \t]*(<[^>\n]*>|\S+)(?:[ \t]+("[^"\n]*"|'[^'\n]*'|\([^)\n]*\)))?[ \t]*$/gm;
  const code = codeRanges(source.text);
  const found = [...source.text.matchAll(pattern)].filter(({ index }) => !isInside(code, index));
  if (found.length === 0) return source;
  const key = (label: string) => label.trim().replace(/\s+/g, ' ').toLowerCase();
  const targets = new Map<string, { target: string; at: number; used: boolean }>();
  for (const { 1: label = '', 2: href = '', 3: title, index } of found) {
    const described = title === undefined ? '' : ` "${title.slice(1, -1).replaceAll('"', "'")}"`;
    if (!targets.has(key(label))) targets.set(key(label), { target: `${href}${described}`, at: index, used: false });
  }
  const defined = new Set(found.map(({ index }) => index + source.text.slice(index).indexOf('[')));
  const edits: Edit[] = [];
  for (const match of source.text.matchAll(/\[((?:[^[\]\\]|\\.|!\[[^\]]*\](?:\[[^\]]*\])?)+)\](?:[ ]?\[([^[\]]*)\])?(?![(:])/g)) {
    const [whole, text = '', label] = match;
    const meant = targets.get(key(label === undefined || label === '' ? text : label));
    if (meant === undefined || isInside(code, match.index) || defined.has(match.index)) continue;
    meant.used = true;
    edits.push({ from: match.index, to: match.index + whole.length, text: `[${text}](${meant.target})` });
  }
  for (const { 0: whole, 1: label = '', index } of found) {
    const meant = targets.get(key(label));
    // Of two definitions the first counts.
    if (meant?.used !== true || meant.at !== index) leaveOut(placeAt(source, index), 'import.text', whole.trim());
    edits.push({ from: index, to: index + whole.length, text: '' });
  }
  const written = edited(source, edits);
  // An image may have stood in a link's text.
  return edits.length > found.length ? inlineDefinitionsInText(written, targets, key) : written;
}

function inlineDefinitionsInText(source: Placed, targets: ReadonlyMap<string, { target: string }>, key: (label: string) => string): Placed {
  return replaced(source, /!\[([^[\]]*)\]\[([^[\]]*)\]/g, ([, text = '', label = '']) => {
    const meant = targets.get(key(label === '' ? text : label));
    return meant && `![${text}](${meant.target})`;
  });
}

async function changeImages(source: Placed, around: Surroundings): Promise<Placed> {
  const local = new Map<string, Uint8Array | undefined>();
  const read = async (target: string): Promise<void> => {
    const path = localPath(target, around.path);
    if (path !== undefined && path !== '' && !local.has(path)) local.set(path, await around.files.readBytes(path).catch(() => undefined));
  };
  const htmlImage = /(<(?:img|video|audio|source)\b[^<>]*?\ssrc\s*=\s*)("[^"]*"|'[^']*'|[^\s"'>]+)([^<>]*>)/gi;
  for (const [, , href = ''] of source.text.matchAll(image)) await read(bare(href));
  for (const [, , href = ''] of source.text.matchAll(htmlImage)) await read(href.replace(/^["']|["']$/g, ''));

  const shown = (href: string): string | undefined => {
    if (/^https:/i.test(href)) return href;
    if (href.startsWith('//')) return `https:${href}`;
    const path = localPath(href, around.path);
    const content = path === undefined ? undefined : local.get(path);
    return path === undefined || content === undefined ? undefined : around.take(path, content);
  };
  const markdownImages = replaced(source, image, (match) => {
    const [, written = '', target = '', title = '', size = '', attributes = ''] = match;
    const place = placeAt(source, match.index);
    const href = bare(target);
    if (size !== '' || attributes !== '') around.leaveOut(place, 'import.text', `${size}${attributes}`.trim());
    const address = shown(href);
    const alt = written.replace(/\s+/g, ' ').trim();
    if (/^https?:\/\//i.test(alt) && !alt.includes(' ')) {
      around.leaveOut(place, 'import.embedded', match[0]);
      const name = title === '' ? alt : title.slice(1, -1);
      const picture = address === undefined ? '' : `![${name}](${destination(address)})`;
      return `[${picture === '' ? name : picture}](${destination(alt)})`;
    }
    const text = alt === '' ? altFor(href) : alt;
    if (address === undefined) {
      const insecure = /^http:/i.test(href);
      around.leaveOut(place, insecure ? 'import.insecureImage' : 'import.image', href);
      return insecure && !isLinked(source.text, match.index) ? `[${text}](${destination(href)})` : `_${text.replaceAll('_', ' ')}_`;
    }
    if (alt === '') around.leaveOut(place, 'import.alt', href, text);
    return `![${text}](${destination(address)}${title === '' ? '' : ` "${title.slice(1, -1).replaceAll('"', "'")}"`})`;
  });
  return replaced(markdownImages, htmlImage, (match) => {
    const [whole, before = '', quoted = '', after = ''] = match;
    const href = quoted.replace(/^["']|["']$/g, '');
    const address = shown(href);
    const place = placeAt(markdownImages, match.index);
    const isImage = /^<img/i.test(whole);
    const alt = /\balt\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(whole);
    const text = (alt?.[1] ?? alt?.[2] ?? '').trim();
    if (address === undefined) {
      around.leaveOut(place, /^http:/i.test(href) ? 'import.insecureImage' : 'import.image', href);
      return isImage ? `_${(text === '' ? altFor(href) : text).replaceAll('_', ' ')}_` : '';
    }
    if (!isImage || text !== '') return `${before}"${address}"${after}`;
    around.leaveOut(place, 'import.alt', href, altFor(href));
    return `${`${before}"${address}"${after}`.replace(/\s+alt\s*=\s*(?:""|'')/i, '').replace(/^<img/i, `<img alt="${altFor(href)}"`)}`;
  });
}

function isLinked(text: string, offset: number): boolean {
  return text[offset - 1] === '[';
}

/** What an image's file is called, in words. */
function altFor(href: string): string {
  const name = decoded(
    href
      .replace(/[?#].*$/, '')
      .replace(/^.*\//, '')
      .replace(/\.\w+$/, ''),
  );
  const words = name.replace(/[-_+.[\]()`*<>"\s]+/g, ' ').trim();
  return words === '' || /^data:/.test(href) ? 'Image' : words;
}

/** `<address>` is a link as well. */
function bareAddresses(source: Placed, { leaveOut }: Surroundings): Placed {
  return replaced(source, /(?<!\\)<([A-Za-z][A-Za-z\d+.-]{1,31}:[^\s<>]*)>/g, (match) => {
    const [, href = ''] = match;
    // What stands in brackets is the target of a link or an image, which is judged as such.
    if (/^(?:https?:|mailto:)/i.test(href) || source.text[match.index - 1] === '(') return undefined;
    leaveOut(placeAt(source, match.index), 'import.link', href);
    return inlineCode(href);
  });
}

function changeLinks(source: Placed, around: Surroundings): Placed {
  return replaced(source, link, (match) => {
    const [whole, inner = '', target = '', title = '', attributes = ''] = match;
    if (/^[ xX]?$/.test(inner) && target === '') return undefined;
    const place = placeAt(source, match.index);
    if (attributes !== '') around.leaveOut(place, 'import.text', attributes);
    const href = bare(target);
    const text = inner.trim() === '' ? href : inner;
    const to = judge(href, around);
    if (to.kind === 'same')
      return attributes === '' && inner.trim() !== '' && to.href === href
        ? undefined
        : `[${text}](${destination(to.href)}${title === '' ? '' : ` ${title}`})`;
    if (to.kind === 'code') return text.replace(/^`|`$/g, '') === href ? to.code : `${text} (${to.code})`;
    around.leaveOut(place, to.code, to.what);
    if (whole === '[]()') return '';
    if (to.href !== undefined) return `[${text}](${destination(to.href)})`;
    return to.shown === undefined || text.includes(to.shown) ? text : `${text} (${inlineCode(to.shown)})`;
  });
}

type Judged =
  | { kind: 'same'; href: string }
  | { kind: 'code'; code: string }
  | {
      kind: 'out';
      code: 'import.link' | 'import.command' | 'import.commandArguments';
      what: string;
      shown: string | undefined;
      href?: string;
    };

function judge(href: string, { path, isTutorial, pointsIntoWorkspace }: Surroundings): Judged {
  if (/^(?:https?:\/\/|mailto:[^\s]+@|onramp-step:|onramp-file:)/i.test(href)) return { kind: 'same', href };
  if (href.startsWith('//')) return { kind: 'same', href: `https:${href}` };
  const command = /^command:([^?]*)(\?.*)?$/is.exec(href);
  if (command !== null) {
    const [, name = '', args] = command;
    if (!allowedCommands.includes(name))
      return { kind: 'out', code: 'import.command', what: href.slice('command:'.length), shown: undefined };
    if (args === undefined) return { kind: 'same', href };
    return { kind: 'out', code: 'import.commandArguments', what: href.slice('command:'.length), shown: undefined, href: `command:${name}` };
  }
  if (/^[a-z][a-z\d+.-]*:/i.test(href) && !/^[a-z]:[\\/]/i.test(href))
    return { kind: 'out', code: 'import.link', what: href, shown: undefined };
  if (/^(?:www\.|[\w-]+(?:\.[\w-]+)*\.(?:com|org|io|net|dev|edu|gov)(?:\/|$))/i.test(href))
    return { kind: 'same', href: `https://${href}` };
  if (href.startsWith('#')) return { kind: 'same', href };
  const local = localPath(href, path);
  if (local !== undefined && isTutorial(local)) return { kind: 'same', href: stepAddress(local, 0) };
  const code = pointsIntoWorkspace ? referenceText(decoded(href.replace(/[?#].*$/, '')), { from: 1, to: 1 }) : undefined;
  if (code !== undefined) return { kind: 'code', code };
  return { kind: 'out', code: 'import.link', what: href, shown: href === '' ? undefined : href };
}

/** A path of the files; undefined for an address of the web and for what leaves the files. */
function localPath(href: string, from: string): string | undefined {
  const [file = ''] = href.split(/[?#]/);
  if (file === '' || /^[a-z][a-z\d+.-]*:/i.test(file)) return undefined;
  const plain = decoded(file).replaceAll('\\', '/');
  return plain.startsWith('/') ? resolvePath('', plain.replace(/^\/+/, '')) : resolvePath(folderOf(from), plain);
}

function bare(target: string): string {
  return target.startsWith('<') ? target.slice(1, -1).trim() : target.trim();
}

function destination(href: string): string {
  return /[\s()<>]/.test(href) ? `<${href.replace(/[<>\n]/g, (letter) => encodeURIComponent(letter))}>` : href;
}
