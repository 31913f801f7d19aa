import type { Send } from '../../core/ports.ts';
import { batchMediaType } from '../../protocol/event.ts';
import type { Backend } from './consent.ts';

const patience = 20_000;

/** Sends batches to a backend, gzipped. Rejects where no answer came within 20 s. */
export function sendBatch(backend: () => Backend | undefined): Send {
  return async (batch) => {
    const to = backend();
    if (to === undefined) throw new Error('no backend is set');
    const answer = await fetch(`${to.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': batchMediaType, 'content-encoding': 'gzip', authorization: `Bearer ${to.key}` },
      body: await gzip(batch),
      signal: AbortSignal.timeout(patience),
    });
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
    return { status: answer.status, body: await answer.text(), retryAfter: Number.isNaN(seconds) ? undefined : seconds * 1000 };
  };
}

function gzip(text: string): Promise<ArrayBuffer> {
  return new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
}
