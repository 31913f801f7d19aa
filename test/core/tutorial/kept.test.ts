import assert from 'node:assert/strict';
import { changedSince, openKept, putBack } from '../../../src/core/tutorial/kept.ts';
import { memoryFiles } from '../memoryFiles.ts';

const words = (held: readonly { path: string; content: Uint8Array | undefined }[]) =>
  held.map(({ path, content }) => `${path}: ${content === undefined ? '–' : new TextDecoder().decode(content)}`).sort();

describe('what is kept before a step touches files', () => {
  it('is what they held at its first touch', async () => {
    const files = memoryFiles({ 'a.txt': 'one' });
    const kept = openKept(memoryFiles(), () => 1);
    await kept.before('first', files, ['a.txt', 'new.txt']);
    await files.write('a.txt', 'two');
    await files.write('new.txt', 'made');
    await kept.before('first', files, ['a.txt', 'new.txt', 'late.txt']);
    assert.deepEqual(words(await kept.beforeSteps(['first'])), ['a.txt: one', 'late.txt: –', 'new.txt: –']);
  });

  it('is, for several steps, what the earliest of them met', async () => {
    const files = memoryFiles({ 'a.txt': 'one' });
    const kept = openKept(memoryFiles(), () => 1);
    await kept.before('first', files, ['a.txt']);
    await files.write('a.txt', 'two');
    await kept.before('second', files, ['a.txt', 'b.txt']);
    assert.deepEqual(words(await kept.beforeSteps(['first', 'second'])), ['a.txt: one', 'b.txt: –']);
    assert.deepEqual(words(await kept.beforeSteps(['second'])), ['a.txt: two', 'b.txt: –']);
    await kept.forget(['first']);
    assert.deepEqual(words(await kept.beforeSteps(['first', 'second'])), ['a.txt: two', 'b.txt: –']);
  });

  it('survives a restart, byte for byte', async () => {
    const store = memoryFiles();
    const bytes = new Uint8Array([0, 255, 10, 13, 128]);
    await openKept(store, () => 1).before('s/t{}', memoryFiles({ 'a.bin': bytes }), ['a.bin']);
    const [held] = await openKept(store, () => 2).beforeSteps(['s/t{}']);
    assert.deepEqual(held?.content, bytes);
  });

  it('is not read half', async () => {
    const store = memoryFiles();
    const kept = openKept(store, () => 1);
    store.failOn((operation, path) => (operation === 'write' && path.includes('/list.') ? new Error('disk full') : undefined));
    await assert.rejects(kept.before('first', memoryFiles({ 'a.txt': 'one' }), ['a.txt']), /disk full/);
    store.failOn(() => undefined);
    assert.deepEqual(await kept.beforeSteps(['first']), []);
  });

  it('is not lost where a later note is cut short', async () => {
    const store = memoryFiles();
    const files = memoryFiles({ 'a.txt': 'one', 'b.txt': 'two' });
    const kept = openKept(store, () => 1);
    await kept.before('first', files, ['a.txt']);
    store.failOn((operation, path) => (operation === 'write' && path.includes('/list.') ? new Error('disk full') : undefined));
    await assert.rejects(kept.before('first', files, ['b.txt']), /disk full/);
    store.failOn(() => undefined);
    await files.write('a.txt', 'changed by the step');
    await kept.before('first', files, ['b.txt', 'a.txt']);
    assert.deepEqual(words(await kept.beforeSteps(['first'])), ['a.txt: one', 'b.txt: two']);
  });
});

describe('what the person had', () => {
  it('is put aside and can be had back, newest first', async () => {
    const files = memoryFiles({ 'a.txt': 'mine', 'b.txt': 'too' });
    let time = 10;
    const kept = openKept(memoryFiles(), () => time);
    const first = await kept.putAside('Before resetting', files, ['a.txt', 'none.txt']);
    await files.write('a.txt', 'later');
    const second = await kept.putAside('Again', files, ['a.txt', 'b.txt']);
    assert.deepEqual(
      (await kept.aside()).map(({ label, paths }) => `${label}: ${paths}`),
      ['Again: a.txt,b.txt', 'Before resetting: a.txt'],
    );
    assert.deepEqual(words(await kept.contentOf(first?.id ?? '')), ['a.txt: mine']);
    assert.deepEqual(words(await kept.contentOf(second?.id ?? '')), ['a.txt: later', 'b.txt: too']);
    time = 11;
    assert.equal(await kept.putAside('Nothing', files, ['none.txt']), undefined);
  });
});

describe('putBack', () => {
  it('gives back all or nothing', async () => {
    const encode = (text: string) => new TextEncoder().encode(text);
    const held = [
      { path: 'a.txt', content: encode('old a') },
      { path: 'new.txt', content: undefined },
      { path: 'c.txt', content: encode('old c') },
    ];
    for (const failing of ['a.txt', 'new.txt', 'c.txt']) {
      const files = memoryFiles({ 'a.txt': 'a', 'new.txt': 'n', 'c.txt': 'c' });
      let broken = true;
      files.failOn((operation, path) => {
        if (!broken || path !== failing || (operation !== 'write' && operation !== 'remove')) return undefined;
        broken = false;
        return new Error('disk full');
      });
      await assert.rejects(putBack(files, held), /disk full/);
      assert.deepEqual(files.all(), { 'a.txt': 'a', 'c.txt': 'c', 'new.txt': 'n' }, failing);
    }
    const files = memoryFiles({ 'a.txt': 'a', 'new.txt': 'n' });
    assert.deepEqual(await changedSince(files, held), ['a.txt', 'new.txt', 'c.txt']);
    await putBack(files, held);
    assert.deepEqual(files.all(), { 'a.txt': 'old a', 'c.txt': 'old c' });
    assert.deepEqual(await changedSince(files, held), []);
  });
});
