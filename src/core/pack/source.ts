import validRange from 'semver/ranges/valid.js';
import { type Message, message } from '../message.ts';
import { resolvePath } from '../path.ts';

/** Where a pack, or a folder of a repository such as a template, comes from. */
export type Source =
  | { kind: 'npm'; name: string /** A version, a range or a tag such as `latest`. */; range: string }
  | { kind: 'catalogue'; name: string; range: string }
  | {
      kind: 'github';
      owner: string;
      repo: string /** Empty for the whole repository. */;
      path: string /** Undefined: its main branch. */;
      ref: string | undefined;
    }
  | { kind: 'address'; url: string /** What it must hold, where the person wrote it behind a `#`. */; integrity: string | undefined }
  | { kind: 'folder'; path: string }
  | { kind: 'file'; path: string };

export type SourceRead = { source: Source } | { problem: Message };

const npmName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
const archive = /\.(tgz|tar\.gz)$/i;
const refPattern = /^(?!.*\.\.)(?!.*\/\/)[\w][\w./+-]*$/;

/** Reads what a person wrote: `npm:name@range` or a plain name, `owner/repo/path@tag`, an https address of a .tgz, a folder or a .tgz file. */
export function readSource(written: string): SourceRead {
  const text = written.trim().replace(/^(["'])(.*)\1$/, '$2');
  if (text === '') return { problem: message('source.empty') };
  const stranger = /[^\x20-\x7e]/u.exec(text)?.[0];
  if (/^(git\+|git@|ssh:|git:)/i.test(text)) return { problem: message('source.git', text) };
  if (/^https?:/i.test(text)) return readAddress(text);
  if (/^file:\/\//i.test(text)) return readPath(decodedPath(text));
  if (isPath(text)) return readPath(text);
  // Letters of other scripts that look like ours are how one name is made to pass for another.
  if (stranger !== undefined) return { problem: message('source.letter', text, stranger) };
  const [, prefix = '', rest = ''] = /^(?:(npm|github|catalogue):)?(.*)$/.exec(text) ?? [];
  if (prefix === 'npm' || prefix === 'catalogue') return readPackage(prefix, rest);
  if (prefix === 'github') return readGitHub(rest);
  if (/^[\w+.-]+:/.test(text)) return { problem: message('source.unread', text) };
  if (archive.test(text)) return readPath(text);
  return text.startsWith('@') || !text.replace(/[@#].*$/, '').includes('/') ? readPackage('npm', text) : readGitHub(text);
}

/** A source as a person would write it. */
export function writeSource(source: Source): string {
  switch (source.kind) {
    case 'npm':
    case 'catalogue':
      return `${source.kind}:${source.name}${source.range === 'latest' ? '' : `@${source.range}`}`;
    case 'github':
      return `${[source.owner, source.repo, source.path].filter(Boolean).join('/')}${source.ref === undefined ? '' : `@${source.ref}`}`;
    case 'address':
      return source.integrity === undefined ? source.url : `${source.url}#${source.integrity}`;
    default:
      return source.path;
  }
}

function readPackage(kind: 'npm' | 'catalogue', text: string): SourceRead {
  const at = text.indexOf('@', 1);
  const name = at < 0 ? text : text.slice(0, at);
  const range = (at < 0 ? '' : text.slice(at + 1).trim()) || 'latest';
  if (!npmName.test(name) || name.length > 214) {
    const lower = name.toLowerCase();
    if (npmName.test(lower)) return { problem: message('source.name', name, lower) };
    return { problem: message('source.unread', text) };
  }
  if (validRange(range) === null && !/^[a-z][\w.-]*$/i.test(range)) return { problem: message('source.range', range, name) };
  return { source: { kind, name, range } };
}

function readGitHub(text: string): SourceRead {
  const [, whole = '', ref] = /^([^@#]*)(?:[@#](.*))?$/.exec(text) ?? [];
  const [owner = '', repo = '', ...below] = whole.replace(/\/+$/, '').split('/');
  const path = resolvePath('', below.join('/'));
  const named = /^[a-z\d](?:[a-z\d-]*[a-z\d])?$/i.test(owner) && /^[\w.-]+$/.test(repo) && !/^\.{1,2}$/.test(repo);
  if (!named || path === undefined || below.includes('..')) return { problem: message('source.github', text) };
  if (ref !== undefined && !refPattern.test(ref)) return { problem: message('source.ref', ref, `${owner}/${repo}`) };
  return { source: { kind: 'github', owner, repo: repo.replace(/\.git$/, ''), path, ref } };
}

function readAddress(text: string): SourceRead {
  const page =
    /^https?:\/\/(?:www\.)?github\.com\/([^/?#]+)\/([^/?#]+)(?:\/(?:tree|releases\/tag)\/([^/?#]+)(\/[^?#]*)?)?\/?(?:[?#].*)?$/i.exec(text);
  if (page !== null && !archive.test(text)) {
    const [, owner = '', repo = '', ref, path = ''] = page;
    return readGitHub(`${owner}/${repo}${path}${ref === undefined ? '' : `@${ref}`}`);
  }
  const [, scheme = '', host = '', rest = '', fragment] = /^(https?):\/\/([^/?#]+)([^#]*)(?:#(.*))?$/i.exec(text) ?? [];
  if (host === '' || host.includes('@')) return { problem: message('source.unread', text) };
  if (scheme.toLowerCase() === 'http' && !isLoopback(host)) return { problem: message('source.http', text) };
  if (!archive.test(rest.replace(/\?.*$/, ''))) return { problem: message('source.page', text) };
  if (fragment !== undefined && !/^sha\d+-/.test(fragment)) return { problem: message('source.fragment', fragment) };
  return { source: { kind: 'address', url: `${scheme.toLowerCase()}://${host}${rest}`, integrity: fragment } };
}

function readPath(path: string): SourceRead {
  return { source: { kind: archive.test(path) ? 'file' : 'folder', path } };
}

/** `./a`, `../a`, `~/a`, `/a`, `C:\a`, `\\server\a`, `.`. */
function isPath(text: string): boolean {
  return /^(\.{1,2}$|\.{0,2}[/\\]|~[/\\]|[a-z]:[/\\])/i.test(text);
}

function decodedPath(address: string): string {
  const path = address.replace(/^file:\/\/(localhost)?/i, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Whether a host, with or without its port, is this machine. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host);
}
