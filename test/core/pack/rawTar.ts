import { gzipSync } from 'node:zlib';

/** One entry of an archive, as wrong as a test wants it. */
export type RawEntry = {
  name?: string | Uint8Array;
  prefix?: string;
  kind?: string;
  mode?: string;
  /** As it stands in the header, whatever the content's length is. */
  size?: string;
  link?: string;
  magic?: string;
  checksum?: string;
  content?: string | Uint8Array;
};

const block = 512;
export const tarEnd = Buffer.alloc(2 * block);

export function rawEntry(entry: RawEntry): Buffer {
  const { name = '', prefix = '', kind = '0', mode = '0000644\0', link = '', magic = 'ustar\x0000', content = '', checksum } = entry;
  const body = Buffer.from(content);
  const header = Buffer.alloc(block);
  const put = (at: number, text: string | Uint8Array) => Buffer.from(text).copy(header, at);
  put(0, name);
  put(100, mode);
  put(124, entry.size ?? `${body.length.toString(8).padStart(11, '0')}\0`);
  put(136, '00000000000\0');
  put(148, ' '.repeat(8));
  put(156, kind);
  put(157, link);
  put(257, magic);
  put(345, prefix);
  put(
    148,
    checksum ??
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
  );
  return Buffer.concat([header, body, Buffer.alloc((block - (body.length % block)) % block)]);
}

export function rawTar(...entries: RawEntry[]): Buffer {
  return Buffer.concat([...entries.map(rawEntry), tarEnd]);
}

export function rawTarball(...entries: RawEntry[]): Buffer {
  return gzipSync(rawTar(...entries));
}

/** The body of a pax header, the lengths of its records right. */
export function pax(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([key, value]) => {
      const rest = Buffer.byteLength(` ${key}=${value}\n`);
      const length = [1, 2, 3, 4].find((digits) => String(rest + digits).length === digits) ?? 0;
      return `${rest + length} ${key}=${value}\n`;
    })
    .join('');
}
