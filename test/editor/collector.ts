import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { OnrampEvent } from '../../src/protocol/event.ts';

/** A server that takes events in, as a backend does, and keeps what it was sent. */
export type Collector = {
  url: string;
  port: number;
  /** Each request as it came. */
  requests: { path: string | undefined; type: string | undefined; encoding: string | undefined; authorization: string | undefined }[];
  /** Every event of every request, the same ones again where they came again. */
  events: OnrampEvent[];
  stop(): Promise<void>;
};

export async function startCollector(port = 0): Promise<Collector> {
  const requests: Collector['requests'] = [];
  const events: OnrampEvent[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const { authorization, 'content-type': type, 'content-encoding': encoding } = request.headers;
    requests.push({ path: request.url, type, encoding, authorization });
    const batch = JSON.parse(gunzipSync(Buffer.concat(pieces)).toString()) as OnrampEvent[];
    events.push(...batch);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ accepted: batch.map(({ id }) => id), duplicate: [], rejected: [] }));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    requests,
    events,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
