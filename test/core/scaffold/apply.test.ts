import assert from 'node:assert/strict';
import { applyScaffold, conflicts } from '../../../src/core/scaffold/apply.ts';
import type { ScaffoldPlan } from '../../../src/core/scaffold/plan.ts';
import { memoryFiles } from '../memoryFiles.ts';

const plan: ScaffoldPlan = {
  files: [
    { path: 'a.txt', content: 'new a' },
    { path: 'src/b.txt', content: new TextEncoder().encode('new b') },
    { path: 'src/deep/c.txt', content: 'new c' },
  ],
  open: [],
  run: [],
};
const there = { 'own.txt': 'mine', 'src/b.txt': 'old b' };
const written = { 'a.txt': 'new a', 'own.txt': 'mine', 'src/b.txt': 'new b', 'src/deep/c.txt': 'new c' };

describe('applyScaffold', () => {
  it('writes every file, and takes all back', async () => {
    const files = memoryFiles(there);
    const undo = await applyScaffold(files, plan);
    assert.deepEqual(files.all(), written);
    await undo();
    assert.deepEqual(files.all(), there);
    await undo();
    assert.deepEqual(files.all(), there);
  });

  it('leaves the files alone that are to be kept, then and when it is taken back', async () => {
    const files = memoryFiles(there);
    const undo = await applyScaffold(files, plan, new Set(['src/b.txt']));
    assert.deepEqual(files.all(), { ...written, 'src/b.txt': 'old b' });
    await files.write('src/b.txt', 'changed since');
    await undo();
    assert.deepEqual(files.all(), { ...there, 'src/b.txt': 'changed since' });
  });

  for (const operation of ['read', 'write'] as const) {
    for (const { path } of plan.files) {
      it(`leaves all as it was when it cannot ${operation} ${path}`, async () => {
        const files = memoryFiles(there);
        let failed = false;
        files.failOn((doing, at) => {
          if (failed || doing !== operation || at !== path) return undefined;
          failed = true;
          return new Error('disk full');
        });
        await assert.rejects(applyScaffold(files, plan), /disk full/);
        assert.deepEqual(files.all(), there);
      });
    }
  }

  it('takes back all that it can, and says why the write failed, when one cannot be taken back', async () => {
    const files = memoryFiles({ ...there, 'a.txt': 'old a' });
    files.failOn((operation, path) => {
      if (path === 'src/deep/c.txt' && operation === 'write') return new Error('disk full');
      return path === 'src/deep/c.txt' && operation === 'remove' ? new Error('locked') : undefined;
    });
    await assert.rejects(applyScaffold(files, plan), /disk full/);
    assert.deepEqual(files.all(), { 'a.txt': 'old a', ...there, 'src/deep/c.txt': 'ne' });
  });

  it('can be taken back once more when that failed the first time', async () => {
    const files = memoryFiles(there);
    const undo = await applyScaffold(files, plan);
    files.failOn((_, path) => (path === 'src/b.txt' ? new Error('locked') : undefined));
    await assert.rejects(undo(), /locked/);
    assert.deepEqual(files.all(), { 'own.txt': 'mine', 'src/b.txt': 'ol' });
    files.failOn(() => undefined);
    await undo();
    assert.deepEqual(files.all(), there);
  });
});

describe('conflicts', () => {
  it('are the files that are there with other content', async () => {
    assert.deepEqual(await conflicts(memoryFiles(there), plan), ['src/b.txt']);
    assert.deepEqual(await conflicts(memoryFiles(), plan), []);
    assert.deepEqual(await conflicts(memoryFiles(written), plan), []);
    assert.deepEqual(await conflicts(memoryFiles({ ...written, 'src/b.txt': 'new' }), plan), ['src/b.txt']);
    const longer = { ...written, 'a.txt': 'new a!', 'src/b.txt': 'new b!', 'src/deep/c.txt': 'new C' };
    assert.deepEqual(await conflicts(memoryFiles(longer), plan), ['a.txt', 'src/b.txt', 'src/deep/c.txt']);
  });
});
