import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fromGuide } from '../../src/protocol/guide.ts';
import { manifest } from '../../src/protocol/manifest.ts';
import { progress } from '../../src/protocol/progress.ts';
import { parameter } from '../../src/protocol/template.ts';
import { version } from '../../src/protocol/version.ts';

describe('version', () => {
  it('is that of package.json', async () => {
    assert.equal(version, JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')).version);
  });
});

describe('manifest', () => {
  const least = { name: 'p', version: '1.0.0', title: 'P', publisher: 'Me', description: '' };
  const takes = (change: object) => manifest.safeParse({ ...least, ...change }).success;

  it('takes the names that npm takes', () => {
    for (const name of ['a', 'octokit-quickstart', '@scope/a.b_c', '1a']) assert.ok(takes({ name }), name);
    for (const name of ['', 'A', 'a b', '../a', '@scope', '@/a', '.a', 'a/b', 'a\n']) assert.ok(!takes({ name }), name);
  });

  it('takes whole versions', () => {
    for (const given of ['0.0.1', '10.20.30', '1.0.0-beta.1']) assert.ok(takes({ version: given }), given);
    for (const given of ['1', '1.0', 'v1.0.0', '1.0.0 ', 'latest']) assert.ok(!takes({ version: given }), given);
  });

  it('takes addresses of the web only', () => {
    assert.ok(takes({ homepage: 'https://example.com', links: { docs: 'http://example.com/a' } }));
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'command:x', 'example.com', '']) {
      assert.ok(!takes({ homepage: url }), url);
      assert.ok(!takes({ links: { docs: url } }), url);
    }
  });

  it('takes no key that it does not know', () => {
    assert.ok(!takes({ scripts: { postinstall: 'x' } }));
  });
});

describe('progress', () => {
  const least = { pack: 'p', version: '1', tutorial: 't', current: null, steps: {} };

  it('is stored and read again as it was', () => {
    const whole = {
      ...least,
      current: 'a',
      startedAt: 1,
      firstSuccessAt: 2,
      completedAt: 3,
      steps: { a: { status: 'completed', at: 1 }, constructor: { status: 'skipped', at: 2 }, 'b-1': { status: 'entered', at: 3 } },
    };
    assert.deepEqual(progress.parse(JSON.parse(JSON.stringify(whole))), whole);
  });

  it('is refused where it is damaged', () => {
    for (const change of [
      { current: undefined },
      { steps: [] },
      { steps: { a: { status: 'done', at: 1 } } },
      { startedAt: 'x' },
      { steps: { a: null } },
    ]) {
      assert.equal(progress.safeParse({ ...least, ...change }).success, false, JSON.stringify(change));
    }
  });
});

describe('parameter', () => {
  it('has a name that can stand in {{ }}', () => {
    for (const name of ['name', '_a1', 'camelCase']) assert.ok(parameter.safeParse({ name }).success, name);
    for (const name of ['', '1a', 'a b', 'a-b', 'a.b', '#a', '/a', 'a}}']) assert.ok(!parameter.safeParse({ name }).success, name);
  });
});

describe('fromGuide', () => {
  it('takes what the panel sends and nothing else', () => {
    const good = [
      { type: 'ready' },
      { type: 'painted', key: 'a/b/c' },
      { type: 'next' },
      { type: 'go', step: null },
      { type: 'run', index: 0 },
      { type: 'consent', answer: 'no' },
      { type: 'feedback', thumbs: 'up', comment: '' },
    ];
    for (const message of good) assert.deepEqual(fromGuide.parse(message), message);
    const bad = [
      null,
      {},
      { type: 'execute', command: 'x' },
      { type: 'run', index: -1 },
      { type: 'run', index: '0' },
      { type: 'go' },
      { type: 'consent', answer: 'maybe' },
      { type: 'feedback', thumbs: 'up', comment: 'x'.repeat(4001) },
    ];
    for (const message of bad) assert.equal(fromGuide.safeParse(message).success, false, JSON.stringify(message));
  });
});
