import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withMember } from '../../../src/core/jsonMember.ts';
import { bodyOf, dedented, repeatedNames } from '../../../src/core/snippet/fromSelection.ts';
import { plainText } from '../../../src/core/snippet/plainText.ts';
import { readSnippets } from '../../../src/core/snippet/snippetFile.ts';

describe('a snippet from a selection', () => {
  it('loses the indentation that its lines share, wherever the selection begins', () => {
    assert.equal(dedented('    if (x) {\n        y();\n\n    }\n', 4), 'if (x) {\n\ty();\n\n}');
    assert.equal(dedented('if (x) {\r\n\t\ty();\r\n\t}', 4), 'if (x) {\n\ty();\n}');
    assert.equal(dedented('one', 4), 'one');
    assert.equal(dedented('  a\n   b', 2), 'a\n b');
  });

  it('gives back the code that it was made from, whatever that holds', () => {
    const code = fc.string({ unit: fc.constantFrom('$', '{', '}', '\\', '1', 'a', 'name', ' ', '\n', '|', '/', ':') });
    fc.assert(
      fc.property(code, (text) => {
        assert.equal(plainText(bodyOf(text, ['name', 'aname', 'nope']).join('\n')), text);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds names that are repeated, and makes tab stops of those that are chosen', () => {
    const code = 'const user = getUser(id);\nreturn user.name + user.name;';
    assert.deepEqual(repeatedNames(code), [
      { name: 'user', count: 3 },
      { name: 'name', count: 2 },
    ]);
    assert.deepEqual(bodyOf(code, ['name', 'user']), [`const \${1:user} = getUser(id);`, `return $1.\${2:name} + $1.$2;`]);
  });

  it('is added to a file of which every character stays', () => {
    const entry = { prefix: 'b', body: ['x'] };
    for (const [source, expected] of [
      ['', '{\n  "B": {\n    "prefix": "b",\n    "body": [\n      "x"\n    ]\n  }\n}\n'],
      ['{}', '{\n  "B": {\n    "prefix": "b",\n    "body": [\n      "x"\n    ]\n  }\n}'],
      [
        '{\n\t"A": { "body": "a" } // last, of all\n}\n',
        '{\n\t"A": { "body": "a" }, // last, of all\n\t"B": {\n\t\t"prefix": "b",\n\t\t"body": [\n\t\t\t"x"\n\t\t]\n\t}\n}\n',
      ],
      [
        '\uFEFF{\r\n  "A": { "body": "a" },\r\n}',
        '\uFEFF{\r\n  "A": { "body": "a" },\r\n  "B": {\r\n    "prefix": "b",\r\n    "body": [\r\n      "x"\r\n    ]\r\n  }\r\n}',
      ],
    ] as const) {
      assert.equal(withMember(source, [], 'B', entry), expected);
      assert.deepEqual(readSnippets(expected).problems, []);
    }
    assert.throws(() => withMember('{"A": ', [], 'B', entry));
  });
});
