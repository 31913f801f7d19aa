import { type CatalogueEntry, type CataloguePack, cataloguePack, cataloguePath, catalogueSearch } from '../../protocol/catalogue.ts';
import { message } from '../message.ts';
import { unpackTarball } from './archive.ts';
import { chooseVersion } from './chooseVersion.ts';
import { fetchBytes, fetchJson } from './fetchAnswer.ts';
import { holdsIntegrity } from './integrity.ts';
import { type PackRefused, refused } from './packRefused.ts';
import { longestArchive, type SourceContent, type SourcePorts } from './sourceContent.ts';
import { withoutWrapping } from './wrapping.ts';

/** A pack of the backend's catalogue, its hash verified. Throws `PackRefused`. */
export async function catalogueContent(name: string, range: string, ports: SourcePorts): Promise<SourceContent> {
  const { url, headers, wording } = backendOf(ports, name);
  const known = await fetchJson(`${url}${cataloguePath(name)}`, headers, cataloguePack, ports, wording);
  const chosen = known.versions.find(({ version }) => version === versionIn(known, range));
  if (chosen === undefined) throw refused('npm.noVersion', name, range, known.newest);
  const { version, integrity, yanked } = chosen;
  const bytes = await fetchBytes(`${url}${cataloguePath(name, version)}/tarball`, headers, longestArchive, ports, wording);
  if (!(await holdsIntegrity(bytes, integrity, ports.digest))) throw refused('pack.badHash', `${name}@${version}`);
  return {
    entries: withoutWrapping(await unpackTarball(bytes)),
    integrity,
    origin: `catalogue:${name} (${url})`,
    pin: version,
    version,
    notes: yanked === null ? [] : [message('catalogue.yanked', `${name}@${version}`, yanked)],
    attestation: undefined,
  };
}

/** The newest version of a pack that a range allows. */
export async function newestInCatalogue(name: string, range: string, ports: SourcePorts): Promise<string | undefined> {
  const { url, headers, wording } = backendOf(ports, name);
  return versionIn(await fetchJson(`${url}${cataloguePath(name)}`, headers, cataloguePack, ports, wording), range);
}

/** Packs of the catalogue that have to do with these words, the last that were published first. Throws `PackRefused`. */
export async function searchCatalogue(words: string, ports: SourcePorts): Promise<CatalogueEntry[]> {
  const { url, headers, wording } = backendOf(ports, words);
  return (await fetchJson(`${url}/v1/packs?q=${encodeURIComponent(words.trim())}`, headers, catalogueSearch, ports, wording)).packs;
}

function versionIn({ versions, newest }: CataloguePack, range: string): string | undefined {
  const offered = versions.map(({ version, yanked }) => ({ version, stands: yanked === null }));
  return chooseVersion(offered, { latest: newest }, range);
}

function backendOf({ catalogue }: SourcePorts, name: string) {
  if (catalogue === undefined) throw refused('catalogue.unset');
  const { url, key } = catalogue;
  const wording = (status: number): PackRefused | undefined => {
    if (status === 404) return refused('catalogue.none', name, url);
    return status === 401 || status === 403 ? refused('catalogue.key', url) : undefined;
  };
  return { url, wording, headers: { accept: '*/*', authorization: `Bearer ${key}` } };
}
