import assert from 'node:assert/strict';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RouteOptions } from 'fastify';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { feedbackAnswer, funnelAnswer, tutorialsAnswer } from '../../src/protocol/metrics.ts';
import { learner } from './learner.ts';
import { type Backend, keys, startBackend } from './startedBackend.ts';

const noon = Date.parse('2026-03-09T12:00:00Z');

describe('Reading', () => {
  let backend: Backend;
  beforeEach(async () => {
    backend = await startBackend();
  });
  afterEach(() => backend.close());

  it('answers by the schemas', async () => {
    const ann = learner('ann');
    await backend.keep(
      ann.starts(noon),
      ann.enters('install', noon),
      ann.succeeds('install', noon, 1234),
      ann.says('install', noon, 'up', 'Nice'),
    );
    const whole = 'pack=octokit-quickstart&tutorial=first-call';
    const tutorials = (await backend.ask('/v1/metrics/tutorials')).json();
    assert.deepEqual(tutorialsAnswer.parse(tutorials), tutorials);
    const funnel = (await backend.ask(`/v1/metrics/funnel?${whole}`)).json();
    assert.deepEqual(funnelAnswer.parse(funnel), funnel);
    const feedback = (await backend.ask(`/v1/metrics/feedback?${whole}`)).json();
    assert.deepEqual(feedbackAnswer.parse(feedback), feedback);
  });

  it('gives each of them as CSV too, in which no cell is a formula', async () => {
    const ann = learner('ann');
    const title = '=HYPERLINK("http://evil")';
    await backend.keep(
      ann.starts(noon, { title, steps: [{ id: 'install', title: '+1' }] }),
      ann.enters('install', noon),
      ann.says('install', noon, 'up', '@SUM(A1)\n"quoted", second line'),
      ann.says('install', noon - 1000, 'down', '-2+3'),
    );
    const csv = async (url: string) => {
      const answer = await backend.ask(url);
      assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8');
      assert.match(String(answer.headers['content-disposition']), /attachment; filename="onramp-\w+\.csv"/);
      return answer.body;
    };
    assert.equal(
      await csv('/v1/metrics/tutorials?format=csv'),
      'pack,tutorial,title,starts,completions,completionRate,firstSuccessCount,firstSuccessMedianMs,firstSuccessP90Ms,thumbsUp,thumbsDown\r\n' +
        `octokit-quickstart,first-call,"'=HYPERLINK(""http://evil"")",1,0,0,0,,,1,1\r\n`,
    );
    assert.equal(
      await csv('/v1/metrics/funnel?pack=octokit-quickstart&tutorial=first-call&format=csv'),
      "id,title,retired,entered,completed,skipped,left,dropOff,checksFailed,hintsOpened,thumbsUp,thumbsDown\r\ninstall,'+1,false,1,0,0,1,1,0,0,1,1\r\n",
    );
    const said = await csv('/v1/metrics/feedback?format=csv');
    assert.match(said, /,up,"'@SUM\(A1\)\n""quoted"", second line",/);
    assert.match(said, /2026-03-09T11:59:59.000Z,octokit-quickstart,1.0.0,first-call,install,install,down,'-2\+3,|,down,'-2\+3,/);
    assert.equal(said.match(/octokit-quickstart/g)?.length, 2);
  });

  it('exchanges the admin token for a cookie that scripts cannot read, until it is given back', async () => {
    const signedIn = async (cookie: string) => (await backend.app.inject({ url: '/v1/session', headers: { cookie } })).json().signedIn;
    const answer = await signIn(backend, keys.adminToken);
    assert.equal(answer.statusCode, 204);
    const header = String(answer.headers['set-cookie']);
    assert.match(header, /HttpOnly/);
    assert.match(header, /SameSite=Strict/);
    const cookie = header.split(';')[0] ?? '';
    assert.equal(await signedIn(cookie), true);
    assert.equal((await backend.app.inject({ url: '/v1/metrics/tutorials', headers: { cookie } })).statusCode, 200);

    assert.equal(await signedIn(`${cookie.slice(0, -3)}abc`), false);
    assert.equal(await signedIn(cookie.replace(/=\d+/, (expires) => `=9${expires.slice(1)}`)), false);
    await backend.restart();
    assert.equal(await signedIn(cookie), true);
    backend.clock.now += 8 * 86_400_000;
    assert.equal(await signedIn(cookie), false);

    const out = await backend.app.inject({ method: 'DELETE', url: '/v1/session', headers: { cookie } });
    assert.match(String(out.headers['set-cookie']), /onramp_session=;.*(Max-Age=0|Expires=Thu, 01 Jan 1970)/);
  });

  it('reads for nobody by the cookie of a session that was ended, and goes on with the others', async () => {
    const cookieOf = async () => String((await signIn(backend, keys.adminToken)).headers['set-cookie']).split(';')[0] ?? '';
    const [cookie, other] = [await cookieOf(), await cookieOf()];
    const status = async (cookie: string) => (await backend.app.inject({ url: '/v1/metrics/tutorials', headers: { cookie } })).statusCode;
    assert.deepEqual([await status(cookie), await status(other)], [200, 200]);
    const end = () => backend.app.inject({ method: 'DELETE', url: '/v1/session', headers: { cookie } });
    assert.equal((await end()).statusCode, 204);
    assert.equal((await end()).statusCode, 204);
    assert.deepEqual([await status(cookie), await status(other)], [401, 200]);
    assert.equal((await backend.app.inject({ url: '/v1/session', headers: { cookie } })).json().signedIn, false);
    await backend.restart();
    assert.deepEqual([await status(cookie), await status(other)], [401, 200]);
  });

  it('tells a wrong token, and makes guessing slow', async () => {
    const strict = await startBackend({ limits: { loginsPerMinute: 3 } });
    try {
      const answer = await signIn(strict, 'guess');
      assert.deepEqual([answer.statusCode, answer.json().code, answer.headers['set-cookie']], [401, 'token.wrong', undefined]);
      assert.equal((await signIn(strict, 3)).json().detail, 'token: must be a text.');
      await signIn(strict, 'guess');
      const fourth = await signIn(strict, keys.adminToken);
      assert.equal(fourth.statusCode, 429);
      assert.ok(Number(fourth.headers['retry-after']) > 0);
    } finally {
      await strict.close();
    }
  });

  it('takes from a proxy who asks and how, where there is said to be one', async () => {
    const behind = await startBackend({ trustProxy: true, limits: { loginsPerMinute: 1 } });
    try {
      const signIn = ({ app }: Backend, from: string) =>
        app.inject({
          method: 'POST',
          url: '/v1/session',
          headers: { 'x-forwarded-for': from, 'x-forwarded-proto': 'https' },
          payload: { token: keys.adminToken },
        });
      const first = await signIn(behind, '192.0.2.1');
      assert.match(String(first.headers['set-cookie']), /; Secure/);
      assert.deepEqual([(await signIn(behind, '192.0.2.1')).statusCode, (await signIn(behind, '192.0.2.2')).statusCode], [429, 204]);
      // What stands before the proxy's own word is whatever whoever asks has written there.
      assert.equal((await signIn(behind, '198.51.100.7, 192.0.2.1')).statusCode, 429);
      assert.doesNotMatch(String((await signIn(backend, '192.0.2.1')).headers['set-cookie']), /; Secure/);
    } finally {
      await behind.close();
    }
  });

  it('says of itself whether it lives and whether it can work', async () => {
    assert.deepEqual((await backend.app.inject('/healthz')).json(), { status: 'ok' });
    assert.equal((await backend.app.inject('/readyz')).statusCode, 200);
    await backend.store.close();
    assert.equal((await backend.app.inject('/healthz')).statusCode, 200);
    const broken = await backend.app.inject('/readyz');
    assert.deepEqual([broken.statusCode, broken.json()], [503, { status: 'unavailable' }]);
  });

  it('cannot work where its database is gone, though it still reads from what was open', async () => {
    await backend.keep(learner('ann').starts(noon));
    await rm(join(backend.dir, 'onramp.db'));
    assert.equal((await backend.app.inject('/readyz')).statusCode, 503);
    await writeFile(join(backend.dir, 'onramp.db'), '');
    assert.equal((await backend.app.inject('/readyz')).statusCode, 503);
  });

  it('takes nothing while its database is gone, so that whoever sent it keeps it, and all when it is back', async () => {
    const path = join(backend.dir, 'onramp.db');
    const event = learner('ann').starts(noon);
    await rename(path, `${path}.away`);
    const refused = await backend.report([event]);
    assert.deepEqual([refused.statusCode, refused.json().code], [500, 'internal']);
    assert.deepEqual((await backend.ask('/v1/events')).body, '');
    await assert.rejects(backend.store.packs.yank('demo', '1.0.0', 'It is gone.'), /is gone/);
    await rename(`${path}.away`, path);
    assert.deepEqual((await backend.keep(event)).accepted, [event.id]);
  });

  it('describes every route that exists in /openapi.json, and no other', async () => {
    const { app } = backend;
    const document = (await app.inject('/openapi.json')).json();
    assert.equal(document.openapi, '3.1.1');
    const described = Object.entries(document.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    assert.deepEqual(described.sort(), routesOf(app.printRoutes({ commonPrefix: false })));

    const post = document.paths['/v1/events'].post;
    const schema = post.requestBody.content['application/cloudevents-batch+json'].schema;
    const types = (schema.items.oneOf ?? schema.items.anyOf).map(
      (event: { properties: { type: { const: string } } }) => event.properties.type.const,
    );
    assert.ok(types.includes('dev.onramp.feedback.given'));
    assert.deepEqual(post.security, [{ writeKey: [] }]);
    const parameters = document.paths['/v1/metrics/funnel'].get.parameters as { name: string; required: boolean }[];
    assert.deepEqual(
      parameters.map(({ name, required }) => [name, required]),
      [
        ['pack', true],
        ['tutorial', true],
        ['format', false],
      ],
    );
  });

  it('says "changed" soon after a change, and not more than twice a second', async function () {
    this.timeout(10_000);
    const url = await backend.app.listen({ port: 0, host: '127.0.0.1' });
    const abort = new AbortController();
    const answer = await fetch(`${url}/v1/live`, { headers: { authorization: `Bearer ${keys.adminToken}` }, signal: abort.signal });
    assert.equal(answer.headers.get('content-type'), 'text/event-stream');
    const changes = changesIn(answer);
    const began = Date.now();
    for (let index = 0; index < 10; index++) await backend.keep(learner('ann').enters('install', noon));
    const first = (await changes.next()).value ?? Number.NaN;
    const second = (await changes.next()).value ?? Number.NaN;
    assert.ok(first - began < 2000, `the first came after ${first - began} ms`);
    // The first may be heard of late; without a limit there would be a few milliseconds between them.
    assert.ok(second - first > 200 && second - first < 2000, `the second came ${second - first} ms later`);
    const event = learner('bob').starts(noon);
    await backend.keep(event);
    await changes.next();
    await backend.keep(event);
    const third = await Promise.race([changes.next(), new Promise((resolve) => setTimeout(resolve, 1200, 'nothing'))]);
    assert.equal(third, 'nothing', 'a duplicate is no change');
    abort.abort();
  });

  it('ends what is live when it closes', async () => {
    const url = await backend.app.listen({ port: 0, host: '127.0.0.1' });
    const answer = await fetch(`${url}/v1/live`, { headers: { authorization: `Bearer ${keys.adminToken}` } });
    const [text] = await Promise.all([answer.text(), backend.app.close()]);
    assert.equal(text, ': listening\n\n');
  });
});

function signIn({ app }: Backend, token: unknown) {
  return app.inject({ method: 'POST', url: '/v1/session', payload: { token } });
}

/** The times at which "changed" arrives. */
async function* changesIn(answer: Response): AsyncGenerator<number> {
  assert.ok(answer.body);
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    for (const _ of chunk.matchAll(/event: changed/g)) yield Date.now();
  }
}

/** What Fastify prints of its routes, as `GET /path`, without HEAD. */
function routesOf(printed: string): string[] {
  const parents: string[] = [];
  return printed
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', path = '', methods = ''] = /^([│ ]*)[├└]── (\S+)(?: \((.+)\))?/.exec(line) ?? [];
      if (path === '') return [];
      const depth = indent.length / 4;
      parents.splice(depth, Number.POSITIVE_INFINITY, path);
      const names: RouteOptions['method'][] = methods.split(', ').filter((name) => name !== '' && name !== 'HEAD');
      const route = parents.join('').replace(/:(\w+)(\([^)]*\))?/g, '{$1}');
      return names.map((name) => `${name} ${route}`);
    })
    .sort();
}
