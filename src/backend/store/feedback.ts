import type { Kysely } from 'kysely';
import type { FeedbackEntry } from '../../protocol/metrics.ts';
import type { Tables } from './schema.ts';

/** Which feedback is asked for; what is left out does not matter. */
export type FeedbackQuery = { pack?: string | undefined; tutorial?: string | undefined; step?: string | undefined };

/** A place in the list of feedback: the entries after it are older. */
export type FeedbackPlace = { time: number; id: string };

/** At most `limit` entries, newest first, older than `before`. */
export async function readFeedback(
  db: Kysely<Tables>,
  project: string,
  { pack, tutorial, step }: FeedbackQuery,
  before: FeedbackPlace | undefined,
  limit: number,
): Promise<FeedbackEntry[]> {
  let query = db
    .selectFrom('feedback')
    .select(['id', 'pack', 'version', 'tutorial', 'step', 'stepTitle', 'thumbs', 'comment', 'time'])
    .where('project', '=', project);
  if (pack !== undefined) query = query.where('pack', '=', pack);
  if (tutorial !== undefined) query = query.where('tutorial', '=', tutorial);
  if (step !== undefined) query = query.where('step', '=', step);
  if (before !== undefined) {
    query = query.where((row) =>
      row.or([row('time', '<', before.time), row.and([row('time', '=', before.time), row('id', '<', before.id)])]),
    );
  }
  return query.orderBy('time', 'desc').orderBy('id', 'desc').limit(limit).execute();
}
