import type { Kysely } from 'kysely';
import type { FunnelAnswer, StepMetrics, TutorialMetrics } from '../../protocol/metrics.ts';
import { type Bucket, percentile } from './histogram.ts';
import type { Tables } from './schema.ts';
import { isOfOutline } from './tutorialOutline.ts';

/** Every tutorial that anybody started or spoke about, the most started first. Reads the day tables only. */
export async function tutorialMetrics(db: Kysely<Tables>, project: string): Promise<TutorialMetrics[]> {
  const [counts, said, successes, titles] = await Promise.all([
    db
      .selectFrom('tutorialDays')
      .select((row) => ['pack', 'tutorial', row.fn.sum<number>('starts').as('starts'), row.fn.sum<number>('completions').as('completions')])
      .where('project', '=', project)
      .groupBy(['pack', 'tutorial'])
      .execute(),
    db
      .selectFrom('eventDays')
      .select((row) => [
        'pack',
        'tutorial',
        row.fn.sum<number>('thumbsUp').as('thumbsUp'),
        row.fn.sum<number>('thumbsDown').as('thumbsDown'),
      ])
      .where('project', '=', project)
      .groupBy(['pack', 'tutorial'])
      .execute(),
    db
      .selectFrom('successDays')
      .select((row) => ['pack', 'tutorial', 'bucket', row.fn.sum<number>('people').as('people')])
      .where('project', '=', project)
      .groupBy(['pack', 'tutorial', 'bucket'])
      .execute(),
    db.selectFrom('tutorials').select(['pack', 'tutorial', 'title']).where('project', '=', project).execute(),
  ]);
  const countsOf = new Map(counts.map((row) => [keyOf(row), row]));
  const saidOf = new Map(said.map((row) => [keyOf(row), row]));
  const successesOf = grouped(successes);
  const titleOf = new Map(titles.map((row) => [keyOf(row), row.title]));
  const all = new Map([...counts, ...said].map((row) => [keyOf(row), row]));
  return [...all]
    .map(([key, { pack, tutorial }]) => {
      const starts = Number(countsOf.get(key)?.starts ?? 0);
      const completions = Number(countsOf.get(key)?.completions ?? 0);
      return {
        pack,
        tutorial,
        title: titleOf.get(key) ?? tutorial,
        starts,
        completions,
        completionRate: share(completions, starts),
        firstSuccess: duration(successesOf.get(key) ?? []),
        thumbsUp: Number(saidOf.get(key)?.thumbsUp ?? 0),
        thumbsDown: Number(saidOf.get(key)?.thumbsDown ?? 0),
      };
    })
    .sort((a, b) => b.starts - a.starts || a.title.localeCompare(b.title, 'en') || (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** One tutorial with its steps in order, those that left it last; undefined when nobody started or spoke about it. */
export async function funnelMetrics(
  db: Kysely<Tables>,
  project: string,
  pack: string,
  tutorial: string,
): Promise<FunnelAnswer | undefined> {
  const summary = (await tutorialMetrics(db, project)).find((row) => row.pack === pack && row.tutorial === tutorial);
  if (summary === undefined) return undefined;
  const [counts, happenings, outline, current] = await Promise.all([
    db
      .selectFrom('stepDays')
      .select((row) => [
        'step',
        row.fn.sum<number>('entered').as('entered'),
        row.fn.sum<number>('completed').as('completed'),
        row.fn.sum<number>('skipped').as('skipped'),
      ])
      .where('project', '=', project)
      .where('pack', '=', pack)
      .where('tutorial', '=', tutorial)
      .groupBy('step')
      .execute(),
    db
      .selectFrom('eventDays')
      .select((row) => [
        'step',
        row.fn.sum<number>('checksFailed').as('checksFailed'),
        row.fn.sum<number>('hintsOpened').as('hintsOpened'),
        row.fn.sum<number>('thumbsUp').as('thumbsUp'),
        row.fn.sum<number>('thumbsDown').as('thumbsDown'),
      ])
      .where('project', '=', project)
      .where('pack', '=', pack)
      .where('tutorial', '=', tutorial)
      .groupBy('step')
      .execute(),
    db
      .selectFrom('steps')
      .select(['step', 'title', 'position', 'version', 'seen'])
      .where('project', '=', project)
      .where('pack', '=', pack)
      .where('tutorial', '=', tutorial)
      .execute(),
    db
      .selectFrom('tutorials')
      .select(['version', 'seen'])
      .where('project', '=', project)
      .where('pack', '=', pack)
      .where('tutorial', '=', tutorial)
      .executeTakeFirst(),
  ]);
  const countsOf = new Map(counts.map((row) => [row.step, row]));
  const happeningsOf = new Map(happenings.map((row) => [row.step, row]));
  const outlineOf = new Map(outline.map((row) => [row.step, row]));
  // Of a step that no outline names yet, people came on from an older version: it is newer than what is known.
  const isRetired = (step: string) => {
    const told = outlineOf.get(step);
    return told !== undefined && !isOfOutline(told, current);
  };
  const shown = new Set(
    [...outlineOf.keys(), ...countsOf.keys(), ...happeningsOf.keys()].filter(
      (step) => !isRetired(step) || countsOf.has(step) || happeningsOf.has(step),
    ),
  );
  const steps = [...shown]
    .map((step): StepMetrics & { position: number } => {
      const entered = Number(countsOf.get(step)?.entered ?? 0);
      const completed = Number(countsOf.get(step)?.completed ?? 0);
      const skipped = Number(countsOf.get(step)?.skipped ?? 0);
      const left = entered - completed - skipped;
      return {
        id: step,
        title: outlineOf.get(step)?.title ?? step,
        retired: isRetired(step),
        entered,
        completed,
        skipped,
        left,
        dropOff: share(left, entered),
        checksFailed: Number(happeningsOf.get(step)?.checksFailed ?? 0),
        hintsOpened: Number(happeningsOf.get(step)?.hintsOpened ?? 0),
        thumbsUp: Number(happeningsOf.get(step)?.thumbsUp ?? 0),
        thumbsDown: Number(happeningsOf.get(step)?.thumbsDown ?? 0),
        position: outlineOf.get(step)?.position ?? Number.MAX_SAFE_INTEGER,
      };
    })
    .sort((a, b) => Number(a.retired) - Number(b.retired) || a.position - b.position || (a.id < b.id ? -1 : 1))
    .map(({ position, ...step }) => step);
  return { summary, steps };
}

function keyOf({ pack, tutorial }: { pack: string; tutorial: string }): string {
  return JSON.stringify([pack, tutorial]);
}

function grouped<T extends { pack: string; tutorial: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function duration(rows: readonly Bucket[]): TutorialMetrics['firstSuccess'] {
  const buckets = rows.map(({ bucket, people }) => ({ bucket, people: Number(people) }));
  const median = percentile(buckets, 0.5);
  const p90 = percentile(buckets, 0.9);
  if (median === null || p90 === null) return null;
  return { count: buckets.reduce((sum, { people }) => sum + people, 0), median, p90 };
}
