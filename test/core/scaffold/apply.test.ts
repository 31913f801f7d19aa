import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyScaffold, type Decision, type FileDecision, type ScaffoldOptions } from '../../../src/core/scaffold/apply.ts';
import { compareWithFolder } from '../../../src/core/scaffold/compare.ts';
import type { PlannedFile, ScaffoldPlan } from '../../../src/core/scaffold/plan.ts';
import { readProject } from '../../../src/core/scaffold/project.ts';
import { changedSince, undoChanges } from '../../../src/core/scaffold/undoChanges.ts';
import { undo as undoSchema } from '../../../src/protocol/undo.ts';
import { type MemoryFiles, memoryFiles } from '../memoryFiles.ts';

const file = (path: string, content: string | Uint8Array, executable = false): PlannedFile => ({ path, from: path, content, executable });
const planOf = (...files: PlannedFile[]): ScaffoldPlan => ({ files, answers: { name: 'n' }, open: [], run: [] });

const plan = planOf(
  file('a.txt', 'new a'),
  file('bin/run.sh', 'new run', true),
  file('src/b.txt', new TextEncoder().encode('new b')),
  file('src/c.txt', 'new c'),
  file('src/deep/er/d.txt', 'new d'),
);
const mine = { 'own.txt': 'mine', 'bin/run.sh': 'old run', 'src/b.txt': 'old b', 'src/c.txt': 'new c' };
const origin = { source: './t', pinned: false };
const replaceAll = new Map<string, Decision>(plan.files.map(({ path }) => [path, 'replace']));

/** The person's folder as it was: one file that can be run, and one record of an earlier scaffold. */
async function folder(): Promise<MemoryFiles> {
  const files = memoryFiles({ ...mine, '.onramp.json': '{"templates": []}' });
  await files.write('src/b.txt', 'old b', { executable: true });
  return files;
}
const apply = (files: MemoryFiles, options: ScaffoldOptions = {}) =>
  applyScaffold(files, plan, { decisions: replaceAll, origin, ...options });

/** Lets the operation of a number fail, alone or with all that follow; counts them. */
function failing(files: MemoryFiles, fails: (number: number, doing: string) => boolean): () => number {
  let number = 0;
  files.failOn((doing) => (fails(number++, doing) ? new Error('disk full') : undefined));
  return () => number;
}

