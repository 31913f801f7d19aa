import { refused } from './packRefused.ts';

/** Takes the paths of one archive in turn, and refuses those that two systems would put in different places. */
export type DistinctPaths = {
  /** The path of a file, tidied. Throws `PackRefused`. */
  file(path: string): string;
  folder(path: string): void;
};

export function distinctPaths(): DistinctPaths {
  /** How a path was written first, by how a system that tells no letter case apart has it. */
  const spelt = new Map<string, string>();
  const filesAt = new Set<string>();
  const takeFolders = (parts: readonly string[], shown: string): void => {
    for (let depth = 1; depth <= parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      const key = folded(folder);
      const before = spelt.get(key);
      if (before !== undefined && (before !== folder || filesAt.has(key)))
        throw refused('archive.collides', shownPath(shown), shownPath(before));
      spelt.set(key, folder);
    }
  };
  return {
    file: (path) => {
      const parts = safeParts(path);
      const tidy = parts.join('/');
      if (tidy === '') throw refused('archive.noName');
      takeFolders(parts.slice(0, -1), path);
      const key = folded(tidy);
      const before = spelt.get(key);
      if (before === tidy && filesAt.has(key)) throw refused('archive.twice', shownPath(path));
      if (before !== undefined) throw refused('archive.collides', shownPath(path), shownPath(before));
      spelt.set(key, tidy);
      filesAt.add(key);
      return tidy;
    },
    folder: (path) => takeFolders(safeParts(path), path),
  };
}

/** A path as it can be shown: what would move the cursor or turn the text around is written out. */
export function shownPath(path: string): string {
  const plain = path.replace(unseen, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`);
  return plain.length > 120 ? `${plain.slice(0, 117)}…` : plain;
}

/** Control characters, those that turn the direction of text, and halves of letters. */
const unseen = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffd]/gu;
/** Devices of Windows, whatever comes behind their dot. */
const device = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)( *\..*| *)$/i;

function safeParts(path: string): string[] {
  if (path.search(unseen) >= 0) throw refused('archive.letter', shownPath(path));
  if (path.includes('\\')) throw refused('archive.backslash', shownPath(path));
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) throw refused('archive.absolute', shownPath(path));
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw refused('archive.outside', shownPath(path));
  if (path.length > 1000 || parts.some((part) => part.length > 200)) throw refused('archive.long', shownPath(path));
  if (parts.some((part) => /[<>:"|?*]|[. ]$/.test(part) || device.test(part))) throw refused('archive.windows', shownPath(path));
  return parts;
}

function folded(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
