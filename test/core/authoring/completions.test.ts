import assert from 'node:assert/strict';
import { completionsAt } from '../../../src/core/authoring/completions.ts';
import { explainLine } from '../../../src/core/authoring/explain.ts';
import { knownParts } from '../../../src/core/authoring/knownParts.ts';
import { inEnglish } from '../../../src/core/message.ts';
import { memoryFiles } from '../memoryFiles.ts';

const path = 'tutorials/start.md';
const files = memoryFiles({
  'onramp.json': '{}',
  'tutorials/other.md': '# Other\n',
  'tutorials/start.md': '',
  'tutorials/images/a b.png': '',
  'templates/starter/template.json': '{}',
  'templates/starter/package.json.mustache': '{}',
  'templates/starter/{{name}}.ts': '',
  'snippets/it.code-snippets': '{ "Make a client": { "prefix": "x", "body": "y" } }',
});

/** What is offered where `|` stands. */
async function offered(...lines: string[]): Promise<string[]> {
  const marked = lines.join('\n');
  const at = marked.indexOf('|');
  const text = marked.slice(0, at) + marked.slice(at + 1);
  const before = marked.slice(0, at).split('\n');
  const known = await knownParts(files, { path, text });
  const found = completionsAt(text, path, before.length - 1, (before.at(-1) ?? '').length, known);
  return found.map(({ label }) => label);
}

describe('completion in a tutorial', () => {
  it('offers behind a fence its language, then what the block is', async () => {
    assert.ok((await offered('## One', '', '```|')).includes('yaml check'));
    assert.deepEqual(await offered('```sh |'), ['run', 'title=""']);
    assert.deepEqual(await offered('```yaml |'), ['check', 'quiz', 'title=""']);
    assert.deepEqual(await offered('```ts title="a.ts" |'), ['append', 'after=""', 'before=""']);
    assert.deepEqual(await offered('```ts title="a.ts" append |'), []);
    assert.deepEqual(await offered('```diff title="a.ts" |'), []);
    assert.deepEqual(await offered('```sh run |'), []);
  });

  it('offers the files that blocks and templates make', async () => {
    assert.deepEqual(await offered('```ts title="src/a.ts"', '1', '```', '', '```ts title="|"', '1', '```'), ['package.json', 'src/a.ts']);
    assert.deepEqual(await offered('```yaml check', 'file: |', '```'), ['package.json']);
  });

  it('offers a check its subjects, then the keys of the one it has', async () => {
    assert.deepEqual(await offered('```yaml check', '|', '```'), [
      'file',
      'run',
      'http',
      'diagnostics',
      'symbol',
      'git',
      'extension',
      'setting',
    ]);
    assert.deepEqual(await offered('```yaml check', '- file: a.ts', '  contains: x', '  |', '- run: ls', '```'), [
      'exists',
      'matches',
      'json',
      'equals',
      'hint',
      'success',
      'gate',
    ]);
    assert.deepEqual(await offered('```yaml check', '- file: a.ts', '- |', '```'), await offered('```yaml check', '|', '```'));
    assert.deepEqual(await offered('```yaml check', 'file: a.ts', 'exists: |', '```'), ['true', 'false']);
  });

  it('offers a quiz its keys, and a choice its own', async () => {
    assert.deepEqual(await offered('```yaml quiz', 'question: Why?', '|', '```'), ['choices', 'multiple']);
    assert.deepEqual(await offered('```yaml quiz', 'choices:', '  - text: A', '    |', '  - text: B', '    correct: true', '```'), [
      'correct',
      'why',
    ]);
  });

  it('offers front matter its keys', async () => {
    assert.deepEqual(await offered('---', 'title: T', '|', '---', '# T'), ['description', 'time', 'level', 'tags', 'requires', 'next']);
    assert.deepEqual(await offered('---', 'title: T', '---', '|'), []);
  });

  it('offers a link what is in the pack, as it is written there', async () => {
    assert.deepEqual(await offered('See [it](|)'), ['../templates/starter', '../snippets/it.code-snippets#Make%20a%20client', 'other.md']);
    assert.deepEqual(await offered('![it](|)'), ['images/a%20b.png']);
    assert.deepEqual(await offered('Text |'), []);
    assert.deepEqual(await offered('```md', '[it](|)', '```'), []);
  });
});

describe('what a line of a tutorial does', () => {
  const text = [
    '# T',
    '',
    '## One',
    '',
    '```yaml check',
    '- file: a.ts',
    '- run: ls',
    '  hint: no',
    '```',
    '',
    'Text',
    '```sh run',
    'ls',
    '```',
  ].join('\n');
  const told = (line: number) => {
    const found = explainLine(text, path, line);
    return found && inEnglish(found);
  };

  it('is told for steps, blocks and each check', () => {
    assert.match(told(3) ?? '', /“one”/);
    assert.match(told(5) ?? '', /tries these checks/);
    assert.match(told(6) ?? '', /a\.ts/);
    assert.match(told(7) ?? '', /ls/);
    assert.equal(told(8), told(7));
    assert.match(told(12) ?? '', /runs “ls”/);
  });

  it('is not told for text', () => {
    assert.deepEqual([1, 2, 10, 11, 14].map(told), [undefined, undefined, undefined, undefined, undefined]);
  });
});
