import type { Transaction } from 'kysely';
import compare from 'semver/functions/compare.js';
import valid from 'semver/functions/valid.js';
import type { OnrampEvent } from '../../protocol/event.ts';
import { timeOf } from './eventTime.ts';
import type { Tables } from './schema.ts';

type Started = Extract<OnrampEvent, { type: 'dev.onramp.tutorial.started' }>;
type Outline = { version: string; seen: number };

/**
 * Keeps the titles and the order of steps of each tutorial, as its newest version has them. Steps that are no longer in it keep their
 * titles, for what people did in them stays.
 */
export async function keepOutline(
  db: Transaction<Tables>,
  project: string,
  events: readonly OnrampEvent[],
  received: number,
): Promise<void> {
  const newest = new Map<string, { event: Started } & Outline>();
  for (const event of events) {
    if (event.type !== 'dev.onramp.tutorial.started') continue;
    const key = JSON.stringify([event.data.pack, event.data.tutorial]);
    const outline = { event, version: event.data.version, seen: timeOf(event, received) };
    if (isNewer(outline, newest.get(key))) newest.set(key, outline);
  }
  for (const outline of newest.values()) {
    const { pack, tutorial } = outline.event.data;
    const known = await db
      .selectFrom('tutorials')
      .select(['version', 'seen'])
      .where('project', '=', project)
      .where('pack', '=', pack)
      .where('tutorial', '=', tutorial)
      .executeTakeFirst();
    if (isNewer(outline, known)) await writeOutline(db, project, outline.event, outline.seen);
  }
}

const numbered = new Intl.Collator('en', { numeric: true });

/** As npm orders them, a beta before its release; what is no such version, by its numbers. */
function compareVersions(one: string, other: string): number {
  return valid(one) !== null && valid(other) !== null ? compare(one, other) : numbered.compare(one, other);
}

/** The higher version; of the same version, the later time, for an author may change a pack before publishing it. */
function isNewer(outline: Outline, than: Outline | undefined): boolean {
  if (than === undefined) return true;
  const order = compareVersions(outline.version, than.version);
  return order > 0 || (order === 0 && outline.seen > than.seen);
}

async function writeOutline(db: Transaction<Tables>, project: string, event: Started, seen: number): Promise<void> {
  const { pack, tutorial, version, title } = event.data;
  await db
    .insertInto('tutorials')
    .values({ project, pack, tutorial, version, title, seen })
    .onConflict((conflict) =>
      conflict.columns(['project', 'pack', 'tutorial']).doUpdateSet((row) => ({
        version: row.ref('excluded.version'),
        title: row.ref('excluded.title'),
        seen: row.ref('excluded.seen'),
      })),
    )
    .execute();
  const steps = [...new Map(event.data.steps.map((step) => [step.id, step])).values()];
  if (steps.length === 0) return;
  await db
    .insertInto('steps')
    .values(steps.map((step, position) => ({ project, pack, tutorial, step: step.id, title: step.title, position, seen })))
    .onConflict((conflict) =>
      conflict.columns(['project', 'pack', 'tutorial', 'step']).doUpdateSet((row) => ({
        title: row.ref('excluded.title'),
        position: row.ref('excluded.position'),
        seen: row.ref('excluded.seen'),
      })),
    )
    .execute();
}
