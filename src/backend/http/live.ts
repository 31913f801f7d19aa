import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Store } from '../store/store.ts';
import { type Keys, requireAdmin } from './access.ts';
import type { RouteDescription } from './openApi.ts';

type Parts = { store: Store; keys: Keys; now(): number; limits: { readsPerMinute: number } };

/** Between two messages at least this many milliseconds pass. */
const quiet = 500;

/** A line is sent this often, so that nothing on the way takes the connection for dead. */
const heartbeat = 20_000;

/** `GET /v1/live`: server-sent events that say "changed" when there is something new to read. */
export function liveRoutes({ store, keys, now, limits }: Parts) {
  return async (app: FastifyInstance): Promise<void> => {
    const listeners = new Set<PassThrough>();
    const tellAll = (message: string) => {
      for (const listener of listeners) listener.write(message);
    };
    const changed = atMostEvery(quiet, () => tellAll('event: changed\ndata: {}\n\n'));
    const forget = store.onChange(changed.tell);
    const beat = setInterval(() => tellAll(': still here\n\n'), heartbeat);

    const onRequest = [app.rateLimit({ max: limits.readsPerMinute, timeWindow: 60_000 }), requireAdmin({ keys, now, store })];
    app.get('/v1/live', { onRequest, exposeHeadRoute: false, config: { describe: live } }, async (_request, reply) => {
      const listener = new PassThrough();
      listeners.add(listener);
      listener.once('close', () => listeners.delete(listener));
      listener.write(': listening\n\n');
      reply.headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' });
      return reply.send(listener);
    });

    app.addHook('preClose', async () => {
      forget();
      changed.stop();
      clearInterval(beat);
      for (const listener of listeners) listener.end();
    });
  };
}

/** Calls at once, then holds what follows back until the time is over, and calls once for all of it. */
function atMostEvery(milliseconds: number, call: () => void): { tell(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let missed = false;
  function over(): void {
    timer = undefined;
    if (missed) tell();
  }
  function tell(): void {
    missed = timer !== undefined;
    if (missed) return;
    timer = setTimeout(over, milliseconds);
    call();
  }
  return { tell, stop: () => clearTimeout(timer) };
}

const live: RouteDescription = {
  summary: 'Hear of changes',
  description: 'Server-sent events: "changed" says that there is something new to read.',
  needs: 'admin',
  answers: { 200: { description: 'A stream that stays open.', content: { 'text/event-stream': 'text' } } },
};
