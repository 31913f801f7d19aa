import { createHash } from 'node:crypto';
import valid from 'semver/functions/valid.js';
import { inEnglish } from '../core/message.ts';
import { type ArchiveEntry, unpackTarball } from '../core/pack/archive.ts';
import { entryFiles } from '../core/pack/entryFiles.ts';
import { type Finding, lintPack } from '../core/pack/lint.ts';
import { readPack } from '../core/pack/pack.ts';
import { PackRefused } from '../core/pack/packRefused.ts';
import { withoutWrapping } from '../core/pack/wrapping.ts';
import { Refusal } from './http/refusal.ts';
import type { PackVersion } from './store/packShelf.ts';

export type CheckedPack = { version: PackVersion; warnings: string[] };

/** What somebody wants to publish, unpacked and looked through. Throws a Refusal that says what is wrong, and where. */
export async function checkPack(bytes: Uint8Array): Promise<CheckedPack> {
  const entries = await unpacked(bytes);
  const files = entryFiles(entries, utf8);
  const findings = await lintPack(files);
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first !== undefined) {
    const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
    throw new Refusal(422, 'pack.findings', `${written(first)}${more}`, placeOf(first));
  }
  const { pack } = await readPack(files);
  if (pack === undefined) throw new Refusal(422, 'pack.none', 'There is no onramp.json in the archive.', 'onramp.json');
  const { name, version, title, description, publisher } = pack.manifest;
  if (valid(version) !== version) {
    throw new Refusal(
      422,
      'version.invalid',
      `The version ${version} in onramp.json is none that can be compared: write one such as 1.0.0.`,
      'version',
    );
  }
  return {
    version: {
      ...{ name, version, title, description, publisher },
      bytes,
      integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
      tutorials: pack.tutorials.length,
      readme: textNamed(entries, 'readme.md'),
      changelog: textNamed(entries, 'changelog.md'),
    },
    warnings: findings.map(written),
  };
}

async function unpacked(bytes: Uint8Array): Promise<ArchiveEntry[]> {
  try {
    return withoutWrapping(await unpackTarball(bytes));
  } catch (error) {
    if (error instanceof PackRefused) throw new Refusal(422, error.told.code, `${error.message}.`, 'body');
    throw error;
  }
}

const longestText = 200_000;

function textNamed(entries: readonly ArchiveEntry[], name: string): string | null {
  const entry = entries.find(({ path }) => path.toLowerCase() === name);
  return entry === undefined ? null : utf8.textOf(entry.content).slice(0, longestText);
}

function placeOf({ file, line, column }: Finding): string {
  return `${file}:${line}:${column}`;
}

function written(finding: Finding): string {
  return `${placeOf(finding)}  ${finding.code}  ${inEnglish(finding)}`;
}

const utf8 = {
  textOf: (bytes: Uint8Array) => new TextDecoder().decode(bytes),
  bytesOf: (text: string) => new TextEncoder().encode(text),
};
