import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyScaffold } from '../../../src/core/scaffold/apply.ts';
import { applyUpdate, type Resolution } from '../../../src/core/scaffold/applyUpdate.ts';
import { answersAgain, baseOf } from '../../../src/core/scaffold/baseOf.ts';
import { planScaffold, type ScaffoldPlan } from '../../../src/core/scaffold/plan.ts';
import { planUpdate, type UpdatePlan } from '../../../src/core/scaffold/planUpdate.ts';
import { projectFile, readProject } from '../../../src/core/scaffold/project.ts';
import { undoChanges } from '../../../src/core/scaffold/undoChanges.ts';
import { type MemoryFiles, memoryFiles } from '../memoryFiles.ts';

type Tree = Record<string, string | Uint8Array>;

const labels = { mine: 'yours', theirs: 'template' };
const source = './t';
const answers = { name: 'app' };

async function planOf(template: Tree): Promise<ScaffoldPlan> {
  const { plan, problems } = await planScaffold(memoryFiles(template), { title: 'T' }, answers);
  assert.deepEqual(problems, []);
  return plan ?? assert.fail();
}

type Project = {
  files: MemoryFiles;
  update(next: Tree, old?: Tree): Promise<UpdatePlan>;
  apply(plan: UpdatePlan, ends?: Ends): Promise<() => Promise<unknown>>;
};
type Ends = Record<string, Resolution>;

/** A project scaffolded from a template. `pinned`: nothing of its texts is kept in it. */
async function scaffolded(template: Tree, pinned = false): Promise<Project> {
  const files = memoryFiles();
  await applyScaffold(files, await planOf(template), { origin: { source, version: '1.0.0', pinned } });
  const record = async () => (await readProject(files)).templates[0] ?? assert.fail();
  return {
    files,
    update: async (next, old) => {
      const json = JSON.stringify({ title: 'T', parameters: [{ name: 'name' }] });
      const base = await baseOf(await record(), old && memoryFiles({ ...old, 'template.json': json }));
      return planUpdate(files, await record(), await planOf(next), base, labels);
    },
    apply: async (plan, ends = {}) => {
      const origin = { source, version: '2.0.0', pinned };
      const undo = await applyUpdate(files, await record(), plan, origin, { resolutions: new Map(Object.entries(ends)) });
      return () => undoChanges(files, undo);
    },
  };
}

/** What an update would do, a line a file. */
function told({ files, problems }: UpdatePlan): string[] {
  return [
    ...files.map((file) => {
      const more = file.state === 'kept' ? ` ${file.why}` : file.state === 'changed' && file.merged ? ' merged' : '';
      return `${file.path} ${file.state}${more}`;
    }),
    ...problems.map(({ file, code }) => `${file} ${code}`),
  ];
}

const texts = (files: MemoryFiles) => {
  const { [projectFile]: _, ...all } = files.all();
  return all;
};

const first: Tree = {
  'same.txt': 'same\n',
  'theirs.txt': 'one\n',
  'both.txt': '1\n2\n3\n4\n5\n',
  'clash.txt': 'a\nb\nc\n',
  'gone.txt': 'x\n',
  'gone2.txt': 'y\n',
  'deleted.txt': 'd\n',
};
const second: Tree = {
  'same.txt': 'same\n',
  'theirs.txt': 'two\n',
  'both.txt': '1\n2\n3\n4\nfive\n',
  'clash.txt': 'a\nB\nc\n',
  'deleted.txt': 'D\n',
  'new.txt': 'n\n',
  'taken.txt': 't\n',
};
const work = async ({ files }: Project) => {
  await files.write('same.txt', 'mine\n');
  await files.write('both.txt', 'uno\n2\n3\n4\n5\n');
  await files.write('clash.txt', 'a\nbee\nc\n');
  await files.write('gone2.txt', 'mine\n');
  await files.write('taken.txt', 'mine\n');
  await files.remove('deleted.txt');
};
const outcome = [
  'both.txt changed merged',
  'clash.txt conflict',
  'deleted.txt kept deleted',
  'gone.txt removed',
  'gone2.txt kept changed',
  'new.txt added',
  'same.txt unchanged',
  'taken.txt conflict',
  'theirs.txt changed',
];

