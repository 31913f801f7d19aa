import { decoded, folderOf, resolvePath } from '../path.ts';
import type { Link, Reference } from './tutorial.ts';

const referencePattern =
  /^(?<path>[^\s:*?"<>|]*\.[A-Za-z]\w*|[^\s:*?"<>|]*file):(?:(?<from>[1-9]\d*)(?:-(?<to>[1-9]\d*))?|\/(?<text>.+)\/)$/;

/** What `src/app.ts:10-14` or `src/app.ts:/new App/` points to; undefined for inline code that is not such a reference. */
export function codeReference(code: string): Reference | undefined {
  const { path = '', from, to, text } = referencePattern.exec(code)?.groups ?? {};
  const resolved = resolvePath('', path);
  if (resolved === undefined || resolved === '') return undefined;
  if (text !== undefined) return { path: resolved, lines: { text } };
  const ends = [Number(from), Number(to ?? from)].sort((a, b) => a - b);
  return { path: resolved, lines: { from: ends[0] ?? 1, to: ends[1] ?? 1 } };
}

/** What a link in a tutorial does, by what it points to in the pack. `path` is the tutorial's own. */
export function tutorialLink(href: string, path: string): Link {
  if (/^(https?|mailto):/i.test(href)) return { kind: 'web', url: href };
  if (/^command:/i.test(href)) return { kind: 'command', command: href.slice('command:'.length) };
  if (/^[a-z][a-z\d+.-]*:/i.test(href) || href.startsWith('#')) return { kind: 'plain', href };
  const [target = '', fragment = ''] = href.split('#');
  const resolved = resolvePath(folderOf(path), decoded(target));
  const template = /^templates\/([^/]+)$/.exec(resolved ?? '')?.[1];
  if (template !== undefined) return { kind: 'template', name: template };
  if (resolved?.endsWith('.code-snippets') && fragment !== '') return { kind: 'snippet', file: resolved, name: decoded(fragment) };
  if (resolved?.startsWith('tutorials/') && resolved.endsWith('.md')) {
    return { kind: 'tutorial', path: resolved, ...(fragment === '' ? {} : { step: decoded(fragment) }) };
  }
  return { kind: 'plain', href };
}
