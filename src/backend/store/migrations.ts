import { type Kysely, sql } from 'kysely';
import { StartError } from '../startError.ts';
import type { Tables } from './schema.ts';
import { keepOutlines, type ToldOutline } from './tutorialOutline.ts';

/** Each entry takes the database from the version of its index to the next. Entries are only ever added. */
const migrations: readonly ((db: Kysely<Tables>) => Promise<void>)[] = [firstTables, catalogueTables, versionsOfSteps, sessionTable];

/** Brings the database to the newest version, in one transaction. Throws a StartError if it is newer than this program. */
export async function migrate(db: Kysely<Tables>, name: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction.schema
      .createTable('schemaVersion')
      .ifNotExists()
      .addColumn('project', 'text', (column) => column.primaryKey())
      .addColumn('version', 'integer', (column) => column.notNull())
      .execute();
    const row = await transaction.selectFrom('schemaVersion').select('version').where('project', '=', everyProject).executeTakeFirst();
    const found = row?.version ?? 0;
    if (found > migrations.length) {
      throw new StartError(
        'database.newer',
        `The database ${name} was written by a newer Onramp (its version is ${found}, this one knows ${migrations.length}): update Onramp, or choose another data folder.`,
      );
    }
    if (found === migrations.length) return;
    for (const step of migrations.slice(found)) await step(transaction);
    await transaction
      .insertInto('schemaVersion')
      .values({ project: everyProject, version: migrations.length })
      .onConflict((conflict) => conflict.column('project').doUpdateSet({ version: migrations.length }))
      .execute();
  });
}

const everyProject = '*';

