import { randomBytes } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { fileReason } from './fileReason.ts';
import type { Keys } from './http/access.ts';
import { StartError } from './startError.ts';

const keysFile = z.object({ writeKey: z.string(), adminToken: z.string() });

/**
 * The keys as given; those that are not, or are empty as an environment variable may be, are read from `keys.json` in the data folder, which is
 * made with random ones at the first start. Throws a StartError that names the key or the file.
 */
export async function readKeys(dataDir: string, given: { [K in keyof Keys]: string | undefined }): Promise<Keys> {
  const writeKey = given.writeKey || undefined;
  const adminToken = given.adminToken || undefined;
  if (writeKey !== undefined) mustBeUsable(writeKey, 'write key', 'leave it out to get one');
  if (adminToken !== undefined) mustBeUsable(adminToken, 'admin token', 'leave it out to get one');
  if (writeKey !== undefined && adminToken !== undefined) return { writeKey, adminToken };
  const path = join(dataDir, 'keys.json');
  const kept = (await newKeys(path)) ?? (await keptKeys(path));
  if (writeKey === undefined) mustBeUsable(kept.writeKey, `writeKey in ${path}`, 'delete the file to get new keys');
  if (adminToken === undefined) mustBeUsable(kept.adminToken, `adminToken in ${path}`, 'delete the file to get new keys');
  return { writeKey: writeKey ?? kept.writeKey, adminToken: adminToken ?? kept.adminToken };
}

/** As a header carries it. */
function mustBeUsable(key: string, what: string, wayOut: string): void {
  if (/^[\x21-\x7e]{8,}$/.test(key)) return;
  throw new StartError(
    'keys.unusable',
    `The ${what} must have 8 characters or more, of ASCII and no spaces: choose another, or ${wayOut}.`,
  );
}

/** Writes random keys to the file of this path; undefined where there is one. */
async function newKeys(path: string): Promise<Keys | undefined> {
  const made = { writeKey: `ow_${randomKey()}`, adminToken: `oa_${randomKey()}` };
  try {
    await writeNew(path, `${JSON.stringify(made, null, 2)}\n`);
    return made;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    const { reason, help } = fileReason(cause, 'write');
    throw new StartError(
      'keys.unwritable',
      `The keys cannot be written to ${path}, because ${reason}: ${help}, or name both keys yourself.`,
      { cause },
    );
  }
}

/** Leaves no half of a file behind: the next start would take it for the keys. */
async function writeNew(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

async function keptKeys(path: string): Promise<Keys> {
  const content = await readFile(path, 'utf8').catch((cause: unknown) => {
    const { reason, help } = fileReason(cause, 'read');
    throw new StartError('keys.unreadable', `The keys in ${path} cannot be read, because ${reason}: ${help}, or name both keys yourself.`, {
      cause,
    });
  });
  try {
    return keysFile.parse(JSON.parse(content));
  } catch (cause) {
    throw new StartError(
      'keys.unreadable',
      `The keys in ${path} cannot be read: it must be JSON with a writeKey and an adminToken. Mend it, or delete it to get new keys.`,
      { cause },
    );
  }
}

function randomKey(): string {
  return randomBytes(24).toString('base64url');
}
