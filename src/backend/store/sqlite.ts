import { statSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type Dialect, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';
import { StartError } from '../startError.ts';

/** Up to this size the whole file is checked for damage when it is opened; that takes about a second. */
const checkedBytes = 1024 ** 3;

/** The statements kept ready, and no more: lists of different lengths make different statements. */
const preparedAtMost = 200;

/** SQLite in the file of this path, set up so that what is committed survives a power cut. Throws a StartError that names the file. */
export function sqliteDialect(path: string): Dialect {
  const database = open(path);
  return new SqliteDialect({ database: kyselyDatabase(database) });
}

/** Tells whether the file of this path is still the one that it is now: what is written to one that was deleted is lost. */
export function watchedFile(path: string): () => boolean {
  const { ino } = statSync(path);
  return () => statSync(path, { throwIfNoEntry: false })?.ino === ino;
}

function open(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: true });
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory');
    if (statSync(path).size <= checkedBytes) {
      const [first] = database.prepare('pragma quick_check(1)').all();
      const verdict = String(Object.values(first ?? {})[0]);
      if (verdict !== 'ok') throw Object.assign(new Error(verdict), { errcode: sqliteCode.corrupt });
    }
    return database;
  } catch (cause) {
    database?.close();
    throw databaseError(path, cause);
  }
}

const sqliteCode = { busy: 5, locked: 6, readOnly: 8, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 };

/** Why the database of this path cannot be used, and a way out. */
export function databaseError(path: string, cause: unknown): StartError {
  const problem = cause as Error & { errcode?: number };
  const code = problem.errcode === undefined ? undefined : problem.errcode & 0xff;
  if (code === sqliteCode.corrupt || code === sqliteCode.notADatabase) {
    return new StartError(
      'database.damaged',
      `The database ${path} is damaged or not a database: put a backup in its place, or move it away to start with an empty one. Nothing in it was changed.`,
      { cause },
    );
  }
  if (code === sqliteCode.readOnly || code === sqliteCode.cannotOpen) {
    return new StartError(
      'database.unwritable',
      `The database ${path} cannot be opened for writing: give this user the right to write it and its folder, or choose another data folder.`,
      { cause },
    );
  }
  if (code === sqliteCode.busy || code === sqliteCode.locked) {
    return new StartError('database.locked', `The database ${path} is locked by another program: end that one, and start again.`, {
      cause,
    });
  }
  return new StartError('database.unusable', `The database ${path} cannot be used (${problem.message}): choose another data folder.`, {
    cause,
  });
}

function kyselyDatabase(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  /** SQLite ends a transaction itself where the disk is full, say; to roll it back once more would hide why. */
  const rollback = () => {
    if (database.isTransaction) database.exec('rollback');
    return { changes: 0, lastInsertRowid: 0 };
  };
  return {
    close() {
      prepared.clear();
      // Leaves one whole file behind, with nothing in a -wal beside it.
      database.exec('pragma wal_checkpoint(truncate)');
      database.close();
    },
    prepare(sql) {
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      const [oldest] = prepared.keys();
      if (oldest !== undefined && prepared.size >= preparedAtMost) prepared.delete(oldest);
      const made = kyselyStatement(database.prepare(sql));
      if (sql === 'rollback') made.run = rollback;
      prepared.set(sql, made);
      return made;
    },
  };
}

function kyselyStatement(statement: StatementSync): SqliteStatement {
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}
