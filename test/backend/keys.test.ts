import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { fileReason } from '../../src/backend/fileReason.ts';
import { readKeys } from '../../src/backend/keys.ts';
import { StartError } from '../../src/backend/startError.ts';

const none = { writeKey: undefined, adminToken: undefined };

describe('The keys', () => {
  let dir: string;
  let path: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'onramp-keys-'));
    path = join(dir, 'keys.json');
  });
  afterEach(async () => {
    await chmod(dir, 0o700);
    await rm(dir, { recursive: true, force: true });
  });

  const refused = async (code: string, message: RegExp, given: Parameters<typeof readKeys>[1] = none) => {
    const error = await readKeys(dir, given).then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(error instanceof StartError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
  };

  it('that may not be read are told to be about rights', async function () {
    if (process.platform === 'win32') this.skip();
    await writeFile(path, '{}', { mode: 0 });
    await chmod(dir, 0o755);
    await asNobody(() =>
      refused('keys.unreadable', /keys\.json cannot be read, because this user may not read there: give this user the right/),
    );
  });

  it('that may not be written are told to be about rights', async function () {
    if (process.platform === 'win32') this.skip();
    await chmod(dir, 0o555);
    await asNobody(() => refused('keys.unwritable', /keys\.json, because this user may not write there: give this user the right/));
    assert.deepEqual(await readdir(dir), []);
  });

  for (const [what, key] of [
    ['a space', 'open sesame, please'],
    ['what is not ASCII', 'schlüsselschlüssel'],
    ['too few characters', 'short'],
  ]) {
    it(`in the file are held to what a header carries: ${what}`, async () => {
      await writeFile(path, JSON.stringify({ writeKey: 'a-fine-write-key', adminToken: key }));
      await refused(
        'keys.unusable',
        /^The adminToken in .*keys\.json must have 8 characters or more, of ASCII and no spaces: .*delete the file/,
      );
      await writeFile(path, JSON.stringify({ writeKey: key, adminToken: 'a-fine-admin-token' }));
      await refused('keys.unusable', /^The writeKey in .*keys\.json must have/);
      const given = { writeKey: 'another-write-key', adminToken: undefined };
      assert.deepEqual(await readKeys(dir, given), { writeKey: 'another-write-key', adminToken: 'a-fine-admin-token' });
    });
  }

  it('name the reason for which nothing can be written', () => {
    const reason = (code: string) => fileReason(Object.assign(new Error(code), { code }), 'write').reason;
    assert.deepEqual(['ENOSPC', 'EDQUOT', 'EROFS', 'EPERM', 'EIO'].map(reason), [
      'the disk is full',
      'the disk is full',
      'the file system there may only be read',
      'this user may not write there',
      'the system says EIO',
    ]);
  });
});

/** Root may read and write everything. */
async function asNobody(act: () => Promise<void>): Promise<void> {
  const { geteuid, seteuid } = process;
  if (geteuid?.() !== 0 || seteuid === undefined) return act();
  seteuid(65_534);
  try {
    await act();
  } finally {
    seteuid(0);
  }
}
