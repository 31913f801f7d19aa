import type { Http } from '../../core/ports.ts';

/** Asks by fetch, without cookies and without following elsewhere. */
export const fetchHttp: Http = {
  get: async (url, { timeout, signal }) => {
    const stop = new AbortController();
    signal.addEventListener('abort', () => stop.abort());
    const answer = await fetch(url, {
      redirect: 'manual',
      credentials: 'omit',
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(timeout)]),
    });
    return { status: answer.status, body: await answer.text() };
  },
};
