import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, describe, it } from 'mocha';

const root = join(import.meta.dirname, '../..');

describe('onramp serve', function () {
  this.timeout(30_000);
  const children: ChildProcess[] = [];
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'onramp-cli-'));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  after(() => rm(dir, { recursive: true, force: true }));

  const unset = Object.fromEntries(['DATA', 'PORT', 'WRITE_KEY', 'ADMIN_TOKEN', 'DATABASE'].map((name) => [`ONRAMP_${name}`, '']));

  function onramp(...args: string[]) {
    const env = { ...process.env, ...unset };
    const child = spawn(process.execPath, [join(root, 'dist/cli.mjs'), ...args], { cwd: dir, env, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    return child;
  }

  async function outcome(child: ReturnType<typeof onramp>) {
    const [said, complaint, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    return { said, complaint, exit };
  }

  it('explains itself', async () => {
    const { said, exit } = await outcome(onramp('serve', '--help'));
    assert.equal(exit, 0);
    for (const option of ['--data', '--host', '--port', '--write-key', '--admin-token', '--database'])
      assert.match(said, new RegExp(option));
    assert.equal((await outcome(onramp('--version'))).exit, 0);
  });

  it('ends with 2 when it is called the wrong way', async () => {
    const wrong: [string[], RegExp][] = [
      [['sreve'], /unknown command 'sreve'/],
      [['serve', '--port', '70000'], /number from 0 to 65535/],
      [['serve', '--write-key', 'short'], /8 characters/],
      [['serve', '--colour'], /unknown option '--colour'/],
    ];
    for (const [args, sentence] of wrong) {
      const { said, complaint, exit } = await outcome(onramp(...args));
      assert.deepEqual([exit, said], [2, ''], args.join(' '));
      assert.match(complaint, sentence);
      assert.doesNotMatch(complaint, /\n\s+at /);
    }
  });

  it('ends with 1 and one sentence when it cannot start', async () => {
    await writeFile(join(dir, 'taken'), '');
    const { complaint, exit } = await outcome(onramp('serve', '--data', 'taken'));
    assert.deepEqual([exit, complaint.trim().split('\n').length], [1, 1]);
    assert.match(complaint, /^The data folder taken is not a folder/);
  });

  it('serves until it is told to stop, where variables are empty as if they were not there', async () => {
    const child = onramp('serve', '--data', 'data', '--port', '0');
    const exited = once(child, 'exit');
    const complaint = text(child.stderr);
    let said = '';
    for await (const chunk of child.stdout) {
      said += chunk;
      if (said.includes('Ctrl+C')) break;
    }
    const url = /listening on (\S+)/.exec(said)?.[1];
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
    assert.match(said, /Dashboard {2}http:\S+#token=oa_/);
    assert.match(said, /Write key {2}ow_/);
    child.kill('SIGTERM');
    assert.deepEqual(await exited, [0, null]);
    assert.equal(await complaint, '');
  });
});
