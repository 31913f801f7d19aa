import satisfies from 'semver/functions/satisfies.js';
import { version as ourVersion } from '../../protocol/version.ts';
import type { Message } from '../message.ts';
import type { Files } from '../ports.ts';
import type { ArchiveEntry } from './archive.ts';
import { catalogueContent } from './catalogueSource.ts';
import { entryFiles } from './entryFiles.ts';
import { gitHubContent } from './gitHubSource.ts';
import { addressContent, fileContent, folderContent } from './localSource.ts';
import { npmContent } from './npmSource.ts';
import { type FileProblem, type Pack, readPack } from './pack.ts';
import { PackRefused, refused } from './packRefused.ts';
import { type Source, writeSource } from './source.ts';
import type { SourceContent, SourcePorts } from './sourceContent.ts';

/** A pack as it came from its source, verified, read and in memory; nothing of it is on disk yet. */
export type OpenedPack = Omit<SourceContent, 'version'> & {
  source: Source;
  files: Files;
  pack: Pack;
  /** The registry's, or the manifest's where the source has none of its own. */
  version: string;
  /** What is wrong in it and leaves it usable. */
  problems: FileProblem[];
};

/** Gets a pack. Throws `PackRefused` where it cannot be had, is not what it says it is, or is no pack that this Onramp can show. */
export async function openSource(source: Source, ports: SourcePorts): Promise<OpenedPack> {
  const content = await fetchSource(source, ports);
  const entries = packIn(content.entries, writeSource(source));
  const files = entryFiles(entries, ports.utf8);
  const { pack, problems } = await readPack(files);
  if (pack === undefined) throw unreadable(writeSource(source), problems);
  const { name, version, engines } = pack.manifest;
  if ('name' in source && source.name !== name) throw refused('pack.otherName', source.name, name);
  const needed = engines?.onramp;
  if (needed !== undefined && !satisfies(ourVersion, needed, { includePrerelease: true })) {
    throw refused('pack.otherOnramp', pack.manifest.title, needed, ourVersion);
  }
  return { ...content, entries, source, files, pack, problems, version: content.version ?? version };
}

/** Gets whatever a source holds, be it a pack or any other folder, such as a template of a repository. Throws `PackRefused`. */
export async function openFolder(source: Source, ports: SourcePorts): Promise<SourceContent & { files: Files }> {
  const content = await fetchSource(source, ports);
  return { ...content, files: entryFiles(content.entries, ports.utf8) };
}

function fetchSource(source: Source, ports: SourcePorts): Promise<SourceContent> {
  switch (source.kind) {
    case 'npm':
      return npmContent(source.name, source.range, ports);
    case 'catalogue':
      return catalogueContent(source.name, source.range, ports);
    case 'github':
      return gitHubContent(source, ports);
    case 'address':
      return addressContent(source.url, source.integrity, ports);
    case 'file':
      return fileContent(source.path, ports);
    case 'folder':
      return folderContent(source.path, ports);
  }
}

/** The pack lies at the root, or in the folder `package` or `pack` below it, as in a repository or an extension that has more in it. */
function packIn(entries: readonly ArchiveEntry[], written: string): ArchiveEntry[] {
  for (const folder of ['', 'package/', 'pack/']) {
    if (!entries.some(({ path }) => path === `${folder}onramp.json`)) continue;
    return entries.flatMap((entry) => (entry.path.startsWith(folder) ? [{ ...entry, path: entry.path.slice(folder.length) }] : []));
  }
  throw refused('pack.none', written);
}

function unreadable(written: string, problems: readonly FileProblem[]): PackRefused {
  const [first] = problems;
  if (first === undefined) return refused('pack.none', written);
  const told: Message = first;
  const place = `${first.file}:${first.line}:${first.column}`;
  return refused('pack.badManifest', written, `${place}  ${new PackRefused(told).message}`);
}
