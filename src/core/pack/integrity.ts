import { fromBase64, toBase64 } from '../base64.ts';
import type { Digest } from '../ports.ts';
import type { ArchiveEntry } from './archive.ts';

const algorithms = { sha512: 'SHA-512', sha384: 'SHA-384', sha256: 'SHA-256', sha1: 'SHA-1' } as const;

/** What bytes are known by, in the form of npm: `sha512-` and base64. */
export async function integrityOf(bytes: Uint8Array, digest: Digest): Promise<string> {
  return `sha512-${toBase64(await digest('SHA-512', bytes))}`;
}

/**
 * Whether bytes are what an integrity names: one or more hashes, of which the strongest kind counts, as npm has it. Undefined where there
 * is none that can be checked.
 */
export async function holdsIntegrity(bytes: Uint8Array, integrity: string, digest: Digest): Promise<boolean | undefined> {
  const named = integrity
    .trim()
    .split(/\s+/)
    .map((hash) => /^(sha\d+)-([A-Za-z0-9+/]+={0,2})(?:\?.*)?$/.exec(hash));
  for (const [name, algorithm] of Object.entries(algorithms)) {
    const hashes = named.flatMap((match) => (match?.[1] === name ? [match[2] ?? ''] : []));
    if (hashes.length === 0) continue;
    const found = toBase64(await digest(algorithm, bytes));
    return hashes.includes(found);
  }
  return undefined;
}

/** As `integrityOf`, for what comes as files and not as one archive: the same files give the same, in whatever order they came. */
export async function integrityOfEntries(entries: readonly ArchiveEntry[], digest: Digest): Promise<string> {
  const parts = entries
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(({ path, content, executable }) => [
      lineOf(`${encodeURIComponent(path)} ${executable ? 'x' : '-'} ${content.length}`),
      content,
    ]);
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return integrityOf(bytes, digest);
}

/** The name of the folder that content of this integrity is kept in: the first 20 bytes of its hash, in hexadecimal. */
export function folderOfIntegrity(integrity: string): string {
  const bytes = fromBase64(integrity.replace(/^sha512-/, '')) ?? new Uint8Array();
  return [...bytes.subarray(0, 20)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** ASCII only, as it is percent-encoded. */
function lineOf(text: string): Uint8Array {
  return Uint8Array.from(`${text}\n`, (letter) => letter.charCodeAt(0));
}
