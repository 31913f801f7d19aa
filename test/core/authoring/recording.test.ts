import assert from 'node:assert/strict';
import fc from 'fast-check';
import { filesBefore, type Recorded, record, recordedTutorial, stepCount } from '../../../src/core/authoring/recording.ts';
import { lintPack } from '../../../src/core/pack/lint.ts';
import { parseTutorial } from '../../../src/core/tutorial/parse.ts';
import { patchText } from '../../../src/core/tutorial/patch.ts';
import { memoryFiles } from '../memoryFiles.ts';

const recorded = (...acts: Recorded[]) => acts.reduce<Recorded[]>(record, []);
const tutorialOf = (...acts: Recorded[]) => parseTutorial(recordedTutorial('T', recorded(...acts)), 'tutorials/t.md');
const command = (text: string): Recorded => ({ kind: 'command', command: text });
const saved = (path: string, before: string | undefined, after: string): Recorded => ({ kind: 'file', path, before, after });
const lines = (path: string, from: number, to = from): Recorded => ({ kind: 'lines', path, from, to, text: 'whole' });

describe('what was recorded', () => {
  it('becomes a tutorial, a step for each thing that was done', () => {
    const text = recordedTutorial(
      'My first app',
      recorded(
        lines('src/app.ts', 3),
        command('npm init -y'),
        command('npm i zod'),
        saved('src/new.ts', undefined, 'export const a = 1;\n'),
        saved('src/app.ts', 'one\ntwo\n', 'one\nthree\n'),
      ),
    );
    assert.equal(
      text,
      [
        '# My first app',
        '',
        '## Look at `src/app.ts`',
        '',
        'Look at `src/app.ts:3`.',
        '',
        '## Run `npm init -y`',
        '',
        '```sh run\nnpm init -y\n```',
        '',
        '```sh run\nnpm i zod\n```',
        '',
        '## Create `src/new.ts`',
        '',
        '```ts title="src/new.ts"\nexport const a = 1;\n```',
        '',
        '```yaml check\nfile: src/new.ts\n```',
        '',
        '## Change `src/app.ts`',
        '',
        '```diff title="src/app.ts"\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n```',
        '',
        '```yaml check\nfile: src/app.ts\ncontains: three\n```',
        '',
      ].join('\n'),
    );
    assert.deepEqual(parseTutorial(text, 'tutorials/t.md').problems, []);
  });

  it('takes several saves of a file for one change, and none where it is as before', () => {
    assert.deepEqual(recorded(saved('a', 'x', 'y'), saved('a', 'y', 'z')), [saved('a', 'x', 'z')]);
    assert.deepEqual(recorded(saved('a', 'x', 'y'), saved('a', 'y', 'x')), []);
    assert.deepEqual(recorded(saved('a', undefined, ''), saved('a', '', 'y')), [saved('a', undefined, 'y')]);
    assert.deepEqual(recorded(saved('a', 'x\r\n', 'x\n'), command('  ')), []);
  });

  it('begins with the files that were there before, which a template gives', async () => {
    const acts = recorded(
      saved('new.ts', undefined, 'export {};\n'),
      lines('new.ts', 1),
      lines('app.ts', 1),
      saved('app.ts', 'whole', 'whole\nof it\n'),
      saved('b.ts', 'one\n', 'two\n'),
      saved('template.json', '{}', '[]'),
    );
    assert.deepEqual(Object.fromEntries(filesBefore(acts)), { 'app.ts': 'whole', 'b.ts': 'one\n' });
    const { steps, problems } = parseTutorial(recordedTutorial('T', acts, 't'), 'tutorials/t.md');
    assert.deepEqual(problems, []);
    assert.deepEqual(
      steps[0]?.links.map((link) => (link.kind === 'template' ? link.name : link.kind)),
      ['t'],
    );
  });

  it('counts as many steps as the tutorial has', () => {
    const acts = recorded(command('a'), command('b'), lines('f', 1), lines('f', 4, 6), lines('g', 1), command('c'));
    assert.equal(stepCount(acts), 4);
    assert.equal(tutorialOf(...acts).steps.length, 4);
  });

  it('gives every step an id of its own', () => {
    const { steps, problems } = tutorialOf(command('make'), lines('f', 1), command('make'), lines('f', 2), command('make'));
    assert.deepEqual(problems, []);
    assert.deepEqual(
      steps.map(({ id }) => id),
      ['run-make', 'look-at-f', 'run-make-2', 'look-at-f-2', 'run-make-3'],
    );
  });

  it('passes lint but for what only its author can say', async () => {
    const acts = recorded(
      command('echo "`x`"'),
      saved('a.md', undefined, '# A\n\n```sh\nls\n```\n'),
      saved('a.md', '# A\n', "# B: it's\n"),
    );
    const files = memoryFiles({
      'onramp.json': JSON.stringify({ name: 'p', version: '1.0.0', title: 'P', publisher: 'me', description: 'A pack.', license: 'MIT' }),
      LICENSE: 'MIT',
      'tutorials/t.md': recordedTutorial('T', acts),
    });
    const told = (await lintPack(files)).filter(({ severity }) => severity === 'error');
    assert.deepEqual(told, []);
  });

  it('makes of the files what its author made of them, whatever they hold', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '', '```', '````', '# x', '+y', '-z', '\\ No', ' "q"', '~~~'), { maxLength: 12 })
      .map((all) => all.join('\n'));
    fc.assert(
      fc.property(text, text, fc.boolean(), (before, after, isNew) => {
        const acts = recorded(saved('f.txt', isNew ? undefined : before, after));
        if (acts.length === 0) return assert.equal(before, after);
        const { steps, problems } = tutorialOf(...acts);
        assert.deepEqual(problems, []);
        const block = steps[0]?.blocks[0] ?? assert.fail('no block');
        if (block.kind === 'diff') assert.deepEqual(patchText(before, block.text), { kind: 'changed', text: after });
        else assert.equal(block.text.replace(/\n$/, ''), after.replace(/\n$/, ''));
      }),
    );
  });
});
