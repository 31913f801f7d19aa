import type * as z from 'zod/mini';
import type { Fetched } from '../ports.ts';
import { type PackRefused, refused } from './packRefused.ts';
import type { SourcePorts } from './sourceContent.ts';

type Headers = Readonly<Record<string, string>>;
/** Words an answer that is no success in a way of its own; undefined leaves it to the general one. */
export type Wording = (status: number, answer: Fetched) => PackRefused | undefined;

const longestJson = 32 * 1024 * 1024;

/** The bytes behind an address. Throws `PackRefused` where there is no answer or none that is a success. */
export async function fetchBytes(url: string, headers: Headers, limit: number, ports: SourcePorts, wording?: Wording): Promise<Uint8Array> {
  return (await fetchAnswer(url, headers, limit, ports, wording)).bytes;
}

/** As `fetchBytes`, read as JSON by a schema. */
export async function fetchJson<T>(
  url: string,
  headers: Headers,
  schema: z.ZodMiniType<T>,
  ports: SourcePorts,
  wording?: Wording,
): Promise<T> {
  const bytes = await fetchBytes(url, headers, longestJson, ports, wording);
  const read = schema.safeParse(jsonOf(ports.utf8.textOf(bytes)));
  if (!read.success) throw refused('fetch.notUnderstood', addressOf(url));
  return read.data;
}

async function fetchAnswer(url: string, headers: Headers, limit: number, ports: SourcePorts, wording?: Wording): Promise<Fetched> {
  if (!/^https?:\/\//i.test(url)) throw refused('fetch.noAnswer', addressOf(url), 'http');
  let answer: Fetched;
  try {
    answer = await ports.fetch(url, { headers, limit, signal: ports.signal });
  } catch (error) {
    if (ports.signal.aborted) throw refused('fetch.cancelled');
    throw refused('fetch.noAnswer', addressOf(url), error instanceof Error ? error.message : String(error));
  }
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw wording?.(answer.status, answer) ?? refused('fetch.status', addressOf(url), answer.status);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An address as it may be shown: what stands behind `?` can be a key. */
function addressOf(url: string): string {
  return url.replace(/[?#].*$/, '');
}
