import type { Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** The sessions that somebody ended before their time. */
export type EndedSessions = {
  has(session: string): boolean;
  /** Keeps it until it would have ended by itself. */
  add(session: string, expires: number): Promise<void>;
};

export async function endedSessions(db: Kysely<Tables>, project: string, now: () => number): Promise<EndedSessions> {
  const rows = await db.selectFrom('endedSessions').select('session').where('project', '=', project).execute();
  const ended = new Set(rows.map(({ session }) => session));
  return {
    has: (session) => ended.has(session),
    async add(session, expires) {
      ended.add(session);
      await db.deleteFrom('endedSessions').where('project', '=', project).where('expires', '<', now()).execute();
      await db
        .insertInto('endedSessions')
        .values({ project, session, expires })
        .onConflict((conflict) => conflict.columns(['project', 'session']).doNothing())
        .execute();
    },
  };
}
