import * as z from 'zod/mini';
import { wireNameLimit } from './wireName.ts';

/**
 * What the extension reports, as CloudEvents 1.0 (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md).
 * `data` never holds the learner's code, file names, command output or terminal text.
 */

const short = z.string().check(z.minLength(1), z.maxLength(wireNameLimit));
const count = z.int().check(z.gte(0), z.lte(1_000_000));
const milliseconds = z.int().check(z.gte(0), z.lte(10 * 365 * 86_400_000));

/** Where in which tutorial something happened; ids, never positions. */
const packPlace = { pack: short, version: short };
const place = { ...packPlace, tutorial: short };
const stepPlace = { ...place, step: short };

const dataByType = {
  'dev.onramp.tutorial.started': z.object({
    ...place,
    title: short,
    steps: z.array(z.object({ id: short, title: short })).check(z.maxLength(500)),
  }),
  'dev.onramp.tutorial.completed': z.object({ ...place, elapsed: milliseconds }),
  'dev.onramp.step.entered': z.object(stepPlace),
  'dev.onramp.step.completed': z.object(stepPlace),
  'dev.onramp.step.skipped': z.object(stepPlace),
  'dev.onramp.check.passed': z.object({ ...stepPlace, check: count, subject: short }),
  'dev.onramp.check.failed': z.object({ ...stepPlace, check: count, subject: short, code: short }),
  'dev.onramp.command.run': z.object({ ...stepPlace, exit: z.nullable(z.int()) }),
  'dev.onramp.file.written': z.object({ ...stepPlace, how: z.enum(['create', 'replace', 'insert', 'append', 'patch']) }),
  'dev.onramp.hint.opened': z.object({ ...stepPlace, hint: count }),
  'dev.onramp.quiz.answered': z.object({ ...stepPlace, quiz: count, right: z.boolean() }),
  'dev.onramp.task.ticked': z.object({ ...stepPlace, task: count }),
  /** By a tutorial's step, or else by the person alone. */
  'dev.onramp.snippet.inserted': z.object({ ...packPlace, tutorial: z.optional(short), step: z.optional(short), snippet: short }),
  /** Still there a day later. */
  'dev.onramp.snippet.kept': z.object({ ...packPlace, snippet: short }),
  /** Code of the old kind became the snippet that takes the place of `snippet`, in so many places. */
  'dev.onramp.snippet.migrated': z.object({ ...packPlace, snippet: short, places: count }),
  'dev.onramp.template.scaffolded': z.object({ ...stepPlace, template: short }),
  'dev.onramp.firstSuccess.reached': z.object({ ...stepPlace, elapsed: milliseconds }),
  'dev.onramp.feedback.given': z.object({
    ...stepPlace,
    stepTitle: short,
    thumbs: z.enum(['up', 'down']),
    comment: z.optional(z.string().check(z.maxLength(4000))),
  }),
};

type DataByType = { [T in keyof typeof dataByType]: z.infer<(typeof dataByType)[T]> };

/** `dev.onramp.<noun>.<past tense>`. */
export type EventType = keyof DataByType;
export type EventData<T extends EventType> = DataByType[T];

/** A type with its data: an event before it has an id, a time and a sender. */
export type Report = { [T in EventType]: { type: T; data: EventData<T> } }[EventType];

export const eventTypes = Object.keys(dataByType) as EventType[];

const envelope = {
  specversion: z.literal('1.0'),
  /** A UUIDv7 (RFC 9562): it makes the event idempotent and sorts by time. */
  id: z.string().check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'must be a UUIDv7, in lower case')),
  source: z.string().check(z.minLength(1), z.maxLength(200)),
  time: z.iso.datetime('must be a time in UTC, such as 2026-01-31T12:00:00Z'),
  datacontenttype: z.optional(z.literal('application/json')),
  /** A random install id. Feedback may go without one; nothing else does. */
  person: z.optional(short),
};

/** The whole event, as it is stored in the outbox and sent on the wire. */
export type OnrampEvent = {
  specversion: '1.0';
  id: string;
  source: string;
  time: string;
  datacontenttype?: 'application/json' | undefined;
  person?: string | undefined;
} & Report;

const eventByType = Object.fromEntries(
  eventTypes.map((type) => [
    type,
    z.object({
      ...envelope,
      type: z.literal(type),
      person: type === 'dev.onramp.feedback.given' ? z.optional(short) : short,
      data: dataByType[type],
    }),
  ]),
);

const eventSchemas = Object.values(eventByType);

/** One event of a known type. */
export const event = z.discriminatedUnion('type', eventSchemas as [(typeof eventSchemas)[number]]) as unknown as z.ZodMiniType<OnrampEvent>;

/** The media type of a batch of events in CloudEvents' JSON batch format. */
export const batchMediaType = 'application/cloudevents-batch+json';

/** At most this many events in a batch, and this many bytes of it once unpacked. */
export const batchLimit = { events: 500, bytes: 1_048_576 };

/** The answer to a batch: each id stands in exactly one list. Only what is accepted or duplicate may be forgotten; what is rejected never gets better. */
export const batchAnswer = z.object({
  accepted: z.array(z.string()),
  duplicate: z.array(z.string()),
  rejected: z.array(z.object({ id: z.string(), reason: z.string() })),
});
export type BatchAnswer = z.infer<typeof batchAnswer>;