describe('applyScaffold', () => {
  it('makes no new file that the person leaves out, takes the lines that they took, and keeps what the template gave', async () => {
    const files = await folder();
    const decisions = new Map<string, FileDecision>([...replaceAll, ['a.txt', 'keep'], ['bin/run.sh', { text: 'old and new run' }]]);
    await apply(files, { decisions });
    assert.deepEqual([files.all()['a.txt'], files.all()['bin/run.sh']], [undefined, 'old and new run']);
    const recorded = (await readProject(files)).templates[0]?.files;
    const all = memoryFiles();
    await applyScaffold(all, plan, { origin });
    assert.deepEqual(recorded, (await readProject(all)).templates[0]?.files);
  });

  it('writes every file with its mode, and takes all back', async () => {
    const files = await folder();
    const before = files.tree();
    const undo = await apply(files);
    assert.deepEqual(
      files.tree().filter((line) => !line.startsWith('.onramp')),
      [
        'a.txt new a',
        'bin/',
        'bin/run.sh* new run',
        'own.txt mine',
        'src/',
        'src/b.txt new b',
        'src/c.txt new c',
        'src/deep/',
        'src/deep/er/',
        'src/deep/er/d.txt new d',
      ],
    );
    await undoChanges(files, undo);
    assert.deepEqual(files.tree(), before);
  });

  it('can be taken back after a restart, and take that back', async () => {
    const files = await folder();
    const before = files.tree();
    const undo = undoSchema.parse(JSON.parse(JSON.stringify(await apply(files))));
    const after = files.tree();
    const again = await undoChanges(files, undo);
    assert.deepEqual(files.tree(), before);
    await undoChanges(files, again);
    assert.deepEqual(files.tree(), after);
  });

  it('tells what has changed since', async () => {
    const files = await folder();
    const undo = await apply(files);
    assert.deepEqual(await changedSince(files, undo), []);
    await files.write('a.txt', 'worked on');
    await files.remove('src/b.txt');
    await files.write('own.txt', 'worked on, too');
    assert.deepEqual(await changedSince(files, undo), ['a.txt', 'src/b.txt']);
  });

  it('takes back whatever was worked on, and leaves a folder that holds something else', async () => {
    const files = await folder();
    const undo = await apply(files);
    await files.write('a.txt', 'worked on');
    await files.write('src/deep/own.txt', 'mine');
    await files.remove('src/deep/er/d.txt');
    await undoChanges(files, undo);
    assert.deepEqual(files.all(), { ...mine, '.onramp.json': '{"templates": []}', 'src/deep/own.txt': 'mine' });
  });

  it('leaves the files alone that are to be kept, then and when it is taken back', async () => {
    const files = await folder();
    const undo = await apply(files, { decisions: new Map<string, Decision>([...replaceAll, ['src/b.txt', 'keep']]) });
    assert.equal(await files.readText('src/b.txt'), 'old b');
    await files.write('src/b.txt', 'changed since');
    await undoChanges(files, undo);
    assert.equal(await files.readText('src/b.txt'), 'changed since');
    assert.equal(await files.readText('a.txt'), undefined);
  });

  it('changes nothing where a conflict has no answer', async () => {
    const files = await folder();
    const before = files.tree();
    await assert.rejects(apply(files, { decisions: new Map<string, Decision>([['src/b.txt', 'replace']]) }), {
      told: { code: 'scaffold.undecided', args: ['bin/run.sh'] },
    });
    assert.deepEqual(files.tree(), before);
  });

  it('changes nothing where a file comes up or changes while it writes', async () => {
    for (const [path, at] of [
      ['src/deep/er/d.txt', 'a.txt'],
      ['.onramp.json', 'src/deep/er/d.txt'],
    ] as const) {
      const files = await folder();
      const before = files.tree();
      await assert.rejects(
        apply(files, {
          onProgress: async (done) => {
            if (plan.files.filter(({ path }) => path !== 'src/c.txt')[done - 1]?.path === at) await files.write(path, 'meanwhile');
          },
        }),
        (error: Error) => /meanwhile|cannot be understood/.test(error.message),
      );
      const lines = before.filter((line) => !line.startsWith(path));
      assert.deepEqual(
        files.tree().filter((line) => !line.startsWith(path) && !/^src\/deep\/(er\/)?$/.test(line)),
        lines,
      );
      assert.equal(await files.readText(path), 'meanwhile');
    }
  });

  it('stops when it is cancelled, at whatever file, and leaves all as it was', async () => {
    for (let at = 1; at <= 4; at++) {
      const files = await folder();
      const before = files.tree();
      const signal = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} };
      const onProgress = (done: number) => {
        signal.aborted = done === at;
      };
      await assert.rejects(apply(files, { signal, onProgress }), { told: { code: 'scaffold.cancelled', args: [] } });
      assert.deepEqual(files.tree(), before, `cancelled after ${at}`);
    }
  });

  it('tells how far it is', async () => {
    const told: string[] = [];
    await apply(await folder(), { onProgress: (done, of) => void told.push(`${done}/${of}`) });
    assert.deepEqual(told, ['1/4', '2/4', '3/4', '4/4']);
  });

  it('leaves all as it was when any single operation fails', async () => {
    const all = await folder();
    const counting = failing(all, () => false);
    await apply(all);
    const operations = counting();
    assert.ok(operations > 40);
    for (let at = 0; at < operations; at++) {
      const files = await folder();
      const before = files.tree();
      failing(files, (number) => number === at);
      const wrote = await apply(files).then(
        () => true,
        (error: Error) => assert.match(error.message, /disk full/),
      );
      files.failOn(() => undefined);
      assert.deepEqual([wrote ?? false, files.tree()], [false, before], `operation ${at} of ${operations}`);
    }
  });

  it('leaves all as it was when every write fails from some operation on, as on a full disk', async () => {
    for (let at = 0; ; at++) {
      const files = await folder();
      const before = files.tree();
      const count = failing(files, (number, doing) => number >= at && doing === 'write');
      const error = await apply(files).then(
        () => undefined,
        (thrown: Error) => thrown,
      );
      files.failOn(() => undefined);
      if (error === undefined) {
        assert.ok(count() >= at);
        break;
      }
      assert.match(error.message, /disk full\. Nothing was changed$/);
      assert.deepEqual(files.tree(), before, `from operation ${at}`);
    }
  });

  it('puts all back when the putting back meets a fault, too', async () => {
    for (let first = 20; first < 70; first += 3) {
      for (let second = first + 1; second < first + 40; second++) {
        const files = await folder();
        const before = files.tree();
        failing(files, (number) => number === first || number === second);
        const error = await apply(files).then(
          () => undefined,
          (thrown: Error) => thrown,
        );
        files.failOn(() => undefined);
        if (error !== undefined) assert.deepEqual(files.tree(), before, `operations ${first} and ${second}`);
      }
    }
  });

  it('names what it could not put back, and loses nothing of it, when the folder cannot be written any more', async () => {
    let locked = false;
    const files = await folder();
    files.failOn((doing, path) => {
      if (doing === 'rename' && path === 'src/b.txt') locked = true;
      return locked && doing !== 'stat' && doing !== 'read' && path !== 'a.txt' ? new Error('permission denied') : undefined;
    });
    const error: Error = await apply(files).then(
      () => assert.fail(),
      (thrown) => thrown,
    );
    assert.match(error.message, /^src\/b\.txt could not be written: permission denied\. Not all could be put back as it was: /);
    assert.match(error.message, /bin\/run\.sh/);
    const kept = Object.values(files.all());
    for (const content of Object.values(mine)) assert.ok(kept.includes(content), content);
    assert.equal(await files.stat('a.txt'), undefined);
  });

  it('is what the plan says, after whatever was there, and taken back is what was there', async () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd');
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const tree = fc.dictionary(path, fc.tuple(fc.string(), fc.boolean()), { maxKeys: 6 });
    await fc.assert(
      fc.asyncProperty(tree, tree, fc.infiniteStream(fc.boolean()), async (own, given, keeps) => {
        const files = memoryFiles();
        for (const [path, [content, executable]] of entries(own)) await files.write(path, content, { executable });
        const before = files.tree();
        const wanted = planOf(...entries(given).map(([path, [content, executable]]) => file(path, content, executable)));
        const compared = await compareWithFolder(files, wanted);
        const decisions = new Map(compared.files.map(({ path }): [string, Decision] => [path, keeps.next().value ? 'keep' : 'replace']));
        const applying = applyScaffold(files, wanted, { decisions });
        if (compared.problems.length > 0) {
          await assert.rejects(applying);
          assert.deepEqual(files.tree(), before);
          return;
        }
        const undo = await applying;
        const expected = memoryFiles();
        for (const [path, [content, executable]] of entries(own)) await expected.write(path, content, { executable });
        for (const { path, content, executable, state } of compared.files) {
          if (state !== 'same' && decisions.get(path) === 'replace') await expected.write(path, String(content), { executable });
        }
        assert.deepEqual(files.tree(), expected.tree());
        assert.deepEqual(await changedSince(files, undo), []);
        await undoChanges(files, undo);
        assert.deepEqual(files.tree(), before);
      }),
      { numRuns: 300 },
    );
  });
});

