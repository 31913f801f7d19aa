import { type Kysely, sql, type Transaction } from 'kysely';
import type { OnrampEvent } from '../../protocol/event.ts';
import { chunks } from './chunks.ts';
import { timeOf } from './eventTime.ts';
import { type Journey, journeyAfter, type Progress, progressAfter } from './journey.ts';
import { startRollup } from './rollup.ts';
import type { Tables } from './schema.ts';
import { keepOutlines, outlinesIn } from './tutorialOutline.ts';

/**
 * Stores these events and all that is counted from them, in one transaction. Gives the ids that were new; an id that is known, or
 * stands twice in the list, counts once. Nothing is stored when it throws.
 */
export async function keepEvents(
  db: Kysely<Tables>,
  project: string,
  events: readonly OnrampEvent[],
  received: number,
): Promise<Set<string>> {
  return db.transaction().execute(async (transaction) => {
    const fresh = await insertEvents(transaction, project, events, received);
    if (fresh.size === 0) return fresh;
    const byId = new Map(events.toReversed().map((event) => [event.id, event]));
    const kept = [...fresh].flatMap((id) => byId.get(id) ?? []);
    await keepOutlines(transaction, project, outlinesIn(kept, received));
    await keepFeedback(transaction, project, kept, received);
    await keepWays(transaction, project, kept, received);
    return fresh;
  });
}

async function insertEvents(
  db: Transaction<Tables>,
  project: string,
  events: readonly OnrampEvent[],
  received: number,
): Promise<Set<string>> {
  const fresh = new Set<string>();
  const unique = [...new Map(events.toReversed().map((event) => [event.id, event])).values()].toReversed();
  for (const some of chunks(unique)) {
    const inserted = await db
      .insertInto('events')
      .values(
        some.map((event) => ({
          project,
          id: event.id,
          person: event.person ?? null,
          type: event.type,
          time: timeOf(event, received),
          received,
          body: JSON.stringify(event),
        })),
      )
      .onConflict((conflict) => conflict.columns(['project', 'id']).doNothing())
      .returning('id')
      .execute();
    for (const { id } of inserted) fresh.add(id);
  }
  return fresh;
}

async function keepFeedback(db: Transaction<Tables>, project: string, events: readonly OnrampEvent[], received: number): Promise<void> {
  const rows = events.flatMap((event) => {
    if (event.type !== 'dev.onramp.feedback.given') return [];
    const { comment, ...said } = event.data;
    return [
      { project, id: event.id, person: event.person ?? null, ...said, comment: comment?.trim() || null, time: timeOf(event, received) },
    ];
  });
  for (const some of chunks(rows)) await db.insertInto('feedback').values(some).execute();
}

/** Moves the journeys and their steps, and the day tables with them. */
async function keepWays(db: Transaction<Tables>, project: string, events: readonly OnrampEvent[], received: number): Promise<void> {
  const rollup = startRollup(project);
  const journeys = new Map<string, Journey>();
  const progress = new Map<string, Progress>();
  const walked = events.filter(isWalked);
  const knownJourneys = await readJourneys(db, project, walked);
  const knownProgress = await readProgress(db, project, walked);
  for (const event of events) rollup.happened(event, timeOf(event, received));
  for (const event of walked) {
    const time = timeOf(event, received);
    const journey = journeyKey(event);
    journeys.set(journey, journeyAfter(journeys.get(journey) ?? knownJourneys.get(journey), project, event.person, event, time));
    if (!isInStep(event)) continue;
    const step = progressKey(event);
    progress.set(step, progressAfter(progress.get(step) ?? knownProgress.get(step), project, event.person, event, time));
  }
  for (const [key, after] of journeys) rollup.journeyChanged(knownJourneys.get(key), after);
  for (const [key, after] of progress) rollup.progressChanged(knownProgress.get(key), after);
  await writeJourneys(db, [...journeys.values()]);
  await writeProgress(db, [...progress.values()]);
  await writeRollup(db, rollup.rows());
}

type Walked = OnrampEvent & { person: string; data: { tutorial: string } };
type InStep = Walked & { data: { step: string } };

/** Feedback is no step on anybody's way: it may be all that a person sends. Nor is a snippet that somebody takes outside of tutorials. */
function isWalked(event: OnrampEvent): event is Walked {
  const inTutorial = 'tutorial' in event.data && event.data.tutorial !== undefined;
  return event.person !== undefined && event.type !== 'dev.onramp.feedback.given' && inTutorial;
}

function isInStep(event: Walked): event is InStep {
  return 'step' in event.data && event.data.step !== undefined;
}

function journeyKey({ person, data }: { person: string; data: { pack: string; tutorial: string } }): string {
  return JSON.stringify([person, data.pack, data.tutorial]);
}

