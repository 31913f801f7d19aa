import prerelease from 'semver/functions/prerelease.js';
import type { Manifest } from '../../protocol/manifest.ts';
import type { Destination } from './destination.ts';
import { type NpmClient, npmReason } from './npmClient.ts';

export type NpmChoices = { registry?: string | undefined; tag?: string | undefined; access?: string | undefined; provenance: boolean };

/** A registry of npm's kind: the one that is chosen, or the one that npm would take for this pack. */
export async function npmDestination({ name, version }: Manifest, choices: NpmChoices, npm: NpmClient): Promise<Destination> {
  const scope = /^@[^/]+(?=\/)/.exec(name)?.[0];
  const address = withSlash(choices.registry ?? (await registryOf(scope, npm)));
  const tag = choices.tag ?? (prerelease(version) === null ? 'latest' : 'next');
  // A scope's own registry would win over --registry.
  const where = [`--registry=${address}`, ...(scope === undefined ? [] : [`--${scope}:registry=${address}`])];
  return {
    kind: 'npm',
    address,
    facts: [
      `tag ${tag}`,
      ...(choices.access === undefined
        ? scope === undefined
          ? []
          : ['access as npm has it: restricted, if it is new']
        : [`access ${choices.access}`]),
      ...(choices.provenance ? ['with provenance'] : []),
    ],
    standing: async ({ integrity }) => {
      const { code, said, complaint } = await npm.ask([
        'view',
        `${name}@${version}`,
        'dist.integrity',
        '--json',
        '--prefer-online',
        ...where,
      ]);
      if (code === 0) return said.trim() === '' ? 'absent' : said.includes(integrity) ? 'same' : 'other';
      if (/\bE404\b/.test(`${said}${complaint}`)) return 'absent';
      throw new Error(`${address} does not say whether ${name} ${version} is there: ${npmReason(complaint)}`);
    },
    publish: async (_pack, file) => {
      const code = await npm.let([
        ...['publish', file, '--ignore-scripts', `--tag=${tag}`, ...where],
        ...(choices.access === undefined ? [] : [`--access=${choices.access}`]),
        ...(choices.provenance ? ['--provenance'] : []),
      ]);
      if (code !== 0) throw new Error(`npm published nothing (its exit code is ${code}): what it says stands above.`);
    },
  };
}

async function registryOf(scope: string | undefined, npm: NpmClient): Promise<string> {
  const keys = [...(scope === undefined ? [] : [`${scope}:registry`]), 'registry'];
  for (const key of keys) {
    const { code, said, complaint } = await npm.ask(['config', 'get', key]);
    if (code !== 0) throw new Error(`npm does not say which registry it uses: ${npmReason(complaint)}`);
    if (/^https?:/.test(said.trim())) return said.trim();
  }
  throw new Error('npm knows no registry: name one by --registry.');
}

function withSlash(address: string): string {
  return address.endsWith('/') ? address : `${address}/`;
}
