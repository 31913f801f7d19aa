import assert from 'node:assert/strict';
import { bytesOf } from '../../../src/core/scaffold/content.ts';
import { type Planned, planScaffold } from '../../../src/core/scaffold/plan.ts';
import { settleAnswers } from '../../../src/core/scaffold/settleAnswers.ts';
import type { Template } from '../../../src/protocol/template.ts';
import { type MemoryFiles, memoryFiles } from '../memoryFiles.ts';
import { told } from '../told.ts';

type Given = Record<string, string | number | boolean>;

async function plan(source: Record<string, string | Uint8Array> | MemoryFiles, answers: Given = {}, template = {}): Promise<Planned> {
  const files = typeof source.list === 'function' ? (source as MemoryFiles) : memoryFiles(source as Record<string, string>);
  return planScaffold(files, { title: 'T', ...template }, answers);
}

/** A plan as `path: text`, then what is wrong. */
async function listed(planning: Promise<Planned>): Promise<string[]> {
  const { plan: planned, problems } = await planning;
  const files = await Promise.all(
    (planned?.files ?? []).map(async ({ path, content, executable }) => {
      return `${path}${executable ? '*' : ''}: ${Buffer.from(await bytesOf(content)).toString('latin1')}`;
    }),
  );
  return [...files, ...told(problems).map((line, index) => `${problems[index]?.severity === 'error' ? '!' : '?'} ${line}`)];
}

