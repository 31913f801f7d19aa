import assert from 'node:assert/strict';
import type { Problem } from '../../../src/core/message.ts';
import { parseChecks } from '../../../src/core/tutorial/checkBlock.ts';
import { told } from '../told.ts';

/** The checks of a block whose first line is line 1, and what is wrong in it. */
function read(...lines: string[]): string[] {
  const problems: Problem[] = [];
  const checks = parseChecks(lines.join('\n'), { line: 1, column: 1 }, problems);
  return [
    ...checks.map(({ check, line, column }) => `${line}:${column} ${JSON.stringify(check)}`),
    ...told(problems).map((line) => `! ${line}`),
  ];
}

describe('parseChecks', () => {
  it('reads one check or a list of them, each with its place', () => {
    assert.deepEqual(read('file: a.json', 'json: x.y', 'equals: null', 'hint: Why', 'success: true', 'gate: false'), [
      '1:1 {"file":"a.json","json":"x.y","equals":null,"hint":"Why","success":true,"gate":false}',
    ]);
    assert.deepEqual(read('# both', '- file: a', '  contains: [x, y]', '- run: ls', '  exit: 1', '  timeout: 1.5 m', '  cwd: b'), [
      '2:3 {"file":"a","contains":["x","y"]}',
      '4:3 {"run":"ls","exit":1,"timeout":"1.5 m","cwd":"b"}',
    ]);
  });

  it('keeps the good checks of a list with a bad one', () => {
    assert.deepEqual(read('- file: a', '- file: 5', '- run: b'), [
      '1:3 {"file":"a"}',
      '3:3 {"run":"b"}',
      '! 2:9  “file” must be of type string',
    ]);
  });

  const wrong: Record<string, [string[], string]> = {
    'an empty block': [[''], '1:1  This block checks nothing. Write at least one check'],
    'an empty list': [['[]'], '1:1  This block checks nothing. Write at least one check'],
    'no map': [['src/app.ts'], '1:1  A check is a map, such as “file: src/app.ts”'],
    'no map in a list': [['- file: a', '-'], '2:2  A check is a map, such as “file: src/app.ts”'],
    'a mistyped subject': [['fiel: a'], '1:1  “fiel” is not known here. Did you mean “file”?'],
    'no subject': [['hint: a'], '1:1  A check needs one of: file, run, http, diagnostics, symbol, git, extension, setting'],
    'two subjects': [['file: a', 'run: b'], '2:6  A check has one subject, this one has two: “file” and “run”. Make it two checks'],
    'a mistyped key': [['file: a', 'contians: b'], '2:1  “contians” is not known here. Did you mean “contains”?'],
    'another subject’s key': [
      ['file: a', 'cwd: b'],
      '2:1  “cwd” is not known here. Use one of: file, exists, contains, matches, json, equals, hint, success, gate',
    ],
    'an empty command': [['run: ""'], '1:6  “run” is too short or too small: at least 1'],
    'a number for a text': [['run: ls', 'output: 200'], '2:9  “output” must be of type string'],
    'a fraction for an exit code': [['run: ls', 'exit: 0.5'], '2:7  “exit” must be of type whole number'],
    'a path that leaves': [['file: ../a'], '1:7  “../a” must be a path inside the folder, with /'],
    'an absolute path': [['file: /etc/passwd'], '1:7  “/etc/passwd” must be a path inside the folder, with /'],
    'a path with backslashes': [['file: a\\b'], '1:7  “a\\b” must be a path inside the folder, with /'],
    'a folder that leaves': [['run: ls', 'cwd: ..'], '2:6  “..” must be a path inside the folder, with /'],
    'a broken expression': [
      ['file: a', 'matches: "("'],
      '2:10  Not a regular expression: Invalid regular expression: /(/m: Unterminated group',
    ],
    'a broken expression for output': [
      ['run: a', 'outputMatches: "["'],
      '2:16  Not a regular expression: Invalid regular expression: /[/m: Unterminated character class',
    ],
    'a contradiction': [
      ['file: a', 'exists: false', 'contains: b'],
      '2:9  A file that must not exist cannot hold anything. Leave out “exists: false” or the rest',
    ],
    'equals alone': [['file: a', 'equals: 1'], '2:9  “equals” needs “json”, the path to compare'],
    'no time': [['run: a', 'timeout: soon'], '2:10  “timeout” must be a time, such as 30s'],
    'no time at all': [['run: a', 'timeout: 0'], '2:10  The timeout must be more than nothing and at most an hour, this one is 0'],
    'a timer’s overflow': [
      ['run: a', 'timeout: 99999m'],
      '2:10  The timeout must be more than nothing and at most an hour, this one is 99999m',
    ],
    'an unquoted star': [['file: *.js'], '1:7  Put “*.js” in quotes: outside of them, YAML reads * as the name of another value'],
    'broken YAML': [['file: a', ' run: b'], '1:7  This is not valid YAML: Nested mappings are not allowed in compact mappings'],
    'a key twice': [['file: a', 'file: b'], '2:1  This is not valid YAML: Map keys must be unique'],
    'values that grow without end': [
      [
        'a: &a [x, x, x, x, x, x, x, x, x, x]',
        'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]',
        'c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]',
        'd: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]',
      ],
      '1:1  This is not valid YAML: Excessive alias count indicates a resource exhaustion attack',
    ],
  };
  for (const [name, [lines, expected]] of Object.entries(wrong)) {
    it(`tells ${name} at its place`, () =>
      assert.deepEqual(
        read(...lines).filter((line) => line.startsWith('!')),
        [`! ${expected}`],
      ));
  }
});
