import { Gunzip } from 'fflate';
import type { ArchiveLimits } from './archive.ts';
import { PackRefused, refused } from './packRefused.ts';

/** A piece of 16 KiB unpacks to 16 MiB at most, so that no bomb gets further than that past the limit. */
const piece = 16 * 1024;
const freeOfRatio = 1024 * 1024;

/** What gzip holds, its checksum verified. Throws `PackRefused` where it is damaged, has more behind its end, or swells past the limits. */
export function gunzip(packed: Uint8Array, limits: Pick<ArchiveLimits, 'bytes' | 'ratio'>): Uint8Array {
  if (packed[0] !== 0x1f || packed[1] !== 0x8b || packed[2] !== 8) throw refused('archive.notGzip');
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Gunzip((chunk) => {
    length += chunk.length;
    if (length > limits.bytes) throw refused('archive.tooBig', inMebibytes(limits.bytes));
    if (length > Math.max(freeOfRatio, limits.ratio * packed.length)) throw refused('archive.swells', limits.ratio);
    chunks.push(chunk);
  });
  stream.onmember = () => {
    throw refused('archive.trailing');
  };
  try {
    for (let at = 0; at < packed.length; at += piece) stream.push(packed.subarray(at, at + piece), at + piece >= packed.length);
  } catch (error) {
    if (error instanceof PackRefused) throw error;
    throw refused('archive.badGzip');
  }
  const unpacked = joined(chunks, length);
  const end = new DataView(packed.buffer, packed.byteOffset + Math.max(0, packed.length - 8), Math.min(8, packed.length));
  if (end.byteLength < 8 || end.getUint32(0, true) !== crc32(unpacked) || end.getUint32(4, true) !== length >>> 0) {
    throw refused('archive.badGzip');
  }
  return unpacked;
}

export function inMebibytes(bytes: number): number {
  return Math.round((bytes / 1024 / 1024) * 10) / 10;
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

const crcTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xed_b8_83_20 : value >>> 1;
  return value;
});

/** Counts its bytes by hand: an iterator takes ten times as long. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (let at = 0; at < bytes.length; at++) crc = (crcTable[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}
