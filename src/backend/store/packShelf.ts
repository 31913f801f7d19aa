import { type Kysely, sql, type Transaction } from 'kysely';
import compare from 'semver/functions/compare.js';
import prerelease from 'semver/functions/prerelease.js';
import { skeletonOf } from '../../core/pack/confusableNames.ts';
import type { CatalogueEntry, CataloguePack, CatalogueVersion } from '../../protocol/catalogue.ts';
import type { Tables } from './schema.ts';

/** A version of a pack, as it is published. */
export type PackVersion = {
  name: string;
  version: string;
  integrity: string;
  bytes: Uint8Array;
  title: string;
  description: string;
  publisher: string;
  tutorials: number;
  readme: string | null;
  changelog: string | null;
};

/** A place in the list of packs: those after it were published earlier. */
export type PackPlace = { published: number; name: string };

export type Shelved = { published: number; created: boolean } | 'changed';

/** The packs that are published here. */
export type PackShelf = {
  /** At most `limit` packs that have every one of these words, the last published first, after `before`. */
  search(words: readonly string[], before: PackPlace | undefined, limit: number): Promise<CatalogueEntry[]>;
  /** Undefined where no version of it is offered. */
  find(name: string): Promise<CataloguePack | undefined>;
  /** Another pack here whose name is read as this one, where no pack has this very name yet. */
  nameLike(name: string): Promise<string | undefined>;
  tarball(name: string, version: string): Promise<{ integrity: string; bytes: Uint8Array } | undefined>;
  /** Keeps a version for good; `changed` where it is there with other bytes, which stay. */
  publish(version: PackVersion): Promise<Shelved>;
  /** Offers a version no more, or again where `reason` is null. Gives false where there is none. */
  yank(name: string, version: string, reason: string | null): Promise<boolean>;
};

