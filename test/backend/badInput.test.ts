import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { batchLimit, batchMediaType, type OnrampEvent } from '../../src/protocol/event.ts';
import { problem, problemMediaType } from '../../src/protocol/problem.ts';
import { learner } from './learner.ts';
import { type Backend, keys, startBackend } from './startedBackend.ts';

const noon = Date.parse('2026-03-09T12:00:00Z');

describe('Bad input', () => {
  let backend: Backend;
  beforeEach(async () => {
    backend = await startBackend();
  });
  afterEach(() => backend.close());

  describe('an event', () => {
    const good = () => learner('ann').completes('install', noon);
    const wrong: [string, (event: OnrampEvent) => unknown, string][] = [
      ['a field of another type', (event) => ({ ...event, data: { ...event.data, step: 3 } }), 'data.step: must be a text'],
      ['a missing field', (event) => ({ ...event, data: { ...event.data, tutorial: undefined } }), 'data.tutorial: is missing'],
      ['an empty field', (event) => ({ ...event, data: { ...event.data, pack: '' } }), 'data.pack: must not be empty'],
      ['a long field', (event) => ({ ...event, source: 'x'.repeat(201) }), 'source: must have at most 200 characters'],
      ['an unknown type', (event) => ({ ...event, type: 'dev.onramp.cake.eaten' }), 'type: is not known: "dev.onramp.cake.eaten"'],
      ['no type', (event) => ({ ...event, type: undefined }), 'type: is missing'],
      ['another version of CloudEvents', (event) => ({ ...event, specversion: '0.3' }), 'specversion: must be "1.0"'],
      ['a time that is none', (event) => ({ ...event, time: 'yesterday' }), 'time: must be a time in UTC, such as 2026-01-31T12:00:00Z'],
      ['an id that is no UUIDv7', (event) => ({ ...event, id: '42' }), 'id: must be a UUIDv7, in lower case'],
      ['no person', (event) => ({ ...event, person: undefined }), 'person: is missing'],
      ['no data', (event) => ({ ...event, data: undefined }), 'data: is missing'],
    ];
    for (const [name, spoil, reason] of wrong) {
      it(`with ${name} is rejected with its field named, and the rest is kept`, async () => {
        const [first, spoilt, last] = [good(), spoil(good()) as OnrampEvent, good()];
        const answer = await backend.report([first, spoilt, last]);
        assert.equal(answer.statusCode, 200);
        assert.deepEqual(answer.json(), { accepted: [first.id, last.id], duplicate: [], rejected: [{ id: spoilt.id, reason }] });
      });
    }

    it('that is no object at all, or has no id, is told by its place', async () => {
      const answer = await backend.report([good(), 'hello', { ...good(), id: undefined }, null]);
      assert.deepEqual(answer.json().rejected, [
        { id: '', reason: 'event 2 of the batch: must be an object' },
        { id: '', reason: 'event 3 of the batch: id: is missing' },
        { id: '', reason: 'event 4 of the batch: must be an object' },
      ]);
      assert.equal(answer.json().accepted.length, 1);
    });

    it('stands in one list only, though a good and a bad one share the id', async () => {
      const event = good();
      const answer = await backend.report([{ ...event, person: 3 }, event]);
      assert.deepEqual(answer.json(), { accepted: [event.id], duplicate: [], rejected: [] });
    });

    it('loses what was not agreed on', async () => {
      const event = good();
      await backend.report([{ ...event, secret: 'x', data: { ...event.data, code: 'const password' } }]);
      assert.deepEqual(JSON.parse((await backend.ask('/v1/events')).body), event);
    });
  });

  describe('a request', () => {
    const report = { method: 'POST', url: '/v1/events' } as const;
    const headers = { authorization: `Bearer ${keys.writeKey}`, 'content-type': batchMediaType };
    const requests: [string, InjectOptions, number, string, RegExp][] = [
      [
        'without the write key',
        { ...report, payload: '[]', headers: { 'content-type': batchMediaType } },
        401,
        'key.missing',
        /Authorization: Bearer/,
      ],
      [
        'with a wrong write key',
        { ...report, payload: '[]', headers: { ...headers, authorization: 'Bearer no' } },
        401,
        'key.wrong',
        /write key is wrong/,
      ],
      [
        'with the admin token as write key',
        { ...report, payload: '[]', headers: { ...headers, authorization: `Bearer ${keys.adminToken}` } },
        401,
        'key.wrong',
        /write key/,
      ],
      [
        'whose body is not JSON',
        { ...report, payload: '[\n  {"id": oops}\n]', headers },
        400,
        'body.notJson',
        /line 2, column 10 \(position 11\): "oops/,
      ],
      [
        'whose body ends too early',
        { ...report, payload: '[{"id": "a"', headers },
        400,
        'body.notJson',
        /column 12 \(position 11\): it ends too early/,
      ],
      ['whose body is empty', { ...report, payload: '', headers }, 400, 'body.notJson', /empty/],
      ['whose body is no list', { ...report, payload: '{}', headers }, 400, 'batch.notList', /list of events/],
      [
        'of another media type',
        { ...report, payload: '[]', headers: { ...headers, 'content-type': 'text/xml' } },
        415,
        'mediaType.unsupported',
        /text\/xml.*cloudevents-batch/,
      ],
      [
        'in another encoding',
        { ...report, payload: '[]', headers: { ...headers, 'content-encoding': 'br' } },
        415,
        'encoding.unsupported',
        /br.*gzip/,
      ],
      [
        'in another character set',
        { ...report, payload: '[]', headers: { ...headers, 'content-type': 'application/json; charset=ISO-8859-1' } },
        415,
        'charset.unsupported',
        /ISO-8859-1.*UTF-8/,
      ],
      [
        'that says gzip and is not',
        { ...report, payload: '[]', headers: { ...headers, 'content-encoding': 'gzip' } },
        400,
        'encoding.broken',
        /gzip/,
      ],
      [
        'with too many events',
        { ...report, payload: JSON.stringify(Array(batchLimit.events + 1).fill(1)), headers },
        413,
        'batch.tooLong',
        /501 events.*500/,
      ],
      [
        'with too large a body',
        { ...report, payload: `[${' '.repeat(batchLimit.bytes)}]`, headers },
        413,
        'body.tooLarge',
        /1,048,576 bytes/,
      ],
      [
        'that is too large once unpacked',
        { ...report, payload: gzipSync(`[${' '.repeat(40 * batchLimit.bytes)}]`), headers: { ...headers, 'content-encoding': 'gzip' } },
        413,
        'body.tooLarge',
        /1,048,576 bytes/,
      ],
      ['to nowhere', { url: '/v1/nowhere?x=1' }, 404, 'route.unknown', /GET \/v1\/nowhere\.$/],
      ['with another method', { method: 'PUT', url: '/v1/events' }, 404, 'route.unknown', /PUT \/v1\/events/],
      ['to an address that is none', { url: '/v1/packs/%' }, 400, 'address.malformed', /% in it must begin two hexadecimal digits/],
      ['for metrics from nobody', { url: '/v1/metrics/tutorials' }, 401, 'session.missing', /sign in/],
      ['for metrics with the write key', { url: '/v1/metrics/tutorials', headers }, 401, 'token.wrong', /admin token/],
      ['for events from nobody', { url: '/v1/events' }, 401, 'session.missing', /sign in/],
      ['for changes from nobody', { url: '/v1/live' }, 401, 'session.missing', /sign in/],
    ];
    for (const [name, options, status, code, detail] of requests) {
      it(`${name} gets ${status} ${code}`, async () => {
        const answer = await backend.app.inject(options);
        const told = problem.parse(answer.json());
        assert.deepEqual(
          [answer.statusCode, told.status, told.code, String(answer.headers['content-type']).split(';')[0]],
          [status, status, code, problemMediaType],
        );
        assert.match(told.detail ?? '', detail);
        assert.doesNotMatch(answer.body, /\bat .*\.(ts|js):\d/);
      });
    }

    const queries: [string, string, string, RegExp][] = [
      ['funnel?pack=a', 'tutorial', 'query.invalid', /tutorial is missing/],
      ['tutorials?format=xml', 'format', 'query.invalid', /must be one of "json", "csv"/],
      ['feedback?before=now', 'before', 'query.invalid', /"next" of an earlier answer/],
      ['funnel?pack=a&tutorial=b', 'tutorial', 'tutorial.unknown', /Nobody has started a tutorial "b"/],
    ];
    for (const [query, field, code, detail] of queries) {
      it(`for ${query} names its field`, async () => {
        const told = problem.parse((await backend.ask(`/v1/metrics/${query}`)).json());
        assert.deepEqual([told.field, told.code], [field, code]);
        assert.match(told.detail ?? '', detail);
      });
    }

    it('too often gets 429 with the time to wait', async () => {
      const strict = await startBackend({ limits: { batchesPerMinute: 2 } });
      try {
        await strict.keep();
        await strict.keep();
        const answer = await strict.report([]);
        assert.deepEqual([answer.statusCode, answer.json().code], [429, 'rate.limited']);
        assert.match(answer.json().detail, /More than 2 requests in a minute: try again in \d+ s/);
        const wait = Number(answer.headers['retry-after']);
        assert.ok(wait > 0 && wait <= 60, String(wait));
        assert.equal(answer.headers['access-control-allow-origin'], '*');
      } finally {
        await strict.close();
      }
    });

    it('that meets a fault of ours learns nothing of it', async () => {
      backend.store.tutorials = () => Promise.reject(new Error('secret at /var/lib/onramp'));
      const answer = await backend.ask('/v1/metrics/tutorials');
      assert.deepEqual([answer.statusCode, answer.json().code], [500, 'internal']);
      assert.doesNotMatch(answer.body, /secret|var/);
    });
  });

  it('takes a packed batch, under both media types', async () => {
    for (const type of [batchMediaType, 'application/json', 'application/json; charset=utf-8']) {
      const event = learner('ann').completes('install', noon);
      const answer = await backend.app.inject({
        method: 'POST',
        url: '/v1/events',
        headers: { authorization: `Bearer ${keys.writeKey}`, 'content-type': type, 'content-encoding': 'gzip' },
        payload: gzipSync(JSON.stringify([event])),
      });
      assert.deepEqual(answer.json(), { accepted: [event.id], duplicate: [], rejected: [] });
    }
  });

  it('takes the names of encodings as others write them', async () => {
    for (const [type, encoding] of [
      ['application/json', 'GZIP'],
      ['application/json', 'x-gzip'],
      ['application/json; charset="UTF-8"', 'Gzip'],
    ]) {
      const event = learner('ann').completes('install', noon);
      const answer = await backend.app.inject({
        method: 'POST',
        url: '/v1/events',
        headers: { authorization: `Bearer ${keys.writeKey}`, 'content-type': type, 'content-encoding': encoding },
        payload: gzipSync(JSON.stringify([event])),
      });
      assert.deepEqual(answer.json(), { accepted: [event.id], duplicate: [], rejected: [] }, `${type} ${encoding}`);
    }
  });

  it('lets an extension host in a browser report', async () => {
    const asked = await backend.app.inject({
      method: 'OPTIONS',
      url: '/v1/events',
      headers: { origin: 'https://vscode.dev', 'access-control-request-method': 'POST' },
    });
    assert.equal(asked.statusCode, 204);
    assert.equal(asked.headers['access-control-allow-origin'], '*');
    assert.match(String(asked.headers['access-control-allow-headers']), /Authorization.*Content-Encoding/);
    assert.equal((await backend.report([])).headers['access-control-allow-origin'], '*');
    assert.equal((await backend.ask('/v1/metrics/tutorials')).headers['access-control-allow-origin'], undefined);
  });
});
