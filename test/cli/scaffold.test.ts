import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { startGitHub } from '../host/github.ts';

const root = join(import.meta.dirname, '../..');

describe('onramp scaffold', function () {
  this.timeout(60_000);
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'onramp-scaffold-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  let env: Record<string, string> = {};
  function start(...args: string[]) {
    return spawn(process.execPath, [join(root, 'dist/cli.mjs'), 'scaffold', ...args], {
      cwd: dir,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
  async function outcome(child: ReturnType<typeof start>) {
    const [said, complaint, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    assert.doesNotMatch(complaint, /\n\s+at /);
    return { said, complaint, exit };
  }
  const scaffold = (...args: string[]) => outcome(start(...args));

  async function put(files: Record<string, string | Uint8Array | object>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      const plain = typeof content === 'string' || content instanceof Uint8Array;
      await writeFile(join(dir, path), plain ? content : JSON.stringify(content, undefined, 2));
    }
  }
  /** Every file below a folder: `path: text`, `*` behind what can be run; undefined where there is no folder. */
  async function all(folder: string): Promise<string[] | undefined> {
    const entries = await readdir(join(dir, folder), { recursive: true, withFileTypes: true }).catch(() => undefined);
    const files = entries?.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    const shown = files?.map(async (file) => {
      const mode = (await stat(file)).mode & 0o100 ? '*' : '';
      return `${file.slice(join(dir, folder).length + 1)}${mode}: ${await readFile(file, 'latin1')}`;
    });
    return shown && (await Promise.all(shown)).filter((line) => !line.startsWith('.onramp.json')).sort();
  }

  const parameters = [
    { name: 'name', default: 'app', pattern: '[a-z-]+' },
    { name: 'port', type: 'number', default: 3000 },
    { name: 'tests', type: 'boolean', default: true },
    { name: 'runner', type: 'choice', choices: ['mocha', 'ava'], when: 'tests' },
  ];
  const template = {
    't/template.json': { title: 'T', parameters, open: ['src/{{name}}.js'], run: ['cd {{name}} && touch ../was-run'] },
    't/src/{{name}}.js.mustache': 'listen({{port}}); // {{#tests}}{{runner}}{{/tests}}\r\n',
    't/bin/run.sh': '#!/bin/sh\necho {{name}}\n',
    't/logo.png': new Uint8Array([0x89, 0x7b, 0x7b, 0xff, 0]),
  };
  const made = ['bin/run.sh*: #!/bin/sh\necho {{name}}\n', 'logo.png: \x89{{\xff\0', 'src/app.js: listen(3000); // mocha\r\n'];

  async function putTemplate(): Promise<void> {
    await put(template);
    await chmod(join(dir, 't/bin/run.sh'), 0o755);
  }

  it('explains itself', async () => {
    const { said, exit } = await scaffold('--help');
    assert.equal(exit, 0);
    for (const word of ['--set', '--dry-run', '--update', '--yes', '--conflicts', '--json', 'Examples'])
      assert.match(said, new RegExp(word));
  });

  it('makes the files of a template, with their bytes and modes, and runs nothing', async () => {
    await putTemplate();
    const { said, complaint, exit } = await scaffold('./t', 'out', '--yes');
    assert.deepEqual([exit, complaint], [0, '']);
    assert.deepEqual(await all('out'), made);
    assert.equal(
      said,
      `out/   (+ new)
    bin/
  +   run.sh
  + logo.png
    src/
  +   app.js

The template offers, to be run in out:
  cd app && touch ../was-run

Done: out
`,
    );
    assert.deepEqual((await readdir(dir)).sort(), ['out', 't']);
  });

  it('takes what is set, and needs nobody when all that is asked is set', async () => {
    await putTemplate();
    const { exit } = await scaffold('t', 'out', '--set', 'name=my-app', '--set', 'port=80', '--set', 'tests=no');
    assert.equal(exit, 0);
    assert.equal(await readFile(join(dir, 'out/src/my-app.js'), 'utf8'), 'listen(80); // \r\n');
  });

  it('finds a template in a pack, by its folder and by its name', async () => {
    const pack = { name: 'p', version: '1.2.3', title: 'P', publisher: 'Me', description: '' };
    await put({ 'p/onramp.json': pack, 'p/templates/a/template.json': { title: 'A' }, 'p/templates/a/a.txt': 'A' });
    for (const [index, source] of ['./p', './p#a', 'p/templates/a'].entries()) {
      assert.equal((await scaffold(source, `out${index}`, '--yes')).exit, 0);
      assert.deepEqual(await all(`out${index}`), ['a.txt: A']);
      const { templates } = JSON.parse(await readFile(join(dir, `out${index}/.onramp.json`), 'utf8'));
      assert.deepEqual([templates[0].source, templates[0].version], [index < 2 ? '../p#a' : '../p/templates/a', '1.2.3']);
    }
    await put({ 'p/templates/b/template.json': { title: 'B' } });
    assert.match((await scaffold('./p', 'out', '--yes')).complaint, /several templates\. Name one behind a #: a, b/);
    assert.match((await scaffold('./p#c', 'out', '--yes')).complaint, /has no template “c”, but: a, b/);
  });

  it('writes nothing in a dry run, and says what it would', async () => {
    await putTemplate();
    const { said, exit } = await scaffold('./t', 'out', '--yes', '--dry-run');
    assert.deepEqual([exit, await all('out')], [0, undefined]);
    assert.match(said, /\+ {3}app\.js[\s\S]*Nothing was written: this was a dry run\./);
  });

  it('ends with 2 and says what to do when it is called the wrong way', async () => {
    await putTemplate();
    const wrong: [string[], RegExp][] = [
      [['./t'], /say where the files go/],
      [['./t', 'out'], /nobody is at a terminal to ask: give --set name=… --set port=… --set tests=… --set runner=…, or --yes/],
      [['./t', 'out', '--yes', '--set', 'nmae=x'], /asks for no “nmae”\. Did you mean “name”\?/],
      [['./t', 'out', '--yes', '--set', 'name=A B'], /“name” must match/],
      [['./t', 'out', '--yes', '--set', 'port=x'], /“port” must be of type number/],
      [['./t', 'out', '--yes', '--set', 'runner=jest'], /“runner” must be one of: mocha, ava/],
      [['./t', 'out', '--yes', '--set', 'name'], /name=value/],
      [['./t', 'out', '--yes', '--conflicts', 'mark'], /goes with --update/],
      [['out', '--update'], /there is no folder out/],
    ];
    for (const [args, sentence] of wrong) {
      const { complaint, exit } = await scaffold(...args);
      assert.match(complaint, sentence);
      assert.deepEqual([exit, await all('out')], [2, undefined], args.join(' '));
    }
  });

  it('ends with 1 and names the place before anything is written when a template is broken', async () => {
    await put({
      't/a.txt': 'fine',
      't/{{where}}.txt': 'x',
      't/b.mustache': 'one\n{{broken',
      't/c.png.mustache': new Uint8Array([0xff]),
      't/README.md': '',
      't/readme.MD': '',
      't/big.bin': '',
      't/template.json': { title: 'T', parameters: [{ name: 'where', default: '../../x' }] },
    });
    await truncate(join(dir, 't/big.bin'), 2 * 1024 ** 3);
    await symlink('/etc/passwd', join(dir, 't/link'));
    const { complaint, exit } = await scaffold('./t', 'out', '--yes');
    assert.deepEqual([exit, await all('out')], [1, undefined]);
    const lines = complaint.trim().split('\n');
    assert.deepEqual(
      lines.map((line) => /^\S+ {2}\S+/.exec(line)?.[0] ?? line),
      [
        'b.mustache:2:9  template.broken',
        'big.bin:1:1  template.tooBig',
        'c.png.mustache:1:1  template.notText',
        'link:1:1  template.link',
        '{{where}}.txt:1:1  scaffold.outside',
        'readme.MD:1:1  scaffold.collision',
        'Nothing was written.',
      ],
    );
  });

  it('ends with 1 where there is no such template', async () => {
    for (const source of ['./none', '../t', 'none.tgz']) {
      const { complaint, exit } = await scaffold(source, 'out', '--yes');
      assert.equal(exit, 1);
      assert.match(complaint, /^onramp: There is no /);
    }
  });

  it('changes nothing where a file is there, until it is told what to do with it', async () => {
    await putTemplate();
    await put({ 'out/src/app.js': 'mine', 'out/own.txt': 'own' });
    const before = await all('out');
    const { complaint, exit } = await scaffold('./t', 'out', '--yes');
    assert.deepEqual([exit, await all('out')], [1, before]);
    assert.match(
      complaint,
      /^onramp: src\/app\.js: there already, with other content\. Say --conflicts keep or replace; nothing was changed\.$/m,
    );
    assert.equal((await scaffold('./t', 'out', '--yes', '--conflicts', 'keep')).exit, 0);
    assert.deepEqual(await all('out'), [...made.slice(0, 2), 'own.txt: own', 'src/app.js: mine']);
    assert.equal((await scaffold('./t', 'out', '--yes', '--conflicts', 'replace')).exit, 0);
    assert.deepEqual(await all('out'), [...made.slice(0, 2), 'own.txt: own', ...made.slice(2)]);
  });

  it('leaves all as it was when a write fails half way', async () => {
    await putTemplate();
    await put({ 'out/logo.png': 'mine', 't/z/{{name}}.txt.mustache': 'x' });
    const before = await all('out');
    const { complaint, exit } = await scaffold('./t', 'out', '--yes', '--conflicts', 'replace', '--set', `name=${'n'.repeat(300)}`);
    assert.equal(exit, 1);
    assert.match(complaint, /^onramp: src\/n+\.js could not be written: ENAMETOOLONG.*Nothing was changed$/m);
    assert.deepEqual([await all('out'), await readdir(join(dir, 'out'))], [before, ['logo.png']]);
    assert.equal((await scaffold('./t', 'new/deep', '--yes', '--set', `name=${'n'.repeat(300)}`)).exit, 1);
    assert.deepEqual((await readdir(dir)).sort(), ['out', 't']);
  });

  it('leaves nothing behind when it is stopped half way', async () => {
    const files = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`t/d${index % 30}/f${index}`, 'x'.repeat(2000)]));
    await put(files);
    const child = start('./t', 'out', '--yes');
    const ending = outcome(child);
    while ((await all('out').catch(() => undefined)) === undefined) await sleep(1);
    child.kill('SIGTERM');
    const { complaint, exit } = await ending;
    assert.deepEqual([exit, complaint, await all('out')], [1, 'onramp: Cancelled. Nothing was changed\n', undefined]);
  });

  it('updates from the template and keeps what was changed', async () => {
    await putTemplate();
    await put({ 't/a.txt': '1\n2\n3\n', 't/b.txt': 'b\n', 't/c.txt': 'c\n' });
    assert.equal((await scaffold('./t', 'out', '--set', 'name=mine', '--yes')).exit, 0);
    await put({
      'out/a.txt': 'one\n2\n3\n',
      'out/c.txt': 'mine\n',
      't/a.txt': '1\n2\nthree\n',
      't/b.txt': 'B\n',
      't/c.txt': 'C\n',
      't/new.txt': 'n',
    });
    await rm(join(dir, 't/logo.png'));
    const before = await all('out');
    const dry = await scaffold('out', '--update', '--dry-run', '--yes');
    assert.deepEqual([dry.exit, await all('out')], [0, before]);
    assert.equal(
      dry.said,
      `out/   (~ changed, ! conflict, - removed, + new)
  ~ a.txt
  ~ b.txt
  ! c.txt
  - logo.png
  + new.txt

Nothing was written: this was a dry run.
`,
    );
    const undecided = await scaffold('out', '--update', '--yes');
    assert.deepEqual([undecided.exit, await all('out')], [1, before]);
    assert.equal((await scaffold('./t', 'out', '--update', '--yes', '--conflicts', 'mark')).exit, 0);
    const after = [
      'a.txt: one\n2\nthree\n',
      'b.txt: B\n',
      'bin/run.sh*: #!/bin/sh\necho {{name}}\n',
      'c.txt: <<<<<<< yours\nmine\n=======\nC\n>>>>>>> template\n',
      'new.txt: n',
      'src/mine.js: listen(3000); // mocha\r\n',
    ];
    assert.deepEqual(await all('out'), after);
    assert.match((await scaffold('out', '--update', '--yes')).said, /nothing to do/);
    assert.deepEqual(await all('out'), after);
  });

  it('comes from a folder of a repository, and updates to its newest tag', async () => {
    const gitHub = await startGitHub();
    try {
      env = { GITHUB_API_URL: gitHub.url, GITHUB_TOKEN: gitHub.token };
      const api = async (path: string, body: object): Promise<{ sha: string }> => {
        const headers = { authorization: `Bearer ${gitHub.token}`, 'content-type': 'application/json' };
        const init = { method: 'POST', headers, body: JSON.stringify(body) };
        const answer = await fetch(`${gitHub.url}/repos/${gitHub.owner}/${gitHub.repo}/git/${path}`, init);
        assert.ok(answer.ok, `${path}: ${answer.status}`);
        return answer.json();
      };
      const tag = async (name: string, files: Record<string, string>) => {
        const tree = Object.entries(files).map(([path, content]) => {
          return { path: `templates/api/${path}`, mode: path.endsWith('.sh') ? '100755' : '100644', type: 'blob', content };
        });
        const { sha } = await api('trees', { tree });
        const commit = await api('commits', { message: name, tree: sha, parents: [] });
        await api('refs', { ref: `refs/tags/${name}`, sha: commit.sha });
      };
      const json = JSON.stringify({ title: 'Api', parameters: [{ name: 'name', default: 'api' }] });
      await tag('v1.0.0', { 'template.json': json, 'run.sh': '#!', 'a.txt.mustache': '{{name}}\n2\n3\n4\n5\n' });
      await tag('v1.1.0', { 'template.json': json, 'run.sh': '#!', 'a.txt.mustache': '{{name}}\n2\n3\n4\nfive\n' });
      const made = await scaffold(`${gitHub.owner}/${gitHub.repo}/templates/api@v1.0.0`, 'out', '--set', 'name=mine');
      assert.deepEqual([made.exit, made.complaint, await all('out')], [0, '', ['a.txt: mine\n2\n3\n4\n5\n', 'run.sh*: #!']]);
      assert.doesNotMatch(await readFile(join(dir, 'out/.onramp.json'), 'utf8'), /"base"/);
      await put({ 'out/a.txt': 'mine\ntwo\n3\n4\n5\n' });
      const updated = await scaffold('out', '--update', '--yes');
      assert.deepEqual([updated.exit, updated.complaint], [0, '']);
      assert.deepEqual(await all('out'), ['a.txt: mine\ntwo\n3\n4\nfive\n', 'run.sh*: #!']);
    } finally {
      env = {};
      await gitHub.dispose();
    }
  });

  it('tells all of it to machines', async () => {
    await putTemplate();
    const { said } = await scaffold('./t', 'out', '--yes', '--json');
    assert.deepEqual(JSON.parse(said), {
      folder: 'out',
      source: '../t',
      written: true,
      files: ['bin/run.sh', 'logo.png', 'src/app.js'].map((path) => ({ path, state: 'new' })),
      open: ['src/app.js'],
      run: ['cd app && touch ../was-run'],
    });
    await put({ 't/x.mustache': '{{' });
    const refused = await scaffold('./t', 'out2', '--yes', '--json');
    assert.equal(refused.exit, 1);
    assert.deepEqual(JSON.parse(refused.said).problems, [
      {
        file: 'x.mustache',
        line: 1,
        column: 3,
        severity: 'error',
        code: 'template.broken',
        text: 'Mustache cannot read this: Unclosed tag',
      },
    ]);
  });
});
