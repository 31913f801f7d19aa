import assert from 'node:assert/strict';
import { readTemplate } from '../../../src/core/scaffold/template.ts';
import { memoryFiles } from '../memoryFiles.ts';
import { told } from '../told.ts';

describe('readTemplate', () => {
  it('reads what a template asks', async () => {
    const parameters = [{ name: 'a', type: 'choice', choices: ['x', 'y'], default: 'y' }];
    const { template, problems } = await readTemplate(memoryFiles({ 'template.json': JSON.stringify({ title: 'T', parameters }) }), 't');
    assert.deepEqual([template, problems], [{ title: 'T', parameters }, []]);
  });

  it('tells what is wrong at its file, line and column', async () => {
    const problems = async (json: string) => told((await readTemplate(memoryFiles({ 'template.json': json }), 't')).problems);
    assert.deepEqual(await problems('{\n  "title": "T",\n  "parameters": [{ "name": "a b", "promt": "?" }]\n}'), [
      'template.json:3:20  “parameters.0.name” must be a word that can stand in {{ }}',
      'template.json:3:35  “promt” is not known here. Did you mean “prompt”?',
    ]);
    assert.deepEqual(await problems('{'), ['template.json:1:2  This is not valid JSON: close brace expected']);
    assert.deepEqual(told((await readTemplate(memoryFiles(), 'x')).problems), ['template.json:1:1  The pack has no template “x”']);
  });

  it('tells what is wrong with its questions at their places', async () => {
    const parameters = [
      { name: 'tests', type: 'boolean', default: 'yes' },
      { name: 'runner', type: 'choice', when: 'test' },
      { name: 'runner', choices: ['a'], when: 'tests &&' },
      { name: 'title', pattern: '[', when: 'other == 1' },
      { name: 'port', pattern: '\\d+', default: 'x', when: 'port' },
    ];
    const lines = parameters.map((parameter) => JSON.stringify(parameter)).join(',\n');
    const read = await readTemplate(memoryFiles({ 'template.json': `{"title": "T", "parameters": [\n${lines}\n]}` }), 't');
    assert.equal(read.template, undefined);
    assert.deepEqual(told(read.problems), [
      'template.json:2:34  “tests” must be of type boolean',
      'template.json:3:18  “runner” has nothing to choose from. Write “choices”',
      'template.json:3:34  No question above this one asks for “test”. Did you mean “tests”?',
      'template.json:4:2  Another question asks for “runner” already. Give this one another name',
      'template.json:4:18  “runner” has choices, so write “type”: “choice”, or leave them out',
      'template.json:4:34  Cannot read “tests &&”. Write a name, !name, name == value or name != value, joined by “and” and “or”',
      'template.json:5:17  Not a regular expression: [',
      'template.json:5:31  No question above this one asks for “other”. A condition looks at earlier answers only',
      'template.json:6:33  “port” must match \\d+',
      'template.json:6:47  No question above this one asks for “port”. A condition looks at earlier answers only',
    ]);
  });
});
