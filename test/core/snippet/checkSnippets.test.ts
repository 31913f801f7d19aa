import assert from 'node:assert/strict';
import { checkSnippets } from '../../../src/core/snippet/checkSnippets.ts';
import { told } from '../told.ts';

const check = (source: string) => told(checkSnippets(source, ['Elsewhere']));

describe('checkSnippets', () => {
  it('tells what is wrong in a body at its place in the file', () => {
    const lines = ['{', '  "A": { "prefix": "a", "body": [', '    "\\"\\u00e9\\t$1",', '    "x ${1:"', '  ] }', '}'];
    assert.deepEqual(check(lines.join('\n')), [
      '4:8  “${1:” is not closed, so it is inserted as it stands. Write the }, or \\$ to mean a dollar',
    ]);
    assert.deepEqual(check('{"A": {"prefix": "a", "body": "\\"\\u00e9 ${2|}"}}'), [
      '1:41  These choices do not end in |}, so they are inserted as they stand. Write ${1|one,two|}',
    ]);
  });

  it('has nothing to say of what is in order', () => {
    assert.deepEqual(
      check(`{
        "Old": { "body": "x", "deprecated": { "replacement": "Elsewhere", "pattern": "old\\\\((\\\\w+)\\\\)" } },
        "New": { "prefix": "n", "scope": "javascript", "body": "x", "requires": { "npm": { "octokit": "^5" }, "import": ["import 'a'", "from a import b", "\\"fmt\\""] } },
        "File": { "isFileTemplate": true, "body": "x" }
      }`),
      [],
    );
  });

  it('tells what is wrong around it', () => {
    assert.deepEqual(check('{\n"A": { "body": "x" }}'), [
      '2:1  Without a prefix this snippet is not offered while typing, only by a tutorial and the command Insert Snippet',
    ]);
    assert.deepEqual(check('{"A": { "body": "x", "prefix": " a", "scope": "js,typescript" }}'), [
      '1:32  A prefix with white space around it is never completed',
      '1:47  “js” is no language id of VS Code. Did you mean “javascript”?',
    ]);
    assert.deepEqual(
      check(
        '{"A": { "body": "x", "prefix": "a",\n"requires": {"import": ["import \'a\'", "require a"]},\n"deprecated": {\n"replacement": "Nowhere",\n"pattern": "(?=a)"}}}',
      ),
      [
        '2:39  This is not an import that can be added: “require a”',
        '4:16  There is no snippet “Nowhere” in this pack to take its place',
        '5:12  This pattern cannot be looked for: look-around is not supported',
      ],
    );
    assert.deepEqual(check('{"A": { "body": "x", "deprecated": {"replacement": "A"}}}'), ['1:52  A snippet cannot take its own place']);
  });
});
