import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { npmRegistries, readNpmrc } from '../core/pack/npmrc.ts';
import type { SourcePorts } from '../core/pack/sourceContent.ts';
import type { Cancel, Fetch } from '../core/ports.ts';
import { diskFiles } from './diskFiles.ts';

/** A server that says nothing for so long, in milliseconds, says nothing any more. */
const patience = 30_000;

/**
 * What the sources need, of this machine: the person's own .npmrc, `GITHUB_TOKEN` and `GITHUB_API_URL` where they are set. Paths are seen from
 * `folder`.
 */
export async function sourcePorts(folder: string, signal: Cancel): Promise<SourcePorts> {
  const { env } = process;
  const npmrc = env.NPM_CONFIG_USERCONFIG ?? env.npm_config_userconfig ?? join(homedir(), '.npmrc');
  const known = readNpmrc(await readFile(npmrc, 'utf8').catch(() => ''), env);
  const registry = env.NPM_CONFIG_REGISTRY ?? env.npm_config_registry;
  return {
    signal,
    fetch: nodeFetch,
    digest: async (algorithm, bytes) => new Uint8Array(await crypto.subtle.digest(algorithm, bytes.slice())),
    utf8: { textOf: (bytes) => new TextDecoder().decode(bytes), bytesOf: (text) => new TextEncoder().encode(text) },
    npm: npmRegistries(known, { registry, tokenOf: () => undefined }),
    gitHub: {
      api: (env.GITHUB_API_URL ?? 'https://api.github.com').replace(/\/+$/, ''),
      signIn: async () => env.GITHUB_TOKEN ?? env.GH_TOKEN,
    },
    catalogue: undefined,
    folderAt: (path) => diskFiles(resolve(folder, path)),
    readFile: async (path) => {
      try {
        return await readFile(resolve(folder, path));
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}

const nodeFetch: Fetch = async (url, { headers, limit, signal }) => {
  const stop = new AbortController();
  signal.addEventListener('abort', () => stop.abort());
  if (signal.aborted) stop.abort();
  try {
    const answer = await fetch(url, { headers, signal: AbortSignal.any([stop.signal, AbortSignal.timeout(patience)]) });
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body ?? []) {
      parts.push(part);
      length += part.length;
      if (length > limit) throw new Error(`the answer is longer than ${Math.floor(limit / 1024 / 1024)} MB`);
    }
    return { status: answer.status, header: (name) => answer.headers.get(name) ?? undefined, bytes: Buffer.concat(parts) };
  } catch (error) {
    // Node says “fetch failed” and keeps the reason below.
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Error(cause instanceof Error ? cause.message : String(cause), { cause: error });
  }
};
