import gt from 'semver/functions/gt.js';
import prerelease from 'semver/functions/prerelease.js';
import valid from 'semver/functions/valid.js';
import type { InstalledRecord } from '../../protocol/installedPack.ts';
import { newestInCatalogue } from './catalogueSource.ts';
import { newestTag } from './gitHubSource.ts';
import { newestOnNpm } from './npmSource.ts';
import { shownVersion } from './packStore.ts';
import { readSource, type Source } from './source.ts';
import type { SourcePorts } from './sourceContent.ts';

/** A version that a pack can be updated to; `source` gives it. */
export type NewerVersion = { version: string; source: Source };

/**
 * Looks for a newer version of an installed pack: in the range that the person wrote, or the newest of all where they wrote one version; of
 * a repository the newest tag. Undefined where there is none, or where its source has no versions to look for. Throws `PackRefused`.
 */
export async function newerVersion(record: InstalledRecord, ports: SourcePorts): Promise<NewerVersion | undefined> {
  const current = shownVersion(record);
  const read = readSource(record.wanted);
  if (current === undefined || !('source' in read)) return undefined;
  const { source } = read;
  const version = await newestOf(source, ports);
  if (version === undefined || valid(version) === null || valid(current.version) === null || !gt(version, current.version))
    return undefined;
  return { version: version.replace(/^v/, ''), source: atVersion(source, version) };
}

/** The source to ask for when a person updates and no newer version is known by number, such as of a branch or a folder. */
export function wantedSource({ wanted }: InstalledRecord): Source | undefined {
  const read = readSource(wanted);
  return 'source' in read ? read.source : undefined;
}

async function newestOf(source: Source, ports: SourcePorts): Promise<string | undefined> {
  if (source.kind === 'npm' || source.kind === 'catalogue') {
    const range = valid(source.range) === null ? source.range : 'latest';
    return source.kind === 'npm' ? newestOnNpm(source.name, range, ports) : newestInCatalogue(source.name, range, ports);
  }
  if (source.kind !== 'github' || source.ref === undefined || valid(source.ref) === null) return undefined;
  return newestTag(source, prerelease(source.ref) !== null, ports);
}

function atVersion(source: Source, version: string): Source {
  if (source.kind === 'npm' || source.kind === 'catalogue') return { ...source, range: version };
  return source.kind === 'github' ? { ...source, ref: version } : source;
}