function progressKey({ person, data }: { person: string; data: { pack: string; tutorial: string; step: string } }): string {
  return JSON.stringify([person, data.pack, data.tutorial, data.step]);
}

async function readJourneys(db: Transaction<Tables>, project: string, events: readonly Walked[]): Promise<Map<string, Journey>> {
  const keys = unique(events.map(({ person, data }) => [person, data.pack, data.tutorial]));
  const known = new Map<string, Journey>();
  for (const some of chunks(keys)) {
    const rows = await db
      .selectFrom('journeys')
      .selectAll()
      .where('project', '=', project)
      .where(sql<boolean>`(${sql.ref('person')}, ${sql.ref('pack')}, ${sql.ref('tutorial')}) in (${valueRows(some)})`)
      .execute();
    for (const row of rows) known.set(journeyKey({ person: row.person, data: row }), row);
  }
  return known;
}

async function readProgress(db: Transaction<Tables>, project: string, events: readonly Walked[]): Promise<Map<string, Progress>> {
  const keys = unique(events.filter(isInStep).map(({ person, data }) => [person, data.pack, data.tutorial, data.step]));
  const known = new Map<string, Progress>();
  for (const some of chunks(keys)) {
    const rows = await db
      .selectFrom('progress')
      .selectAll()
      .where('project', '=', project)
      .where(sql<boolean>`(${sql.ref('person')}, ${sql.ref('pack')}, ${sql.ref('tutorial')}, ${sql.ref('step')}) in (${valueRows(some)})`)
      .execute();
    for (const row of rows) known.set(progressKey({ person: row.person, data: row }), row);
  }
  return known;
}

async function writeJourneys(db: Transaction<Tables>, rows: readonly Journey[]): Promise<void> {
  for (const some of chunks(rows)) {
    await db
      .insertInto('journeys')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['project', 'person', 'pack', 'tutorial']).doUpdateSet((row) => ({
          started: row.ref('excluded.started'),
          completed: row.ref('excluded.completed'),
          succeeded: row.ref('excluded.succeeded'),
          successElapsed: row.ref('excluded.successElapsed'),
        })),
      )
      .execute();
  }
}

async function writeProgress(db: Transaction<Tables>, rows: readonly Progress[]): Promise<void> {
  for (const some of chunks(rows)) {
    await db
      .insertInto('progress')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['project', 'person', 'pack', 'tutorial', 'step']).doUpdateSet((row) => ({
          entered: row.ref('excluded.entered'),
          completed: row.ref('excluded.completed'),
          skipped: row.ref('excluded.skipped'),
        })),
      )
      .execute();
  }
}

async function writeRollup(db: Transaction<Tables>, rows: ReturnType<ReturnType<typeof startRollup>['rows']>): Promise<void> {
  for (const some of chunks(rows.tutorialDays)) {
    await db
      .insertInto('tutorialDays')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['project', 'pack', 'tutorial', 'day']).doUpdateSet((row) => ({
          starts: row('tutorialDays.starts', '+', row.ref('excluded.starts')),
          completions: row('tutorialDays.completions', '+', row.ref('excluded.completions')),
        })),
      )
      .execute();
  }
  for (const some of chunks(rows.stepDays)) {
    await db
      .insertInto('stepDays')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['project', 'pack', 'tutorial', 'step', 'day']).doUpdateSet((row) => ({
          entered: row('stepDays.entered', '+', row.ref('excluded.entered')),
          completed: row('stepDays.completed', '+', row.ref('excluded.completed')),
          skipped: row('stepDays.skipped', '+', row.ref('excluded.skipped')),
        })),
      )
      .execute();
  }
  for (const some of chunks(rows.successDays)) {
    await db
      .insertInto('successDays')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['project', 'pack', 'tutorial', 'day', 'bucket']).doUpdateSet((row) => ({
          people: row('successDays.people', '+', row.ref('excluded.people')),
        })),
      )
      .execute();
  }
  for (const some of chunks(rows.eventDays)) {
    await db
      .insertInto('eventDays')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['project', 'pack', 'tutorial', 'step', 'day']).doUpdateSet((row) => ({
          checksFailed: row('eventDays.checksFailed', '+', row.ref('excluded.checksFailed')),
          hintsOpened: row('eventDays.hintsOpened', '+', row.ref('excluded.hintsOpened')),
          thumbsUp: row('eventDays.thumbsUp', '+', row.ref('excluded.thumbsUp')),
          thumbsDown: row('eventDays.thumbsDown', '+', row.ref('excluded.thumbsDown')),
        })),
      )
      .execute();
  }
}

/** `values (…), (…)`: the list of rows that both databases compare a row with by its index. */
function valueRows(keys: readonly (readonly string[])[]) {
  return sql`values ${sql.join(keys.map((key) => sql`(${sql.join(key)})`))}`;
}

function unique(keys: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
}
