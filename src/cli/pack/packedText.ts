import { styleText } from 'node:util';
import type { PackedPack } from './packedFolder.ts';

/** What is in a packed pack, as people read it: a line a file, then what it comes to. */
export function packedText({ entries, bytes, integrity, unpackedSize, madePackageJson }: PackedPack, stream: NodeJS.WriteStream): string {
  const dim = (text: string) => styleText('dim', text, { stream });
  const width = Math.max(...entries.map(({ content }) => sizeText(content.length).length));
  const lines = entries.map(({ path, content, executable }) => {
    const notes = [...(executable ? ['can be run'] : []), ...(path === 'package.json' && madePackageJson ? ['made from onramp.json'] : [])];
    return `  ${dim(sizeText(content.length).padStart(width))}  ${path}${notes.length > 0 ? dim(`  (${notes.join(', ')})`) : ''}`;
  });
  const count = entries.length === 1 ? '1 file' : `${entries.length} files`;
  return [...lines, '', `${count}, ${sizeText(bytes.length)} packed, ${sizeText(unpackedSize)} unpacked`, dim(integrity)].join('\n');
}

/** The same for machines. */
export function packedJson({ manifest, entries, bytes, integrity, unpackedSize }: PackedPack) {
  return {
    name: manifest.name,
    version: manifest.version,
    integrity,
    size: bytes.length,
    unpackedSize,
    files: entries.map(({ path, content, executable }) => ({ path, size: content.length, executable })),
  };
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
