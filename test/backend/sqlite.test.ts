import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sqliteDialect } from '../../src/backend/store/sqlite.ts';

describe('SQLite', () => {
  let dir: string;
  let db: Kysely<{ notes: { text: string } }>;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'onramp-sqlite-'));
    db = new Kysely({ dialect: sqliteDialect(join(dir, 'notes.db')) });
    await db.schema.createTable('notes').addColumn('text', 'text').execute();
  });
  afterEach(async () => {
    await db.destroy();
    await rm(dir, { recursive: true, force: true });
  });

  const notes = async () => (await db.selectFrom('notes').select('text').execute()).map(({ text }) => text);

  it('tells why a transaction failed that it has ended itself, and goes on', async () => {
    await sql`pragma max_page_count = 20`.execute(db);
    const tooMuch = db.transaction().execute((transaction) =>
      transaction
        .insertInto('notes')
        .values({ text: 'x'.repeat(1_000_000) })
        .execute(),
    );
    await assert.rejects(tooMuch, /database or disk is full/);
    await db.transaction().execute((transaction) => transaction.insertInto('notes').values({ text: 'small' }).execute());
    assert.deepEqual(await notes(), ['small']);
  });

  it('takes back what a transaction did that throws', async () => {
    const failing = db.transaction().execute(async (transaction) => {
      await transaction.insertInto('notes').values({ text: 'never' }).execute();
      throw new Error('no');
    });
    await assert.rejects(failing, /^Error: no$/);
    assert.deepEqual(await notes(), []);
  });
});