async function firstTables(db: Kysely<Tables>): Promise<void> {
  const table = (name: keyof Tables & string) => db.schema.createTable(name);

  await table('events')
    .addColumn('project', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('person', 'text')
    .addColumn('type', 'text', required)
    .addColumn('time', 'bigint', required)
    .addColumn('received', 'bigint', required)
    .addColumn('body', 'text', required)
    .addPrimaryKeyConstraint('events_key', ['project', 'id'])
    .execute();

  await table('tutorials')
    .addColumn('project', 'text', required)
    .addColumn('pack', 'text', required)
    .addColumn('tutorial', 'text', required)
    .addColumn('version', 'text', required)
    .addColumn('title', 'text', required)
    .addColumn('seen', 'bigint', required)
    .addPrimaryKeyConstraint('tutorials_key', ['project', 'pack', 'tutorial'])
    .execute();

  await table('steps')
    .addColumn('project', 'text', required)
    .addColumn('pack', 'text', required)
    .addColumn('tutorial', 'text', required)
    .addColumn('step', 'text', required)
    .addColumn('title', 'text', required)
    .addColumn('position', 'integer', required)
    .addColumn('seen', 'bigint', required)
    .addPrimaryKeyConstraint('steps_key', ['project', 'pack', 'tutorial', 'step'])
    .execute();

  await table('journeys')
    .addColumn('project', 'text', required)
    .addColumn('person', 'text', required)
    .addColumn('pack', 'text', required)
    .addColumn('tutorial', 'text', required)
    .addColumn('started', 'bigint', required)
    .addColumn('completed', 'bigint')
    .addColumn('succeeded', 'bigint')
    .addColumn('successElapsed', 'bigint')
    .addPrimaryKeyConstraint('journeys_key', ['project', 'person', 'pack', 'tutorial'])
    .execute();

  await table('progress')
    .addColumn('project', 'text', required)
    .addColumn('person', 'text', required)
    .addColumn('pack', 'text', required)
    .addColumn('tutorial', 'text', required)
    .addColumn('step', 'text', required)
    .addColumn('entered', 'bigint', required)
    .addColumn('completed', 'bigint')
    .addColumn('skipped', 'bigint')
    .addPrimaryKeyConstraint('progress_key', ['project', 'person', 'pack', 'tutorial', 'step'])
    .execute();

  await table('tutorialDays')
    .addColumn('project', 'text', required)
    .addColumn('pack', 'text', required)
    .addColumn('tutorial', 'text', required)
    .addColumn('day', 'integer', required)
    .addColumn('starts', 'integer', counter)
    .addColumn('completions', 'integer', counter)
    .addPrimaryKeyConstraint('tutorialDays_key', ['project', 'pack', 'tutorial', 'day'])
    .execute();

  await table('stepDays')
    .addColumn('project', 'text', required)
    .addColumn('pack', 'text', required)
    .addColumn('tutorial', 'text', required)
    .addColumn('step', 'text', required)
    .addColumn('day', 'integer', required)
    .addColumn('entered', 'integer', counter)
    .addColumn('completed', 'integer', counter)
    .addColumn('skipped', 'integer', counter)
    .addPrimaryKeyConstraint('stepDays_key', ['project', 'pack', 'tutorial', 'step', 'day'])
    .execute();

  await table('successDays')
    .addColumn('project', 'text', required)
    .addColumn('pack', 'text', required)
    .addColumn('tutorial', 'text', required)
    .addColumn('day', 'integer', required)
    .addColumn('bucket', 'integer', required)
    .addColumn('people', 'integer', counter)
    .addPrimaryKeyConstraint('successDays_key', ['project', 'pack', 'tutorial', 'day', 'bucket'])
    .execute();

  await table('eventDays')
    .addColumn('project', 'text', required)
    .addColumn('pack', 'text', required)
    .addColumn('tutorial', 'text', required)
    .addColumn('step', 'text', required)
    .addColumn('day', 'integer', required)
    .addColumn('checksFailed', 'integer', counter)
    .addColumn('hintsOpened', 'integer', counter)
    .addColumn('thumbsUp', 'integer', counter)
    .addColumn('thumbsDown', 'integer', counter)
    .addPrimaryKeyConstraint('eventDays_key', ['project', 'pack', 'tutorial', 'step', 'day'])
    .execute();

  await table('feedback')
    .addColumn('project', 'text', required)
    .addColumn('id', 'text', required)
    .addColumn('person', 'text')
    .addColumn('pack', 'text', required)
    .addColumn('version', 'text', required)
    .addColumn('tutorial', 'text', required)
    .addColumn('step', 'text', required)
    .addColumn('stepTitle', 'text', required)
    .addColumn('thumbs', 'text', required)
    .addColumn('comment', 'text')
    .addColumn('time', 'bigint', required)
    .addPrimaryKeyConstraint('feedback_key', ['project', 'id'])
    .execute();
  await db.schema.createIndex('feedback_newest').on('feedback').columns(['project', 'pack', 'tutorial', 'time', 'id']).execute();
}

async function catalogueTables(db: Kysely<Tables>): Promise<void> {
  const table = (name: keyof Tables & string) => db.schema.createTable(name);

  await table('packs')
    .addColumn('project', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('newest', 'text', required)
    .addColumn('title', 'text', required)
    .addColumn('description', 'text', required)
    .addColumn('publisher', 'text', required)
    .addColumn('tutorials', 'integer', required)
    .addColumn('published', 'bigint', required)
    .addColumn('words', 'text', required)
    .addPrimaryKeyConstraint('packs_key', ['project', 'name'])
    .execute();
  await db.schema.createIndex('packs_newest').on('packs').columns(['project', 'published', 'name']).execute();

  await table('packVersions')
    .addColumn('project', 'text', required)
    .addColumn('name', 'text', required)
    .addColumn('version', 'text', required)
    .addColumn('integrity', 'text', required)
    .addColumn('size', 'integer', required)
    .addColumn('title', 'text', required)
    .addColumn('description', 'text', required)
    .addColumn('publisher', 'text', required)
    .addColumn('tutorials', 'integer', required)
    .addColumn('readme', 'text')
    .addColumn('changelog', 'text')
    .addColumn('published', 'bigint', required)
    .addColumn('yanked', 'text')
    .addPrimaryKeyConstraint('packVersions_key', ['project', 'name', 'version'])
    .execute();

  // PostgreSQL's name for bytes; SQLite takes any, and keeps bytes as they are.
  await table('packTarballs')
    .addColumn('project', 'text', required)
    .addColumn('integrity', 'text', required)
    .addColumn('bytes', 'bytea', required)
    .addPrimaryKeyConstraint('packTarballs_key', ['project', 'integrity'])
    .execute();
}

/** Outlines of older versions that came late were dropped, and the version of a step was not kept: both are told anew by the events. */
async function versionsOfSteps(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .alterTable('steps')
    .addColumn('version', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  const projects = await db.selectFrom('tutorials').select('project').distinct().execute();
  await db.deleteFrom('steps').execute();
  await db.deleteFrom('tutorials').execute();
  for (const { project } of projects) await tellOutlines(db, project);
}

async function tellOutlines(db: Kysely<Tables>, project: string): Promise<void> {
  let last = '';
  for (;;) {
    const rows = await db
      .selectFrom('events')
      .select(['id', 'time', 'body'])
      .where('project', '=', project)
      .where('type', '=', 'dev.onramp.tutorial.started')
      .where('id', '>', last)
      .orderBy('id')
      .limit(eventsAtOnce)
      .execute();
    await keepOutlines(
      db,
      project,
      rows.map(({ time, body }) => ({ told: (JSON.parse(body) as { data: ToldOutline['told'] }).data, seen: Number(time) })),
    );
    const end = rows.at(-1);
    if (end === undefined) return;
    last = end.id;
  }
}

const eventsAtOnce = 500;

async function sessionTable(db: Kysely<Tables>): Promise<void> {
  await db.schema
    .createTable('endedSessions')
    .addColumn('project', 'text', required)
    .addColumn('session', 'text', required)
    .addColumn('expires', 'bigint', required)
    .addPrimaryKeyConstraint('endedSessions_key', ['project', 'session'])
    .execute();
}

type Column = Parameters<Parameters<ReturnType<Kysely<Tables>['schema']['createTable']>['addColumn']>[2] & object>[0];

function required(column: Column): Column {
  return column.notNull();
}

function counter(column: Column): Column {
  return column.notNull().defaultTo(sql`0`);
}
