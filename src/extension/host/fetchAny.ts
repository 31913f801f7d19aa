import * as vscode from 'vscode';
import type { Fetch, Fetched } from '../../core/ports.ts';

/** A server that says nothing for so long, in milliseconds, says nothing any more. */
const patience = 30_000;

/** Fetches an address without cookies. What it leads to on another host is asked without the headers that say who is asking. */
export const fetchAny: Fetch = async (url, { headers, limit, signal }) => {
  const stop = new AbortController();
  const cancel = () => stop.abort();
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waitAgain = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(new Error(vscode.l10n.t('no answer within {0} s', patience / 1000))), patience);
  };
  waitAgain();
  try {
    const answer = await fetch(url, { headers, credentials: 'omit', cache: 'no-store', signal: stop.signal });
    const bytes = await readUpTo(answer, limit, waitAgain);
    return { status: answer.status, header: (name) => answer.headers.get(name) ?? undefined, bytes } satisfies Fetched;
  } catch (error) {
    throw new Error(reasonOfFetch(error));
  } finally {
    clearTimeout(timer);
  }
};

async function readUpTo(answer: Response, limit: number, heard: () => void): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = answer.body?.getReader();
  for (let read = await reader?.read(); read !== undefined && !read.done; read = await reader?.read()) {
    heard();
    parts.push(read.value);
    length += read.value.length;
    if (length <= limit) continue;
    await reader?.cancel();
    throw new Error(vscode.l10n.t('the answer is longer than {0} MB', Math.floor(limit / 1024 / 1024)));
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Node says “fetch failed” and keeps the reason below; a browser says no more than that, and hides what a server does not let pages read. */
function reasonOfFetch(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) {
    const { cause } = error;
    return cause.message || ('code' in cause ? String(cause.code) : error.message);
  }
  if (error.message === 'Failed to fetch') return vscode.l10n.t('it cannot be reached, or does not allow editors in a browser to ask it');
  return error.message;
}
