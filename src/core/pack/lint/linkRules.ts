import { type Message, message } from '../../message.ts';
import { decoded, folderOf, resolvePath } from '../../path.ts';
import { closest } from '../../schemaMessage.ts';
import { tutorialLink } from '../../tutorial/inline.ts';
import { type Finding, finding, fixAt } from './finding.ts';
import type { LintedPack } from './lintedPack.ts';
import type { LintedTutorial, PlacedLink } from './lintedTutorial.ts';
import { theOnlyClosest } from './meant.ts';

/** What is wrong with a tutorial's links. */
export function linkFindings(tutorial: LintedTutorial, pack: LintedPack): Finding[] {
  return tutorial.links.flatMap((link) => {
    const wrong = link.words === '' ? warning(message('link.noText')) : wrongWith(link, tutorial, pack);
    return wrong === undefined ? [] : [told(wrong, link, tutorial)];
  });
}

/** `meant` is what should stand in place of a part of the address, where that is certain. */
type Wrong = { severity: 'error' | 'warning'; message: Message; meant?: { was: string; is: string } | undefined };

function wrongWith({ href }: PlacedLink, tutorial: LintedTutorial, pack: LintedPack): Wrong | undefined {
  const link = tutorialLink(href, tutorial.path);
  if (link.kind === 'web' || link.kind === 'command') return undefined;
  if (/^[a-z][a-z\d+.-]*:/i.test(href)) return error(message('link.scheme', href.slice(0, href.indexOf(':') + 1)));
  const [target = '', fragment] = href.split('#');
  if (target === '') return wrongAnchor(fragment ?? '', tutorial, tutorial.path);
  const path = resolvePath(folderOf(tutorial.path), decoded(target.replace(/\?.*$/s, '')));
  if (path === undefined) return error(message('link.outside', href));
  if (link.kind === 'template') return pack.templates.has(link.name) ? undefined : wrongTemplate(link.name, pack);
  if (!pack.entries.has(path))
    return wrongPath(
      href,
      path,
      [...pack.entries.keys()].filter((one) => one !== tutorial.path),
    );
  if (link.kind === 'snippet') return wrongSnippet(link.file, link.name, fragment ?? '', pack);
  if (link.kind === 'tutorial') {
    const other = [...pack.tutorials, ...pack.translations].find((one) => one.path === path);
    return other === undefined || fragment === undefined ? undefined : wrongAnchor(fragment, other, path);
  }
  if (path.endsWith('.code-snippets')) return error(message('link.snippetName', href));
  return undefined;
}

/** An address that leads to no file: told is what it may have meant, in other letters or with a letter more or less. */
export function wrongPath(href: string, path: string, paths: readonly string[]): Wrong {
  const folded = paths.filter((one) => one.toLowerCase() === path.toLowerCase());
  const [otherCase] = folded;
  if (otherCase !== undefined) {
    const meant = folded.length === 1 ? partThatDiffers(href, path, otherCase) : undefined;
    return error(message('link.case', path, otherCase), meant);
  }
  const siblings = paths.filter((one) => folderOf(one) === folderOf(path));
  const near = closest(path, siblings);
  if (near === undefined || !isNear(path, near)) return error(message('link.noFile', path));
  const only = theOnlyClosest(path, siblings);
  return error(message('link.didYouMean', path, near), only === undefined ? undefined : partThatDiffers(href, path, only));
}

function wrongTemplate(name: string, { templates }: LintedPack): Wrong {
  const names = [...templates.keys()];
  const meant = closest(name, names);
  if (meant === undefined) return error(message('template.missing', name));
  const only = theOnlyClosest(name, names);
  return error(message('link.didYouMean', name, meant), only === undefined ? undefined : { was: name, is: only });
}

function wrongSnippet(file: string, name: string, written: string, { snippets }: LintedPack): Wrong | undefined {
  const names = snippets.get(file) ?? [];
  if (names.includes(name)) return undefined;
  const meant = closest(name, names);
  if (meant === undefined) return error(message('snippet.missing', file, name));
  const only = theOnlyClosest(name, names);
  return error(
    message('link.snippetDidYouMean', file, name, meant),
    only === undefined ? undefined : { was: `#${written}`, is: `#${encodeURIComponent(only)}` },
  );
}

function wrongAnchor(fragment: string, { anchors }: LintedTutorial, path: string): Wrong | undefined {
  const id = decoded(fragment);
  if (id === '' || anchors.has(id)) return undefined;
  const ids = [...anchors];
  const meant = closest(id, ids);
  if (meant === undefined) return error(message('link.noAnchor', id, path));
  const only = theOnlyClosest(id, ids);
  return error(message('link.anchorDidYouMean', id, path, meant), only === undefined ? undefined : { was: `#${fragment}`, is: `#${only}` });
}

/** A file that is at most two letters off in its name: what has a third of its path in common is not near yet. */
function isNear(path: string, other: string): boolean {
  const name = (one: string) => one.slice(folderOf(one).length).replace(/^\//, '');
  return closest(name(path), [name(other)]) !== undefined;
}

/** The end of an address, as long as the two paths differ in it. */
function partThatDiffers(href: string, path: string, other: string): { was: string; is: string } | undefined {
  const [parts, others] = [path.split('/'), other.split('/')];
  const from = parts.findIndex((part, index) => part !== others[index]);
  const [was, is] = [parts.slice(from).join('/'), others.slice(from).join('/')];
  const written = href.split(/[?#]/)[0] ?? '';
  if (parts.length !== others.length) return undefined;
  if (written.endsWith(was)) return { was, is };
  // As in any address, a space is %20 in it.
  return written.endsWith(encodeURI(was)) ? { was: encodeURI(was), is: encodeURI(is) } : undefined;
}

function error(message: Message, meant?: Wrong['meant']): Wrong {
  return { severity: 'error', message, meant };
}

function warning(message: Message): Wrong {
  return { severity: 'warning', message };
}

/** Told at the link; mended is the address, where it is written there. */
export function told(
  { severity, message, meant }: Wrong,
  thing: Omit<PlacedLink, 'words' | 'href'>,
  { path, source, lines }: LintedTutorial,
): Finding {
  const { target } = thing;
  if (target === undefined || meant === undefined) return finding(severity, path, thing, message);
  const written = (lines[target.line - 1] ?? '').slice(target.column - 1, target.column - 1 + target.length);
  const at = written.lastIndexOf(meant.was);
  const fix = at < 0 ? undefined : fixAt(source, { line: target.line, column: target.column + at }, meant.was, meant.is);
  return finding(severity, path, thing, message, fix);
}