/** The paths of a generated tree that can stand side by side: none is a folder of another. */
function entries<T>(tree: Record<string, T>): [string, T][] {
  const kept: [string, T][] = [];
  for (const [path, value] of Object.entries(tree)) {
    if (!kept.some(([other]) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`))) kept.push([path, value]);
  }
  return kept;
}

describe('compareWithFolder', () => {
  const met = async (there: Record<string, string>, ...paths: string[]) => {
    const files = memoryFiles(there);
    for (const path of Object.keys(there)) {
      if (there[path] !== 'link') continue;
      await files.remove(path);
      files.link(path);
    }
    const { files: compared, problems } = await compareWithFolder(files, planOf(...paths.map((path) => file(path, 'x'))));
    return [...compared.map(({ path, state }) => `${path} ${state}`), ...problems.map(({ file: path, code }) => `${path} ${code}`)];
  };

  it('tells what is new, the same, and other', async () => {
    assert.deepEqual(await met({ a: 'x', b: 'y', 'c/d': '' }, 'a', 'b', 'c/d', 'c/e', 'f/g/h'), [
      'a same',
      'b conflict',
      'c/d conflict',
      'c/e new',
      'f/g/h new',
    ]);
  });

  it('refuses what is there in other letters, as another kind, or is a link', async () => {
    assert.deepEqual(
      await met(
        { 'README.md': '', 'Src/x': '', 'lib/x': '', bin: '', l: 'link', m: 'link' },
        'readme.md',
        'src/y',
        'lib',
        'bin/z',
        'l',
        'm/n',
      ),
      [
        'readme.md scaffold.otherCase',
        'src/y scaffold.otherCase',
        'lib scaffold.folderThere',
        'bin/z scaffold.fileThere',
        'l scaffold.linkThere',
        'm/n scaffold.linkThere',
      ],
    );
  });

  it('takes a file that a disk lets stand beside one in other letters', async () => {
    assert.deepEqual(await met({ a: 'x', A: 'y' }, 'a', 'A'), ['a same', 'A conflict']);
  });
});
