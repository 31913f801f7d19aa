const patience = 10_000;

/** Asks an address as a browser would, at most 10 s; gives why who follows it finds nothing, undefined where all is well. */
export async function reachUrl(url: string): Promise<string | undefined> {
  try {
    const headers = { 'user-agent': 'onramp lint', accept: '*/*' };
    const ask = (method: string) => fetch(url, { method, headers, redirect: 'follow', signal: AbortSignal.timeout(patience) });
    let answer = await ask('HEAD');
    // Many servers know no HEAD, or answer it otherwise.
    if (!answer.ok) answer = await ask('GET');
    await answer.body?.cancel();
    // Who is asked too often, or must sign in, is there all the same.
    return answer.ok || [401, 403, 429].includes(answer.status) ? undefined : `status ${answer.status}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? cause.message : String(cause);
  }
}
