import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Keys } from './http/access.ts';
import { StartError } from './startError.ts';

const keysFile = z.object({ writeKey: z.string().check(z.minLength(16)), adminToken: z.string().check(z.minLength(16)) });

/**
 * The keys as given; those that are not, or are empty as an environment variable may be, are read from `keys.json` in the data folder, which is
 * made with random ones at the first start. Throws a StartError that names the key or the file.
 */
export async function readKeys(dataDir: string, given: { [K in keyof Keys]: string | undefined }): Promise<Keys> {
  const writeKey = usable('write key', given.writeKey);
  const adminToken = usable('admin token', given.adminToken);
  if (writeKey !== undefined && adminToken !== undefined) return { writeKey, adminToken };
  const kept = await keptKeys(join(dataDir, 'keys.json'));
  return { writeKey: writeKey ?? kept.writeKey, adminToken: adminToken ?? kept.adminToken };
}

/** As a header carries it. */
function usable(what: string, key: string | undefined): string | undefined {
  if (key === undefined || key === '') return undefined;
  if (/^[\x21-\x7e]{8,}$/.test(key)) return key;
  throw new StartError(
    'keys.unusable',
    `The ${what} must have 8 characters or more, of ASCII and no spaces: choose another, or leave it out to get one.`,
  );
}

async function keptKeys(path: string): Promise<Keys> {
  const made = { writeKey: `ow_${randomKey()}`, adminToken: `oa_${randomKey()}` };
  try {
    await writeFile(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') {
      throw new StartError(
        'keys.unwritable',
        `The keys cannot be written to ${path}: give this user the right to, or name both keys yourself.`,
        { cause },
      );
    }
  }
  try {
    return keysFile.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new StartError(
      'keys.unreadable',
      `The keys in ${path} cannot be read: it must be JSON with a writeKey and an adminToken of 16 characters or more. Mend it, or delete it to get new keys.`,
      { cause },
    );
  }
}

function randomKey(): string {
  return randomBytes(24).toString('base64url');
}