describe('planUpdate', () => {
  it('takes what the template has new and keeps what the developer made', async () => {
    const project = await scaffolded(first);
    await work(project);
    assert.deepEqual(told(await project.update(second)), outcome);
  });

  it('does so without a copy in the project, from the old version of the template', async () => {
    const project = await scaffolded(first, true);
    assert.doesNotMatch((await project.files.readText(projectFile)) ?? '', /"base"/);
    await work(project);
    assert.deepEqual(told(await project.update(second, first)), outcome);
  });

  it('shows a conflict where neither is at hand, and where the old version is not what it was', async () => {
    const project = await scaffolded(first, true);
    await work(project);
    const without = outcome.map((line) => line.replace('both.txt changed merged', 'both.txt conflict'));
    assert.deepEqual(told(await project.update(second)), without);
    assert.deepEqual(told(await project.update(second, { ...first, 'both.txt': 'moved tag\n' })), without);
  });

  it('gives the three texts of a conflict, and all in one between markers', async () => {
    const project = await scaffolded(first);
    await work(project);
    const clash = (await project.update(second)).files.find(({ path }) => path === 'clash.txt');
    assert.deepEqual(clash?.state === 'conflict' && clash.texts, {
      base: 'a\nb\nc\n',
      mine: 'a\nbee\nc\n',
      given: 'a\nB\nc\n',
      marked: 'a\n<<<<<<< yours\nbee\n=======\nB\n>>>>>>> template\nc\n',
      conflicts: 1,
    });
  });

  it('takes a checkout with other line ends for what it was, and keeps these', async () => {
    const project = await scaffolded(first);
    for (const [path, text] of Object.entries(texts(project.files))) await project.files.write(path, text.replaceAll('\n', '\r\n'));
    await project.files.write('both.txt', 'uno\r\n2\r\n3\r\n4\r\n5\r\n');
    const plan = await project.update(second);
    assert.deepEqual(told(plan), [
      'both.txt changed merged',
      'clash.txt changed',
      'deleted.txt changed',
      'gone.txt removed',
      'gone2.txt removed',
      'new.txt added',
      'same.txt unchanged',
      'taken.txt added',
      'theirs.txt changed',
    ]);
    await project.apply(plan);
    assert.equal(await project.files.readText('both.txt'), 'uno\r\n2\r\n3\r\n4\r\nfive\r\n');
    assert.equal(await project.files.readText('clash.txt'), 'a\r\nB\r\nc\r\n');
  });

  it('has no texts for what is no text', async () => {
    const bytes = (last: number) => new Uint8Array([0, 1, 2, 255, last]);
    const project = await scaffolded({ 'a.png': bytes(1), 'b.png': bytes(1) });
    await project.files.write('a.png', bytes(2));
    const plan = await project.update({ 'a.png': bytes(3), 'b.png': bytes(3) });
    assert.deepEqual(told(plan), ['a.png conflict', 'b.png changed']);
    assert.deepEqual(plan.files[0]?.state === 'conflict' && plan.files[0].texts, undefined);
    await assert.rejects(project.apply(plan, { 'a.png': 'mark' }), { told: { code: 'scaffold.noMarkers', args: ['a.png'] } });
    await project.apply(plan, { 'a.png': 'replace' });
    assert.deepEqual([...((await project.files.readBytes('a.png')) ?? [])], [...bytes(3)]);
  });

  it('is stopped by what is there as another kind', async () => {
    const project = await scaffolded({ a: '' });
    await project.files.write('b/c', '');
    project.files.link('l');
    assert.deepEqual(told(await project.update({ a: '', b: '', 'l/x': '', A2: '' })), [
      'A2 added',
      'a unchanged',
      'b scaffold.folderThere',
      'l/x scaffold.linkThere',
    ]);
  });

  it('keeps names that every object has apart from its files', async () => {
    const project = await scaffolded({ a: '' });
    assert.deepEqual(told(await project.update({ a: '', constructor: '', toString: '' })), [
      'a unchanged',
      'constructor added',
      'toString added',
    ]);
  });
});

