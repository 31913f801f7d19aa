import assert from 'node:assert/strict';
import { readSnippets } from '../../../src/core/snippet/snippetFile.ts';
import { told } from '../told.ts';

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
      },
      { name: 'Short', prefixes: [], languages: [], description: '', body: 'x' },
    ]);
  });

  it('tells what is wrong at its place, and gives nothing', () => {
    const read = (text: string) => {
      const { snippets, problems } = readSnippets(text);
      assert.deepEqual(snippets, []);
      return told(problems);
    };
    assert.deepEqual(read('{\n  "A": {\n    "prefix": "a"\n  }\n}'), ['2:3  “A.body” is missing']);
    assert.deepEqual(read('{\n  "A": {"body": 5}}'), ['2:9  “A.body” does not have a form that fits']);
    assert.deepEqual(read('[]'), ['1:1  This must be of type object']);
    assert.deepEqual(read('{"A": }'), ['1:7  This is not valid JSON: value expected']);
  });
});
