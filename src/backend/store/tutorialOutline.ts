import type { Kysely } from 'kysely';
import type { EventData, OnrampEvent } from '../../protocol/event.ts';
import { chunks } from './chunks.ts';
import { timeOf } from './eventTime.ts';
import type { Tables } from './schema.ts';
import { compareVersions } from './versionOrder.ts';

/** What somebody's start tells of a tutorial, at the time `seen`. */
export type ToldOutline = { told: EventData<'dev.onramp.tutorial.started'>; seen: number };

/** A tutorial as the newest outline has it, and each of its steps as the newest outline that names it has it. */
type Outline = { tutorial: Tables['tutorials']; steps: Map<string, Tables['steps']> };

export function outlinesIn(events: readonly OnrampEvent[], received: number): ToldOutline[] {
  return events.flatMap((event) =>
    event.type === 'dev.onramp.tutorial.started' ? [{ told: event.data, seen: timeOf(event, received) }] : [],
  );
}

/**
 * Keeps the titles and the order of steps of each tutorial. The steps of the newest version are the tutorial's own; those that are no longer in
 * it keep their titles, for what people did in them stays. The order in which outlines are told makes no difference.
 */
export async function keepOutlines(db: Kysely<Tables>, project: string, all: readonly ToldOutline[]): Promise<void> {
  const outlines = new Map<string, Outline>();
  for (const { told, seen } of all) {
    const key = JSON.stringify([told.pack, told.tutorial]);
    outlines.set(key, withTold(outlines.get(key), project, told, seen));
  }
  for (const outline of outlines.values()) await writeOutline(db, outline);
}

function withTold(known: Outline | undefined, project: string, told: ToldOutline['told'], seen: number): Outline {
  const { pack, tutorial, version } = told;
  const row = { project, pack, tutorial, version, seen };
  const steps = known?.steps ?? new Map<string, Tables['steps']>();
  const titles = new Map(told.steps.map(({ id, title }) => [id, title]));
  [...titles].forEach(([step, title], position) => {
    steps.set(step, newer(steps.get(step), { ...row, step, title, position }));
  });
  return { tutorial: newer(known?.tutorial, { ...row, title: told.title }), steps };
}

/**
 * What is told by the higher version; of the same version, at the later time, for an author may change a pack before publishing it. What else
 * there is to compare decides between outlines of the same time, so that it is not their order that does.
 */
function newer<T extends { version: string; seen: number; title: string; position?: number }>(known: T | undefined, told: T): T {
  if (known === undefined) return told;
  const order =
    compareVersions(told.version, known.version) ||
    told.seen - known.seen ||
    (told.position ?? 0) - (known.position ?? 0) ||
    Number(told.title > known.title);
  return order > 0 ? told : known;
}

/** Whether a step is in the outline that its tutorial has. */
export function isOfOutline(step: { version: string; seen: number }, tutorial: { version: string; seen: number } | undefined): boolean {
  return step.version === tutorial?.version && step.seen === tutorial.seen;
}

async function writeOutline(db: Kysely<Tables>, { tutorial, steps }: Outline): Promise<void> {
  const knownTutorial = await db
    .selectFrom('tutorials')
    .selectAll()
    .where('project', '=', tutorial.project)
    .where('pack', '=', tutorial.pack)
    .where('tutorial', '=', tutorial.tutorial)
    .executeTakeFirst();
  const knownSteps = await db
    .selectFrom('steps')
    .selectAll()
    .where('project', '=', tutorial.project)
    .where('pack', '=', tutorial.pack)
    .where('tutorial', '=', tutorial.tutorial)
    .execute();
  if (newer(knownTutorial, tutorial) === tutorial) await writeTutorial(db, tutorial);
  const knownOf = new Map(knownSteps.map((row) => [row.step, row]));
  await writeSteps(
    db,
    [...steps.values()].filter((row) => newer(knownOf.get(row.step), row) === row),
  );
}

async function writeTutorial(db: Kysely<Tables>, tutorial: Tables['tutorials']): Promise<void> {
  await db
    .insertInto('tutorials')
    .values(tutorial)
    .onConflict((conflict) =>
      conflict.columns(['project', 'pack', 'tutorial']).doUpdateSet((row) => ({
        version: row.ref('excluded.version'),
        title: row.ref('excluded.title'),
        seen: row.ref('excluded.seen'),
      })),
    )
    .execute();
}

async function writeSteps(db: Kysely<Tables>, steps: readonly Tables['steps'][]): Promise<void> {
  for (const some of chunks(steps)) {
    await db
      .insertInto('steps')
      .values(some)
      .onConflict((conflict) =>
        conflict.columns(['project', 'pack', 'tutorial', 'step']).doUpdateSet((row) => ({
          version: row.ref('excluded.version'),
          title: row.ref('excluded.title'),
          position: row.ref('excluded.position'),
          seen: row.ref('excluded.seen'),
        })),
      )
      .execute();
  }
}
