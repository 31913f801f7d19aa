import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inEnglish } from '../../../src/core/message.ts';
import { readSource, type Source, writeSource } from '../../../src/core/pack/source.ts';

/** A source in words, or what is said about it. */
function read(text: string): string {
  const found = readSource(text);
  if ('problem' in found) return `! ${inEnglish(found.problem)}`;
  const { kind, ...rest } = found.source;
  return [kind, ...Object.values(rest).map((value) => value ?? '-')].join(' | ');
}

describe('readSource', () => {
  it('reads npm packages: plain or with npm:, scoped or not, with a version, a range or a tag', () => {
    assert.equal(read('octokit-quickstart'), 'npm | octokit-quickstart | latest');
    assert.equal(read('npm:zod-in-ten-minutes@^1.2'), 'npm | zod-in-ten-minutes | ^1.2');
    assert.equal(read('@acme/start@1.0.0-rc.1'), 'npm | @acme/start | 1.0.0-rc.1');
    assert.equal(read('npm:@acme/start'), 'npm | @acme/start | latest');
    assert.equal(read(' "demo@>=1 <3" '), 'npm | demo | >=1 <3');
    assert.equal(read('demo@next'), 'npm | demo | next');
    assert.equal(read('catalogue:demo@~1.0.0'), 'catalogue | demo | ~1.0.0');
  });

  it('reads repositories on GitHub: with a tag, a branch or neither, and a folder in them, also as the address of their page', () => {
    assert.equal(read('octokit/packs@v1.0.0'), 'github | octokit | packs |  | v1.0.0');
    assert.equal(read('octokit/packs'), 'github | octokit | packs |  | -');
    assert.equal(read('github:octokit/packs/start/one@feature/x'), 'github | octokit | packs | start/one | feature/x');
    assert.equal(read('octokit/packs#main'), 'github | octokit | packs |  | main');
    assert.equal(read('https://github.com/octokit/packs'), 'github | octokit | packs |  | -');
    assert.equal(read('https://github.com/octokit/packs.git'), 'github | octokit | packs |  | -');
    assert.equal(read('https://github.com/octokit/packs/tree/v2/start?tab=readme'), 'github | octokit | packs | start | v2');
    assert.equal(read('https://github.com/octokit/packs/releases/tag/v2'), 'github | octokit | packs |  | v2');
  });

  it('reads addresses of archives, with a hash or without, and of this machine also without https', () => {
    assert.equal(read('https://example.com/a.tgz'), 'address | https://example.com/a.tgz | -');
    assert.equal(read('HTTPS://example.com/a.tar.gz?x=1#sha512-abc='), 'address | https://example.com/a.tar.gz?x=1 | sha512-abc=');
    assert.equal(read('http://localhost:8080/a.tgz'), 'address | http://localhost:8080/a.tgz | -');
    assert.equal(
      read('https://github.com/o/r/releases/download/v1/a.tgz'),
      'address | https://github.com/o/r/releases/download/v1/a.tgz | -',
    );
  });

  it('reads folders and archives of this machine, as each system writes them', () => {
    for (const path of ['./pack', '../pack', '/home/ada/pack', '~/pack', 'C:\\packs\\one', '\\\\server\\packs', '.']) {
      assert.equal(read(path), `folder | ${path}`);
    }
    assert.equal(read('./a.tgz'), 'file | ./a.tgz');
    assert.equal(read('a-1.0.0.tgz'), 'file | a-1.0.0.tgz');
    assert.equal(read('file:///home/ada/my%20pack'), 'folder | /home/ada/my pack');
    assert.equal(read('/home/ада/pack'), 'folder | /home/ада/pack');
  });

  it('says of what it cannot read what to write', () => {
    assert.match(read(''), /^! Write where the pack comes from/);
    assert.match(read('Octokit-Quickstart'), /their names are in small letters\. Write octokit-quickstart, or owner\/repo@tag/);
    assert.equal(read('demo@not a version'), '! “not a version” is no version, range or tag. Write demo@1.0.0, demo@^1.0.0 or demo@latest');
    assert.match(read('git@github.com:o/r.git'), /as owner\/repo@tag/);
    assert.match(read('http://example.com/a.tgz'), /Write its https address/);
    assert.match(read('https://example.com/page'), /is no \.tgz/);
    assert.match(read('https://me:secret@example.com/a.tgz'), /is no place/);
    assert.match(read('https://example.com/a.tgz#main'), /is no hash/);
    assert.match(read('o/../r'), /is no repository on GitHub/);
    assert.match(read('o/r/../../x'), /is no repository on GitHub/);
    assert.match(read('o/r@-x'), /Write o\/r@v1\.0\.0/);
    assert.match(read('ftp:demo'), /is no place/);
  });

  it('names the letter that only looks like a usual one', () => {
    assert.match(read('octоkit-quickstart'), /has the letter “о” in it/);
    assert.match(read('octokit/paсks@v1'), /has the letter “с” in it/);
  });

  it('reads again what it has written, whatever the source', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}[a-z0-9]$/);
    const range = fc.constantFrom('latest', '1.2.3', '^1.0.0', '~2.1', 'next', '>=1.0.0 <2.0.0');
    const source: fc.Arbitrary<Source> = fc.oneof(
      fc.record({
        kind: fc.constantFrom('npm' as const, 'catalogue' as const),
        name: fc.oneof(
          word,
          fc.tuple(word, word).map(([a, b]) => `@${a}/${b}`),
        ),
        range,
      }),
      fc.record({
        kind: fc.constant('github' as const),
        owner: word,
        repo: word,
        path: fc.array(word, { maxLength: 3 }).map((parts) => parts.join('/')),
        ref: fc.constantFrom(undefined, 'v1.0.0', 'main', 'feature/x'),
      }),
      fc.record({
        kind: fc.constant('address' as const),
        url: word.map((name) => `https://example.com/${name}.tgz`),
        integrity: fc.constantFrom(undefined, 'sha512-ab+/=='),
      }),
      fc.record({ kind: fc.constant('folder' as const), path: word.map((name) => `/packs/${name}`) }),
    );
    fc.assert(fc.property(source, (given) => assert.deepEqual(readSource(writeSource(given)), { source: { ...given } })));
  });

  it('ends for whatever is written, with a source or words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const found = readSource(text);
        return 'source' in found || inEnglish(found.problem).length > 0;
      }),
    );
  });
});
