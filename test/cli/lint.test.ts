import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';

const root = join(import.meta.dirname, '../..');
const manifest = JSON.stringify({ name: 'p', version: '1.0.0', title: 'P', publisher: 'Me', description: 'For tests', license: 'MIT' });
const head = '---\ntitle: T\ndescription: D\n---\n\n';
const check = '```yaml check\nfiel: a.txt\nexists: false\ngate: false\nsuccess: true\n```\n';
const faulty = `${head}## One\n\nSee [it](gone.md).\n\n${check}\n## One\n\nAgain.\n`.replaceAll('\n', '\r\n');

describe('onramp lint', function () {
  this.timeout(30_000);
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'onramp-lint-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  const onramp = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    new Promise<{ exit: number; said: string; complaint: string }>((resolve) => {
      const options = { cwd: dir, env: { ...process.env, GITHUB_ACTIONS: '', ...env } };
      execFile(process.execPath, [join(root, 'dist/cli.mjs'), 'lint', ...args], options, (error, said, complaint) =>
        resolve({ exit: typeof error?.code === 'number' ? error.code : 0, said, complaint }),
      );
    });
  const write = async (name: string, files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(dir, name, path)), { recursive: true });
      await writeFile(join(dir, name, path), text);
    }
  };

  it('tells each finding on a line, seen from where it was called, and a summary', async () => {
    await write('faulty', { 'onramp.json': manifest, 'tutorials/t.md': faulty });
    const { exit, said } = await onramp(['faulty']);
    assert.equal(exit, 1);
    assert.deepEqual(said.split('\n'), [
      'faulty/tutorials/t.md:8:5  link.noFile  The pack has no “tutorials/gone.md”',
      'faulty/tutorials/t.md:11:1  schema.didYouMean  “fiel” is not known here. Did you mean “file”?',
      'faulty/tutorials/t.md:17:1  step.duplicateId  The step id “one” is taken by the step in line 6. Give this heading an id of its own: {#another-id}',
      '1 pack: 3 errors, 0 warnings. --fix mends 2.',
      '',
    ]);
  });

  it('mends what can be meant in one way only, and no other byte', async () => {
    const marked = `\uFEFF${faulty}`;
    await write('mended', { 'onramp.json': manifest, 'tutorials/t.md': marked });
    const { complaint, said } = await onramp(['mended', '--fix']);
    assert.deepEqual(complaint.split('\n'), [
      'mended/tutorials/t.md:11:1  schema.didYouMean  mended: “fiel” is not known here. Did you mean “file”?',
      'mended/tutorials/t.md:17:1  step.duplicateId  mended: The step id “one” is taken by the step in line 6. Give this heading an id of its own: {#another-id}',
      'Mended 2 things.',
      '',
    ]);
    assert.match(said, /^mended\/tutorials\/t\.md:8:5 {2}link\.noFile/);
    const wanted = marked.replace('fiel:', 'file:').replace(/## One(?=\r\n\r\nAgain)/, '## One {#one-1}');
    assert.deepEqual(await readdir(join(dir, 'mended', 'tutorials')), ['t.md']);
    assert.equal(await readFile(join(dir, 'mended', 'tutorials', 't.md'), 'utf8'), wanted);
    assert.equal((await onramp(['mended', '--fix'])).complaint, '');
  });

  it('tells machines: JSON, SARIF, annotations', async () => {
    await write('machines', { 'onramp.json': manifest, 'tutorials/t.md': faulty });
    const json = JSON.parse((await onramp(['machines', '--json'])).said);
    assert.deepEqual(json[0], {
      file: 'machines/tutorials/t.md',
      line: 8,
      column: 5,
      severity: 'error',
      code: 'link.noFile',
      text: 'The pack has no “tutorials/gone.md”',
    });
    const { version, runs } = JSON.parse((await onramp(['machines', '--format', 'sarif'])).said);
    assert.equal(version, '2.1.0');
    const [{ tool, results }] = runs;
    assert.deepEqual(
      tool.driver.rules.map(({ id }: { id: string }) => id),
      ['link.noFile', 'schema.didYouMean', 'step.duplicateId'],
    );
    assert.deepEqual(results[1].locations[0].physicalLocation.region, { startLine: 11, startColumn: 1 });
    assert.deepEqual(results[1].ruleIndex, 1);
    assert.match(tool.driver.rules[1].help.markdown, /Write:/);
    assert.deepEqual(results[1].fixes[0].artifactChanges[0].replacements, [
      { deletedRegion: { charOffset: faulty.indexOf('fiel'), charLength: 4 }, insertedContent: { text: 'file' } },
    ]);
    const annotated = await onramp(['machines'], { GITHUB_ACTIONS: 'true' });
    assert.match(annotated.said, /^::error file=machines\/tutorials\/t\.md,line=8,col=5,title=link\.noFile::The pack has no/);
  });

  it('looks at every pack below a folder, and says so where there is none', async () => {
    await write('many', { 'a/onramp.json': manifest, 'b/onramp.json': manifest, 'a/tutorials/t.md': `${head}## S\n\nText.\n` });
    assert.match((await onramp(['many'])).said, /^2 packs: 0 errors, 0 warnings, 1 info\.$/m);
    const none = await onramp(['nowhere']);
    assert.equal(none.exit, 2);
    assert.match(none.complaint, /There is no onramp\.json in nowhere or below it\. “onramp new” makes a pack\./);
  });

  it('fails for warnings where there are more than allowed, and leaves them out where it is to be quiet', async () => {
    await write('warned', { 'onramp.json': manifest, 'tutorials/t.md': `${head}## S\n\n![](https://example.org/a.png)\n` });
    assert.equal((await onramp(['warned'])).exit, 0);
    const failed = await onramp(['warned', '--max-warnings', '0']);
    assert.deepEqual([failed.exit, failed.complaint], [1, 'There are more warnings (1) than --max-warnings allows (0).\n']);
    assert.equal((await onramp(['warned', '--quiet'])).said, '1 pack: 0 errors, 1 warning.\n');
    assert.match((await onramp(['warned'], { FORCE_COLOR: '1' })).said, /\[33mimage\.noText/);
    assert.doesNotMatch((await onramp(['warned'])).said, /\[33m/);
  });

  it('asks addresses, each once, only where it is told to, and none of this machine', async () => {
    const asked: string[] = [];
    // It stands in the way of every address as a company's proxy does, so that names can be asked that are nobody's.
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://docs.acme.dev');
      asked.push(`${request.method} ${pathname}`);
      response.writeHead(pathname === '/there' || (pathname === '/get' && request.method === 'GET') ? 200 : 404).end();
    });
    server.on('connect', (_, socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      server.emit('connection', socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy, http_proxy: proxy, NO_PROXY: '', no_proxy: '' };
    try {
      const base = 'http://docs.acme.dev';
      const text = `${head}## S\n\n[a](${base}/there) [b](${base}/gone) [c](${base}/there#part) [d](http://localhost:9/x)\n`;
      const linked = JSON.stringify({ ...JSON.parse(manifest), homepage: `${base}/get` });
      await write('online', { 'onramp.json': linked, 'tutorials/t.md': text });
      assert.equal((await onramp(['online', '--max-warnings', '0'], env)).exit, 0);
      assert.deepEqual(asked, []);
      const { said } = await onramp(['online', '--online'], env);
      assert.deepEqual(said.split('\n').slice(0, -1), [
        'online/tutorials/t.md:8:33  link.dead  warning: http://docs.acme.dev/gone does not answer as it should: status 404',
        '1 pack: 0 errors, 1 warning.',
      ]);
      assert.deepEqual(asked.sort(), ['GET /get', 'GET /gone', 'HEAD /get', 'HEAD /gone', 'HEAD /there']);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('holds the estimated time against the measured one', async () => {
    await write('timed', { 'onramp.json': manifest, 'tutorials/t.md': '---\ntitle: T\ntime: 1m\ndescription: D\n---\n\n## S\n\nText.\n' });
    const times = {
      kind: 'onramp.walkTimes',
      tutorials: [{ pack: 'p', path: 'tutorials/t.md', minutes: 1, milliseconds: 150_000, steps: [] }],
    };
    await writeFile(join(dir, 'times.json'), JSON.stringify(times));
    assert.match((await onramp(['timed', '--times', 'times.json'])).said, /timed\/tutorials\/t\.md:3:7 {2}time\.tooShort/);
    await writeFile(join(dir, 'times.json'), '{}');
    assert.equal((await onramp(['timed', '--times', 'times.json'])).exit, 2);
  });

  it('lists its codes', async () => {
    const { said } = await onramp(['--rules']);
    assert.match(said, /^link\.noFile {2}The pack has no “\{0\}”$/m);
    assert.match(said, /^ {4}A link leads to no file of the pack\. Write:$/m);
    assert.doesNotMatch(said, /^(found|expected|rewind)\./m);
    const listed: { code: string; says: string; write: string }[] = JSON.parse((await onramp(['--rules', '--json'])).said);
    assert.deepEqual(
      listed.filter(({ says, write }) => says === '' || write === ''),
      [],
    );
  });
});
