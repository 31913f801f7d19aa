import assert from 'node:assert/strict';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type OnrampFolder, onrampFolder } from './onrampCommand.ts';

const tour = JSON.stringify({
  title: 'The tour',
  steps: [{ title: 'One', file: 'src/a.ts', line: 9, description: 'Read [x](command:evil)' }],
});
/** Where something stands in the one line of the tour. */
const column = (text: string) => tour.indexOf(text) + 1;
const codelab = 'author: Ada\nsummary: s\nid: lab\n\n# The lab\n\n## One\n\n![p](img/p.png) ![q](img/q.png)\n';

describe('onramp import', function () {
  this.timeout(30_000);
  let here: OnrampFolder;
  beforeEach(async () => {
    here = await onrampFolder();
  });
  afterEach(() => here.dispose());

  it('makes a pack of all that a folder has, and tells what it left out', async () => {
    await here.write({
      'repo/.tours/a.tour': tour,
      'repo/labs/lab.md': codelab,
      'repo/labs/img/p.png': new Uint8Array([1]),
      'repo/README.md': '# Not a tutorial\n',
      'repo/node_modules/x/.tours/b.tour': tour,
      'repo/ext/package.json': JSON.stringify({
        contributes: { walkthroughs: [{ id: 'w', title: 'W', steps: [{ id: 's', title: 'S', description: 'D' }] }] },
      }),
    });
    const { said, complaint, exit } = await here.run('import', 'repo', '--out', 'packs/mine', '--license', 'MIT');
    assert.equal(complaint, '');
    assert.deepEqual(said.split('\n'), [
      `repo/.tours/a.tour:1:${column('[x]')}  import.command  A tutorial may not run the command “evil”, so the words of its link are plain text`,
      'repo/labs/lab.md:9:17  import.image  The image “img/q.png” is not there. Its words stand in its place: put the image beside the source, or take them out',
      '3 tutorials imported into packs/mine, 2 things left out, 0 files not imported.',
      'Next: onramp lint packs/mine',
      '',
    ]);
    assert.equal(exit, 0);
    assert.deepEqual(await here.list('packs/mine'), [
      'images/lab/p.png',
      'onramp.json',
      'tutorials/lab.md',
      'tutorials/the-tour.md',
      'tutorials/w.md',
    ]);
    assert.deepEqual(JSON.parse(await here.read('packs/mine/onramp.json')), {
      name: 'mine',
      version: '0.1.0',
      title: 'Mine',
      publisher: 'Ada',
      description: '',
      license: 'MIT',
      tutorials: ['the-tour', 'w', 'lab'],
    });
  });

  it('says it all again for machines', async () => {
    await here.write({ 'a.tour': tour, 'src/a.ts': 'one line\n' });
    const { said, exit } = await here.run(
      'import',
      'a.tour',
      '--json',
      '--license',
      'MIT',
      '--workspace',
      '.',
      '--name',
      '@me/my-pack',
      '--publisher',
      'Me',
      '--title',
      'T',
    );
    const { leftOut, ...told } = JSON.parse(said);
    assert.deepEqual(told, {
      ok: true,
      out: 'my-pack',
      tutorials: 1,
      files: 2,
      failed: [],
      written: ['tutorials/the-tour.md', 'onramp.json'],
      replaced: [],
      findings: [],
    });
    assert.deepEqual(
      leftOut.map(({ file, line, column, severity, code }: Record<string, unknown>) => [file, line, column, severity, code]),
      [
        ['a.tour', 1, column('"line"'), 'warning', 'import.noLine'],
        ['a.tour', 1, column('[x]'), 'warning', 'import.command'],
      ],
    );
    assert.equal(exit, 0);
  });

  it('writes over nothing unless it is told to, and then says over what', async () => {
    await here.write({ 'a.tour': tour, 'mine/tutorials/the-tour.md': 'mine', 'mine/own.txt': 'own' });
    const refused = await here.run('import', 'a.tour', '--out', 'mine');
    assert.match(refused.complaint, /^onramp: .*mine has files in it, so nothing was written\. Give another folder with --out, or --yes/);
    assert.equal(refused.exit, 1);
    assert.equal(await here.read('mine/tutorials/the-tour.md'), 'mine');
    const { said, exit } = await here.run('import', 'a.tour', '--out', 'mine', '--yes');
    assert.match(said, /\nReplaced: tutorials\/the-tour\.md\n/);
    assert.equal(exit, 0);
    assert.deepEqual(await here.list('mine'), ['onramp.json', 'own.txt', 'tutorials/the-tour.md']);
  });

  it('ends with 1 where a file could not be imported, and imports the others', async () => {
    await here.write({ 'x/a.tour': tour, 'x/b.tour': '{"title": ', 'x/c.didact.adoc': '= C' });
    const { said, exit } = await here.run('import', 'x', '--out', 'p', '--license', 'MIT');
    assert.match(said, /^x\/c\.didact\.adoc:1:1 {2}import\.asciidoc {2}AsciiDoc is not read\..*\nx\/b\.tour:1:11 {2}json\.syntax {2}/);
    assert.match(said, /\n1 tutorial imported into p, 1 thing left out, 2 files not imported\.\n/);
    assert.equal(exit, 1);
    assert.deepEqual(await here.list('p'), ['onramp.json', 'tutorials/the-tour.md']);
  });

  it('writes nothing where there is nothing to import', async () => {
    await here.write({ 'x/readme.md': '# Hi', 'y.txt': 'y', 'b.tour': '{}' });
    for (const source of ['x', 'y.txt', 'gone', 'b.tour']) {
      const { complaint, exit } = await here.run('import', source, '--out', 'p');
      assert.match(complaint, /^onramp: (There is nothing to import|There is no |Nothing was imported)/);
      assert.doesNotMatch(complaint, /\n\s+at /);
      assert.equal(exit, 1);
    }
    assert.deepEqual(
      (await here.list()).filter((path) => path.startsWith('p/')),
      [],
    );
  });

  it('takes a Markdown file that is named for a codelab, and any file for what it is told', async () => {
    await here.write({ 'any.md': '# Any\n\n## One\n\n[x](didact://?commandId=y)\n' });
    assert.match((await here.run('import', 'any.md', '--out', 'a', '--format', 'codelab')).said, /import\.link/);
    assert.match((await here.run('import', 'any.md', '--out', 'b')).said, /import\.command/);
    await here.write({ 'plain.md': 'Just text\n' });
    assert.equal((await here.run('import', 'plain.md')).exit, 0);
    assert.equal(await here.read('plain/tutorials/plain.md'), '---\ntitle: plain\n---\n\n## plain\n\nJust text\n');
  });

  it('follows no link out of the folder', async () => {
    await here.write({ 'secret/s.tour': tour, 'x/a.tour': tour });
    await symlink(join(here.folder, 'secret'), join(here.folder, 'x', 'link'), 'dir');
    assert.match((await here.run('import', 'x', '--out', 'p')).said, /\n1 tutorial imported/);
  });

  it('leaves nothing behind where it cannot write', async () => {
    if (process.getuid?.() === 0 || process.platform === 'win32') {
      // Who may write everywhere is stopped by a file in the way.
      await here.write({ 'a.tour': tour, 'p/tutorials': 'a file' });
      const { exit } = await here.run('import', 'a.tour', '--out', 'p', '--yes');
      assert.equal(exit, 1);
      assert.deepEqual(await here.list('p'), ['tutorials']);
      return;
    }
    await here.write({ 'a.tour': tour });
    await mkdir(join(here.folder, 'p'));
    await chmod(join(here.folder, 'p'), 0o555);
    const { exit } = await here.run('import', 'a.tour', '--out', 'p');
    assert.equal(exit, 1);
    assert.deepEqual(await here.list('p'), []);
  });

  it('explains itself, and ends with 2 when it is called the wrong way', async () => {
    const { said, exit } = await here.run('import', '--help');
    assert.equal(exit, 0);
    for (const word of ['--out', '--format', '--workspace', '--yes', '--json', 'Examples:']) assert.ok(said.includes(word), word);
    assert.equal((await here.run('import')).exit, 2);
    assert.equal((await here.run('import', 'x', '--format', 'word')).exit, 2);
  });
});