describe('applyUpdate', () => {
  const ends: Ends = { 'clash.txt': 'mark', 'taken.txt': 'keep' };
  const after = {
    'both.txt': 'uno\n2\n3\n4\nfive\n',
    'clash.txt': 'a\n<<<<<<< yours\nbee\n=======\nB\n>>>>>>> template\nc\n',
    'gone2.txt': 'mine\n',
    'new.txt': 'n\n',
    'same.txt': 'mine\n',
    'taken.txt': 'mine\n',
    'theirs.txt': 'two\n',
  };

  it('makes it so, and takes it back', async () => {
    const project = await scaffolded(first);
    await work(project);
    const before = project.files.tree();
    const undo = await project.apply(await project.update(second), ends);
    assert.deepEqual(texts(project.files), after);
    await undo();
    assert.deepEqual(project.files.tree(), before);
  });

  it('has nothing to do the second time, and leaves deleted what was deleted', async () => {
    const project = await scaffolded(first);
    await work(project);
    await project.apply(await project.update(second), ends);
    const again = await project.update(second);
    assert.deepEqual(
      told(again).filter((line) => !line.endsWith(' unchanged')),
      ['deleted.txt kept deleted'],
    );
    await project.apply(again);
    assert.deepEqual(texts(project.files), after);
    assert.equal((await readProject(project.files)).templates[0]?.version, '2.0.0');
  });

  it('changes nothing where a conflict has no answer', async () => {
    const project = await scaffolded(first);
    await work(project);
    const before = project.files.tree();
    await assert.rejects(project.apply(await project.update(second), { 'clash.txt': 'replace' }), {
      told: { code: 'scaffold.undecided', args: ['taken.txt'] },
    });
    assert.deepEqual(project.files.tree(), before);
  });

  it('takes a text that somebody merged', async () => {
    const project = await scaffolded(first);
    await work(project);
    await project.apply(await project.update(second), { ...ends, 'clash.txt': { text: 'by hand' } });
    assert.equal(await project.files.readText('clash.txt'), 'by hand');
  });

  it('changes nothing where a file has changed since the plan was shown', async () => {
    const project = await scaffolded(first);
    await work(project);
    const plan = await project.update(second);
    await project.files.write('theirs.txt', 'worked on meanwhile');
    const before = project.files.tree();
    await assert.rejects(project.apply(plan, ends), { told: { code: 'scaffold.movedOn', args: ['theirs.txt'] } });
    assert.deepEqual(project.files.tree(), before);
  });

  it('leaves all as it was when any single operation fails', async () => {
    for (let at = 0, failed = true; failed; at++) {
      const project = await scaffolded(first);
      await work(project);
      const plan = await project.update(second);
      const before = project.files.tree();
      let number = 0;
      failed = false;
      project.files.failOn(() => {
        if (number++ !== at) return undefined;
        failed = true;
        return new Error('disk full');
      });
      await project.apply(plan, ends).catch((error: Error) => assert.match(error.message, /disk full/));
      project.files.failOn(() => undefined);
      if (failed) assert.deepEqual(project.files.tree(), before, `operation ${at}`);
      else assert.ok(at > 40);
    }
  });

  it('keeps two templates of one project apart', async () => {
    const project = await scaffolded({ a: '1' });
    await applyScaffold(project.files, await planOf({ b: '1' }), { origin: { source, pinned: false } });
    await applyScaffold(project.files, await planOf({ c: '1' }), { origin: { source: 'other', pinned: true } });
    await project.apply(await project.update({ a: '2' }));
    const { templates } = await readProject(project.files);
    assert.deepEqual(
      templates.map(({ source, version, files }) => [source, version, Object.keys(files)]),
      [
        [source, '2.0.0', ['a']],
        [source, undefined, ['b']],
        ['other', undefined, ['c']],
      ],
    );
    assert.deepEqual(texts(project.files), { a: '2', b: '1', c: '1' });
  });

  it('keeps what it does not know of the file that it keeps', async () => {
    const project = await scaffolded({ a: '1' });
    const kept = JSON.parse((await project.files.readText(projectFile)) ?? '');
    await project.files.write(projectFile, JSON.stringify({ ...kept, later: 1 }));
    await project.apply(await project.update({ a: '2' }));
    assert.equal(JSON.parse((await project.files.readText(projectFile)) ?? '').later, 1);
  });

  it('refuses to go on with a file that it cannot understand, and leaves it', async () => {
    const files = memoryFiles({ [projectFile]: '{"templates": [{}]}' });
    await assert.rejects(applyScaffold(files, await planOf({ a: '' }), { origin: { source, pinned: true } }), {
      message: '.onramp.json cannot be understood, so it was not changed: line 1, “templates.0.source” is missing',
    });
    assert.deepEqual(files.all(), { [projectFile]: '{"templates": [{}]}' });
  });
});

