import assert from 'node:assert/strict';
import { defaultAnswer } from '../../../src/core/scaffold/answers.ts';
import { readTemplate } from '../../../src/core/scaffold/template.ts';
import type { Parameter } from '../../../src/protocol/template.ts';
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
});

describe('defaultAnswer', () => {
  it('is the default, else the nothing of its type', () => {
    const cases: Parameter[] = [
      { name: 'a', default: 'x' },
      { name: 'a', type: 'boolean', default: true },
      { name: 'a', type: 'boolean' },
      { name: 'a', type: 'number' },
      { name: 'a', type: 'choice', choices: ['x', 'y'] },
      { name: 'a', type: 'choice' },
      { name: 'a' },
    ];
    assert.deepEqual(cases.map(defaultAnswer), ['x', true, false, 0, 'x', '', '']);
  });
});
