import assert from 'node:assert/strict';
import type { Problem } from '../../../src/core/message.ts';
import { parseFrontMatter, splitFrontMatter } from '../../../src/core/tutorial/frontMatter.ts';
import { readHead } from '../../../src/core/tutorial/head.ts';
import { parseTutorial } from '../../../src/core/tutorial/parse.ts';
import { told } from '../told.ts';

/** What was read from lines of YAML, with what was wrong with them. */
function read(...lines: string[]) {
  const problems: Problem[] = [];
  const { requires, ...meta } = parseFrontMatter(lines.join('\n'), problems);
  const known = Object.entries({
    ...meta,
    requires: requires.map(({ check, line, column }) => `${line}:${column} ${JSON.stringify(check)}`),
  });
  return [
    ...known.filter(([, value]) => value !== undefined && String(value) !== '').map(([name, value]) => `${name} ${value}`),
    ...told(problems).map((line) => `! ${line}`),
  ];
}

describe('front matter', () => {
  it('says what a tutorial is', () => {
    assert.deepEqual(
      read('title: T', 'description: "D: d"', 'time: 1h', 'level: easy', 'tags: [a, b]', 'next: on', 'requires:', '  - run: node -v'),
      ['title T', 'description D: d', 'minutes 60', 'level easy', 'tags a,b', 'requires 9:5 {"run":"node -v"}'],
    );
  });

  it('may be empty or not there', () => {
    assert.deepEqual(read(''), []);
    assert.deepEqual(read('# nothing'), []);
  });

  it('reads a time in minutes', () => {
    const minutes = ['15', '15m', '15 min', '1 minute', '1h', '1.5 hours', '"20"'].map((time) => read(`time: ${time}`).join());
    assert.deepEqual(minutes, ['minutes 15', 'minutes 15', 'minutes 15', 'minutes 1', 'minutes 60', 'minutes 90', 'minutes 20']);
    for (const time of ['-5', 'soon', '1h 30m', '5d']) assert.match(read(`time: ${time}`).join(), /^! 2:7 {2}“.+” is not a time/);
  });

  it('leaves out what is wrong and keeps the rest', () => {
    assert.deepEqual(read('title: 5', 'level: easy', 'constructor: 1', '__proto__: 2', 'time: [1]', 'tags: a'), [
      'level easy',
      '! 2:8  “title” must be of type string',
      '! 6:7  “time” does not have a form that fits',
      '! 7:7  “tags” must be of type array',
      '! 4:1  “constructor” is not known here. Use one of: title, description, time, level, tags, requires, next',
      '! 5:1  “__proto__” is not known here. Use one of: title, description, time, level, tags, requires, next',
    ]);
  });

  it('tells broken YAML once, at its place', () => {
    assert.deepEqual(read('title: T', 'level: "easy'), ['! 3:13  This is not valid YAML: Missing closing "quote']);
    assert.deepEqual(read('title: a: b'), ['! 2:8  This is not valid YAML: Nested mappings are not allowed in compact mappings']);
    assert.deepEqual(read('title: *star'), ['! 2:8  Put “*star” in quotes: outside of them, YAML reads * as the name of another value']);
    assert.deepEqual(read('- a'), ['! 2:1  This must be of type object']);
    assert.deepEqual(read('just text'), ['! 2:1  This must be of type object']);
  });

  it('stands between the first two lines of dashes, and keeps the numbers of the lines below', () => {
    const parts = (text: string) => {
      const { yaml, body } = splitFrontMatter(text);
      return [yaml, body];
    };
    assert.deepEqual(parts('---\na: 1\n---\ntext'), ['a: 1\n', '\n\n\ntext']);
    assert.deepEqual(parts('---  \na: 1\n---'), ['a: 1\n', '\n\n']);
    assert.deepEqual(parts('---\n---\ntext\n\n---\nmore'), ['', '\n\ntext\n\n---\nmore']);
    assert.deepEqual(parts('---\na: "\n --- "\n---\n'), ['a: "\n --- "\n', '\n\n\n\n']);
    assert.deepEqual(parts('---\na: 1\n'), [undefined, '---\na: 1\n']);
    assert.deepEqual(parts('text\n---\na: 1\n---\n'), [undefined, 'text\n---\na: 1\n---\n']);
    assert.deepEqual(parts('----\na: 1\n----\n'), [undefined, '----\na: 1\n----\n']);
  });
});

describe('readHead', () => {
  it('finds the title that the whole tutorial has, without parsing it', () => {
    const sources = [
      '---\ntitle: Given\n---\n# Heading\n## A',
      '# Heading\n## A',
      '\uFEFF# Heading\r\n## A',
      '# Learn C#\n## A',
      '# Closed ##\n## A',
      '# With `code` and *stress* and [a link](https://a.b)\n## A',
      '   # Indented\n## A',
      '# Tom &amp; Jerry: C\\# _and_ ~x~ <em>html</em> [![i](x.png)](y) snake_case\n## A',
      'Underlined\n====\n\n## A',
      'Over two\nlines\n=\n\n## A',
      'A step\n---\n\n# Too late',
      '- a list\n- of two\n\n# Heading\n## A',
      '```sh\n# a comment\n```\n\n# Heading\n## A',
      '~~~~sh\n~~~\n# a comment\n~~~~\n# Heading\n## A',
      '<!--\n# Licence\n-->\n# Heading\n## A',
      'text\n<!-- one --> two\n===\n\n# Heading\n## A',
      'text\n\n## A\n\n# Too late',
      '#nospace\n## A',
      '# \n## A',
      '',
    ];
    const whole = sources.map((source) => parseTutorial(source, 'tutorials/start.md').title);
    assert.deepEqual(whole, [
      'Given',
      'Heading',
      'Heading',
      'Learn C#',
      'Closed',
      'With code and stress and a link',
      'Indented',
      'Tom & Jerry: C# and ~x~ html i snake_case',
      'Underlined',
      'Over two lines',
      'start',
      'Heading',
      'Heading',
      'Heading',
      'Heading',
      'Heading',
      'start',
      'start',
      'start',
      'start',
    ]);
    assert.deepEqual(
      sources.map((source) => readHead(source, 'tutorials/start.md').title),
      whole,
    );
  });
});
