import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { GuidePage } from '../../src/protocol/guide.ts';
import type { PreviewShown } from '../../src/protocol/preview.ts';
import { madePack } from './madePack.ts';

const root = join(import.meta.dirname, '../..');

describe('onramp preview', function () {
  this.timeout(30_000);
  let dir: string;
  let child: ChildProcess;
  let url: string;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'onramp-preview-'));
    await madePack(join(dir, 'pack'), {
      'tutorials/start.md': tutorial,
      'tutorials/other.md': '# Other\n\n## Only {#only}\n\nText.\n',
      'tutorials/picture.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'templates/app/template.json': '{"title":"App","parameters":[{"name":"name","prompt":"Its name"}]}',
      'templates/app/a.txt': 'The first of these lines\n',
      'secret.txt': 'secret',
    });
    await writeFile(join(dir, 'outside.png'), 'outside');
    const started = onramp('pack');
    child = started;
    url = await addressOf(started);
  });
  after(async () => {
    child.kill('SIGKILL');
    await rm(dir, { recursive: true, force: true });
  });

  function onramp(...args: string[]) {
    return spawn(process.execPath, [join(root, 'dist/cli.mjs'), 'preview', ...args], { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
  }
  async function addressOf(started: ReturnType<typeof onramp>): Promise<string> {
    let said = '';
    for await (const chunk of started.stdout) {
      said += chunk;
      if (said.includes('Ctrl+C')) break;
    }
    return /Preview: (http:\/\/127\.0\.0\.1:\d+\/)/.exec(said)?.[1] ?? assert.fail(said);
  }
  const place = { tutorial: 'start', step: null as string | null, position: 0, done: [] as string[], ticks: [] as string[], answers: {} };
  async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
    return fetch(new URL(path, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }
  async function show(at: Partial<typeof place> = {}): Promise<PreviewShown & { page: GuidePage }> {
    return (await post('/show', { ...place, ...at })).json();
  }
  async function told(step: string, act: unknown): Promise<unknown> {
    return (await post('/act', { place: { ...place, step }, act })).json();
  }

  it('serves the guide’s own page under a policy that lets nothing else in', async () => {
    const answer = await fetch(url);
    const policy = answer.headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
    assert.doesNotMatch(policy, /unsafe/);
    const page = await answer.text();
    assert.doesNotMatch(page, /<style|style="|onclick|<script(?! type="application\/json"| type="module" src="\/assets\/)/);
    const assets = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    assert.equal(assets.length, 4);
    for (const path of assets) assert.equal((await fetch(new URL(path, url))).status, 200, path);
    const css = await (await fetch(new URL('/assets/guide.css', url))).text();
    // The icons' font is in the style.
    assert.deepEqual(
      [...css.matchAll(/url\("?([^,")]*)/g)].map(([, source]) => source),
      ['data:font/woff2;base64'],
    );
  });

  it('shows a tutorial as the guide does', async () => {
    const cover = await show();
    assert.deepEqual(cover.tutorials, [
      { id: 'other', title: 'Other' },
      { id: 'start', title: 'Start' },
    ]);
    assert.deepEqual([cover.page.title, cover.page.facts, cover.page.navigation.next], ['Start', ['2 steps · about 5 min'], 'start']);
    assert.match(cover.page.html, /<img src="\/media\/tutorials\/picture\.svg\?v=\d+" alt="A picture">/);
    const step = await show({ step: 'one', position: 1, ticks: ['I am here'], answers: { 2: [0] } });
    assert.deepEqual([step.page.position, step.page.ticks, step.page.navigation.nextOpen, step.tasks], [1, [0], false, ['I am here']]);
    assert.deepEqual(
      step.page.blocks.map(({ kind }) => kind),
      ['run', 'check', 'quiz'],
    );
    assert.deepEqual(step.page.blocks[2], {
      kind: 'quiz',
      language: 'yaml',
      text: '',
      question: 'Which?',
      multiple: false,
      choices: [{ text: 'this', why: 'It is.' }, { text: 'that' }],
      answer: { chosen: [0], right: true },
    });
    assert.equal((await show({ step: 'one', done: ['one'] })).page.navigation.nextOpen, true);
  });

  it('says what pressing something does in the editor, and does none of it', async () => {
    const says = async (act: unknown) => told('one', act);
    assert.deepEqual(await says({ type: 'run', index: 0 }), { text: 'In the editor this runs “touch made” in the terminal.' });
    assert.deepEqual(await says({ type: 'check', index: 1 }), { text: 'In the editor this tries: made exists. Here it counts as passed.' });
    assert.deepEqual(await says({ type: 'link', index: 0 }), { text: 'In the editor this asks “Its name”, then writes a.txt.' });
    assert.deepEqual(await says({ type: 'link', index: 1 }), { go: { tutorial: 'other', step: null } });
    assert.deepEqual(await says({ type: 'reference', index: 0 }), { text: 'In the editor this shows line 1 of a.txt.' });
  });

  it('tells its pages of a change, and keeps the step though its heading is renamed', async () => {
    const changes = await fetch(new URL('/changes', url));
    const reader = changes.body?.pipeThrough(new TextDecoderStream()).getReader();
    assert.ok(reader);
    assert.equal((await reader.read()).value, ': listening\n\n');
    const renamed = tutorial.replace('## Two {#two}\n', '## Second\n\n~~~yaml check\nfiel: a\n~~~\n').replaceAll('~~~', '```');
    await writeFile(join(dir, 'pack/tutorials/start.md'), renamed);
    assert.equal((await reader.read()).value, 'data: changed\n\n');
    const { page, problems } = await show({ step: 'two', position: 2 });
    assert.equal(page.title, 'Second');
    const errors = problems.filter(({ severity }) => severity === 'error').map((problem) => problem.text);
    assert.deepEqual(errors, ['tutorials/start.md:35:1  “fiel” is not known here. Did you mean “file”?']);
    await reader.cancel();
  });

  it('gives pictures of the pack and nothing else, with nothing in them that runs', async () => {
    const picture = await fetch(new URL('/media/tutorials/picture.svg', url));
    assert.deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/svg+xml']);
    assert.match(picture.headers.get('content-security-policy') ?? '', /sandbox/);
    for (const path of [
      '/media/secret.txt',
      '/media/onramp.json',
      '/media/..%2foutside.png',
      '/media/%2e%2e/outside.png',
      '/assets/cli.mjs',
      '/x',
    ])
      assert.equal(await statusOf(url, path), 404, path);
  });

  it('answers nobody who comes by another name or from another site', async () => {
    assert.equal(await statusOf(url, '/', { host: 'evil.example' }), 403);
    assert.equal((await post('/show', place, { origin: 'https://evil.example' })).status, 403);
    assert.equal((await fetch(new URL('/show', url), { method: 'POST', body: '{}' })).status, 400);
    assert.equal((await post('/show', { ...place, answers: { 0: [-1] } })).status, 400);
  });

  it('shows what is wrong where nothing else can be shown', async () => {
    await madePack(join(dir, 'broken'), { 'onramp.json': '{"name":' });
    const second = onramp('broken', '--port', '0');
    const address = await addressOf(second);
    const body = JSON.stringify(place);
    const shown: PreviewShown = await (
      await fetch(new URL('/show', address), { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    ).json();
    assert.equal(shown.page, undefined);
    assert.match(shown.problems[0]?.text ?? '', /^onramp\.json:1:\d+ {2}This is not valid JSON/);
    second.kill('SIGINT');
    assert.deepEqual(await once(second, 'exit'), [0, null]);
  });

  it('ends with 2 when it is called the wrong way, and with 1 where the port is taken', async () => {
    const wrong: [string[], number, RegExp][] = [
      [['gone'], 2, /There is no folder gone/],
      [['pack', '--tutorial', 'strat'], 2, /pack has no tutorial “strat”. It has: other, start/],
      [['pack', '--port', '70000'], 2, /number from 0 to 65535/],
      [['pack', '--port', new URL(url).port], 1, /Port \d+ is taken/],
    ];
    for (const [args, code, sentence] of wrong) {
      const started = onramp(...args);
      const [complaint, [exit]] = await Promise.all([text(started.stderr), once(started, 'exit')]);
      assert.equal(exit, code, args.join(' '));
      assert.match(complaint, sentence);
    }
  });
});

/** As a browser never would: with any path, as it is, and any host. */
function statusOf(url: string, path: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('error', reject).end();
  });
}

const tutorial = `---
title: Start
time: 5m
---

![A picture](picture.svg)

## One {#one}

[Scaffold](../templates/app), see \`a.txt:1\` and [the other](other.md).

- [ ] I am here

~~~sh run
touch made
~~~

~~~yaml check
file: made
exists: true
~~~

~~~yaml quiz
question: Which?
choices:
  - text: this
    correct: true
    why: It is.
  - text: that
~~~

## Two {#two}

Text.
`;
