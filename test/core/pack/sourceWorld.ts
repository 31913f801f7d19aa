import { createTarGzip } from 'nanotar';
import { npmRegistries } from '../../../src/core/pack/npmrc.ts';
import type { OpenedPack } from '../../../src/core/pack/openSource.ts';
import { PackRefused } from '../../../src/core/pack/packRefused.ts';
import type { SourcePorts } from '../../../src/core/pack/sourceContent.ts';
import type { Digest, Fetch } from '../../../src/core/ports.ts';
import { memoryFiles } from '../memoryFiles.ts';

/** An archive as npm makes them, with these files below `package/`. */
export async function tarball(files: Readonly<Record<string, string | Uint8Array>>, wrapping = 'package/'): Promise<Uint8Array> {
  const entries = Object.entries(files).map(([path, data]) => ({ name: `${wrapping}${path}`, data }));
  return new Uint8Array(await createTarGzip(entries));
}

/** A small pack. */
export function packFiles(name: string, version: string, more: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  const manifest = { name, version, title: `The pack ${name}`, publisher: 'Tests', description: 'For tests', ...more };
  return {
    'onramp.json': JSON.stringify(manifest, undefined, 2),
    'tutorials/start.md': `# Start with ${name} ${version}\n\n## One\n\nText.\n`,
  };
}

export const webDigest: Digest = async (algorithm, bytes) => new Uint8Array(await crypto.subtle.digest(algorithm, bytes.slice()));

export const utf8 = {
  textOf: (bytes: Uint8Array) => new TextDecoder().decode(bytes),
  bytesOf: (text: string) => new TextEncoder().encode(text),
};

/** What sources need, over Node's fetch, with whatever a test has otherwise. */
export function sourcePorts(more: Partial<SourcePorts> = {}): SourcePorts {
  return {
    fetch: nodeFetch,
    digest: webDigest,
    utf8,
    npm: npmRegistries(new Map(), { registry: undefined, tokenOf: () => undefined }),
    gitHub: { api: 'http://127.0.0.1:1', signIn: async () => undefined },
    catalogue: undefined,
    folderAt: () => memoryFiles(),
    readFile: async () => undefined,
    signal: new AbortController().signal,
    ...more,
  };
}

/** A network of fixed answers, by address: bytes, text, JSON, or a status alone. */
export function answering(answers: Readonly<Record<string, Uint8Array | string | number | object>>): Fetch {
  return async (url) => {
    const answer = answers[url];
    const status = typeof answer === 'number' ? answer : answer === undefined ? 404 : 200;
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer ?? {});
    return { status, header: () => undefined, bytes: answer instanceof Uint8Array ? answer : utf8.bytesOf(text) };
  };
}

const nodeFetch: Fetch = async (url, { headers }) => {
  const answer = await fetch(url, { headers });
  return {
    status: answer.status,
    header: (name) => answer.headers.get(name) ?? undefined,
    bytes: new Uint8Array(await answer.arrayBuffer()),
  };
};

/** What is said where a pack is refused; fails where it is not. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PackRefused) return `${error.told.code}: ${error.message}`;
    throw error;
  }
  throw new Error('It was not refused.');
}

/** A pack in short: `name version from origin: files`. */
export function inShort({ pack, version, origin, entries }: OpenedPack): string {
  return `${pack.manifest.name} ${version} from ${origin}: ${entries
    .map(({ path }) => path)
    .toSorted()
    .join(', ')}`;
}
