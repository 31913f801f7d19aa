import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isMap, isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { readPlainYaml } from '../../../src/core/tutorial/plainYaml.ts';

const pieces = [
  ...[
    'file: a.txt',
    'run: node "a b".js',
    'time: 5m',
    'exit: 0',
    'success: true',
    'a: null',
    'a: ~',
    'a: 1e3',
    'a: .5',
    'a: ./x',
    'a: 0x1',
    'a: 5 min',
    'a:',
    'a: x: y',
  ],
  ...[
    '- ',
    '- file: a',
    '-   b: c',
    '  c: d',
    '    deep: er',
    'choices:',
    '  - text: "x"',
    "    why: 'it''s'",
    '"k": v',
    'k: "a\\n"',
    'k: [a, b]',
    'k: [a, 1]',
    'k: {a: b}',
  ],
  ...[
    '',
    '  ',
    '# c',
    'k: v # c',
    'k: a#b',
    'k: |',
    '  text',
    'k: >-',
    '---',
    '...',
    '? a',
    ': b',
    'k: &x y',
    'k: *x',
    'k: !!str 1',
    '<<: a',
    'true: x',
    '__proto__: x',
  ],
  ...[
    'k: "un',
    'k: - a',
    'k: a, b]',
    'k: @a',
    'k: `a`',
    'k: %a',
    'k: (a)',
    'k: $a',
    'k: /a/',
    'k: é',
    'k: Yes',
    'k: TRUE',
    'k: a:',
    'k:  two',
    'k: a\t',
    'k: 012',
    'k: -1',
    'k: 1_000',
    'k: 2024-01-01',
    'k:v',
    'k: ?a=b',
    'k: -a',
    'k: -',
    'k: ^a',
    'k: → a',
    'k: "a\\\\s"',
    'k: "a\\\\\\"b"',
  ],
];

describe('readPlainYaml', () => {
  it('reads what tutorials are full of', () => {
    const read = readPlainYaml('\n- file: src/a.ts\n  contains: "x: y"\n- run: node a.js\n  timeout: 5s\n  gate: false\n');
    assert.deepEqual(read, {
      value: [
        { file: 'src/a.ts', contains: 'x: y' },
        { run: 'node a.js', timeout: '5s', gate: false },
      ],
      start: { line: 2, column: 1 },
      entries: new Map([
        ['0', { line: 2, column: 3 }],
        ['1', { line: 4, column: 3 }],
      ]),
    });
    assert.deepEqual(readPlainYaml('title: How to\ntags: [a, b c]\ntime: 10\n')?.value, { title: 'How to', tags: ['a', 'b c'], time: 10 });
  });

  it('leaves what is more than plain, or wrong, to a real parser', () => {
    for (const text of [
      '',
      'a: *b',
      'a: |\n  b',
      'a: 1\na: 2',
      'a: b\n  c',
      'a: {b: c}',
      '"a": b',
      'a:\tb',
      'a: 1e3',
      'a: .inf',
      'a: null',
      'a:',
      '- - a',
      'a',
      'a: b # c',
    ]) {
      assert.equal(readPlainYaml(text), undefined, text);
    }
  });

  it('whatever it reads, it reads as YAML, each thing at its place', function () {
    this.timeout(30_000);
    let read = 0;
    const text = fc
      .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 6 })), { maxLength: 7 })
      .map((lines) => lines.join('\n'));
    const line = fc
      .tuple(
        fc.constantFrom('', '- ', '  ', '    ', '  - '),
        fc.constantFrom('a', 'b', 'file', 'null', 'k-1'),
        fc.constantFrom(': ', ':', ':  '),
        fc.oneof(fc.string({ maxLength: 8 }), fc.stringMatching(/^[\w.:#'"[\], -]{0,8}$/)),
      )
      .map((all) => all.join(''));
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          fc.array(line, { maxLength: 5 }).map((lines) => lines.join('\n')),
        ),
        (yaml) => {
          const plain = readPlainYaml(yaml);
          if (plain === undefined) return;
          read++;
          const counter = new LineCounter();
          const document = parseDocument(yaml, { lineCounter: counter, logLevel: 'error' });
          assert.deepEqual(document.errors, []);
          assert.deepEqual(plain.value, document.toJS());
          const placeOf = (node: unknown) => {
            assert.ok(isNode(node) && node.range);
            const { line, col } = counter.linePos(node.range[0]);
            return { line, column: col };
          };
          assert.ok(isMap(document.contents) || isSeq(document.contents));
          assert.deepEqual(plain.start, placeOf(document.contents));
          for (const [path, place] of plain.entries) {
            const keys = path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
            assert.deepEqual(place, placeOf(document.getIn(keys, true)), path);
          }
          if (isSeq(document.contents)) assert.ok(plain.entries.size >= document.contents.items.length);
        },
      ),
      { numRuns: 20_000 },
    );
    assert.ok(read > 300, `only ${read} were read`);
  });
});
