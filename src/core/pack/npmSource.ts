import semverLt from 'semver/functions/lt.js';
import { type FoundPackage, type NpmVersion, npmSearch, type Packument, packument } from '../../protocol/npmRegistry.ts';
import { toBase64 } from '../base64.ts';
import { message } from '../message.ts';
import { unpackTarball } from './archive.ts';
import { chooseVersion } from './chooseVersion.ts';
import { fetchBytes, fetchJson } from './fetchAnswer.ts';
import { holdsIntegrity, integrityOf } from './integrity.ts';
import { publicRegistry } from './npmrc.ts';
import { refused } from './packRefused.ts';
import { longestArchive, type SourceContent, type SourcePorts } from './sourceContent.ts';
import { withoutWrapping } from './wrapping.ts';

/** A package of an npm registry, its hash verified. Throws `PackRefused`. */
export async function npmContent(name: string, range: string, ports: SourcePorts): Promise<SourceContent> {
  const { registry, known } = await readPackument(name, ports);
  const chosen = versionIn(known, range);
  if (chosen === undefined) throw refused('npm.noVersion', name, range, newest(known));
  const { dist } = chosen;
  const bytes = await fetchBytes(dist.tarball, npmHeaders(dist.tarball, ports, '*/*'), longestArchive, ports);
  const named = dist.integrity ?? (dist.shasum === undefined ? undefined : sha1Integrity(dist.shasum));
  const holds = named === undefined ? undefined : await holdsIntegrity(bytes, named, ports.digest);
  if (holds === undefined) throw refused('npm.noIntegrity', name, chosen.version);
  if (!holds) throw refused('pack.badHash', `${name}@${chosen.version}`);
  return {
    entries: withoutWrapping(await unpackTarball(bytes)),
    integrity: await integrityOf(bytes, ports.digest),
    origin: npmOrigin(name, registry),
    pin: chosen.version,
    version: chosen.version,
    notes: deprecation(name, chosen),
    attestation: dist.attestations?.url,
  };
}

/** The newest version of a package that a range allows. */
export async function newestOnNpm(name: string, range: string, ports: SourcePorts): Promise<string | undefined> {
  return versionIn((await readPackument(name, ports)).known, range)?.version;
}

/** A pack that a search found. */
export type FoundOnNpm = { name: string; version: string; description: string; publisher: string };

/** Packs of the main registry that have to do with these words: packages with the keyword `onramp-pack`. Throws `PackRefused`. */
export async function searchNpm(words: string, ports: SourcePorts): Promise<FoundOnNpm[]> {
  const ask = async (text: string): Promise<FoundOnNpm[]> => {
    const url = `${ports.npm.registryOf('')}-/v1/search?text=${encodeURIComponent(text)}&size=60`;
    const { objects } = await fetchJson(url, npmHeaders(url, ports, 'application/json'), npmSearch, ports);
    return objects.flatMap((found) => packFound(found.package) ?? []);
  };
  const known = await ask(`${words.trim()} keywords:onramp-pack`.trim());
  // Private registries often know no keywords and take them for words.
  return known.length > 0 ? known : ask(words.trim());
}

function packFound(found: FoundPackage): FoundOnNpm | undefined {
  const { name, description = '', keywords, publisher } = found;
  const words = typeof keywords === 'string' ? keywords.split(/[\s,]+/) : (keywords ?? []);
  const version = found.version ?? found['dist-tags']?.latest;
  if (!words.includes('onramp-pack') || version === undefined) return undefined;
  return { name, version, description, publisher: publisher?.username ?? '' };
}

/** A package's origin. Of another registry's it is told, as a name belongs to somebody else there. */
export function npmOrigin(name: string, registry: string): string {
  return registry === publicRegistry ? `npm:${name}` : `npm:${name} (${registry})`;
}

async function readPackument(name: string, ports: SourcePorts): Promise<{ registry: string; known: Packument }> {
  const registry = ports.npm.registryOf(name);
  const url = `${registry}${name.replace('/', '%2f')}`;
  const accepts = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8';
  const known = await fetchJson(url, npmHeaders(url, ports, accepts), packument, ports, (status) => {
    if (status === 404) return refused('npm.none', name, registry);
    return status === 401 || status === 403 ? refused('npm.token', registry) : undefined;
  });
  return { registry, known };
}

function versionIn({ versions, 'dist-tags': tags }: Packument, range: string): NpmVersion | undefined {
  const offered = Object.values(versions).map(({ version, deprecated }) => ({ version, stands: !deprecated }));
  const chosen = chooseVersion(offered, tags, range);
  return chosen === undefined ? undefined : versions[chosen];
}

function newest({ versions, 'dist-tags': tags }: Packument): string {
  return tags.latest ?? Object.keys(versions).reduce((a, b) => (semverLt(a, b) ? b : a), '0.0.0');
}

function deprecation(name: string, { version, deprecated }: NpmVersion) {
  if (!deprecated) return [];
  return [message('npm.deprecated', `${name}@${version}`, typeof deprecated === 'string' ? deprecated : '')];
}

function npmHeaders(url: string, { npm }: SourcePorts, accept: string): Record<string, string> {
  const authorization = npm.authorizationOf(url);
  return { accept, ...(authorization === undefined ? {} : { authorization }) };
}

/** A hexadecimal sha1, all that the oldest packages have, in the form of the others. */
function sha1Integrity(shasum: string): string {
  const bytes = (shasum.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return `sha1-${toBase64(Uint8Array.from(bytes))}`;
}
