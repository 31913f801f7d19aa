import { strFromU8, strToU8 } from 'fflate';
import type { ArchiveEntry, ArchiveLimits } from './archive.ts';
import { distinctPaths, shownPath } from './archivePath.ts';
import { inMebibytes } from './gunzip.ts';
import { refused } from './packRefused.ts';

const block = 512;

/** What a header before the entry's own says of it. */
type Ahead = { path?: string; size?: number };

/** The files of a tar archive in any of its common dialects (ustar, pax, GNU). Throws `PackRefused` with a code `archive.…`. */
export function readTar(tar: Uint8Array, limits: Pick<ArchiveLimits, 'files' | 'fileBytes'>): ArchiveEntry[] {
  const entries: ArchiveEntry[] = [];
  const distinct = distinctPaths();
  let ahead: Ahead | undefined;
  let at = 0;
  for (;;) {
    const header = tar.subarray(at, at + block);
    if (header.length < block) throw refused('archive.cut');
    if (isZero(header)) break;
    if (!hasChecksum(header)) throw refused('archive.badHeader', at);
    const kind = String.fromCharCode(header[156] ?? 0);
    const isExtension = kind in extensions;
    const size = (isExtension ? undefined : ahead?.size) ?? numberIn(header, 124, 12, at);
    const from = at + block;
    const content = tar.subarray(from, from + size);
    if (content.length < size) throw refused('archive.cut');
    const headerAt = at;
    at = from + Math.ceil(size / block) * block;
    if (isExtension) {
      ahead = { ...ahead, ...extensions[kind]?.(content, headerAt) };
      continue;
    }
    const path = ahead?.path ?? nameIn(header, headerAt);
    ahead = undefined;
    const mode = numberIn(header, 100, 8, headerAt);
    if (kind === '5' || (isFile(kind) && path.endsWith('/'))) {
      if (size > 0) throw refused('archive.badHeader', headerAt);
      distinct.folder(path);
      continue;
    }
    if (kind === '1' || kind === '2') throw refused('archive.link', shownPath(path));
    if (!isFile(kind)) throw refused('archive.kind', shownPath(path));
    if (size > limits.fileBytes) throw refused('archive.fileTooBig', shownPath(path), inMebibytes(limits.fileBytes));
    if (entries.length >= limits.files) throw refused('archive.tooMany', limits.files);
    entries.push({ path: distinct.file(path), content: content.slice(), executable: (mode & 0o100) !== 0 });
  }
  if (ahead !== undefined) throw refused('archive.badHeader', at);
  if (!isZero(tar.subarray(at))) throw refused('archive.trailing');
  return entries;
}

/** Entries that say something of the next one; a link's own name is not needed, as links are refused. */
const extensions: Readonly<Record<string, (content: Uint8Array, at: number) => Ahead>> = {
  x: readPax,
  g: (content, at) => {
    // What holds for all entries at once would be a way to give two of them one name.
    const { path, size } = readPax(content, at);
    if (path !== undefined || size !== undefined) throw refused('archive.badHeader', at);
    return {};
  },
  L: (content, at) => ({ path: textOf(untilNul(content), at) }),
  K: () => ({}),
};

function isFile(kind: string): boolean {
  return kind === '0' || kind === '\0' || kind === '7';
}

/** Records of `LENGTH KEY=VALUE` and a line's end, in bytes. */
function readPax(content: Uint8Array, at: number): Ahead {
  const ahead: Ahead = {};
  for (let from = 0; from < content.length; ) {
    const space = content.indexOf(0x20, from);
    const digits = space < 0 ? '' : asciiOf(content.subarray(from, space));
    const end = from + (/^[1-9]\d{0,8}$/.test(digits) ? Number(digits) : 0);
    if (end <= space + 1 || end > content.length || content[end - 1] !== 0x0a) throw refused('archive.badHeader', at);
    const equals = content.indexOf(0x3d, space + 1);
    if (equals < 0 || equals >= end) throw refused('archive.badHeader', at);
    const key = asciiOf(content.subarray(space + 1, equals));
    const value = content.subarray(equals + 1, end - 1);
    if (key === 'path') ahead.path = textOf(value, at);
    if (key === 'size') {
      const size = asciiOf(value);
      if (!/^\d{1,15}$/.test(size)) throw refused('archive.badHeader', at);
      ahead.size = Number(size);
    }
    if (key.startsWith('GNU.sparse')) throw refused('archive.badHeader', at);
    from = end;
  }
  return ahead;
}

function nameIn(header: Uint8Array, at: number): string {
  const name = textOf(untilNul(header.subarray(0, 100)), at);
  const isPosix = asciiOf(header.subarray(257, 263)) === 'ustar\0';
  const prefix = isPosix ? textOf(untilNul(header.subarray(345, 500)), at) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** A number in octal. Some writers put numbers beyond 8 GiB in another form: no pack has such. */
function numberIn(header: Uint8Array, from: number, length: number, at: number): number {
  const text = asciiOf(header.subarray(from, from + length))
    .replace(/[\0 ]+$/, '')
    .trimStart();
  if (!/^[0-7]+$/.test(text)) throw refused('archive.badHeader', at);
  return Number.parseInt(text, 8);
}

/** The sum of the header's bytes, its own field counting as spaces. */
function hasChecksum(header: Uint8Array): boolean {
  const written = asciiOf(header.subarray(148, 156)).replace(/\0.*$/s, '').trim();
  const sum = header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  return /^[0-7]+$/.test(written) && Number.parseInt(written, 8) === sum;
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

function asciiOf(bytes: Uint8Array): string {
  return strFromU8(bytes, true);
}

/** UTF-8, and refused where it is not. */
function textOf(bytes: Uint8Array, at: number): string {
  const text = strFromU8(bytes);
  const again = strToU8(text);
  if (again.length !== bytes.length || again.some((byte, index) => byte !== bytes[index])) throw refused('archive.badHeader', at);
  return text;
}
