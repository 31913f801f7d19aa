import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import { type BatchAnswer, batchAnswer, batchLimit, batchMediaType, event, type OnrampEvent } from '../../protocol/event.ts';
import type { Store } from '../store/store.ts';
import { type Keys, requireAdmin, requireWriteKey } from './access.ts';
import { firstWrongField, withInput } from './fieldSentence.ts';
import type { RouteDescription } from './openApi.ts';
import { parseQuery } from './query.ts';
import { Refusal } from './refusal.ts';

type Parts = { store: Store; keys: Keys; now(): number; limits: { batchesPerMinute: number; readsPerMinute: number } };

/** `POST /v1/events` takes reports in; `GET /v1/events` gives all of them out again. */
export function eventRoutes({ store, keys, now, limits }: Parts) {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(async (reports) => {
      // An extension host in a browser sends from the editor's origin. The key stands in a header, never in a cookie.
      reports.addHook('onRequest', async (_request, reply) => {
        reply.headers({ 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Retry-After' });
      });
      reports.options('/v1/events', { config: { describe: preflight } }, async (_request, reply) => {
        reply.headers({
          'access-control-allow-methods': 'POST',
          'access-control-allow-headers': 'Authorization, Content-Type, Content-Encoding',
          'access-control-allow-private-network': 'true',
          'access-control-max-age': '86400',
        });
        return reply.code(204).send();
      });
      const onRequest = [reports.rateLimit({ max: limits.batchesPerMinute, timeWindow: 60_000 }), requireWriteKey(keys)];
      reports.post('/v1/events', { onRequest, bodyLimit: batchLimit.bytes, config: { describe: report } }, async (request) =>
        keepBatch(store, request.body),
      );
    });

    const onRequest = [app.rateLimit({ max: limits.readsPerMinute, timeWindow: 60_000 }), requireAdmin({ keys, now, store })];
    app.get('/v1/events', { onRequest, exposeHeadRoute: false, config: { describe: rawExport } }, async (request, reply) => {
      parseQuery(exportQuery, request.query);
      reply.type('application/x-ndjson').header('content-disposition', 'attachment; filename="onramp-events.ndjson"');
      return reply.send(Readable.from(lines(store)));
    });
  };
}

async function* lines(store: Store): AsyncGenerator<string> {
  for await (const line of store.events()) yield `${line}\n`;
}

async function keepBatch(store: Store, body: unknown): Promise<BatchAnswer> {
  if (!Array.isArray(body)) throw new Refusal(400, 'batch.notList', 'The body must be a list of events.');
  if (body.length > batchLimit.events) {
    throw new Refusal(
      413,
      'batch.tooLong',
      `The batch has ${body.length} events, the limit is ${batchLimit.events}: send it in smaller parts.`,
    );
  }
  const good: OnrampEvent[] = [];
  const bad: BatchAnswer['rejected'] = [];
  body.forEach((entry: unknown, index) => {
    const parsed = event.safeParse(entry, withInput);
    if (parsed.success) good.push(parsed.data);
    else bad.push(rejection(entry, index, parsed.error));
  });
  const kept = await store.keep(good);
  const named = new Set([...kept.accepted, ...kept.duplicate]);
  const rejected = bad.filter(({ id }) => id === '' || (!named.has(id) && named.add(id)));
  return { ...kept, rejected };
}

function rejection(entry: unknown, index: number, error: z.core.$ZodError): BatchAnswer['rejected'][number] {
  const { field, sentence } = firstWrongField(error);
  const reason = field === '' ? sentence : `${field}: ${sentence}`;
  const id = typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string' ? entry.id.slice(0, 200) : '';
  return id === '' ? { id, reason: `event ${index + 1} of the batch: ${reason}` } : { id, reason };
}

const exportQuery = z.object({ format: z._default(z.enum(['ndjson']), 'ndjson') });

const report: RouteDescription = {
  summary: 'Report events',
  description: `A batch of CloudEvents 1.0, at most ${batchLimit.events} events and ${batchLimit.bytes} bytes once unpacked; gzip is understood. An event counts once however often its id arrives. The answer names each id once: what is accepted or duplicate is stored for good, what is rejected never gets better.`,
  needs: 'writeKey',
  accepts: `${batchMediaType} or application/json`,
  body: z.array(event),
  answers: { 200: { description: 'What became of each event.', content: { 'application/json': batchAnswer } } },
};

const preflight: RouteDescription = {
  summary: 'Ask whether another origin may report',
  answers: { 204: { description: 'It may.' } },
};

const rawExport: RouteDescription = {
  summary: 'Export every event',
  description: 'Each line is one event as JSON, oldest first.',
  needs: 'admin',
  query: exportQuery,
  answers: { 200: { description: 'All events.', content: { 'application/x-ndjson': 'text' } } },
};
