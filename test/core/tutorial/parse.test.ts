import assert from 'node:assert/strict';
import { parseTutorial } from '../../../src/core/tutorial/parse.ts';
import { jumble, randomOf } from '../random.ts';
import { outline } from './outline.ts';

const parse = (...lines: string[]) => parseTutorial(lines.join('\n'), 'tutorials/start.md');
const outlineOf = (...lines: string[]) => outline(parse(...lines)).split('\n');

describe('parseTutorial', () => {
  describe('steps', () => {
    it('are its second-level headings; what stands before is the cover', () => {
      assert.deepEqual(
        outlineOf('# Make a thing', '', 'Why `a.ts:1`.', '', '## First step', 'Do.', '', '## Second: step {#two}', '', '### More'),
        ['Make a thing', '  reference a.ts 1-1', '## First step {#first-step} line 5', '## Second: step {#two} line 8'],
      );
    });

    it('are not made by headings in fences, quotes, lists or comments', () => {
      assert.deepEqual(
        outlineOf('# T', '## Real', '```md', '## fenced', '```', '> ## quoted', '', '- ## listed', '', '<!--', '## commented', '-->'),
        ['T', '## Real {#real} line 2', '  3: md code "## fenced\\n"'],
      );
    });

    it('are not the headings in a fold, unless nobody ends it', () => {
      const fold = ['<details><summary>More</summary>', '', '## Inner', '', 'text', ''];
      assert.deepEqual(
        outlineOf('# T', '## A', ...fold, '</details>', '', '## B').filter((line) => line.startsWith('##')),
        ['## A {#a} line 2', '## B {#b} line 11'],
      );
      assert.equal(outlineOf('# T', '## A', ...fold, '## B').filter((line) => line.startsWith('##')).length, 3);
    });

    it('may be underlined, as Markdown allows', () => {
      assert.deepEqual(outlineOf('T', '=', 'One', '---', 'text'), ['T', '## One {#one} line 3']);
    });

    it('have the ids that GitHub gives their headings', () => {
      const ids = ['Use snake_case', '`npm run a:b`', "What's *new*?", 'Größe & 数', 'See [the docs](https://a.b/c)', 'A  B'].map(
        (heading) => {
          const [step] = parse('# T', `## ${heading}`).steps;
          return `${step?.title} = ${step?.id}`;
        },
      );
      assert.deepEqual(ids, [
        'Use snake_case = use-snake_case',
        'npm run a:b = npm-run-ab',
        "What's new? = whats-new",
        'Größe & 数 = größe--数',
        'See the docs = see-the-docs',
        'A  B = a--b',
      ]);
    });

    it('take an id from {#…} at the end of the heading, not from code that looks like one', () => {
      assert.deepEqual(outlineOf('# T', '## The `id` {#own_Id-1}  ', '## Write `{#x}`'), [
        'T',
        '## The id {#own_Id-1} line 2',
        '## Write {#x} {#write-x} line 3',
      ]);
    });

    it('keep ids apart and say so', () => {
      assert.deepEqual(outlineOf('# T', '## A', '## A', '## A-1', '## B {#a}'), [
        'T',
        '## A {#a} line 2',
        '## A {#a-1} line 3',
        '## A-1 {#a-1-1} line 4',
        '## B {#a-2} line 5',
        '! 3:1  The step id “a” is taken by the step in line 2. Give this heading an id of its own: {#another-id}',
        '! 4:1  The step id “a-1” is taken by the step in line 3. Give this heading an id of its own: {#another-id}',
        '! 5:1  The step id “a” is taken by the step in line 2. Give this heading an id of its own: {#another-id}',
      ]);
    });

    it('always have an id and a title: progress and reports need them', () => {
      assert.deepEqual(outlineOf('# T', '## ', '## 🎉 {#party}', '## 🚀'), [
        'T',
        '## step {#step} line 2',
        '## 🎉 {#party} line 3',
        '## 🚀 {#step-1} line 4',
        '! 4:1  The step id “step” is taken by the step in line 2. Give this heading an id of its own: {#another-id}',
      ]);
    });

    it('are missed where there are none', () => {
      assert.deepEqual(outlineOf('# T', 'text'), ['T', '! 1:1  This tutorial has no steps. Write a heading “## …” for each']);
    });
  });

  describe('title', () => {
    it('is front matter’s, else the first heading’s text, else the file’s name', () => {
      const titles = [
        parse('---', 'title: From front matter', '---', '# Heading', '## A'),
        parse('# Learn *C#* with `dotnet`', '## A'),
        parse('## A'),
        parse('# ', '## A'),
      ].map(({ title }) => title);
      assert.deepEqual(titles, ['From front matter', 'Learn C# with dotnet', 'start', 'start']);
    });
  });

  it('reads a file with Windows’ line ends and a byte order mark as any other', () => {
    const source = ['# T', '', '## A', '', '```ts title="a.ts"', 'one', 'two', '```'];
    const plain = parse(...source);
    const windows = parseTutorial(`\uFEFF${source.join('\r\n')}\r\n`, 'tutorials/start.md');
    assert.equal(outline(windows), outline(plain));
    assert.deepEqual(
      windows.steps[0]?.blocks.map(({ text }) => text),
      ['one\ntwo\n'],
    );
  });

  describe('blocks', () => {
    it('do what they are', () => {
      assert.deepEqual(
        outlineOf(
          '## A',
          '```sh run',
          'npm test',
          '```',
          '```ts title="src/app.ts"',
          '```',
          '```ts title="src/app.ts" after="const app = { a: 1 }"',
          '```',
          '```ts title=src/app.ts before=\'say "hi"\'',
          '```',
          '```ts title="src/app.ts" append',
          '```',
          '```yaml check',
          'file: a',
          '```',
          '```ts',
          'x',
          '```',
          '~~~',
          'y',
          '~~~',
        ),
        [
          'start',
          '## A {#a} line 1',
          '  2: sh run "npm test"',
          '  5: ts file src/app.ts whole',
          '  7: ts file src/app.ts after “const app = { a: 1 }”',
          '  9: ts file src/app.ts before “say "hi"”',
          '  11: ts file src/app.ts append',
          '  13: yaml check 14:1 {"file":"a"}',
          '  16: ts code "x\\n"',
          '  19: code "y\\n"',
        ],
      );
    });

    it('of other tools are shown as they are', () => {
      assert.deepEqual(outlineOf('## A', '```mermaid', 'graph', '```', '```js twoslash {1,3} showLineNumbers', 'x', '```'), [
        'start',
        '## A {#a} line 1',
        '  2: mermaid code "graph\\n"',
        '  5: js code "x\\n"',
      ]);
    });

    it('of which a word is mistyped are plain code, and told', () => {
      assert.deepEqual(
        outlineOf('# T', '## A', '```yaml chekc', '```', '```sh runn', '```', '```ts tilte="a.ts"', '```', '```js live', '```').slice(2),
        [
          '  3: yaml code ""',
          '  5: sh code ""',
          '  7: ts code ""',
          '  9: js code ""',
          '! 3:1  “chekc” is not known here. Did you mean “check”?',
          '! 5:1  “runn” is not known here. Did you mean “run”?',
          '! 7:1  “tilte” is not known here. Did you mean “title”?',
        ],
      );
    });

    it('that are broken are told at their place, and the rest works', () => {
      assert.deepEqual(
        outlineOf(
          '---',
          'title: T',
          '---',
          '## A',
          '```ts title="../out.ts"',
          '```',
          '- item',
          '  ```ts title="a.ts" after="x" append',
          '  ```',
          '```ts title="a.ts" after=""',
          '```',
          '```ts title="a.ts" after',
          '```',
          '```ts title="a.ts" apend',
          '```',
          '```ts title="a.ts" befor="x"',
          '```',
          '```ts title="a',
          '```',
          '```sh run',
          'ls',
          '```',
        ),
        [
          'T',
          '## A {#a} line 4',
          '  5: ts broken “../out.ts” must be a path inside the folder, with /',
          '  8: ts broken A block can go to one place only: after, before or append',
          '  10: ts broken The text to insert at is empty. Write some text of the line, such as after="const app"',
          '  12: ts broken The text to insert at is empty. Write some text of the line, such as after="const app"',
          '  14: ts broken “apend” is not known here. Did you mean “append”?',
          '  16: ts broken “befor” is not known here. Did you mean “before”?',
          '  18: ts broken Cannot read “title="a”. Write flags as words and values in quotes, such as title="src/app.ts"',
          '  20: sh run "ls"',
          '! 5:1  “../out.ts” must be a path inside the folder, with /',
          '! 8:3  A block can go to one place only: after, before or append',
          '! 10:1  The text to insert at is empty. Write some text of the line, such as after="const app"',
          '! 12:1  The text to insert at is empty. Write some text of the line, such as after="const app"',
          '! 14:1  “apend” is not known here. Did you mean “append”?',
          '! 16:1  “befor” is not known here. Did you mean “before”?',
          '! 18:1  Cannot read “title="a”. Write flags as words and values in quotes, such as title="src/app.ts"',
        ],
      );
    });

    it('that name the folder itself are told', () => {
      assert.deepEqual(outlineOf('## A', '```ts title="src/.."', '```').slice(-1), [
        '! 2:1  “src/..” must be a path inside the folder, with /',
      ]);
    });

    it('in lists and quotes have the lines and columns of the file', () => {
      assert.deepEqual(
        outlineOf(
          '---',
          'title: T',
          '---',
          '',
          '## A',
          '1. First',
          '',
          '   ```yaml check',
          '   - file: a',
          '   - fil: b',
          '   ```',
          '   - inner',
          '     ```sh run',
          '     ls',
          '     ```',
          '> ```yaml check',
          '> run: ls',
          '> exi: 1',
          '> ```',
        ),
        [
          'T',
          '## A {#a} line 5',
          '  8: yaml check 9:6 {"file":"a"}',
          '  13: sh run "ls"',
          '  16: yaml check',
          '! 10:6  “fil” is not known here. Did you mean “file”?',
          '! 18:3  “exi” is not known here. Did you mean “exit”?',
        ],
      );
    });
  });

  it('finds references, links and hints in the order of the text', () => {
    assert.deepEqual(
      outlineOf(
        '## A',
        'Look at `src/a.ts:3-5`, `npm i` and `src/b.ts:/new App/`.',
        '',
        '[Scaffold](../templates/starter) or [insert](../snippets/x.code-snippets#Two%20words), [read][docs], [on](second.md).',
        '',
        '| a |',
        '| - |',
        '| [in a table](https://example.com/t) |',
        '',
        '<details>',
        '<summary>Hint: <b>one</b> &amp; all</summary>',
        '',
        'Text',
        '',
        '</details>',
        '<details open><summary>Solution</summary>short</details>',
        '',
        '[docs]: https://example.com/docs',
      ),
      [
        'start',
        '## A {#a} line 1',
        '  reference src/a.ts 3-5',
        '  reference src/b.ts /new App/',
        '  link template starter',
        '  link snippet snippets/x.code-snippets Two words',
        '  link web https://example.com/docs',
        '  link tutorial tutorials/second.md',
        '  link web https://example.com/t',
        '  hint Hint: one & all',
        '  hint Solution',
      ],
    );
  });

  it('tells what is wrong in front matter at its line and column', () => {
    const tutorial = parse(
      '---',
      'title: T',
      'levle: easy',
      'tags:',
      '  - a',
      '  - 5',
      'time: soon',
      'requires:',
      '  - fil: a',
      '---',
      '## A',
    );
    assert.deepEqual(outline(tutorial).split('\n'), [
      'T',
      '## A {#a} line 11',
      '! 3:1  “levle” is not known here. Did you mean “level”?',
      '! 6:5  “tags.1” must be of type string',
      '! 7:7  “soon” is not a time. Write minutes or hours, such as 15m or 1h',
      '! 9:5  “fil” is not known here. Did you mean “file”?',
    ]);
  });

  it('never throws and always gives a title and problems in the order of the lines', () => {
    const pieces = [
      '---\n',
      '---',
      '\n',
      '## ',
      '# ',
      '```yaml check\n',
      '```',
      '~~~ts title="',
      '"',
      "'",
      '{#a}',
      '{',
      '}',
      '<details>',
      '</details>',
      '<!--',
      '-->',
      '<img src=',
      '> [!NOTE]\n',
      '- ',
      '\t',
      '&',
      '*',
      '[',
      '](',
      ')',
      '`a.ts:1`',
      'file: ',
      'run: ',
      '*x',
      '&x',
      '? ',
      '!!binary ',
      '\0',
      '\uFEFF',
      '\r',
      'constructor: 1\n',
      '__proto__: 1\n',
      '|',
      '\ud800',
      '%YAML 1.1\n',
    ];
    const random = randomOf(7);
    for (let round = 0; round < 3000; round++) {
      const source = jumble(random, pieces, 30);
      const tutorial = parseTutorial((round % 3 === 0 ? '---\n' : '') + source, 'tutorials/start.md');
      assert.notEqual(tutorial.title, '', JSON.stringify(source));
      assert.deepEqual(
        tutorial.problems,
        tutorial.problems.toSorted((a, b) => a.line - b.line || a.column - b.column),
      );
      assert.ok(
        tutorial.problems.every(({ line, column }) => line >= 1 && column >= 1),
        JSON.stringify(source),
      );
    }
  });

  it('tells where a mistake stands where the lines of a quote or a list are indented each in its own way, and never outside of the text', () => {
    const places = (...lines: string[]) => parse(...lines).problems.map(({ line, column }) => `${line}:${column}`);
    assert.deepEqual(places('## A', '> ```yaml check', '>fil: a', '> ```'), ['3:2']);
    assert.deepEqual(places('## A', '- ```yaml quiz', '  question: Which?', '  choices: []', '', '  ```'), ['4:12']);
    assert.deepEqual(places('## A', '```yaml check'), ['2:1']);
  });

  it('never throws on what is far too deep or long', () => {
    for (const deep of ['['.repeat(5000), '>'.repeat(5000), '- '.repeat(5000), '<b '.repeat(5000), '<!--'.repeat(5000)]) {
      parse('---', `a: ${deep}`, '---', '## A', deep, '', '```yaml check', deep, '```');
    }
  }).timeout(20_000);
});