describe('an update, whatever the template and the developer changed,', () => {
  const text = fc.array(fc.constantFrom('a\n', 'b\n', '\n', 'constructor\n', '<<<\n'), { maxLength: 8 }).map((lines) => lines.join(''));
  const tree = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd/e', 'd/f'), text);

  it('is a scaffold of the new version where the developer changed nothing', async () => {
    await fc.assert(
      fc.asyncProperty(tree, tree, async (one, two) => {
        const project = await scaffolded(one);
        await project.apply(await project.update(two));
        assert.deepEqual(texts(project.files), texts((await scaffolded(two)).files));
      }),
    );
  });

  it('changes nothing of theirs where the template changed nothing', async () => {
    await fc.assert(
      fc.asyncProperty(tree, tree, async (one, mine) => {
        const project = await scaffolded(one);
        for (const path of Object.keys(one)) await project.files.remove(path);
        for (const [path, content] of Object.entries(mine)) await project.files.write(path, content);
        await project.apply(await project.update(one));
        assert.deepEqual(texts(project.files), { ...mine });
      }),
    );
  });

  it('keeps every line that the developer added and every file that they deleted', async () => {
    await fc.assert(
      fc.asyncProperty(tree, tree, fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd/e', 'd/f'), fc.nat(8)), async (one, two, edits) => {
        const project = await scaffolded(one);
        for (const [path, at] of Object.entries(edits)) {
          const lines = String(one[path] ?? '').split(/(?<=\n)/);
          if (at === 8 && one[path] !== undefined) await project.files.remove(path);
          else await project.files.write(path, [...lines.slice(0, at), 'mine\n', ...lines.slice(at)].join(''));
        }
        const plan = await project.update(two);
        const ends = Object.fromEntries(plan.files.flatMap(({ path, state }) => (state === 'conflict' ? [[path, 'mark' as const]] : [])));
        await project.apply(plan, ends);
        for (const [path, at] of Object.entries(edits)) {
          const now = await project.files.readText(path);
          if (at === 8 && one[path] !== undefined) assert.equal(now, undefined);
          else assert.match(now ?? '', /^mine$/m);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('answersAgain', () => {
  it('are those that the new version still asks for and takes', () => {
    const parameters = [{ name: 'a' }, { name: 'b', type: 'number' as const }, { name: 'c' }, { name: 'toString' }];
    const before = { source, answers: { a: 'x', b: 'no number', d: 1 }, files: {} };
    assert.deepEqual(answersAgain({ title: 'T', parameters }, before), { a: 'x' });
  });
});
