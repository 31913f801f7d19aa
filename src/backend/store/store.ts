import { randomBytes } from 'node:crypto';
import { Kysely } from 'kysely';
import { batchLimit, type OnrampEvent } from '../../protocol/event.ts';
import type { FeedbackEntry, FunnelAnswer, TutorialMetrics } from '../../protocol/metrics.ts';
import { StartError } from '../startError.ts';
import { type EndedSessions, endedSessions } from './endedSessions.ts';
import { type FeedbackPlace, type FeedbackQuery, readFeedback } from './feedback.ts';
import { groupCommit } from './groupCommit.ts';
import { keepEvents } from './keepEvents.ts';
import { funnelMetrics, tutorialMetrics } from './metrics.ts';
import { migrate } from './migrations.ts';
import { type PackShelf, packShelf } from './packShelf.ts';
import type { Tables } from './schema.ts';
import { databaseError, sqliteDialect, watchedFile } from './sqlite.ts';

/** What one project keeps, and the questions that can be asked of it. */
export type Store = {
  /**
   * Stores events for good and tells which of their ids were new and which were known. Of an id that stands twice the first counts. Throws where
   * they would be lost.
   */
  keep(events: readonly OnrampEvent[]): Promise<Kept>;
  tutorials(): Promise<TutorialMetrics[]>;
  /** Undefined when nothing is known of the tutorial. */
  funnel(pack: string, tutorial: string): Promise<FunnelAnswer | undefined>;
  /** At most `limit` entries, newest first, older than `before`. */
  feedback(query: FeedbackQuery, before: FeedbackPlace | undefined, limit: number): Promise<FeedbackEntry[]>;
  /** Every event as it was kept, as JSON, in the order of ids. Reads in portions, so that it never holds up those who write. */
  events(): AsyncGenerator<string>;
  packs: PackShelf;
  endedSessions: EndedSessions;
  /** Calls back after each commit that kept something new, until the answered function is called. */
  onChange(listener: () => void): () => void;
  /** Throws when nothing can be written, or what is written would be lost. */
  check(): Promise<void>;
  /** Waits for what is being kept and closes the database. */
  close(): Promise<void>;
};

export type Kept = { accepted: string[]; duplicate: string[] };

/** Opens, and if need be makes, the database of one project. Throws a StartError that names the file and a way out. */
export async function openStore({ path, project, now }: { path: string; project: string; now(): number }): Promise<Store> {
  const db = new Kysely<Tables>({ dialect: sqliteDialect(path) });
  let ended: EndedSessions;
  try {
    await migrate(db, path);
    ended = await endedSessions(db, project, now);
  } catch (error) {
    await db.destroy().catch(() => {});
    throw error instanceof StartError ? error : databaseError(path, error);
  }
  const isStillThere = watchedFile(path);
  const listeners = new Set<() => void>();
  const shelf = packShelf(db, project, now);

  /** What is written to a file that is in no folder any more is lost, and its log may be that of the one that has taken its place. */
  function mustBeThere(): void {
    if (!isStillThere()) throw new Error(`The database ${path} is gone, or another has taken its place.`);
  }

  let hasFailed = false;
  let checking: Promise<void> | undefined;
  async function lasting<T>(write: () => Promise<T>): Promise<T> {
    mustBeThere();
    try {
      const result = await write();
      mustBeThere();
      hasFailed = false;
      return result;
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  }

  const commits = groupCommit<OnrampEvent, Kept>(async (lists) => {
    const fresh = await lasting(() => keepEvents(db, project, lists.flat(), now()));
    if (fresh.size > 0) for (const listener of listeners) listener();
    return lists.map((list) => {
      const kept: Kept = { accepted: [], duplicate: [] };
      for (const id of new Set(list.map((event) => event.id))) (fresh.delete(id) ? kept.accepted : kept.duplicate).push(id);
      return kept;
    });
  });

  async function* events(): AsyncGenerator<string> {
    let last = '';
    for (;;) {
      const rows = await db
        .selectFrom('events')
        .select(['id', 'body'])
        .where('project', '=', project)
        .where('id', '>', last)
        .orderBy('id')
        .limit(portion)
        .execute();
      for (const { body } of rows) yield body;
      const end = rows.at(-1);
      if (end === undefined) return;
      last = end.id;
    }
  }

  /** Reading alone goes on where the disk is full, and in a file that is in no folder any more; and a page still fits where a batch does not. */
  async function writeSomething(): Promise<void> {
    mustBeThere();
    const bytes = randomBytes(hasFailed ? largestRoom : usualRoom);
    await db
      .insertInto('packTarballs')
      .values({ ...nobodys, bytes })
      .onConflict((conflict) => conflict.columns(['project', 'integrity']).doUpdateSet({ bytes }))
      .execute();
    await db.deleteFrom('packTarballs').where('project', '=', nobodys.project).where('integrity', '=', nobodys.integrity).execute();
    hasFailed = false;
  }

  return {
    keep: (list) => (list.length === 0 ? Promise.resolve({ accepted: [], duplicate: [] }) : commits.add(list)),
    tutorials: () => tutorialMetrics(db, project),
    funnel: (pack, tutorial) => funnelMetrics(db, project, pack, tutorial),
    feedback: (query, before, limit) => readFeedback(db, project, query, before, limit),
    events,
    packs: {
      ...shelf,
      publish: (version) => lasting(() => shelf.publish(version)),
      yank: (name, version, reason) => lasting(() => shelf.yank(name, version, reason)),
    },
    endedSessions: ended,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    check() {
      checking ??= writeSomething().finally(() => {
        checking = undefined;
      });
      return checking;
    },
    async close() {
      await commits.idle();
      await db.destroy();
    },
  };
}

/** What a batch takes, and what the largest takes with all that is counted from it. */
const usualRoom = 64 * 1024;
const largestRoom = 2 * batchLimit.bytes;

/** A tarball that no pack has, and that is there for a moment only. */
const nobodys = { project: '*', integrity: 'room' };

/** Events read at once for an export. */
const portion = 500;
