import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'mocha';

const root = join(import.meta.dirname, '../..');
const manifest = JSON.stringify({ name: 'p', version: '1.0.0', title: 'P', publisher: 'Me', description: 'For tests', license: 'MIT' });
const faulty =
  '# T\r\n\r\n## One\r\n\r\nSee [it](gone.md).\r\n\r\n```yaml check\r\nfiel: a.txt\r\nexists: false\r\ngate: false\r\n```\r\n\r\n## One\r\n\r\nAgain.\r\n';

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
      'faulty/tutorials/t.md:5:5  link.noFile  The pack has no “tutorials/gone.md”',
      'faulty/tutorials/t.md:8:1  schema.didYouMean  “fiel” is not known here. Did you mean “file”?',
      'faulty/tutorials/t.md:13:1  step.duplicateId  The step id “one” is taken by the step in line 3. Give this heading an id of its own: {#another-id}',
      '1 pack: 3 errors, 0 warnings. --fix mends 2.',
      '',
    ]);
  });

  it('mends what can be meant in one way only, and no other byte', async () => {
    await write('mended', { 'onramp.json': manifest, 'tutorials/t.md': faulty });
    const { complaint, said } = await onramp(['mended', '--fix']);
    assert.equal(complaint, 'Mended 2 things.\n');
    assert.match(said, /^mended\/tutorials\/t\.md:5:5 {2}link\.noFile/);
    const wanted = faulty.replace('fiel:', 'file:').replace(/## One(?=\r\n\r\nAgain)/, '## One {#one-2}');
    assert.equal(await readFile(join(dir, 'mended', 'tutorials', 't.md'), 'utf8'), wanted);
    assert.equal((await onramp(['mended', '--fix'])).complaint, '');
  });

  it('tells machines: JSON, SARIF, annotations', async () => {
    await write('machines', { 'onramp.json': manifest, 'tutorials/t.md': faulty });
    const json = JSON.parse((await onramp(['machines', '--json'])).said);
    assert.deepEqual(json[0], {
      file: 'machines/tutorials/t.md',
      line: 5,
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
    assert.deepEqual(results[1].locations[0].physicalLocation.region, { startLine: 8, startColumn: 1 });
    const annotated = await onramp(['machines'], { GITHUB_ACTIONS: 'true' });
    assert.match(annotated.said, /^::error file=machines\/tutorials\/t\.md,line=5,col=5,title=link\.noFile::The pack has no/);
  });

  it('looks at every pack below a folder, and says so where there is none', async () => {
    await write('many', { 'a/onramp.json': manifest, 'b/onramp.json': manifest, 'a/tutorials/t.md': '# T\n\n## S\n\nText.\n' });
    assert.match((await onramp(['many'])).said, /^2 packs: 0 errors, 0 warnings\.$/m);
    const none = await onramp(['nowhere']);
    assert.equal(none.exit, 2);
    assert.match(none.complaint, /There is no onramp\.json in nowhere or below it\. “onramp new” makes a pack\./);
  });

  it('fails for warnings where there are more than allowed, and leaves them out where it is to be quiet', async () => {
    await write('warned', { 'onramp.json': manifest, 'tutorials/t.md': '# T\n\n## S\n\n![](https://example.org/a.png)\n' });
    assert.equal((await onramp(['warned'])).exit, 0);
    assert.equal((await onramp(['warned', '--max-warnings', '0'])).exit, 1);
    assert.equal((await onramp(['warned', '--quiet'])).said, '1 pack: 0 errors, 0 warnings.\n');
  });

  it('asks addresses, each once, only where it is told to', async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(request.url === '/there' ? 200 : 404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const text = `# T\n\n## S\n\n[a](${base}/there) [b](${base}/gone) [c](${base}/there)\n`;
      await write('online', { 'onramp.json': manifest, 'tutorials/t.md': text });
      assert.equal((await onramp(['online', '--max-warnings', '0'])).exit, 0);
      assert.deepEqual(asked, []);
      const { said } = await onramp(['online', '--online']);
      assert.match(said, /link\.dead {2}warning: http:\/\/127\.0\.0\.1:\d+\/gone does not answer as it should: status 404/);
      assert.deepEqual(asked.sort(), ['GET /gone', 'HEAD /gone', 'HEAD /there']);
    } finally {
      server.close();
    }
  });

  it('holds the estimated time against the measured one', async () => {
    await write('timed', { 'onramp.json': manifest, 'tutorials/t.md': '---\ntitle: T\ntime: 1m\n---\n\n## S\n\nText.\n' });
    const times = {
      kind: 'onramp.walkTimes',
      tutorials: [{ pack: 'p', path: 'tutorials/t.md', minutes: 1, milliseconds: 150_000, steps: [] }],
    };
    await writeFile(join(dir, 'times.json'), JSON.stringify(times));
    assert.match((await onramp(['timed', '--times', 'times.json'])).said, /timed\/tutorials\/t\.md:3:1 {2}time\.tooShort/);
    await writeFile(join(dir, 'times.json'), '{}');
    assert.equal((await onramp(['timed', '--times', 'times.json'])).exit, 2);
  });

  it('lists its codes', async () => {
    const { said } = await onramp(['--rules']);
    assert.match(said, /^link\.noFile {2}The pack has no “\{0\}”$/m);
    assert.doesNotMatch(said, /^(found|expected|rewind)\./m);
  });
});