export function packShelf(db: Kysely<Tables>, project: string, now: () => number): PackShelf {
  const withVersions = async (rows: readonly Listed[]): Promise<{ entry: CatalogueEntry; versions: CatalogueVersion[] }[]> => {
    const names = rows.map(({ name }) => name);
    if (names.length === 0) return [];
    const [versions, said] = await Promise.all([readVersions(db, project, names), readThumbs(db, project, names)]);
    return rows.flatMap((row) => {
      const all = versions.get(row.name) ?? [];
      const integrity = all.find(({ version }) => version === row.newest)?.integrity;
      if (integrity === undefined) return [];
      const offered = all.filter(({ yanked }) => yanked === null).map(({ version }) => version);
      const { published } = row;
      const entry = { ...row, published: Number(published), versions: offered, rating: said.get(row.name) ?? null, integrity };
      return [{ entry, versions: all }];
    });
  };

  return {
    search: async (words, before, limit) => {
      let query = db.selectFrom('packs').select(listed).where('project', '=', project);
      for (const word of words)
        query = query.where(sql<boolean>`words like ${`%${word.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`);
      if (before !== undefined) {
        query = query.where((row) =>
          row.or([
            row('published', '<', before.published),
            row.and([row('published', '=', before.published), row('name', '>', before.name)]),
          ]),
        );
      }
      const rows = await query.orderBy('published', 'desc').orderBy('name').limit(limit).execute();
      return (await withVersions(rows)).map(({ entry }) => entry);
    },
    find: async (name) => {
      const rows = await db.selectFrom('packs').select(listed).where('project', '=', project).where('name', '=', name).execute();
      const [found] = await withVersions(rows);
      if (found === undefined) return undefined;
      const texts = await db
        .selectFrom('packVersions')
        .select(['readme', 'changelog'])
        .where('project', '=', project)
        .where('name', '=', name)
        .where('version', '=', found.entry.newest)
        .executeTakeFirst();
      return { ...found.entry, versions: found.versions, readme: texts?.readme ?? null, changelog: texts?.changelog ?? null };
    },
    nameLike: async (name) => {
      const rows = await db.selectFrom('packVersions').select('name').distinct().where('project', '=', project).execute();
      const names = rows.map((row) => row.name);
      return names.includes(name) ? undefined : names.find((other) => skeletonOf(other) === skeletonOf(name));
    },
    tarball: (name, version) =>
      db
        .selectFrom('packVersions')
        .innerJoin('packTarballs', (join) =>
          join.onRef('packTarballs.project', '=', 'packVersions.project').onRef('packTarballs.integrity', '=', 'packVersions.integrity'),
        )
        .select(['packVersions.integrity', 'packTarballs.bytes'])
        .where('packVersions.project', '=', project)
        .where('packVersions.name', '=', name)
        .where('packVersions.version', '=', version)
        .executeTakeFirst(),
    publish: ({ bytes, ...version }) =>
      db.transaction().execute(async (transaction): Promise<Shelved> => {
        const published = now();
        const inserted = await transaction
          .insertInto('packVersions')
          .values({ project, ...version, size: bytes.length, published, yanked: null })
          .onConflict((conflict) => conflict.columns(['project', 'name', 'version']).doNothing())
          .returning('version')
          .executeTakeFirst();
        if (inserted === undefined) {
          const there = await transaction
            .selectFrom('packVersions')
            .select(['integrity', 'published'])
            .where('project', '=', project)
            .where('name', '=', version.name)
            .where('version', '=', version.version)
            .executeTakeFirst();
          if (there?.integrity !== version.integrity) return 'changed';
          return { published: Number(there.published), created: false };
        }
        await transaction
          .insertInto('packTarballs')
          .values({ project, integrity: version.integrity, bytes })
          .onConflict((conflict) => conflict.columns(['project', 'integrity']).doNothing())
          .execute();
        await listNewest(transaction, project, version.name);
        return { published, created: true };
      }),
    yank: (name, version, reason) =>
      db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('packVersions')
          .set({ yanked: reason })
          .where('project', '=', project)
          .where('name', '=', name)
          .where('version', '=', version)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await listNewest(transaction, project, name);
        return true;
      }),
  };
}

const listed = ['name', 'newest', 'title', 'description', 'publisher', 'tutorials', 'published'] as const;
type Listed = Pick<Tables['packs'], (typeof listed)[number]>;

async function readVersions(db: Kysely<Tables>, project: string, names: readonly string[]): Promise<Map<string, CatalogueVersion[]>> {
  const rows = await db
    .selectFrom('packVersions')
    .select(['name', 'version', 'integrity', 'size', 'published', 'yanked'])
    .where('project', '=', project)
    .where('name', 'in', names)
    .execute();
  const byName = new Map<string, CatalogueVersion[]>(names.map((name) => [name, []]));
  for (const { name, ...version } of rows.sort((a, b) => compare(b.version, a.version))) {
    byName.get(name)?.push({ ...version, published: Number(version.published) });
  }
  return byName;
}

/** From the day counts, never from single events. */
async function readThumbs(db: Kysely<Tables>, project: string, names: readonly string[]): Promise<Map<string, CatalogueEntry['rating']>> {
  const rows = await db
    .selectFrom('eventDays')
    .select((row) => ['pack', row.fn.sum<number>('thumbsUp').as('up'), row.fn.sum<number>('thumbsDown').as('down')])
    .where('project', '=', project)
    .where('pack', 'in', names)
    .groupBy('pack')
    .execute();
  return new Map(
    rows.map((row) => {
      const [up, count] = [Number(row.up), Number(row.up) + Number(row.down)];
      return [row.pack, count === 0 ? null : { average: 1 + (4 * up) / count, count }];
    }),
  );
}

/** Lists a pack as its newest version that is offered has it; a pre-release counts only where there is nothing else. */
async function listNewest(db: Transaction<Tables>, project: string, name: string): Promise<void> {
  const versions = await db
    .selectFrom('packVersions')
    .select(['version', 'title', 'description', 'publisher', 'tutorials', 'published'])
    .where('project', '=', project)
    .where('name', '=', name)
    .where('yanked', 'is', null)
    .execute();
  const inOrder = versions.toSorted((a, b) => compare(b.version, a.version));
  const newest = inOrder.find(({ version }) => prerelease(version) === null) ?? inOrder[0];
  await db.deleteFrom('packs').where('project', '=', project).where('name', '=', name).execute();
  if (newest === undefined) return;
  const { version, ...told } = newest;
  const words = [name, told.title, told.publisher, told.description].join('\n').toLowerCase();
  await db
    .insertInto('packs')
    .values({ project, name, newest: version, ...told, words })
    .execute();
}
