import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from './host/isRunning.ts';

const root = join(import.meta.dirname, '..');
const empty = { name: 'checkout', version: '1.0.0' };
const emptyLock = { ...empty, lockfileVersion: 3, requires: true, packages: { '': empty } };

/** Real npm in a checkout as small as can be: what is to be installed is nothing, or a script that never ends. */
describe('the set-up', function () {
  this.timeout(60_000);
  let checkout: string;
  const put = (path: string, content: unknown) =>
    writeFile(join(checkout, path), typeof content === 'string' ? content : JSON.stringify(content));
  const setUp = (...args: string[]) => spawn(process.execPath, [join(checkout, 'setup.mjs'), ...args], { detached: true });

  /** As it is after an installation that put Node 24 in its place, with a script in place of the tests. */
  const install = async (script: string) => {
    await mkdir(join(checkout, 'node_modules'));
    await put('node_modules/.package-lock.json', emptyLock);
    await symlink(join(root, 'node_modules', 'node'), join(checkout, 'node_modules', 'node'));
    await put('test/run.ts', script);
  };

  beforeEach(async () => {
    checkout = await mkdtemp(join(tmpdir(), 'onramp set-up ü-'));
    await mkdir(join(checkout, 'test'));
    await cp(join(root, 'setup.mjs'), join(checkout, 'setup.mjs'));
    await put('package.json', empty);
    await put('package-lock.json', emptyLock);
  });
  afterEach(() => rm(checkout, { recursive: true, force: true }));

  it('says what can be done where the verb is none', async () => {
    assert.deepEqual(await ended(setUp('strat')), {
      code: 2,
      said: 'Say what to do: npm start, npm test or npm run bench ("strat" is none of them).\n',
    });
  });

  it('says how to get a torn lock file back', async () => {
    await put('package-lock.json', '{"packages": {');
    assert.deepEqual(await ended(setUp('test')), {
      code: 1,
      said: 'package-lock.json is missing or broken: get it back with "git checkout package-lock.json".\n',
    });
  });

  it('says so where package.json asks for other than what is locked', async () => {
    await put('package.json', { ...empty, dependencies: { zod: '^4.0.0' } });
    const { code, said } = await ended(setUp('test'));
    assert.equal(code, 1);
    assert.match(said, /^Installing dependencies .*\n(.* s\n)*package-lock\.json does not fit package\.json: run "npm install", .*\n$/);
  });

  it('says so where the installation gave no Node 24, and runs nothing on what is in its place', async () => {
    await put('test/run.ts', 'console.log("run");');
    await mkdir(join(checkout, 'node_modules/node/bin'), { recursive: true });
    await put('node_modules/.package-lock.json', emptyLock);
    await writeFile(join(checkout, 'node_modules/node/bin/node'), '', { mode: 0o755 });
    const { code, said } = await ended(setUp('test'));
    assert.equal(code, 1);
    assert.match(said, /^Installing dependencies again, as node_modules is incomplete …\n(.* s\n)*npm did not install Node 24 for .*\n$/);
  });

  it('ends npm, with all that it has started, when it is interrupted', async () => {
    const waits = `require('node:fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000)`;
    await put('package.json', { ...empty, scripts: { install: `node -e "${waits}"` } });
    const child = setUp('start');
    const end = ended(child);
    const pid = await within(async () => Number(await readFile(join(checkout, 'pid'), 'utf8').catch(() => '')) || undefined);
    child.kill('SIGINT');
    assert.equal((await end).code, 130);
    await within(async () => !isRunning(pid) || undefined);
  });

  it('hands on how what it runs has ended', async () => {
    await install('console.log(process.argv.slice(2).join()); process.exit(7);');
    assert.deepEqual(await ended(setUp('test', '--only', 'core')), { code: 7, said: '--only,core\n' });
  });

  it('hands on that it is to end, and leaves nothing running', async () => {
    await install('console.log(process.pid); setInterval(() => {}, 1000);');
    for (const [signal, code] of [
      ['SIGTERM', 143],
      ['SIGINT', 130],
    ] as const) {
      const child = setUp('test');
      const [pid] = await once(child.stdout, 'data');
      // Ctrl+C goes to all that a terminal has in its foreground.
      if (signal === 'SIGINT' && child.pid !== undefined) process.kill(-child.pid, signal);
      else child.kill(signal);
      assert.deepEqual(await once(child, 'close'), [code, null]);
      assert.ok(!isRunning(Number(pid)));
    }
  });
});

async function ended(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) return assert.fail('it has no output');
  const [out, err] = await Promise.all([text(stdout), text(stderr), child.exitCode === null ? once(child, 'close') : []]);
  return { code: child.exitCode, said: out + err };
}

async function within<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const until = Date.now() + 30_000; Date.now() < until; await sleep(20)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  return assert.fail('it did not come');
}
