import assert from 'node:assert/strict';
import { readSnippets } from '../../../src/core/snippet/snippetFile.ts';
import { told } from '../told.ts';

const plain = { include: [], exclude: [], isFileTemplate: false, npm: {}, imports: [], deprecated: undefined };

describe('readSnippets', () => {
  it('reads VS Code’s own format, comments and all', () => {
    const { snippets, problems } = readSnippets(`{
      // The long one
      "Client": {
        "prefix": ["client", "octokit"],
        "scope": "javascript, typescript,",
        "description": ["Makes", "a client"],
        "body": ["const \${1:name} = 1;", "\\t$0"],
        "isFileTemplate": true,
      },
      "Short": { "body": "x" },
    }`);
    assert.deepEqual(problems, []);
    assert.deepEqual(snippets, [
      {
        name: 'Client',
        prefixes: ['client', 'octokit'],
        languages: ['javascript', 'typescript'],
        description: 'Makes\na client',
        body: `const \${1:name} = 1;\n\t$0`,
        ...plain,
        isFileTemplate: true,
      },
      { name: 'Short', prefixes: [], languages: [], description: '', body: 'x', ...plain },
    ]);
  });

  it('takes the schema that a file names for no snippet', () => {
    for (const text of ['{"$schema": "onramp://schemas/snippets", "A": {"body": "x"}}', '{"$schema": "x", /* and */ "A": {"body": "x"}}']) {
      const { snippets, problems } = readSnippets(text);
      assert.deepEqual([snippets.map(({ name }) => name), problems], [['A'], []]);
    }
  });

  it('tells what is wrong at its place, and gives nothing', () => {
    const read = (text: string) => {
      const { snippets, problems } = readSnippets(text);
      assert.deepEqual(snippets, []);
      return told(problems);
    };
    assert.deepEqual(read('{\n  "A": {\n    "prefix": "a"\n  }\n}'), ['2:3  “A.body” is missing']);
    assert.deepEqual(read('{\n  "A": {"body": 5}}'), ['2:9  “A.body” does not have a form that fits']);
    assert.deepEqual(read('{"A": 5}'), ['1:2  “A” must be of type object']);
    assert.deepEqual(read('{"A": {"body": "x", "requires": {"npm": {"a b": "1"}}}}'), [
      '1:42  “A.requires.npm.a b” does not have a form that fits',
    ]);
    assert.deepEqual(read('[]'), ['1:1  This must be of type object']);
    assert.deepEqual(read('{"A": }'), ['1:7  This is not valid JSON: value expected']);
  });

  it('gives the others where one is wrong, and reads groups as VS Code does', () => {
    const { snippets, problems } = readSnippets(
      '{"A": {"body": "a"}, "B": {"body": 5}, "Group": {"C": {"body": "c"}}, "A": {"body": "again", "prefx": "a"}}',
    );
    assert.deepEqual(
      snippets.map(({ name, body }) => `${name} ${body}`),
      ['A again', 'C c'],
    );
    assert.deepEqual(told(problems), [
      '1:28  “B.body” does not have a form that fits',
      '1:71  There is a snippet “A” in line 1 already, and only the last of a name counts. Give this one another name',
      '1:94  “prefx” is not known here. Did you mean “prefix”?',
    ]);
  });

  it('reads what Onramp knows besides VS Code', () => {
    const { snippets, problems } = readSnippets(
      `{"A": {"body": "x", "include": "*.test.js", "exclude": ["a/**", ""],
        "requires": {"npm": {"octokit": "^5"}, "import": "import { Octokit } from 'octokit'"},
        "deprecated": {"replacement": "B", "pattern": "old", "message": "Use B", "since": "2.0.0"}}}`,
    );
    assert.deepEqual(problems, []);
    assert.partialDeepStrictEqual(snippets, [
      {
        include: ['*.test.js'],
        exclude: ['a/**'],
        npm: { octokit: '^5' },
        imports: ["import { Octokit } from 'octokit'"],
        deprecated: { replacement: 'B', pattern: 'old', message: 'Use B', since: '2.0.0' },
      },
    ]);
  });
});
