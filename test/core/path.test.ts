import assert from 'node:assert/strict';
import { folderOf, resolvePath } from '../../src/core/path.ts';

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
