import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply } from 'fastify';
import * as z from 'zod/mini';
import { type FeedbackEntry, feedbackAnswer, funnelAnswer, tutorialsAnswer } from '../../protocol/metrics.ts';
import type { FeedbackPlace, FeedbackQuery } from '../store/feedback.ts';
import type { Store } from '../store/store.ts';
import { type Keys, requireAdmin } from './access.ts';
import { type Cell, csvLine } from './csv.ts';
import type { RouteDescription } from './openApi.ts';
import { parseQuery } from './query.ts';
import { Refusal } from './refusal.ts';

type Parts = { store: Store; keys: Keys; now(): number; limits: { readsPerMinute: number } };

/** Entries in one answer. */
const feedbackAtOnce = 50;

/** `/v1/metrics/…`: what the dashboard shows, as JSON or CSV. */
export function metricsRoutes({ store, keys, now, limits }: Parts) {
  return async (app: FastifyInstance): Promise<void> => {
    const onRequest = [app.rateLimit({ max: limits.readsPerMinute, timeWindow: 60_000 }), requireAdmin({ keys, now, store })];

    app.get('/v1/metrics/tutorials', { onRequest, config: { describe: tutorials } }, async (request, reply) => {
      const { format } = parseQuery(tutorialsQuery, request.query);
      const answer = { tutorials: await store.tutorials() };
      if (format === 'json') return answer;
      return sendCsv(reply, 'onramp-tutorials', [
        csvLine(tutorialColumns),
        ...answer.tutorials.map(({ firstSuccess, ...row }) =>
          csvLine([
            row.pack,
            row.tutorial,
            row.title,
            row.starts,
            row.completions,
            row.completionRate,
            firstSuccess?.count ?? 0,
            firstSuccess?.median ?? null,
            firstSuccess?.p90 ?? null,
            row.thumbsUp,
            row.thumbsDown,
          ]),
        ),
      ]);
    });

    app.get('/v1/metrics/funnel', { onRequest, config: { describe: funnel } }, async (request, reply) => {
      const { format, pack, tutorial } = parseQuery(funnelQuery, request.query);
      const answer = await store.funnel(pack, tutorial);
      if (answer === undefined) {
        throw new Refusal(404, 'tutorial.unknown', `Nobody has started a tutorial "${tutorial}" of the pack "${pack}" yet.`, 'tutorial');
      }
      if (format === 'json') return answer;
      const rows = answer.steps.map((step) =>
        csvLine(stepColumns.map((column): Cell => (column === 'retired' ? String(step.retired) : step[column]))),
      );
      return sendCsv(reply, 'onramp-funnel', [csvLine(stepColumns), ...rows]);
    });

    app.get('/v1/metrics/feedback', { onRequest, config: { describe: feedback } }, async (request, reply) => {
      const { format, before, ...query } = parseQuery(feedbackQuery, request.query);
      const place = before === undefined ? undefined : placeOf(before);
      if (format === 'csv') return sendCsv(reply, 'onramp-feedback', feedbackCsv(store, query, place));
      const found = await store.feedback(query, place, feedbackAtOnce + 1);
      const entries = found.slice(0, feedbackAtOnce);
      const last = entries.at(-1);
      return { feedback: entries, next: found.length > feedbackAtOnce && last !== undefined ? nameOf(last) : null };
    });
  };
}

async function* feedbackCsv(store: Store, query: FeedbackQuery, from: FeedbackPlace | undefined): AsyncGenerator<string> {
  yield csvLine(feedbackColumns);
  let place = from;
  for (;;) {
    const entries = await store.feedback(query, place, csvAtOnce);
    for (const { time, ...entry } of entries) {
      yield csvLine(feedbackColumns.map((column) => (column === 'time' ? new Date(time).toISOString() : entry[column])));
    }
    place = entries.at(-1);
    if (place === undefined) return;
  }
}

const csvAtOnce = 500;

function sendCsv(reply: FastifyReply, name: string, lines: Iterable<string> | AsyncIterable<string>): FastifyReply {
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}.csv"`);
  return reply.send(Readable.from(lines));
}

/** A place in the list as the text that is asked with. */
function nameOf({ time, id }: FeedbackPlace): string {
  return `${time}.${id}`;
}

function placeOf(name: string): FeedbackPlace {
  const [time = '', id = ''] = name.split('.');
  return { time: Number(time), id };
}

const tutorialColumns = [
  'pack',
  'tutorial',
  'title',
  'starts',
  'completions',
  'completionRate',
  'firstSuccessCount',
  'firstSuccessMedianMs',
  'firstSuccessP90Ms',
  'thumbsUp',
  'thumbsDown',
];
const stepColumns = [
  'id',
  'title',
  'retired',
  'entered',
  'completed',
  'skipped',
  'left',
  'dropOff',
  'checksFailed',
  'hintsOpened',
  'thumbsUp',
  'thumbsDown',
] as const;
const feedbackColumns = [
  'time',
  'pack',
  'version',
  'tutorial',
  'step',
  'stepTitle',
  'thumbs',
  'comment',
  'id',
] as const satisfies (keyof FeedbackEntry)[];

const format = z._default(z.enum(['json', 'csv']), 'json');
const name = z.string().check(z.minLength(1), z.maxLength(200));
const tutorialsQuery = z.object({ format });
const funnelQuery = z.object({ pack: name, tutorial: name, format });
const feedbackQuery = z.object({
  pack: z.optional(name),
  tutorial: z.optional(name),
  step: z.optional(name),
  before: z.optional(z.string().check(z.regex(/^\d{1,15}\.[0-9a-f-]{36}$/, 'must be the "next" of an earlier answer'))),
  format,
});

const tutorials: RouteDescription = {
  summary: 'How the tutorials are doing',
  needs: 'admin',
  query: tutorialsQuery,
  answers: {
    200: { description: 'Every tutorial, the most started first.', content: { 'application/json': tutorialsAnswer, 'text/csv': 'text' } },
  },
};

const funnel: RouteDescription = {
  summary: 'Where people get stuck in a tutorial',
  needs: 'admin',
  query: funnelQuery,
  answers: { 200: { description: 'Its steps in order.', content: { 'application/json': funnelAnswer, 'text/csv': 'text' } } },
};

const feedback: RouteDescription = {
  summary: 'What people said',
  description: `At most ${feedbackAtOnce} entries, newest first; "next" is the "before" of those that follow. CSV has them all.`,
  needs: 'admin',
  query: feedbackQuery,
  answers: { 200: { description: 'Feedback.', content: { 'application/json': feedbackAnswer, 'text/csv': 'text' } } },
};
