import assert from 'node:assert/strict';
import { type Answers, defaultAnswer, planScaffold, readTemplate, type ScaffoldPlan } from '../../../src/core/scaffold/plan.ts';
import type { Parameter } from '../../../src/protocol/template.ts';
import { memoryFiles } from '../memoryFiles.ts';
import { told } from '../told.ts';

const at = (files: Record<string, string | Uint8Array>) =>
  memoryFiles(Object.fromEntries(Object.entries(files).map(([path, content]) => [`templates/t/${path}`, content])));

async function plan(files: Record<string, string | Uint8Array>, answers: Answers = {}, template = {}): Promise<ScaffoldPlan> {
  return planScaffold(at(files), 't', { title: 'T', ...template }, answers);
}

/** A plan's files as `path: content`. */
function listed({ files }: ScaffoldPlan): string[] {
  return files.map(({ path, content }) => `${path}: ${typeof content === 'string' ? content : new TextDecoder().decode(content)}`);
}

describe('planScaffold', () => {
  it('renders what ends in .mustache, and nothing else', async () => {
    const planned = await plan(
      {
        'template.json': '{}',
        'a.txt': 'Hello {{name}}',
        'b.txt.mustache': 'Hello {{name}}, {{count}} {{flag}} {{missing}}.{{#flag}}yes{{/flag}}{{^flag}}no{{/flag}}',
        'deep/er/c.mustache.txt': '{{name}}',
      },
      { name: '<A & "B">', count: 0, flag: false },
    );
    assert.deepEqual(listed(planned), ['a.txt: Hello {{name}}', 'b.txt: Hello <A & "B">, 0 false .no', 'deep/er/c.mustache.txt: {{name}}']);
  });

  it('copies every other file byte for byte', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const planned = await plan({ 'a.bin': bytes, 'bom.txt': '\uFEFFx\r\n', empty: '' });
    assert.deepEqual(
      planned.files.map(({ path, content }) => [path, typeof content === 'string' ? content : [...content]]),
      [
        ['a.bin', [...bytes]],
        ['bom.txt', [0xef, 0xbb, 0xbf, 0x78, 0x0d, 0x0a]],
        ['empty', []],
      ],
    );
  });

  it('renders the names of files and folders, and what to open and to run', async () => {
    const planned = await plan(
      { 'src/{{name}}/{{name}}.ts.mustache': '// {{name}}', '{{name}}.txt': '{{name}}', 'template.json': '' },
      { name: 'app' },
      { open: ['src/{{name}}/./{{name}}.ts'], run: ['cd {{name}} && npm i'] },
    );
    assert.deepEqual(listed(planned), ['src/app/app.ts: // app', 'app.txt: {{name}}']);
    assert.deepEqual([planned.open, planned.run], [['src/app/app.ts'], ['cd app && npm i']]);
  });

  for (const name of ['../x', 'a/../../../x', '/x', 'C:/x', 'a\\b', '..']) {
    it(`refuses a file that the answer ${name} would take out of the folder`, async () => {
      await assert.rejects(plan({ '{{name}}': 'x' }, { name }), {
        code: 'path.outside',
        message: 'The template’s file “{{name}}” would leave the folder',
      });
    });
  }

  it('refuses to open what is not in the folder', async () => {
    await assert.rejects(plan({ a: '' }, {}, { open: ['../../secret.txt'] }), { code: 'path.outside' });
  });

  it('refuses a name that comes to nothing', async () => {
    await assert.rejects(plan({ '{{name}}': 'x' }, { name: '' }), { code: 'path.outside' });
  });

  it('tells the file and line of what Mustache cannot read', async () => {
    const broken = async (content: string) => {
      const error = await plan({ 'a.txt.mustache': content }).then(
        () => undefined,
        (thrown) => thrown,
      );
      assert.equal(error.code, 'template.broken');
      return error.message;
    };
    assert.equal(await broken('one\ntwo {{name'), 'templates/t/a.txt.mustache:2  Unclosed tag');
    assert.equal(await broken('{{#a}}\n\nx'), 'templates/t/a.txt.mustache:3  Unclosed section "a"');
    assert.equal(await broken('x\n{{/a}}'), 'templates/t/a.txt.mustache:2  Unopened section "a"');
  });

  it('follows no link out of the pack', async () => {
    const files = at({ 'a.txt': 'x' });
    const withLink = {
      ...files,
      list: async (path: string) => [
        ...(await files.list(path)),
        ...(path === 'templates/t' ? [{ name: 'link', kind: 'link' as const }] : []),
      ],
    };
    assert.deepEqual(listed(await planScaffold(withLink, 't', { title: 'T' }, {})), ['a.txt: x']);
  });
});

describe('readTemplate', () => {
  it('reads what a template asks', async () => {
    const parameters = [{ name: 'a', type: 'choice', choices: ['x', 'y'], default: 'y' }];
    const { template, problems } = await readTemplate(at({ 'template.json': JSON.stringify({ title: 'T', parameters }) }), 't');
    assert.deepEqual([template, problems], [{ title: 'T', parameters }, []]);
  });

  it('tells what is wrong at its file, line and column', async () => {
    const problems = async (json: string) => told((await readTemplate(at({ 'template.json': json }), 't')).problems);
    assert.deepEqual(await problems('{\n  "title": "T",\n  "parameters": [{ "name": "a b", "promt": "?" }]\n}'), [
      'templates/t/template.json:3:20  “parameters.0.name” must be a word that can stand in {{ }}',
      'templates/t/template.json:3:35  “promt” is not known here. Did you mean “prompt”?',
    ]);
    assert.deepEqual(await problems('{'), ['templates/t/template.json:1:2  This is not valid JSON: close brace expected']);
    assert.deepEqual(told((await readTemplate(memoryFiles(), 'x')).problems), [
      'templates/x/template.json:1:1  The pack has no template “x”',
    ]);
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
