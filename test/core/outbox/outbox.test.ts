import assert from 'node:assert/strict';
import { type Outbox, type OutboxState, openOutbox } from '../../../src/core/outbox/outbox.ts';
import { batchLimit } from '../../../src/protocol/event.ts';
import { type MemoryFiles, memoryFiles } from '../memoryFiles.ts';
import { type Backend, eventOf, nameOf, openBackend } from './backend.ts';
import { type SetClock, setClock, settled } from './setClock.ts';

const start = 1_000_000;

describe('outbox', () => {
  let files: MemoryFiles;
  let clock: SetClock;
  let backend: Backend;
  let outbox: Outbox;
  let states: string[];

  const open = (onState = (state: OutboxState) => void states.push(words(state))) =>
    openOutbox({ files, send: backend.send, clock, random: () => 1, onState });
  const add = async (...numbers: number[]) => {
    for (const number of numbers) await outbox.add(eventOf(number));
  };
  const onDisk = () =>
    Object.keys(files.all())
      .map((file) => nameOf(file.replace(/\.json$/, '')))
      .join(' ');

  beforeEach(() => {
    files = memoryFiles();
    clock = setClock(start);
    backend = openBackend();
    states = [];
    outbox = open();
  });
  afterEach(() => outbox.dispose());

  describe('add', () => {
    it('has the event on disk, in a file of its own, when it resolves', async () => {
      await add(1, 2);
      assert.deepEqual(
        Object.entries(files.all()),
        [1, 2].map((number) => [`${eventOf(number).id}.json`, JSON.stringify(eventOf(number))]),
      );
      assert.deepEqual(backend.batches(), []);
    });

    it('sends what has gathered within a second, in one batch', async () => {
      await add(1);
      await clock.pass(900);
      await add(2);
      assert.deepEqual(backend.batches(), []);
      await clock.pass(100);
      assert.deepEqual(backend.batches(), ['e1 e2']);
      assert.equal(onDisk(), '');
      assert.deepEqual(clock.timers(), []);
    });

    it('sends at once where nothing is to be waited for', async () => {
      outbox.dispose();
      outbox = openOutbox({ files, send: backend.send, clock, random: () => 1, gatherFor: 0 });
      await add(1);
      await clock.pass(0);
      assert.deepEqual(backend.batches(), ['e1']);
    });

    it('sends, without another, an event that came while others were on their way', async () => {
      const answer = backend.hold();
      await add(1);
      await clock.pass(1000);
      assert.deepEqual(backend.batches(), ['e1']);
      await add(2);
      answer();
      await clock.pass(1000);
      assert.deepEqual(backend.batches(), ['e1', 'e2']);
      assert.equal(onDisk(), '');
    });

    it('sends, without another, an event that came as the last answer did', async () => {
      await add(1);
      files.failOn((operation) => {
        if (operation !== 'remove') return undefined;
        files.failOn(() => undefined);
        void outbox.add(eventOf(2));
        return undefined;
      });
      await clock.pass(2000);
      assert.deepEqual(backend.counted(), { e1: 1, e2: 1 });
    });

    it('sends, without another, an event that came after the folder was last looked at', async () => {
      let look = () => {};
      const slow = openOutbox({
        files: {
          ...files,
          list: async (path) => {
            const entries = await files.list(path);
            if (entries.length === 0) await new Promise<void>((resolve) => (look = resolve));
            return entries;
          },
        },
        send: backend.send,
        clock,
        random: () => 1,
      });
      await slow.add(eventOf(1));
      await clock.pass(1000);
      assert.equal(onDisk(), '');
      await slow.add(eventOf(2));
      look();
      await clock.pass(1000);
      slow.dispose();
      look();
      assert.deepEqual(backend.counted(), { e1: 1, e2: 1 });
    });

    it('rejects where the disk refuses, and loses none that it resolved for', async () => {
      await add(1);
      files.failOn((operation) => (operation === 'write' ? new Error('disk full') : undefined));
      await assert.rejects(add(2), /disk full/);
      files.failOn((operation) => (operation === 'rename' ? new Error('disk full') : undefined));
      await assert.rejects(add(3), /disk full/);
      files.failOn(() => undefined);
      await clock.pass(1000);
      assert.deepEqual(backend.batches(), ['e1']);
    });
  });

  describe('flush', () => {
    it('sends what an earlier session left, the oldest first', async () => {
      for (const number of [3, 1, 10, 2]) await files.write(`${eventOf(number).id}.json`, JSON.stringify(eventOf(number)));
      await outbox.flush();
      assert.deepEqual(backend.batches(), ['e1 e2 e3 e10']);
      assert.equal(onDisk(), '');
    });

    it('sends no more than a batch may hold', async () => {
      const numbers = Array.from({ length: batchLimit.events + 1 }, (_, index) => index + 1);
      await add(...numbers);
      await outbox.flush();
      assert.deepEqual(
        backend.batches().map((batch) => batch.split(' ').length),
        [batchLimit.events, 1],
      );
    });

    it('sends no more bytes than a batch may hold', async () => {
      const sizes: number[] = [];
      const wide = openOutbox({
        files,
        clock,
        random: () => 1,
        send: (batch) => {
          sizes.push(Buffer.byteLength(batch));
          return backend.send(batch);
        },
      });
      for (let number = 1; number <= 8; number++) {
        const data = { pack: 'p', version: '1.0.0', tutorial: 't', step: '数'.repeat(100_000) };
        await wide.add({ ...eventOf(number), type: 'dev.onramp.step.completed', data });
      }
      await wide.flush();
      wide.dispose();
      assert.deepEqual(backend.batches(), ['e1 e2 e3', 'e4 e5 e6', 'e7 e8']);
      assert.ok(Math.max(...sizes) <= batchLimit.bytes, `${sizes}`);
    });

    it('forgets what was accepted, is a duplicate or was rejected, and nothing else', async () => {
      backend = openBackend(['e3']);
      outbox = open();
      await add(1, 2, 3);
      const [first, second, third] = [1, 2, 3].map((number) => eventOf(number).id);
      backend.answerWith(
        { body: JSON.stringify({ accepted: [first], duplicate: [], rejected: [] }) },
        { body: JSON.stringify({ accepted: [], duplicate: [second], rejected: [] }) },
        { body: JSON.stringify({ accepted: [], duplicate: [], rejected: [] }) },
      );
      await outbox.flush();
      assert.deepEqual(backend.batches(), ['e1 e2 e3', 'e2 e3', 'e3']);
      assert.equal(onDisk(), 'e3');
      await clock.pass(2000);
      assert.equal(onDisk(), '', `${third} is rejected, which never gets better`);
      assert.deepEqual(backend.counted(), { e3: 0 });
    });

    it('takes the bare answer of another CloudEvents broker for all of the batch', async () => {
      for (const status of [202, 204]) {
        await add(1);
        backend.answerWith({ status });
        await outbox.flush();
        assert.equal(onDisk(), '');
        assert.deepEqual(outbox.state(), { kind: 'ready' });
      }
    });

    it('does not take the page of a hotel’s network for an answer', async () => {
      await add(1);
      backend.answerWith(
        { status: 200, body: '<html>Please sign in</html>' },
        { status: 200, body: '' },
        { status: 202, body: '<html></html>' },
      );
      for (let round = 0; round < 3; round++) await outbox.flush();
      assert.equal(onDisk(), 'e1');
    });

    it('does not send twice at once', async () => {
      const answer = backend.hold();
      await add(1);
      const flushes = [outbox.flush(), outbox.flush()];
      answer();
      await Promise.all(flushes);
      assert.deepEqual(backend.batches(), ['e1']);
    });
  });

  describe('when the backend cannot be reached', () => {
    const passing = {
      'no answer': new Error('fetch failed'),
      503: { status: 503 },
      500: { status: 500 },
      429: { status: 429 },
      408: { status: 408 },
    };
    for (const [name, answer] of Object.entries(passing)) {
      it(`tries again after ${name}, later each time`, async () => {
        await add(1);
        backend.answerWith(answer, answer, answer, answer);
        const waits: number[][] = [];
        await clock.pass(1000);
        for (let round = 0; round < 4; round++) {
          waits.push(clock.timers());
          assert.equal(onDisk(), 'e1');
          await clock.pass(clock.timers()[0] ?? 0);
        }
        assert.deepEqual(waits, [[2000], [4000], [8000], [16_000]]);
        assert.deepEqual(states, [answer instanceof Error ? 'retrying: fetch failed' : `retrying: HTTP ${name}`, 'ready']);
        assert.deepEqual(backend.counted(), { e1: 1 });
        assert.equal(onDisk(), '');
        assert.deepEqual(clock.timers(), []);
      });
    }

    it('waits a quarter of an hour at most', async () => {
      await add(1);
      backend.answerWith(...Array.from({ length: 40 }, () => new Error('offline')));
      await clock.pass(5 * 3_600_000);
      assert.ok((clock.timers()[0] ?? Number.POSITIVE_INFINITY) <= 15 * 60_000);
      await clock.pass(10 * 3_600_000);
      assert.deepEqual(backend.counted(), { e1: 1 });
    });

    it('spreads the waits, so that not all come back at once', async () => {
      const spread = openOutbox({ files, send: backend.send, clock, random: () => 0 });
      backend.answerWith(new Error('offline'));
      await files.write(`${eventOf(1).id}.json`, JSON.stringify(eventOf(1)));
      await spread.flush();
      assert.deepEqual(clock.timers(), [1000]);
      spread.dispose();
    });

    it('waits as long as it is asked to', async () => {
      await add(1);
      backend.answerWith({ status: 429, retryAfter: 60_000 });
      await outbox.flush();
      assert.deepEqual(clock.timers(), [60_000]);
      await add(2);
      await clock.pass(59_999);
      assert.deepEqual(backend.batches(), ['e1']);
      await clock.pass(1);
      assert.deepEqual(backend.counted(), { e1: 1, e2: 1 });
    });

    it('but no longer than a day', async () => {
      await add(1);
      backend.answerWith({ status: 503, retryAfter: 10 ** 12 });
      await outbox.flush();
      assert.deepEqual(clock.timers(), [24 * 3_600_000]);
    });

    it('begins with a short wait again once something was sent', async () => {
      await add(1);
      backend.answerWith(new Error('offline'), new Error('offline'));
      await clock.pass(10_000);
      assert.equal(onDisk(), '');
      await add(2);
      backend.answerWith(new Error('offline'));
      await clock.pass(1000);
      assert.deepEqual(clock.timers(), [2000]);
    });
  });

  describe('when the backend refuses', () => {
    for (const status of [400, 401, 403, 404]) {
      it(`says so after ${status}, loses nothing and tries again`, async () => {
        await add(1);
        backend.answerWith({ status });
        await clock.pass(1000);
        assert.deepEqual(outbox.state(), { kind: 'refused', status });
        assert.equal(onDisk(), 'e1');
        await clock.pass(2000);
        assert.deepEqual(states, [`refused: ${status}`, 'ready']);
        assert.deepEqual(backend.counted(), { e1: 1 });
      });
    }

    it('loses none that cannot be too big, though something between says so, and takes up full batches again', async () => {
      await add(1, 2, 3);
      backend.answerWith({ status: 413 }, { status: 413 }, { status: 413 });
      await outbox.flush();
      assert.deepEqual(outbox.state(), { kind: 'refused', status: 413 });
      assert.equal(onDisk(), 'e1 e2 e3');
      await clock.pass(2000);
      assert.deepEqual(backend.batches(), ['e1 e2 e3', 'e1 e2', 'e1', 'e1 e2 e3']);
    });

    it('tells what it will never take, and why', async () => {
      outbox.dispose();
      backend = openBackend(['e2']);
      const told: string[] = [];
      const telling = {
        onRejected: (all: { id: string; reason: string }[]) => void told.push(...all.map(({ id, reason }) => `${nameOf(id)} ${reason}`)),
      };
      outbox = openOutbox({ files, send: backend.send, clock, random: () => 1, ...telling });
      await add(1, 2);
      await outbox.flush();
      assert.deepEqual(told, ['e2 no']);
    });

    it('splits a batch that is too big', async () => {
      await add(1, 2, 3, 4, 5);
      backend.answerWith({ status: 413 }, { status: 413 });
      await outbox.flush();
      assert.deepEqual(backend.batches(), ['e1 e2 e3 e4 e5', 'e1 e2 e3', 'e1 e2', 'e3 e4', 'e5']);
      assert.deepEqual(backend.counted(), { e1: 1, e2: 1, e3: 1, e4: 1, e5: 1 });
      assert.equal(onDisk(), '');
    });

    it('sets an event aside that is too big by itself, so that those behind it are sent', async () => {
      const long = 'x'.repeat(20_000);
      await outbox.add({
        ...eventOf(1),
        type: 'dev.onramp.step.completed',
        data: { pack: 'p', version: '1.0.0', tutorial: 't', step: long },
      });
      await add(2);
      backend.answerWith({ status: 413 }, { status: 413 });
      await outbox.flush();
      assert.deepEqual(backend.batches(), ['e1 e2', 'e1', 'e2']);
      assert.deepEqual(Object.keys(files.all()), [`${eventOf(1).id}.json.tooBig`]);
    });
  });

  describe('files', () => {
    it('that another program has copied are settled with their event, and hold up nothing', async () => {
      await add(1);
      const [[name = '', text = ''] = []] = Object.entries(files.all());
      await files.write(name.replace('.json', ' (conflicted copy).json'), text);
      await add(2);
      await outbox.flush();
      assert.deepEqual(backend.counted(), { e1: 1, e2: 1 });
      assert.equal(onDisk(), '');
      assert.deepEqual(outbox.state(), { kind: 'ready' });
    });

    it('that cannot be read are left out of what waits', async () => {
      await add(1, 2);
      files.failOn((operation, path) => (operation === 'read' && nameOf(path) === 'e1.json' ? new Error('locked') : undefined));
      assert.deepEqual(
        (await outbox.waiting()).map(({ id }) => nameOf(id)),
        ['e2'],
      );
    });

    it('that are damaged are set aside, and the rest is sent', async () => {
      for (const [name, text] of Object.entries({
        'a.json': '',
        'b.json': '{"id": "b", "ty',
        'c.json': '[]',
        'd.json': 'null',
        'e.json': '{"id": "e"}',
      }))
        await files.write(name, text);
      await add(1);
      await outbox.flush();
      assert.deepEqual(backend.batches(), ['e1']);
      assert.deepEqual(
        Object.keys(files.all()),
        ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.json.damaged`),
      );
      assert.deepEqual(outbox.state(), { kind: 'ready' });
    });

    it('that cannot be read are passed by for now', async () => {
      await add(1, 2);
      files.failOn((operation, path) => (operation === 'read' && nameOf(path) === 'e1.json' ? new Error('locked') : undefined));
      await outbox.flush();
      assert.deepEqual(backend.batches(), ['e2']);
      files.failOn(() => undefined);
      await outbox.flush();
      assert.deepEqual(backend.counted(), { e1: 1, e2: 1 });
    });

    it('of others are left alone', async () => {
      await files.write('README.md', 'x');
      await files.write('old/a.json', '{}');
      await outbox.flush();
      assert.deepEqual(files.all(), { 'README.md': 'x', 'old/a.json': '{}' });
    });

    it('that cannot be listed or removed lose nothing', async () => {
      await add(1);
      files.failOn((operation) => (operation === 'remove' || operation === 'list' ? new Error('busy') : undefined));
      await clock.pass(1000);
      assert.deepEqual(states, ['retrying: busy']);
      files.failOn((operation) => (operation === 'remove' ? new Error('busy') : undefined));
      await clock.pass(2000);
      assert.equal(onDisk(), 'e1');
      files.failOn(() => undefined);
      await clock.pass(10_000);
      assert.equal(onDisk(), '');
      assert.deepEqual(backend.counted(), { e1: 1 });
      assert.deepEqual(states, ['retrying: busy', 'ready']);
    });

    it('that a crash left half named are taken in by the next session, those being written are not', async () => {
      const [old, fresh, cut] = [eventOf(1, start - 61_000), eventOf(2, start - 1000), eventOf(3, start - 70_000)];
      await files.write(`${old.id}.part`, JSON.stringify(old));
      await files.write(`${fresh.id}.part`, JSON.stringify(fresh));
      await files.write(`${cut.id}.part`, JSON.stringify(cut).slice(0, 50));
      await files.write('notes.part', 'x');
      await outbox.flush();
      assert.deepEqual(backend.counted(), { e1: 1 });
      assert.deepEqual(Object.keys(files.all()).sort(), [`${cut.id}.json.damaged`, `${fresh.id}.part`, 'notes.part'].sort());
    });
  });

  it('survives a crash at any point between an event’s writing and its removal', async () => {
    for (let crash = 0, over = false; !over; crash++) {
      files = memoryFiles();
      backend = openBackend();
      clock = setClock(start);
      const first = open(() => {});
      let steps = 0;
      files.failOn(() => (steps++ >= crash ? new Error('the machine is off') : undefined));
      const resolved: string[] = [];
      for (const number of [1, 2]) {
        await first.add(eventOf(number)).then(
          () => resolved.push(`e${number}`),
          () => {},
        );
      }
      await first.flush();
      first.dispose();
      over = steps <= crash;

      files.failOn(() => undefined);
      const second = open(() => {});
      await second.flush();
      await clock.pass(3_600_000);
      second.dispose();
      const counted = backend.counted();
      for (const name of resolved) assert.equal(counted[name], 1, `crash at ${crash}`);
      assert.ok(Object.values(counted).every((count) => count === 1));
    }
  });

  it('shares its folder: two windows at once, each event arrives once', async () => {
    const other = open();
    const answer = backend.hold();
    await add(1, 3, 5);
    for (const number of [2, 4]) await other.add(eventOf(number));
    const flushes = [outbox.flush(), other.flush()];
    await settled();
    await other.add(eventOf(6));
    answer();
    await Promise.all(flushes);
    await clock.pass(5000);
    other.dispose();
    assert.deepEqual(backend.counted(), { e1: 1, e2: 1, e3: 1, e4: 1, e5: 1, e6: 1 });
    assert.equal(onDisk(), '');
    assert.deepEqual(states, []);
  });

  it('shows what waits, the oldest first, and forgets it when told to', async () => {
    await add(2, 1);
    await files.write('x.json', '{');
    await files.write('y.json.damaged', '{');
    assert.deepEqual(await outbox.waiting(), [eventOf(1), eventOf(2)]);
    await outbox.clear();
    assert.deepEqual(files.all(), {});
    await clock.pass(5000);
    assert.deepEqual(backend.batches(), []);
  });

  describe('dispose', () => {
    it('leaves no timer, and keeps what was not sent', async () => {
      await add(1);
      outbox.dispose();
      await clock.pass(60_000);
      await add(2);
      assert.deepEqual(clock.timers(), []);
      assert.deepEqual(backend.batches(), []);
      assert.equal(onDisk(), 'e1 e2');
    });

    it('before anything has come starts no timer when something does', async () => {
      outbox.dispose();
      await add(1);
      assert.deepEqual(clock.timers(), []);
    });

    it('during a sending lets it end and starts no other', async () => {
      const answer = backend.hold();
      await add(1);
      await clock.pass(1000);
      await add(2);
      outbox.dispose();
      answer();
      await settled();
      assert.deepEqual(clock.timers(), []);
      await clock.pass(60_000);
      assert.deepEqual(backend.batches(), ['e1']);
      assert.deepEqual(clock.timers(), []);
      assert.equal(onDisk(), 'e2');
    });

    it('while waiting to try again ends the waiting', async () => {
      await add(1);
      backend.answerWith(new Error('offline'));
      await clock.pass(1000);
      outbox.dispose();
      assert.deepEqual(clock.timers(), []);
    });
  });
});

function words(state: OutboxState): string {
  if (state.kind === 'retrying') return `retrying: ${state.reason}`;
  return state.kind === 'refused' ? `refused: ${state.status}` : 'ready';
}
