import assert from 'node:assert/strict';
import { readPack } from '../../../src/core/pack/pack.ts';
import { memoryFiles } from '../memoryFiles.ts';
import { told } from '../told.ts';

const manifest = { name: 'p', version: '1.0.0', title: 'P', publisher: 'Me', description: '' };

/** A pack as `title (id)` of each tutorial, then what is wrong with it. */
async function read(files: Record<string, string>): Promise<string[]> {
  const { pack, problems } = await readPack(memoryFiles(files));
  return [
    ...(pack === undefined ? ['no pack'] : pack.tutorials.map(({ title, id }) => `${title} (${id})`)),
    ...told(problems).map((line) => `! ${line}`),
  ];
}

describe('readPack', () => {
  const tutorials = {
    'tutorials/a.md': '# One',
    'tutorials/b.md': '---\ntitle: Two\n---\n## Step',
    'tutorials/c.md': '',
    'tutorials/notes.txt': 'x',
    'tutorials/de/a.md': '# Eins',
  };

  it('lists its tutorials by name', async () => {
    assert.deepEqual(await read({ 'onramp.json': JSON.stringify(manifest), ...tutorials }), ['One (a)', 'Two (b)', 'c (c)']);
  });

  it('lists them in the reader’s language, where they are translated to it', async () => {
    const files = memoryFiles({ 'onramp.json': JSON.stringify({ ...manifest, locales: ['de'] }), ...tutorials });
    const inLanguage = async (language: string) =>
      (await readPack(files, language)).pack?.tutorials.map(({ title, id, path }) => `${title} (${id}) ${path}`);
    assert.deepEqual(await inLanguage('de-ch'), ['Eins (a) tutorials/de/a.md', 'Two (b) tutorials/b.md', 'c (c) tutorials/c.md']);
    assert.deepEqual(await inLanguage('fr'), ['One (a) tutorials/a.md', 'Two (b) tutorials/b.md', 'c (c) tutorials/c.md']);
    const unlisted = memoryFiles({ 'onramp.json': JSON.stringify(manifest), ...tutorials });
    assert.equal((await readPack(unlisted, 'de')).pack?.tutorials[0]?.path, 'tutorials/a.md');
  });

  it('lists those first that the manifest orders, however it names them', async () => {
    for (const names of [
      ['c', 'a'],
      ['c.md', 'tutorials/a.md'],
      ['./tutorials/c.md', 'a', 'c'],
    ]) {
      assert.deepEqual(await read({ 'onramp.json': JSON.stringify({ ...manifest, tutorials: names }), ...tutorials }), [
        'c (c)',
        'One (a)',
        'Two (b)',
      ]);
    }
  });

  it('tells where it names a tutorial that is not there, and lists the others', async () => {
    const json = JSON.stringify({ ...manifest, tutorials: ['a', 'gone.md', '../x'] }, undefined, 2);
    assert.deepEqual(await read({ 'onramp.json': json, ...tutorials }), [
      'One (a)',
      'Two (b)',
      'c (c)',
      '! onramp.json:9:5  The manifest names “gone.md”, but there is no such file',
      '! onramp.json:10:5  The manifest names “../x”, but there is no such file',
    ]);
  });

  it('is none without a manifest that can be read, and says why', async () => {
    assert.deepEqual(await read({}), ['no pack', '! onramp.json:1:1  There is no onramp.json in this folder']);
    assert.deepEqual(await read({ 'onramp.json': '{\n  "name": "p"\n  "version": 1\n}' }), [
      'no pack',
      '! onramp.json:3:3  This is not valid JSON: comma expected',
    ]);
    assert.deepEqual(
      await read({ 'onramp.json': '{"name": "A b", "version": "1", "titel": "T", "homepage": "x",\n"feedback": {"githb": "a/b"}}' }),
      [
        'no pack',
        '! onramp.json:1:1  “title” is missing',
        '! onramp.json:1:1  “publisher” is missing',
        '! onramp.json:1:1  “description” is missing',
        '! onramp.json:1:2  “name” must be an npm package name, such as octokit-quickstart',
        '! onramp.json:1:17  “version” must be a version, such as 1.0.0',
        '! onramp.json:1:33  “titel” is not known here. Did you mean “title”?',
        '! onramp.json:1:47  “homepage” does not have a form that fits',
        '! onramp.json:2:14  “githb” is not known here. Did you mean “github”?',
      ],
    );
  });

  it('leaves out a tutorial that cannot be read, and says so', async () => {
    const files = memoryFiles({ 'onramp.json': JSON.stringify(manifest), ...tutorials });
    files.failOn((_, path) => (path === 'tutorials/b.md' ? new Error('permission denied') : undefined));
    const { pack, problems } = await readPack(files);
    assert.deepEqual(
      pack?.tutorials.map(({ id }) => id),
      ['a', 'c'],
    );
    assert.deepEqual(told(problems), ['tutorials/b.md:1:1  “tutorials/b.md” cannot be read: permission denied']);
  });

  it('lists a tutorial with front matter that is broken', async () => {
    const files = { 'onramp.json': JSON.stringify(manifest), 'tutorials/a.md': '---\ntitle: *x\nconstructor: 1\n---\n# Heading\n## A' };
    assert.deepEqual(await read(files), ['Heading (a)']);
  });
});
