import assert from 'node:assert/strict';
import { chmod, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type ArchiveEntry, unpackTarball } from '../../src/core/pack/archive.ts';
import { withoutWrapping } from '../../src/core/pack/wrapping.ts';
import { type Desk, openDesk, soundPack } from './packFolder.ts';

describe('onramp pack', function () {
  this.timeout(60_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await openDesk();
  });
  afterEach(() => desk.dispose());

  const entries = async (file: string): Promise<ArchiveEntry[]> =>
    withoutWrapping(await unpackTarball(await readFile(join(desk.dir, file))));
  const paths = async (file: string) => (await entries(file)).map(({ path, executable }) => `${path}${executable ? '*' : ''}`);
  const textIn = async (file: string, path: string) =>
    Buffer.from((await entries(file)).find((entry) => entry.path === path)?.content ?? []).toString();

  it('makes a .tgz that npm takes, and says what is in it', async () => {
    await desk.put(soundPack('demo', '1.2.3', { homepage: 'https://example.com/' }));
    const { said, complaint, exit } = await desk.onramp('pack');
    assert.deepEqual([exit, complaint], [0, '']);
    assert.match(said, /^demo-1\.2\.3\.tgz\n/);
    assert.match(said, /^ +\d+ B {2}package\.json {2}\(made from onramp\.json\)$/m);
    assert.match(said, /^3 files, [\d.]+ k?B packed, [\d.]+ k?B unpacked\nsha512-\S+$/m);
    assert.deepEqual(await paths('demo-1.2.3.tgz'), ['onramp.json', 'package.json', 'tutorials/start.md']);
    assert.deepEqual(JSON.parse(await textIn('demo-1.2.3.tgz', 'package.json')), {
      name: 'demo',
      version: '1.2.3',
      description: 'For tests',
      keywords: ['onramp-pack'],
      author: 'Tests',
      license: 'MIT',
      homepage: 'https://example.com/',
      files: ['onramp.json', 'tutorials/'],
    });
  });

  it('gives the same bytes for the same files, and takes none of its own .tgz into them', async () => {
    await desk.put(soundPack('@acme/demo', '1.0.0'));
    const first = JSON.parse((await desk.onramp('pack', '--json')).said);
    const bytes = await readFile(join(desk.dir, 'acme-demo-1.0.0.tgz'));
    const again = JSON.parse((await desk.onramp('pack', '--out', 'elsewhere/', '--json')).said);
    assert.equal(again.file, join('elsewhere', 'acme-demo-1.0.0.tgz'));
    assert.deepEqual({ ...again, file: first.file }, first);
    assert.ok((await readFile(join(desk.dir, 'elsewhere/acme-demo-1.0.0.tgz'))).equals(bytes));
    assert.equal(first.size, bytes.length);
  });

  it('leaves out what .npmignore names, or .gitignore where there is none, and what nobody wants', async () => {
    const more = {
      '.gitignore': 'drafts\n*.log\n',
      'drafts/idea.md': 'x',
      'a.log': 'x',
      '.npmrc': '//registry/:_authToken=x',
      'package-lock.json': '{}',
      'node_modules/x/index.js': 'x',
      '.git/config': 'x',
      'templates/app/template.json': { title: 'App' },
      'templates/app/.gitignore': 'dist\n!keep.log\n',
      'templates/app/dist/app.js': 'x',
      'templates/app/keep.log': 'x',
      'templates/app/run.sh': '#!/bin/sh\n',
      'templates/app/.DS_Store': 'x',
    };
    await desk.put({ ...soundPack('demo', '1.0.0'), ...more });
    await chmod(join(desk.dir, 'templates/app/run.sh'), 0o755);
    const always = ['onramp.json', 'package.json'];
    const template = ['templates/app/.gitignore', 'templates/app/keep.log', 'templates/app/run.sh*', 'templates/app/template.json'];
    assert.equal((await desk.onramp('pack')).exit, 0);
    assert.deepEqual(await paths('demo-1.0.0.tgz'), [...always, ...template, 'tutorials/start.md']);
    await writeFile(join(desk.dir, '.npmignore'), 'onramp.json\ntemplates\n');
    assert.equal((await desk.onramp('pack')).exit, 0);
    assert.deepEqual(await paths('demo-1.0.0.tgz'), ['a.log', 'drafts/idea.md', ...always, 'tutorials/start.md']);
  });

  it('keeps a package.json that is there, and takes only what its "files" name', async () => {
    const own = { name: 'demo', version: '1.0.0', keywords: ['onramp-pack'], files: ['tutorials', './extra/*.md', '!extra/not.md'] };
    await desk.put({
      ...soundPack('demo', '1.0.0'),
      'package.json': own,
      'extra/a.md': 'x',
      'extra/not.md': 'x',
      'b.md': 'x',
      'README.md': 'x',
    });
    assert.equal((await desk.onramp('pack')).exit, 0);
    assert.deepEqual(await paths('demo-1.0.0.tgz'), ['README.md', 'extra/a.md', 'onramp.json', 'package.json', 'tutorials/start.md']);
    assert.deepEqual(JSON.parse(await textIn('demo-1.0.0.tgz', 'package.json')), own);
  });

  it('refuses a package.json that says another thing than the manifest, or runs something', async () => {
    const own = '{\n  "name": "other",\n  "version": "2.0.0",\n  "scripts": {\n    "test": "x",\n    "postinstall": "evil"\n  }\n}';
    await desk.put({ ...soundPack('demo', '1.0.0'), 'package.json': own });
    const { said, exit } = await desk.onramp('pack');
    assert.equal(exit, 1);
    assert.deepEqual(
      said
        .trim()
        .split('\n')
        .map((line) => line.split('  ').slice(0, 2).join(' ')),
      [
        'package.json:2:3 package.otherName',
        'package.json:3:3 package.otherVersion',
        'package.json:6:5 package.script',
        'package.json:1:1 package.keyword',
      ],
    );
    assert.deepEqual(
      (await readdir(desk.dir)).filter((name) => name.endsWith('.tgz')),
      [],
    );
  });

  it('refuses what does not lint, with its places', async () => {
    await desk.put({ ...soundPack('demo', '1.0.0'), 'tutorials/start.md': '# A\n\n## B {#x}\n\nText.\n\n## C {#x}\n\nText.\n' });
    const { said, exit } = await desk.onramp('pack', '.');
    assert.equal(exit, 1);
    assert.match(said, /^tutorials\/start\.md:7:1 {2}step\.duplicateId {2}/);
    const json = JSON.parse((await desk.onramp('pack', '--json')).said);
    assert.equal(json.findings[0].code, 'step.duplicateId');
    assert.deepEqual(await readdir(desk.dir), ['onramp.json', 'tutorials']);
  });

  it('lints what goes out, not what stays behind', async () => {
    await desk.put({ ...soundPack('demo', '1.0.0', { tutorials: ['start'] }), '.npmignore': 'tutorials\n' });
    const { said, exit } = await desk.onramp('pack');
    assert.equal(exit, 1);
    assert.match(said, /onramp\.json:\d+:\d+ {2}tutorial\.missing/);
  });

  it('warns of secrets, of what is very big and of links', async () => {
    await desk.put({
      ...soundPack('demo', '1.0.0'),
      'templates/app/template.json': { title: 'App' },
      'templates/app/.env': 'A=1',
      'templates/app/.env.example': 'A=1',
      'templates/app/config.js': `// config\nconst token = "ghp_${'a1'.repeat(18)}";\n`,
      'big.bin': new Uint8Array(3 * 1024 * 1024).map((_, index) => (index * 7919) >> 3),
    });
    await symlink('/etc/passwd', join(desk.dir, 'link.md'));
    const { complaint, exit } = await desk.onramp('pack');
    assert.equal(exit, 0);
    const told = complaint
      .trim()
      .split('\n')
      .map((line) => line.split('  ').slice(0, 2).join(' '));
    for (const expected of [
      'link.md:1:1 pack.linkLeftOut',
      'templates/app/.env:1:1 pack.secretFile',
      'templates/app/config.js:2:16 pack.secret',
      'big.bin:1:1 pack.bigFile',
    ])
      assert.ok(told.includes(expected), `${expected}: ${complaint}`);
    assert.doesNotMatch(complaint, /example/);
    assert.ok(!(await paths('demo-1.0.0.tgz')).includes('link.md'));
  });

  if (process.platform !== 'win32') {
    it('refuses names that not every system can have, in one sentence', async () => {
      await desk.put({ ...soundPack('demo', '1.0.0'), 'aux.md': 'x' });
      const { complaint, exit } = await desk.onramp('pack');
      assert.deepEqual([exit, complaint], [1, 'onramp: “aux.md” is a name that Windows cannot have. Give the file another\n']);
    });
  }

  it('ends with 2 when it is called the wrong way', async () => {
    await desk.put(soundPack('demo', '1.0.0'));
    for (const args of [['nowhere'], ['--out', 'demo.zip'], ['--colour']]) {
      const { said, exit } = await desk.onramp('pack', ...args);
      assert.deepEqual([exit, said], [2, ''], args.join(' '));
    }
    assert.match((await desk.onramp('pack', '--help')).said, /Examples:/);
  });
});