describe('planScaffold', () => {
  it('renders what ends in .mustache, and nothing else', async () => {
    const source = {
      'template.json': '{}',
      'a.txt': 'Hello {{name}}',
      'b.txt.mustache': 'Hello {{name}}, {{count}} {{flag}}.{{#flag}}yes{{/flag}}{{^flag}}no{{/flag}}',
      'deep/er/c.mustache.txt': '{{name}}',
    };
    assert.deepEqual(await listed(plan(source, { name: '<A & "B">', count: 0, flag: false })), [
      'a.txt: Hello {{name}}',
      'b.txt: Hello <A & "B">, 0 false.no',
      'deep/er/c.mustache.txt: {{name}}',
    ]);
  });

  it('copies every other file byte for byte, a binary with {{ in it and line ends too, and keeps which can be run', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const source = memoryFiles({ 'a.bin': bytes, 'b.bin': new Uint8Array([0xff, 0x7b, 0x7b, 0]), 'c.txt': '\uFEFFx\r\n', empty: '' });
    await source.write('run.sh', '#!', { executable: true });
    await source.write('d.sh.mustache', '{{x}}\r\n', { executable: true });
    const { plan: planned } = await plan(source, { x: 'y' });
    const files = await Promise.all(
      (planned?.files ?? []).map(async ({ path, content, executable }) => [path, [...(await bytesOf(content))], executable]),
    );
    assert.deepEqual(files, [
      ['a.bin', [...bytes], false],
      ['b.bin', [0xff, 0x7b, 0x7b, 0], false],
      ['c.txt', [0xef, 0xbb, 0xbf, 0x78, 0x0d, 0x0a], false],
      ['d.sh', [0x79, 0x0d, 0x0a], true],
      ['empty', [], false],
      ['run.sh', [0x23, 0x21], true],
    ]);
  });

  it('renders the names of files and folders, and what to open and to run', async () => {
    const source = { 'src/{{name}}/{{name}}.ts.mustache': '// {{name}}', '{{name}}.txt': '{{name}}', 'template.json': '' };
    const planning = plan(source, { name: 'app' }, { open: ['src/{{name}}/./{{name}}.ts'], run: ['cd {{name}} && npm i'] });
    assert.deepEqual(await listed(planning), ['src/app/app.ts: // app', 'app.txt: {{name}}']);
    const { plan: planned } = await planning;
    assert.deepEqual([planned?.open, planned?.run], [['src/app/app.ts'], ['cd app && npm i']]);
  });

  it('renders what lies between much that is not rendered, and tells places in all of it', async () => {
    const far = 'a line }\r\n'.repeat(100);
    const source = { 'a.mustache': `${far}x {{name}}\n{{#on}}\n${far}{{/on}}\n${far}`, 'b.mustache': `${far}{{nmae}}\n${far}` };
    assert.deepEqual(await listed(plan(source, { name: 'n', on: true })), [
      `a: ${far}x n\n${far}${far}`,
      `b: ${far}\n${far}`,
      '? b.mustache:101:1  “nmae” is no parameter of this template, so nothing is put in its place',
    ]);
    const other = { 'a.mustache': `{{=<% %>=}}\n${far}<%name%> {{name}}\n<%={{ }}=%>\n${far}{{name}}` };
    assert.deepEqual(await listed(plan(other, { name: 'n' })), [`a: ${far}n {{name}}\n${far}n`]);
  });

  it('puts an answer in as it is: what it says is not rendered again', async () => {
    assert.deepEqual(await listed(plan({ 'a.mustache': '{{a}} {{{a}}} {{&a}}' }, { a: '{{b}}', b: 'no' })), ['a: {{b}} {{b}} {{b}}']);
  });

  it('knows no names but the parameters', async () => {
    const source = { 'a.mustache': 'x{{constructor}}{{toString}}{{#__proto__}}y{{/__proto__}}\n  {{nmae}}' };
    assert.deepEqual(await listed(plan(source, { name: 'n' })), [
      'a: x\n  ',
      '? a.mustache:1:2  “constructor” is no parameter of this template, so nothing is put in its place',
      '? a.mustache:1:17  “toString” is no parameter of this template, so nothing is put in its place',
      '? a.mustache:1:29  “__proto__” is no parameter of this template, so nothing is put in its place',
      '? a.mustache:2:3  “nmae” is no parameter of this template, so nothing is put in its place',
    ]);
  });

  for (const name of ['../x', 'a/../../../x', '/x', 'C:/x', 'a\\b', '..', '', 'a\0b']) {
    it(`refuses a file that the answer ${JSON.stringify(name)} would take out of the folder`, async () => {
      assert.deepEqual(await listed(plan({ '{{name}}': 'x' }, { name })), [
        `! {{name}}:1:1  With your answers the template’s file “{{name}}” would be “${name}”, which is no path inside the folder. Answer otherwise`,
      ]);
    });
  }

  for (const name of ['.git/hooks/pre-commit', '.GIT/config', 'a/.git./x']) {
    it(`refuses to write ${name}`, async () => {
      assert.deepEqual(await listed(plan({ '{{name}}': 'x' }, { name })), [
        `! {{name}}:1:1  The template’s file “{{name}}” would be “${name}”, which lies in .git. Answer otherwise`,
      ]);
    });
  }

  it('leaves out the repository that the template is', async () => {
    assert.deepEqual(await listed(plan({ '.git/config': 'x', 'a.txt': 'x' })), ['a.txt: x']);
  });

  it('refuses to open what is not in the folder', async () => {
    const { plan: planned, problems } = await plan({ a: '' }, {}, { open: ['../../secret.txt'] });
    assert.deepEqual([planned, problems.map(({ file, code }) => [file, code])], [undefined, [['template.json', 'scaffold.outside']]]);
  });

  it('tells every file and line of what Mustache cannot read', async () => {
    const source = {
      'a.mustache': 'one\ntwo {{name',
      'b.mustache': '{{#a}}\n\nx',
      'c.mustache': 'x\n{{/a}}',
      'd.mustache': 'x\n {{> other}}',
    };
    assert.deepEqual(await listed(plan(source, { a: true })), [
      '! a.mustache:2:11  Mustache cannot read this: Unclosed tag',
      '! b.mustache:3:2  Mustache cannot read this: Unclosed section "a"',
      '! c.mustache:2:1  Mustache cannot read this: Unopened section "a"',
      '! d.mustache:2:2  “{{> other}}” would put in another file, which templates do not do. Write its text here',
    ]);
  });

  it('refuses names that a disk may take for one', async () => {
    const collide = async (...paths: string[]) => (await listed(plan(Object.fromEntries(paths.map((path) => [path, '']))))).slice(-1)[0];
    assert.match(
      (await collide('README.md', 'readme.md')) ?? '',
      /^! readme\.md:1:1 {2}Both “readme\.md” and “README\.md” would be written/,
    );
    assert.match((await collide('e\u0301', '\u00e9')) ?? '', /^! .:1:1 {2}Both/);
    assert.match((await collide('straße', 'STRASSE')) ?? '', /^! straße:1:1 {2}Both/);
    assert.match((await collide('Src/a', 'src/b')) ?? '', /^! src\/b:1:1 {2}Both “src” and “Src”/);
    assert.match((await collide('a.mustache', 'a')) ?? '', /^! a\.mustache:1:1 {2}Both “a” and “a”/);
    assert.match((await collide('A', 'a/b')) ?? '', /^! a\/b:1:1 {2}“a” and “A” would be a file and a folder/);
    assert.match((await collide('a/b', 'A.mustache')) ?? '', /would be a file and a folder/);
  });

  it('refuses answers that make two files one', async () => {
    assert.match((await listed(plan({ '{{a}}': '', '{{b}}': '' }, { a: 'x', b: 'X' })))[0] ?? '', /^! \{\{b\}\}:1:1 {2}Both “X” and “x”/);
  });

  it('refuses a link, and does not follow it', async () => {
    const source = memoryFiles({ 'a.txt': 'x' });
    source.link('etc');
    assert.deepEqual(await listed(plan(source)), ['! etc:1:1  etc is a link, which a template may not hold. Put the file itself here']);
  });

  it('refuses a file of 2 GB without reading it', async () => {
    const source = memoryFiles({ 'big.bin': '', 'big.mustache': '' });
    source.failOn((doing) => (doing === 'read' ? new Error('was read') : undefined));
    const big = { ...source, stat: async () => ({ kind: 'file' as const, size: 2 * 1024 ** 3, executable: false }) };
    assert.deepEqual(await listed(plan(big)), [
      '! big.bin:1:1  big.bin has 2048 MB, more than the 100 MB that a file of a template may have. Let a command download it instead',
      '! big.mustache:1:1  big.mustache has 2048 MB, more than the 10 MB that a file of a template may have. Let a command download it instead',
    ]);
  });

  it('refuses to render what is no text', async () => {
    const broken = [[0xff, 0x7b, 0x7b], [0x61, 0, 0x62], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf5, 0x80, 0x80, 0x80]];
    for (const bytes of broken) {
      assert.deepEqual(await listed(plan({ 'a.png.mustache': new Uint8Array(bytes) })), [
        '! a.png.mustache:1:1  a.png.mustache is not text in UTF-8, so it cannot be rendered. Leave out “.mustache” from its name to copy it as it is',
      ]);
    }
  });

  it('warns of names that Windows cannot hold', async () => {
    const source = { 'aux.txt': '', 'a/nul': '', 'b./c': '', 'dd:e': '', 'f ': '', console: '' };
    const { problems } = await plan(source);
    assert.deepEqual(
      problems.map(({ severity, code, file }) => `${severity} ${code} ${file}`),
      ['a/nul', 'aux.txt', 'b./c', 'dd:e', 'f '].map((file) => `warning scaffold.windowsName ${file}`),
    );
  });

  it('tells what cannot be read', async () => {
    const source = memoryFiles({ 'a.mustache': 'x', b: 'x' });
    source.failOn((doing, path) => (doing === 'read' && path === 'a.mustache' ? new Error('permission denied') : undefined));
    assert.deepEqual(await listed(plan(source)), ['! a.mustache:1:1  a.mustache cannot be read: permission denied']);
  });

  it('refuses a template with a file where Onramp keeps its own', async () => {
    assert.deepEqual(await listed(plan({ '.Onramp.json': '{}' })), [
      '! .Onramp.json:1:1  A template may not hold “.Onramp.json”: Onramp keeps there what it scaffolded',
    ]);
  });
});

