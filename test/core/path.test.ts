import assert from 'node:assert/strict';
import { folderOf, isProtected, resolvePath } from '../../src/core/path.ts';

describe('resolvePath', () => {
  const cases: [string, string, string | undefined][] = [
    ['', 'a/b.ts', 'a/b.ts'],
    ['', './a//b/../c.ts', 'a/c.ts'],
    ['', '', ''],
    ['', 'a/..', ''],
    ['tutorials', '../media/a.png', 'media/a.png'],
    ['tutorials', 'a.png', 'tutorials/a.png'],
    ['', '..a/...', '..a/...'],
    ['', '..', undefined],
    ['', 'a/../../b', undefined],
    ['tutorials', '../../b', undefined],
    ['tutorials', '../../tutorials/a.md', undefined],
    ['', '/etc/passwd', undefined],
    ['', 'C:/a', undefined],
    ['', 'c:a', undefined],
    ['', 'a\\..\\..\\b', undefined],
    ['', '\\\\host\\share', undefined],
    ['', 'a\0b', undefined],
  ];
  for (const [folder, path, expected] of cases) {
    it(`${JSON.stringify(path)} from ${JSON.stringify(folder)} is ${expected === undefined ? 'refused' : JSON.stringify(expected)}`, () =>
      assert.equal(resolvePath(folder, path), expected));
  }
});

describe('folderOf', () => {
  it('is what stands before the last slash', () => {
    assert.deepEqual(['a/b/c.ts', 'c.ts', ''].map(folderOf), ['a/b', '', '']);
  });
});

describe('isProtected', () => {
  it('knows git’s folder by every name that a system has for it', () => {
    const names = [
      '.git',
      'a/.GIT/hooks/pre-commit',
      '.git. /x',
      'git~1/hooks',
      '.git::$INDEX_ALLOCATION/x',
      '.g\u200cit/config',
      '.git\ufeff/x',
    ];
    assert.deepEqual(
      names.filter((name) => !isProtected(name)),
      [],
    );
  });

  it('leaves alone what only looks like it', () => {
    assert.deepEqual(['.gitignore', '.github/x', 'git/x', 'a.git/x', 'git~x', '.git-hooks/x'].filter(isProtected), []);
  });
});
