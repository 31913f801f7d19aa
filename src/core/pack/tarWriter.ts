import { strToU8 } from 'fflate';
import type { ArchiveEntry } from './archive.ts';

const block = 512;
/** The time that npm gives every file, in seconds since 1970: some programs take no earlier one. */
const everyTime = 499_162_500;

/** A tar archive of these files in their order: ustar, and pax where a path does not fit into it. */
export function writeTar(entries: readonly ArchiveEntry[]): Uint8Array {
  const parts = entries.flatMap(({ path, content, executable }) => {
    const split = ustarName(path);
    const name = split ?? { prefix: '', name: 'package/long-name' };
    const ahead = split === undefined ? withHeader('x', { prefix: '', name: 'package/pax' }, 0o644, paxPath(path)) : [];
    return [...ahead, ...withHeader('0', name, executable ? 0o755 : 0o644, content)];
  });
  parts.push(new Uint8Array(2 * block));
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

type Name = { prefix: string; name: string };

/** Undefined where it is not plain ASCII, or too long. */
function ustarName(path: string): Name | undefined {
  if (!/^[\x20-\x7e]*$/.test(path)) return undefined;
  if (path.length <= 100) return { prefix: '', name: path };
  const slash = path.lastIndexOf('/', 155);
  const name = path.slice(slash + 1);
  return slash > 0 && name.length <= 100 ? { prefix: path.slice(0, slash), name } : undefined;
}

/** A record that counts its own length. */
function paxPath(path: string): Uint8Array {
  const record = strToU8(` path=${path}\n`);
  let length = record.length + 1;
  while (String(length).length + record.length !== length) length = String(length).length + record.length;
  return new Uint8Array([...strToU8(String(length)), ...record]);
}

function withHeader(kind: string, { prefix, name }: Name, mode: number, content: Uint8Array): Uint8Array[] {
  const header = new Uint8Array(block);
  const put = (at: number, text: string) => header.set(strToU8(text), at);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  put(0, name);
  put(100, octal(mode, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(content.length, 11));
  put(136, octal(everyTime, 11));
  put(148, ' '.repeat(8));
  put(156, kind);
  put(257, 'ustar\x0000');
  put(345, prefix);
  const sum = header.reduce((sum, byte) => sum + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return [header, content, new Uint8Array((block - (content.length % block)) % block)];
}
