import { gzipSync } from 'fflate';
import { distinctPaths } from './archivePath.ts';
import { gunzip } from './gunzip.ts';
import { refused } from './packRefused.ts';
import { readTar } from './tarReader.ts';
import { writeTar } from './tarWriter.ts';

/** A file of an archive. Its path is relative, with `/`, and can be written on every system. */
export type ArchiveEntry = { path: string; content: Uint8Array; executable: boolean };

/** What an archive may hold at most. */
export type ArchiveLimits = {
  files: number;
  /** In all, once unpacked. */
  bytes: number;
  /** Of one file. */
  fileBytes: number;
  /** Bytes unpacked for each byte packed; the first MiB is free of it. */
  ratio: number;
};

const mebibyte = 1024 * 1024;

export const archiveLimits: ArchiveLimits = { files: 5000, bytes: 50 * mebibyte, fileBytes: 25 * mebibyte, ratio: 200 };

/**
 * The files of a .tgz, with the folder that wraps them. Whatever cannot be trusted to be written below one folder, on any system, makes the
 * whole archive refused: throws `PackRefused` with a code `archive.…`, and nothing else. It stops unpacking where a limit is passed.
 */
export async function unpackTarball(bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): Promise<ArchiveEntry[]> {
  const most = { ...archiveLimits, ...limits };
  return readTar(gunzip(bytes, most), most);
}

/**
 * A .tgz of these files below `package/`, as npm has it: the same files give the same bytes, whenever and wherever. Throws `PackRefused`
 * where a path is one that `unpackTarball` refuses.
 */
export async function packTarball(entries: readonly ArchiveEntry[]): Promise<Uint8Array> {
  const distinct = distinctPaths();
  const placed = entries
    .map((entry) => ({ ...entry, path: `package/${distinct.file(entry.path)}` }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  if (placed.length > archiveLimits.files) throw refused('archive.tooMany', archiveLimits.files);
  return gzipSync(writeTar(placed), { level: 6, mtime: 0 });
}
