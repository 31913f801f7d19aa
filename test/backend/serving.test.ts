import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { sign } from '@fastify/cookie';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sessionCookie, sessionSecret } from '../../src/backend/http/access.ts';
import { type Serving, serve } from '../../src/backend/server.ts';
import { StartError } from '../../src/backend/startError.ts';
import { version } from '../../src/protocol/version.ts';
import { learner } from './learner.ts';

const noon = Date.parse('2026-03-09T12:00:00Z');

describe('Serving', () => {
  let dir: string;
  let serving: Serving[];
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'onramp-serving-'));
    serving = [];
  });
  afterEach(async () => {
    for (const { close } of serving) await close();
    await rm(dir, { recursive: true, force: true });
  });

  async function start(options: Partial<Parameters<typeof serve>[0]> = {}): Promise<Serving> {
    const one = await serve({ dataDir: join(dir, 'data'), port: 0, logLevel: 'silent', ...options });
    serving.push(one);
    return one;
  }

  async function stop(one: Serving): Promise<void> {
    serving = serving.filter((other) => other !== one);
    await one.close();
  }

  it('makes its folder and its keys at the first start and keeps them', async () => {
    const first = await start();
    assert.match(first.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(first.dashboardUrl, `${first.url}/#token=${first.adminToken}`);
    assert.equal((await stat(join(dir, 'data/keys.json'))).mode & 0o777, 0o600);
    const event = learner('ann').starts(noon);
    assert.deepEqual((await report(first, [event])).accepted, [event.id]);
    await stop(first);
    assert.deepEqual((await readdir(join(dir, 'data'))).sort(), ['keys.json', 'onramp.db']);
    const second = await start();
    assert.deepEqual([second.writeKey, second.adminToken], [first.writeKey, first.adminToken]);
    assert.deepEqual((await report(second, [event])).duplicate, [event.id]);
  });

  it('takes an empty key for none, and opens for nobody who signs in with nothing', async () => {
    const { url, adminToken, writeKey } = await start({ adminToken: '', writeKey: '', host: '' });
    assert.match(`${adminToken} ${writeKey}`, /^oa_\S{16,} ow_\S{16,}$/);
    assert.match(url, /127\.0\.0\.1/);
    const secret = sessionSecret({ adminToken: '', writeKey: '' });
    const cookie = `${sessionCookie}=${encodeURIComponent(sign(String(Date.now() + 60_000), secret))}`;
    assert.equal((await fetch(`${url}/v1/metrics/tutorials`, { headers: { cookie } })).status, 401);
  });

  it('answers what is no request with a problem, too', async () => {
    const { url } = await start();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.end('Hello?\r\n\r\n');
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    assert.match(head, /^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json/);
    assert.deepEqual(JSON.parse(body).code, 'request.malformed');
  });

  it('serves the dashboard under a strict content policy', async () => {
    const dashboardDir = join(dir, 'dashboard');
    await mkdir(dashboardDir);
    await writeFile(join(dashboardDir, 'index.html'), '<!doctype html><title>Onramp</title>');
    const { url } = await start({ dashboardDir });
    const answer = await fetch(url);
    assert.equal(await answer.text(), '<!doctype html><title>Onramp</title>');
    assert.match(answer.headers.get('content-security-policy') ?? '', /script-src 'self';.*frame-ancestors 'none'/);
    for (const path of ['/../../../etc/passwd', '/%00']) assert.equal((await fetch(url + path)).status, 404, path);
  });

  it('has a browser ask for the dashboard each time, and gives it only where it is another', async () => {
    const dashboardDir = join(dir, 'dashboard');
    await mkdir(dashboardDir);
    for (const file of ['index.html', 'dashboard.js']) await writeFile(join(dashboardDir, file), '// first');
    const { url } = await start({ dashboardDir });
    // Not by fetch, which asks for a whole answer whenever it is given a tag to ask with.
    const ask = async (path: string, headers: Record<string, string> = {}) => {
      const asked = get(url + path, { headers });
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      const { statusCode, headers: told } = answer;
      return { told: [statusCode, told['cache-control'], await text(answer)], etag: told.etag ?? '' };
    };
    for (const path of ['/', '/dashboard.js']) {
      const { told, etag } = await ask(path);
      assert.deepEqual(told, [200, 'no-cache', '// first'], path);
      assert.deepEqual((await ask(path, { 'if-none-match': etag })).told, [304, 'no-cache', '']);
      await writeFile(join(dashboardDir, path === '/' ? 'index.html' : path), '// the second');
      assert.deepEqual((await ask(path, { 'if-none-match': etag })).told, [200, 'no-cache', '// the second']);
    }
  });

  describe('tells in one sentence', () => {
    type Problem = {
      what: string;
      code: string;
      sentence: RegExp;
      prepare?: (data: string) => Promise<unknown>;
      options?: (data: string) => Parameters<typeof start>[0];
    };
    const problems: Problem[] = [
      {
        what: 'a data folder that is a file',
        code: 'data.unusable',
        sentence: /data is not a folder.*choose another/,
        prepare: (data) => writeFile(data, ''),
      },
      {
        what: 'a data folder that cannot be made',
        code: 'data.unusable',
        sentence: /deeper is not a folder.*choose another/,
        prepare: (data) => writeFile(data, ''),
        options: (data) => ({ dataDir: join(data, 'deeper') }),
      },
      {
        what: 'a database that is none',
        code: 'database.damaged',
        sentence: /onramp\.db is damaged or not a database: put a backup/,
        prepare: async (data) => {
          await mkdir(data);
          await writeFile(join(data, 'onramp.db'), 'Dear diary, '.repeat(1000));
        },
      },
      {
        what: 'a database that is a folder',
        code: 'database.unwritable',
        sentence: /onramp\.db cannot be opened/,
        prepare: (data) => mkdir(join(data, 'onramp.db'), { recursive: true }),
      },
      {
        what: 'keys that cannot be read',
        code: 'keys.unreadable',
        sentence: /keys\.json cannot be read.*delete it to get new keys/,
        prepare: async (data) => {
          await mkdir(data);
          await writeFile(join(data, 'keys.json'), '{"writeKey": 1}');
        },
      },
      {
        what: 'an admin token with a space',
        code: 'keys.unusable',
        sentence: /admin token must have 8 characters or more, of ASCII and no spaces: choose another/,
        options: () => ({ adminToken: 'open sesame' }),
      },
      {
        what: 'a port that is none',
        code: 'port.wrong',
        sentence: /must be a number from 0 to 65535/,
        options: () => ({ port: Number('abc') }),
      },
      {
        what: 'the database of another program',
        code: 'database.unusable',
        sentence: /onramp\.db cannot be used \(.*events.*\): choose another/,
        prepare: (data) => withDatabase(data, (database) => database.exec('create table events (a)')),
      },
      {
        what: 'a database it does not know',
        code: 'database.unsupported',
        sentence: /PostgreSQL is not supported yet/,
        options: () => ({ database: 'postgres://localhost/onramp' }),
      },
      {
        what: 'a host that is not its own',
        code: 'host.unknown',
        sentence: /no address 192\.0\.2\.1/,
        options: () => ({ host: '192.0.2.1' }),
      },
    ];
    for (const { what, code, sentence, prepare, options } of problems) {
      it(what, async () => {
        const data = join(dir, 'data');
        await prepare?.(data);
        await assert.rejects(start(options?.(data)), startError(code, sentence));
      });
    }

    it('a database that another program holds', async function () {
      this.timeout(20_000);
      await withDatabase(join(dir, 'data'), async (database) => {
        database.exec('begin exclusive; create table "notes" (a)');
        await assert.rejects(start(), startError('database.locked', /onramp\.db is locked by another program: end that one/));
      });
    });

    it('a database that was damaged in the middle, and leaves it as it is', async () => {
      const first = await start();
      for (let batch = 0; batch < 4; batch++)
        await report(
          first,
          Array.from({ length: 200 }, (_, index) => learner(`p${index}`).starts(noon)),
        );
      await stop(first);
      const path = join(dir, 'data/onramp.db');
      const bytes = await readFile(path);
      const page = 4096 * Math.floor(bytes.length / 4096 / 2);
      bytes.fill(0xa5, page, page + 2000);
      await writeFile(path, bytes);
      await assert.rejects(start(), startError('database.damaged', /onramp\.db is damaged/));
      assert.deepEqual(await readFile(path), bytes);
    });

    it('a database of a newer Onramp', async () => {
      await stop(await start());
      await withDatabase(join(dir, 'data'), (database) => database.exec('update "schemaVersion" set version = 99'));
      await assert.rejects(start(), startError('database.newer', /newer Onramp \(its version is 99, this one knows \d+\): update Onramp/));
    });

    it('a taken port', async () => {
      const { url } = await start();
      const port = Number(new URL(url).port);
      await assert.rejects(
        start({ port, dataDir: join(dir, 'other') }),
        startError('port.taken', new RegExp(`Port ${port} on 127.0.0.1 is taken.*choose another`)),
      );
    });
  });

  describe('as a process', () => {
    const processes: ChildProcess[] = [];
    afterEach(() => {
      for (const one of processes.splice(0)) one.kill('SIGKILL');
    });

    function launch(env: Record<string, string> = {}, wrapped = (command: string[]) => command) {
      const [file = '', ...args] = wrapped([process.execPath, join(import.meta.dirname, '../../src/backend/server.ts')]);
      const child = spawn(file, args, {
        env: {
          ...process.env,
          ONRAMP_DATA: join(dir, 'data'),
          ONRAMP_PORT: '0',
          ONRAMP_WRITE_KEY: 'a-write-key',
          ONRAMP_ADMIN_TOKEN: 'an-admin-token',
          ...env,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      processes.push(child);
      return child;
    }

    async function urlOf({ stdout }: ReturnType<typeof launch>): Promise<string> {
      let said = '';
      for await (const chunk of stdout) {
        said += chunk;
        if (said.includes('Ctrl+C')) break;
      }
      const url = /http:\/\/[\d.:]+/.exec(said)?.[0];
      assert.ok(url, said);
      return url;
    }

    it('ends with 1 and a sentence when it cannot start', async function () {
      this.timeout(20_000);
      await writeFile(join(dir, 'data'), '');
      const child = launch();
      const [said, complaint, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
      assert.deepEqual([exit, said, complaint.trim().split('\n').length], [1, '', 1]);
      assert.match(complaint, /The data folder .*data is not a folder/);
    });

    it('leaves no half of its keys where they cannot be written, and says why', async function () {
      if (process.platform === 'win32') this.skip();
      this.timeout(20_000);
      const child = launch({ ONRAMP_WRITE_KEY: '' }, (command) => ['sh', '-c', `ulimit -f 0; exec "$0" "$@"`, ...command]);
      const [complaint, [exit]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
      assert.equal(exit, 1);
      assert.match(complaint, /keys cannot be written to .*keys\.json, because the system says EFBIG: choose another data folder/);
      assert.deepEqual(await readdir(join(dir, 'data')), []);
    });

    it('is not ready where there is no room for what it is sent, though a page still fits', async function () {
      if (process.platform === 'win32') this.skip();
      this.timeout(30_000);
      await stop(await start());
      // Nothing that is written may be longer than 600 blocks of 512 bytes, as if the disk were full there.
      const url = await urlOf(launch({}, (command) => ['sh', '-c', `ulimit -f 600; exec "$0" "$@"`, ...command]));
      const ready = async () => (await fetch(`${url}/readyz`)).status;
      assert.equal(await ready(), 200);
      const send = () =>
        fetch(`${url}/v1/events`, {
          method: 'POST',
          headers: { authorization: 'Bearer a-write-key', 'content-type': 'application/json' },
          body: JSON.stringify(Array.from({ length: 60 }, () => learner('ann').starts(noon))),
        });
      let sent = 0;
      while ((await send()).status === 200) assert.ok(sent++ < 100);
      assert.equal(await ready(), 503);
      assert.equal((await send()).status, 500);
      assert.equal(await ready(), 503);
    });

    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      it(`answers what is open before ${signal} ends it, and leaves a whole database`, async function () {
        this.timeout(20_000);
        const child = launch();
        const exited = once(child, 'exit');
        const url = await urlOf(child);
        const live = await fetch(`${url}/v1/live`, { headers: { authorization: 'Bearer an-admin-token' } });
        const event = learner('ann').starts(noon);
        const body = JSON.stringify([event]);
        const open = request(`${url}/v1/events`, {
          method: 'POST',
          headers: {
            authorization: 'Bearer a-write-key',
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            expect: '100-continue',
          },
        });
        open.flushHeaders();
        await once(open, 'continue');
        const asked = Date.now();
        child.kill(signal);
        await live.text();
        open.end(body);
        const [answer] = await once(open, 'response');
        assert.deepEqual(JSON.parse(await text(answer)).accepted, [event.id]);
        assert.deepEqual(await exited, [0, null]);
        assert.ok(Date.now() - asked < 3000, 'it waits for nobody to hang up');
        assert.deepEqual(await readdir(join(dir, 'data')), ['onramp.db']);
      });
    }
  });

  it('has the version of the package', async () => {
    assert.equal(version, JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8')).version);
  });
});

async function report({ url, writeKey }: Serving, events: unknown[]): Promise<{ accepted: string[]; duplicate: string[] }> {
  const answer = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${writeKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(events),
  });
  assert.equal(answer.status, 200);
  return (await answer.json()) as { accepted: string[]; duplicate: string[] };
}

function startError(code: string, sentence: RegExp) {
  return (error: unknown) => {
    assert.ok(error instanceof StartError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, sentence);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  };
}

async function withDatabase(data: string, use: (database: DatabaseSync) => unknown): Promise<void> {
  await mkdir(data, { recursive: true });
  const database = new DatabaseSync(join(data, 'onramp.db'));
  try {
    await use(database);
  } finally {
    database.close();
  }
}
