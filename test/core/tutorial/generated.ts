import fc from 'fast-check';

/** Tutorials as text, put together from everything the format knows: written well, written badly, and torn. */
export function tutorialText(): fc.Arbitrary<string> {
  const parts = fc.array(fc.oneof({ weight: 3, arbitrary: heading }, { weight: 6, arbitrary: fence }, { weight: 6, arbitrary: prose }), {
    maxLength: 14,
  });
  return fc.tuple(frontMatter, parts, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean()).map(([front, pieces, end, mark]) => {
    const text = [...front, ...pieces.flatMap((piece) => ['', ...piece])].join('\n');
    return (mark ? '\uFEFF' : '') + text.replaceAll('\n', end);
  });
}

/** Text of any kind: of any characters, and of those that Markdown, YAML and HTML read. */
export function anyText(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(fc.oneof(fc.constantFrom(...marks), word), { maxLength: 60 }).map((all) => all.join('')),
  );
}

const marks = [
  ...[
    '\n',
    '\r\n',
    '\n\n',
    ' ',
    '    ',
    '\t',
    '```',
    '~~~',
    '```yaml check\n',
    '```yaml quiz\n',
    '```diff title="a"\n',
    '---\n',
    '## ',
    '# ',
    '- [ ] ',
    '- ',
    '> ',
  ],
  ...[
    '> [!NOTE]\n',
    '{#',
    '}',
    '[',
    '](',
    ')',
    '![',
    '`',
    '`a.ts:1`',
    'command:',
    '<details>',
    '</details>',
    '<summary>',
    '<!--',
    '-->',
    '<',
    '>',
    '&',
    '"',
    "'",
  ],
  ...[
    '|',
    '|-|\n',
    'file: ',
    'run: ',
    '- file: a\n',
    'question: ',
    ': ',
    '*a',
    '&a ',
    '!!js ',
    '@@ -1 +1 @@\n',
    '+',
    '-',
    '\\',
    '\0',
    '\u2028',
    '\uFEFF',
    '😀',
    '\ud800',
  ],
];

const word = fc.constantFrom(
  'a',
  'One',
  'two words',
  'naïve',
  '__proto__',
  'constructor',
  'toString',
  '😀',
  'x'.repeat(40),
  '1',
  'true',
  'null',
  '',
);
const id = fc.oneof(word, fc.stringMatching(/^[\w-]{1,6}$/));

const heading = fc
  .tuple(
    fc.constantFrom('#', '##', '##', '##', '###', '  ##', '> ##'),
    word,
    fc.option(id),
    fc.constantFrom('', ' ##', ' `c`', ' [l](x)', ' ![i](i.png)'),
  )
  .map(([level, title, own, more]) => [`${level} ${title}${more}${own === null ? '' : ` {#${own}}`}`]);

const frontMatter = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  fc
    .array(
      fc.constantFrom(
        'title: T',
        'title: [',
        'time: 5m',
        'time: soon',
        'tags: [a, b]',
        'tags: a',
        'requires:\n  - file: a\n  - fil: b',
        'next: *x',
        'tme: 1',
        'level:',
        ': :',
      ),
      { maxLength: 5 },
    )
    .chain((lines) => fc.constantFrom(['---', ...lines, '---'], ['---', ...lines], ['---', ...lines, '---', ''])),
);

const subject = fc.constantFrom(
  'file: a.txt',
  'fil: a.txt',
  'run: node a.js',
  'http: http://localhost:1',
  'symbol: f\nin: a.ts',
  'git: clean',
  'setting: a.b',
  'extension: a.b',
  'diagnostics: a.ts',
  '- x',
  '*',
  'a: b: c',
  '',
);
const about = fc.constantFrom(
  '',
  'contains: x',
  'exists: false',
  'matches: "("',
  'timeout: 2h',
  'timeout: 5s',
  'success: true',
  'gate: false',
  'hint: "so"',
  'hint: "torn',
  'exit: x',
  '\tgate: 1',
);
const check = fc.array(fc.tuple(subject, fc.array(about, { maxLength: 3 })), { maxLength: 3 }).chain((checks) => {
  const maps = checks.map(([first, more]) => [first, ...more].join('\n'));
  return fc.constantFrom(maps.join('\n'), maps.map((map) => `- ${map.replaceAll('\n', '\n  ')}`).join('\n'));
});
const quiz = fc
  .array(fc.tuple(word, fc.boolean(), fc.constantFrom('', '\n    why: so', '\n    wy: so')), { maxLength: 3 })
  .map(
    (choices) =>
      `question: Which?\nchoices:\n${choices.map(([text, right, why]) => `  - text: ${text}\n    correct: ${right}${why}`).join('\n')}`,
  );
const diff = fc.constantFrom('@@ -1 +1 @@\n-a\n+b', '--- a\n+++ b\n@@ -1,2 +1,2 @@\n a\n-b\n+c', '@@ torn', '+a\n-b', '');

const fence = fc
  .tuple(
    fc.oneof(
      fc.tuple(fc.constantFrom('yaml check', 'yml check', 'check'), check),
      fc.tuple(fc.constant('yaml quiz'), quiz),
      fc.tuple(fc.constantFrom('diff title="a.txt"', 'diff'), diff),
      fc.tuple(
        fc.constantFrom(
          'sh run',
          'ts title="src/a.ts"',
          'ts title="../a.ts"',
          'ts title="a.ts" after="x"',
          'ts title="a" append before="x"',
          'ts title="a',
          'ts {1,3}',
          'js title="a" afer="x"',
          '',
        ),
        fc.oneof(word, fc.constant('a\n\n  b')),
      ),
    ),
    fc.constantFrom('```', '~~~', '````'),
    fc.constantFrom('', '', '', '- ', '> ', '>', '   ', '1. - ', '\t', '- \t'),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([[info, text], mark, before, torn, slack]) => {
    const under = before.includes('>') ? (slack ? '>' : before) : before.replace(/\S/g, ' ');
    const lines = [mark + info, ...text.split('\n'), ...(torn ? [] : [mark])];
    return lines.map((line, index) => (index === 0 ? before : under) + line);
  });

const prose = fc.oneof(
  fc.array(fc.constantFrom(...marks), { maxLength: 8 }).map((all) => [all.join('')]),
  word.map((text) => [text]),
  word.map((text) => [`- [ ] ${text}`, `- [x] ${text} \`a.ts:1\``]),
  fc.constantFrom(
    ['<details><summary>Hint</summary>', '', 'so', '', '</details>'],
    ['<details>', '<details><summary>Solution <b>x</b>', '</summary>'],
    ['See `src/app.ts:10-14`, `a.ts:/x y/` and `../a.ts:1`.'],
    [
      '[t](../templates/t) [s](../snippets/x.code-snippets#A%20B) [o](other.md#x) [c](command:workbench.action.files.save) [d](command:evil) [w](https://a.b)',
    ],
    ['[bad](%E0%A4%A) ![i](../../x.png) ![i](a%20b.png?x#y "t") <https://a.b> <javascript:x> [j](javascript:x)'],
    ['<img src=x onerror=alert(1)> <script>alert(1)</script> <a href="javascript:x" data-block="9">x</a>'],
    ['| a | b |', '|:-:|--:|', '| `a.ts:1` | [x](y.md) |'],
    ['> [!TIP] ', '> `a.ts:1`'],
    ['[ref]', '', '[ref]: command:evil "t"'],
    ['Setext', '---'],
  ),
);
