import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';

const root = join(import.meta.dirname, '../..');

describe('onramp new', function () {
  this.timeout(60_000);
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'onramp-new-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  const onramp = (cwd: string, ...args: string[]) =>
    new Promise<{ exit: number; said: string; complaint: string }>((resolve) => {
      execFile(process.execPath, [join(root, 'dist/cli.mjs'), ...args], { cwd }, (error, said, complaint) =>
        resolve({ exit: typeof error?.code === 'number' ? error.code : 0, said, complaint }),
      );
    });

  it('makes a pack that lints and tests clean as it stands', async () => {
    const made = await onramp(dir, 'new', 'First Steps', '--publisher', 'Me', '--yes');
    assert.equal(made.exit, 0, made.complaint);
    assert.match(made.said, /cd First Steps\n {2}onramp lint\n {2}onramp test\n {2}onramp preview/);
    const pack = join(dir, 'First Steps');
    const { name, title, publisher } = JSON.parse(await readFile(join(pack, 'onramp.json'), 'utf8'));
    assert.deepEqual({ name, title, publisher }, { name: 'first-steps', title: 'First steps', publisher: 'Me' });
    const linted = await onramp(pack, 'lint', '--max-warnings', '0');
    assert.deepEqual([linted.exit, linted.said], [0, '1 pack: 0 errors, 0 warnings.\n']);
    const tested = await onramp(pack, 'test');
    assert.equal(tested.exit, 0, tested.said);
    assert.match(tested.said, /1 tutorial: 1 passed\. 3 steps, 4 checks: 4 fail before and pass after\./);
  });

  it('keeps what a repository has already', async () => {
    const repository = join(dir, 'repository');
    await mkdir(repository);
    await writeFile(join(repository, 'README.md'), 'mine');
    const { exit, said } = await onramp(repository, 'new', '--yes', '--json');
    assert.equal(exit, 0);
    assert.ok(!JSON.parse(said).files.includes('README.md'));
    assert.equal(await readFile(join(repository, 'README.md'), 'utf8'), 'mine');
    assert.equal((await onramp(repository, 'lint', '--max-warnings', '0')).exit, 0);
  });

  it('writes nothing where a file of the pack is in the way', async () => {
    const taken = join(dir, 'taken');
    await mkdir(join(taken, 'tutorials'), { recursive: true });
    await writeFile(join(taken, 'tutorials', 'hello.md'), 'mine');
    const { exit, complaint } = await onramp(dir, 'new', 'taken', '--yes');
    assert.equal(exit, 1);
    assert.match(complaint, /^onramp: tutorials\/hello\.md is there already\. .* Nothing was written\.\n$/);
    assert.deepEqual(await readdir(taken), ['tutorials']);
  });

  it('refuses a name that npm would refuse, and takes any other', async () => {
    const { exit, complaint } = await onramp(dir, 'new', 'x', '--name', 'Not A Name', '--yes');
    assert.equal(exit, 2);
    assert.match(complaint, /--name: “Not A Name” must be an npm package name/);
    assert.ok(!(await readdir(dir)).includes('x'));
  });
});