describe('settleAnswers', () => {
  const template: Template = {
    title: 'T',
    parameters: [
      { name: 'name', default: 'app', pattern: '^[a-z]+$' },
      { name: 'port', type: 'number', default: 80 },
      { name: 'tests', type: 'boolean' },
      { name: 'runner', type: 'choice', choices: ['mocha', 'jest'], when: 'tests' },
    ],
  };
  const settle = (given: Record<string, unknown>) => {
    const { answers, problems } = settleAnswers(template, given);
    return [answers, problems.map(({ code, args }) => `${code} ${args.join(' ')}`)];
  };

  it('takes what is given and else the defaults', () => {
    assert.deepEqual(settle({}), [{ name: 'app', port: 80, tests: false, runner: 'mocha' }, []]);
    assert.deepEqual(settle({ name: 'x', tests: true, runner: 'jest' }), [{ name: 'x', port: 80, tests: true, runner: 'jest' }, []]);
  });

  it('passes over an answer to what is not asked', () => {
    assert.deepEqual(settle({ tests: false, runner: 'jest' }), [{ name: 'app', port: 80, tests: false, runner: 'mocha' }, []]);
  });

  it('refuses what does not fit, and names that are not asked for', () => {
    const refused = settle({ name: 'A b', port: 'x', tests: true, runner: 'ava', nmae: 'x', constructor: 1 })[1];
    assert.deepEqual(refused, [
      'answer.didYouMean nmae name',
      'answer.unknown constructor name, port, tests, runner',
      'answer.pattern name ^[a-z]+$',
      'answer.type port number',
      'answer.choice runner mocha, jest',
    ]);
  });
});
