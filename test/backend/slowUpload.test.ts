import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pass } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { batchLimit } from '../../src/protocol/event.ts';
import { learner } from './learner.ts';
import { type Backend, keys, startBackend } from './startedBackend.ts';

const noon = Date.parse('2026-03-09T12:00:00Z');
const uploadTime = 1500;

describe('A slow upload', function () {
  this.timeout(8000);
  let backend: Backend;
  let port: number;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    backend = await startBackend({ uploadTime });
    port = Number(new URL(await backend.app.listen({ port: 0, host: '127.0.0.1' })).port);
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await backend.close();
  });

  const begin = (length: number) => {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => {});
    const lines = [`Host: 127.0.0.1:${port}`, `Authorization: Bearer ${keys.writeKey}`, 'Content-Type: application/json'];
    socket.write(['POST /v1/events HTTP/1.1', ...lines, `Content-Length: ${length}`, 'Connection: close', '', ''].join('\r\n'));
    return socket;
  };
  const isLate = (answer: string) => {
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    assert.match(head, /^HTTP\/1\.1 408 Request Timeout\r\nContent-Type: application\/problem\+json/);
    assert.equal(JSON.parse(body).code, 'request.late');
  };

  it('that never comes is turned down in time', async () => {
    const socket = begin(100_000);
    isLate(await text(socket));
  });

  it('that comes a byte now and then is turned down in time', async () => {
    const socket = begin(100_000);
    const drip = setInterval(() => socket.write(' '), 100);
    try {
      isLate(await text(socket));
    } finally {
      clearInterval(drip);
    }
  });

  it('that is as long as a batch may be and comes in parts is taken', async () => {
    const event = learner('ann').starts(noon);
    const body = JSON.stringify([event]).padEnd(batchLimit.bytes);
    const socket = begin(body.length);
    const answer = text(socket);
    const part = Math.ceil(body.length / 8);
    for (let sent = 0; sent < body.length; sent += part) {
      socket.write(body.slice(sent, sent + part));
      await pass(50);
    }
    assert.match(await answer, new RegExp(`"accepted":\\["${event.id}"\\]`));
  });

  it('has nothing to do with those who listen for changes', async () => {
    const abort = new AbortController();
    const live = await fetch(`http://127.0.0.1:${port}/v1/live`, {
      headers: { authorization: `Bearer ${keys.adminToken}` },
      signal: abort.signal,
    });
    const reader = live.body?.pipeThrough(new TextDecoderStream()).getReader();
    assert.equal((await reader?.read())?.value, ': listening\n\n');
    await pass(2 * uploadTime);
    const event = learner('ann').starts(noon);
    await backend.keep(event);
    assert.match((await reader?.read())?.value ?? '', /event: changed/);
    abort.abort();
  });
});
