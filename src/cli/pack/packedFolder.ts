import { createHash } from 'node:crypto';
import { type ArchiveEntry, packTarball, unpackTarball } from '../../core/pack/archive.ts';
import { doubts } from '../../core/pack/doubts.ts';
import { entryFiles } from '../../core/pack/entryFiles.ts';
import { type Finding, lintPack } from '../../core/pack/lint.ts';
import { readPack } from '../../core/pack/pack.ts';
import { makePackageJson, readPackageJson } from '../../core/pack/packageJson.ts';
import { packContents } from '../../core/pack/packContents.ts';
import type { Manifest } from '../../protocol/manifest.ts';
import { diskFiles } from '../diskFiles.ts';

/** A pack as it would go out. */
export type PackedPack = {
  manifest: Manifest;
  /** `NAME-VERSION.tgz`, as npm names it. */
  fileName: string;
  entries: ArchiveEntry[];
  bytes: Uint8Array;
  integrity: string;
  unpackedSize: number;
  /** The package.json was made for it, as the folder has none. */
  madePackageJson: boolean;
};

/** `packed` is undefined where an error is among the findings. Their files are seen from the pack's folder. */
export type Packed = { packed: PackedPack | undefined; findings: Finding[] };

/**
 * Packs a folder in memory: what would go out is gathered, and that, not the folder, is linted. Throws `PackRefused` where no archive can be
 * made of it that everybody can unpack.
 */
export async function packFolder(folder: string): Promise<Packed> {
  const files = diskFiles(folder);
  const { pack, problems } = await readPack(files);
  if (pack === undefined) return { packed: undefined, findings: problems };
  const { manifest } = pack;
  const ownPackage = await files.readText('package.json');
  const read = ownPackage === undefined ? undefined : readPackageJson(ownPackage, manifest);
  const { entries, findings } = await packContents(files, read?.value?.files);
  findings.push(...(read?.findings ?? []), ...doubts(entries, utf8.textOf), ...(await lintPack(entryFiles(entries, utf8))));
  if (findings.some(({ severity }) => severity === 'error')) return { packed: undefined, findings };
  if (read === undefined) {
    const made = makePackageJson(
      manifest,
      entries.map(({ path }) => path),
    );
    entries.push({ path: 'package.json', content: utf8.bytesOf(made), executable: false });
  }
  const bytes = await packTarball(entries);
  // What nobody could unpack again is told to whoever makes it.
  await unpackTarball(bytes);
  const packed: PackedPack = {
    manifest,
    fileName: `${manifest.name.replace(/^@/, '').replace('/', '-')}-${manifest.version}.tgz`,
    entries: entries.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    bytes,
    integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
    unpackedSize: entries.reduce((sum, { content }) => sum + content.length, 0),
    madePackageJson: read === undefined,
  };
  return { packed, findings };
}

const utf8 = {
  textOf: (bytes: Uint8Array) => new TextDecoder().decode(bytes),
  bytesOf: (text: string) => new TextEncoder().encode(text),
};
