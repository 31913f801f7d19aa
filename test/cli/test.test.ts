import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { walkTimes } from '../../src/protocol/walkTimes.ts';
import { madePack } from './madePack.ts';

const root = join(import.meta.dirname, '../..');

describe('onramp test', function () {
  this.timeout(60_000);
  const children: ChildProcess[] = [];
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'onramp-cli-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(dir, { recursive: true, force: true });
  });

  /** Its temporary folder is the test's own, so that what it leaves behind is seen. */
  function onramp(...args: string[]) {
    const env = { ...process.env, TMPDIR: join(dir, 'tmp'), NO_COLOR: '1' };
    const child = spawn(process.execPath, [join(root, 'dist/cli.mjs'), 'test', ...args], {
      cwd: dir,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    return child;
  }
  async function outcome(...args: string[]) {
    const child = onramp(...args);
    const [said, complaint, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    return { said, complaint, exit };
  }
  const pack = (files: Record<string, string>) => madePack(join(dir, 'pack'), { '../tmp/.keep': '', ...files });

  it('follows the translations as well: what one of them writes may be wrong in it alone', async () => {
    const facts = { name: 'made', version: '1.0.0', title: 'Made', publisher: 'Tests', description: 'Made by a test.', locales: ['de'] };
    const german = good.replace('title: Good', 'title: Gut').replace('console.log(42)', 'console.log(41)');
    await pack({ 'onramp.json': JSON.stringify(facts), 'tutorials/good.md': good, 'tutorials/de/good.md': german });
    const { said, exit } = await outcome('pack', '--only', 'good');
    assert.equal(exit, 1, said);
    assert.match(said, /^Good {2}pack\/tutorials\/good\.md/m);
    assert.match(said, /^Gut {2}pack\/tutorials\/de\/good\.md/m);
    assert.match(said, /^2 tutorials: 1 passed, 1 failed\./m);
    assert.match(said, /pack\/tutorials\/de\/good\.md:\d+:\d+/);
  });

  it('passes a sound tutorial, says what it tried, and leaves nothing behind', async () => {
    await pack({ 'tutorials/good.md': good });
    const { said, complaint, exit } = await outcome('pack');
    assert.deepEqual([exit, complaint], [0, ''], said);
    assert.match(said, /^Good {2}pack\/tutorials\/good\.md {2}\d+\.\d s$/m);
    assert.match(said, /^ {2}✓ Write {2}1 check tried, \d+\.\d s$/m);
    assert.match(said, /^1 tutorial: 1 passed\. 2 steps, 3 checks: 2 fail before and pass after, 1 brought about by an earlier step\.$/m);
    assert.deepEqual(await readdir(join(dir, 'tmp')), ['.keep']);
  });

  it('fails a check that does not pass after its step, at its place, with what was expected and found and what the commands said', async () => {
    await pack({ 'tutorials/bad.md': good.replace("output: '42'", "output: '43'") });
    const { said, exit } = await outcome('pack');
    assert.equal(exit, 1);
    assert.match(
      said,
      /^ {4}pack\/tutorials\/bad\.md:26:3 {2}walk\.fails {2}.*Expected: “cat out\.txt” prints “43”\. Found: other output$/m,
    );
    assert.match(said, /What the check in pack\/tutorials\/bad\.md:26 answered:\n {6}│ 42$/m);
    assert.match(said, /bad\.md:21 {2}\$ node a\.js > out\.txt; cat out\.txt {2}\(exit code 0\)\n {6}│ 42$/m);
    assert.match(said, /1 tutorial: 0 passed, 1 failed/);
  });

  it('fails a vacuous check and a reference that has drifted', async () => {
    await pack({ 'tutorials/bad.md': good.replace('`a.js:1`', '`a.js:1-7`') });
    const { said, exit } = await outcome('pack', '--only', 'bad');
    assert.equal(exit, 1);
    assert.match(said, /bad\.md:12:5 {2}reference\.outOfRange {2}a\.js ends at line 1, so there is no line 7/);
    const vacuous = '# V\n\n## Rest {#rest}\n\n~~~yaml check\nrun: "true"\n~~~\n';
    await pack({ 'tutorials/bad.md': vacuous });
    const second = await outcome('pack');
    assert.deepEqual([second.exit, /bad\.md:6:1 {2}walk\.vacuous/.test(second.said)], [1, true], second.said);
  });

  it('stops a command that hangs, and says so', async () => {
    await pack({ 'tutorials/hangs.md': '# H\n\n## Wait {#wait}\n\n~~~sh run\necho begun; sleep 600\n~~~\n' });
    const { said, exit } = await outcome('pack', '--timeout', '0.5');
    assert.equal(exit, 1);
    assert.match(said, /hangs\.md:5:1 {2}walk\.hangs {2}“echo begun; sleep 600” did not end within 0\.5 s/);
    assert.match(said, /\(stopped\)\n {6}│ begun$/m);
  });

  it('lets a server run to the end of its tutorial, two of one port one after the other, and ends them', async () => {
    const port = await freePort();
    await pack({ 'tutorials/one.md': server(port, 'one'), 'tutorials/two.md': server(port, 'two') });
    const { said, exit } = await outcome('pack', '--jobs', '4');
    assert.equal(exit, 0, said);
    assert.match(said, /2 tutorials: 2 passed/);
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
  });

  it('runs commands as in a terminal: the folder and the variables that one leaves are there in the next', async () => {
    await pack({
      'tutorials/t.md':
        '# T\n\n## Go {#go}\n\n~~~sh run\nmkdir -p app && cd app\nexport WORD=kept\n~~~\n\n~~~sh run\necho "$WORD $HOME $GIVEN" > out.txt\n~~~\n\n~~~yaml check\nfile: app/out.txt\nexists: true\n~~~\n',
    });
    const { said, exit } = await outcome('pack', '--env', 'GIVEN=for this', '--keep');
    assert.equal(exit, 0, said);
    const folder = /The learner’s folder: (\S+)/.exec(said)?.[1] ?? '';
    assert.equal(await readFile(join(folder, 'app/out.txt'), 'utf8'), `kept ${process.env.HOME} for this\n`);
  });

  it('tells machines: JSON, GitHub’s annotations, JUnit’s XML, and the times that were measured', async () => {
    await pack({ 'tutorials/bad.md': good.replace("output: '42'", 'output: "a, b\\n<c>"') });
    const json = JSON.parse((await outcome('pack', '--json', '--times', 'times.json')).said);
    const [tested] = json.packs;
    assert.deepEqual(
      [json.passed, tested.pack, tested.tutorials[0].steps.map((step: { passed: boolean }) => step.passed)],
      [false, 'made', [true, false]],
    );
    assert.deepEqual(
      tested.findings.map(({ file, line, column, severity, code }: Record<string, unknown>) => ({ file, line, column, severity, code })),
      [{ file: 'pack/tutorials/bad.md', line: 26, column: 3, severity: 'error', code: 'walk.fails' }],
    );
    const [check] = tested.tutorials[0].steps[1].checks;
    assert.deepEqual([check.verdict, check.before.state, check.after.state, check.after.output], ['failed', 'failed', 'failed', '42\n']);
    const times = walkTimes.parse(JSON.parse(await readFile(join(dir, 'times.json'), 'utf8')));
    assert.deepEqual(
      times.tutorials.map(({ pack: name, path, minutes, steps }) => ({ name, path, minutes, steps: steps.map(({ id }) => id) })),
      [{ name: 'made', path: 'tutorials/bad.md', minutes: 5, steps: ['write', 'run'] }],
    );

    const { said: github, exit } = await outcome('pack', '--format', 'github');
    assert.equal(exit, 1);
    assert.match(github, /^::error file=pack\/tutorials\/bad\.md,line=26,col=3,title=walk\.fails::.*prints “a, b%0A<c>”/m);
    const { said: junit } = await outcome('pack', '--format', 'junit');
    assert.match(junit, /<testsuite name="Good" file="pack\/tutorials\/bad\.md" tests="2" failures="1" time="[\d.]+">/);
    assert.match(junit, /<failure type="walk\.fails" message="[^"]*&#60;c&#62;[^"]*">/);
  });

  it('goes as far as one step of one tutorial', async () => {
    await pack({ 'tutorials/good.md': good, 'tutorials/other.md': '# O\n\n## Fail {#fail}\n\n~~~js title="a" after="b"\nc\n~~~\n' });
    const { said, exit } = await outcome('pack', '--only', 'tutorials/good.md', '--step', 'write');
    assert.equal(exit, 0, said);
    assert.match(said, /1 tutorial: 1 passed\. 1 step,/);
  });

  it('says what cannot be read of a pack', async () => {
    await pack({ 'onramp.json': '{}' });
    const { said, exit } = await outcome('pack');
    assert.deepEqual([exit, /^pack\/onramp\.json:1:1 {2}schema\.missing/m.test(said)], [1, true], said);
  });

  it('ends with 2 and a sentence when it is called the wrong way', async () => {
    await pack({ 'tutorials/good.md': good });
    const wrong: [string[], RegExp][] = [
      [['gone'], /There is no folder gone/],
      [['pack', '--only', 'goood'], /pack has no tutorial “goood”. It has: good/],
      [['pack', '--step', 'wrote'], /There is no step “wrote”. The steps are: write, run/],
      [['pack', '--set', 'name=x'], /No template of pack asks for “name”. They ask for: nothing/],
      [['pack', '--set', 'name'], /Write a name, = and a value/],
      [['pack', '--jobs', '0'], /number from 1 to 64/],
      [['pack', '--timeout', '-1'], /seconds/],
      [['pack', '--format', 'pdf'], /text, github, junit/],
    ];
    const outcomes = await Promise.all(wrong.map(([args]) => outcome(...args)));
    for (const [index, { said, complaint, exit }] of outcomes.entries()) {
      assert.deepEqual([exit, said], [2, ''], wrong[index]?.[0].join(' '));
      assert.match(complaint, wrong[index]?.[1] ?? /^$/);
      assert.doesNotMatch(complaint, /\n\s+at /);
    }
  });

  it('ends everything it started when it is stopped', async () => {
    const port = await freePort();
    await pack({ 'tutorials/t.md': `${server(port, 'one')}\n## Wait {#wait}\n\n~~~sh run\nsleep 600\n~~~\n` });
    const child = onramp('pack');
    for (let up = false; !up; )
      up = await fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      );
    child.kill('SIGINT');
    assert.deepEqual(await once(child, 'exit'), [130, null]);
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
    assert.deepEqual(await readdir(join(dir, 'tmp')), ['.keep']);
  });
});

const good = `---
title: Good
time: 5m
---

## Write {#write}

~~~js title="a.js"
console.log(42);
~~~

See \`a.js:1\`.

~~~yaml check
file: a.js
contains: '42'
~~~

## Run {#run}

~~~sh run
node a.js > out.txt; cat out.txt
~~~

~~~yaml check
- run: cat out.txt
  output: '42'
- file: a.js
  exists: true
~~~
`;

function server(port: number, name: string): string {
  return `# ${name}

## Serve {#serve}

~~~js title="server.cjs"
require('node:http').createServer((_, response) => response.end('${name}')).listen(${port}, '127.0.0.1', () => console.log('Listening on port ${port}'));
~~~

~~~sh run
node server.cjs
~~~

~~~yaml check
http: http://127.0.0.1:${port}/
contains: ${name}
~~~
`;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
