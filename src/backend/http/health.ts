import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import type { Store } from '../store/store.ts';
import type { RouteDescription } from './openApi.ts';

/** `/healthz` says that the process answers, `/readyz` that what it is sent is kept. */
export function healthRoutes({ store }: { store: Store }) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/healthz', { config: { describe: healthy } }, async () => ({ status: 'ok' }));
    app.get('/readyz', { config: { describe: ready } }, async (request, reply) => {
      try {
        await store.check();
        return { status: 'ok' };
      } catch (error) {
        request.log.error({ err: error }, 'Nothing can be kept.');
        return reply.code(503).send({ status: 'unavailable' });
      }
    });
  };
}

const status = z.object({ status: z.string() });
const healthy: RouteDescription = {
  summary: 'Is the process alive?',
  answers: { 200: { description: 'It is.', content: { 'application/json': status } } },
};
const ready: RouteDescription = {
  summary: 'Can it do its work?',
  answers: {
    200: { description: 'It can.', content: { 'application/json': status } },
    503: { description: 'Nothing can be kept: the log says why.', content: { 'application/json': status } },
  },
};
