import type { Files } from '../ports.ts';
import { type ArchiveEntry, unpackTarball } from './archive.ts';
import { fetchBytes } from './fetchAnswer.ts';
import { holdsIntegrity, integrityOf, integrityOfEntries } from './integrity.ts';
import { refused } from './packRefused.ts';
import { longestArchive, type SourceContent, type SourcePorts } from './sourceContent.ts';
import { withoutWrapping } from './wrapping.ts';

const noMore = { version: undefined, notes: [], attestation: undefined };
const mostFiles = 5000;

/** A .tgz behind an address, held to the hash that was written behind it, or else to the one it had first. Throws `PackRefused`. */
export async function addressContent(url: string, integrity: string | undefined, ports: SourcePorts): Promise<SourceContent> {
  const bytes = await fetchBytes(url, { accept: '*/*' }, longestArchive, ports);
  if (integrity !== undefined && !(await holdsIntegrity(bytes, integrity, ports.digest))) throw refused('pack.badHash', url);
  return { ...noMore, ...(await archived(bytes, ports)), origin: url, pin: url };
}

/** A .tgz on this machine. It may change: its owner is sitting here. */
export async function fileContent(path: string, ports: SourcePorts): Promise<SourceContent> {
  if (ports.readFile === undefined) throw refused('source.noDisk', path);
  const bytes = await ports.readFile(path);
  if (bytes === undefined) throw refused('source.noFile', path);
  return { ...noMore, ...(await archived(bytes, ports)), origin: path, pin: undefined };
}

/** A folder on this machine, as it is now. Links and what git and npm keep there are passed over. */
export async function folderContent(path: string, ports: SourcePorts): Promise<SourceContent> {
  if (ports.folderAt === undefined) throw refused('source.noDisk', path);
  const entries = await entriesIn(ports.folderAt(path), '');
  if (entries.length === 0) throw refused('source.noFolder', path);
  return { ...noMore, entries, integrity: await integrityOfEntries(entries, ports.digest), origin: path, pin: undefined };
}

async function archived(bytes: Uint8Array, { digest }: SourcePorts): Promise<Pick<SourceContent, 'entries' | 'integrity'>> {
  return { entries: withoutWrapping(await unpackTarball(bytes)), integrity: await integrityOf(bytes, digest) };
}

async function entriesIn(files: Files, folder: string, found: ArchiveEntry[] = []): Promise<ArchiveEntry[]> {
  for (const { name, kind } of (await files.list(folder)).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (kind === 'folder' && name !== '.git' && name !== 'node_modules') await entriesIn(files, path, found);
    if (kind !== 'file') continue;
    if (found.length >= mostFiles) throw refused('source.tooMany', mostFiles);
    const content = await files.readBytes(path);
    if (content !== undefined) found.push({ path, content, executable: (await files.stat(path))?.executable ?? false });
  }
  return found;
}
