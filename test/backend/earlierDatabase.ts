import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** By version: what takes it back to the one before. */
const undone: Record<number, string> = {
  2: 'drop table packs; drop table "packVersions"; drop table "packTarballs"',
  3: 'alter table steps drop column version',
  4: 'drop table "endedSessions"',
};

/** Makes the database in this folder what an earlier Onramp left, and has `lost` happen to it. */
export function takeBackTo(version: number, dir: string, lost = ''): void {
  const database = new DatabaseSync(join(dir, 'onramp.db'));
  for (const newer of Object.keys(undone).map(Number).reverse()) if (newer > version) database.exec(undone[newer] ?? '');
  database.exec(`${lost}; update "schemaVersion" set version = ${version}`);
  database.close();
}
