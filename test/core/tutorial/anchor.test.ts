import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Found, findLines, findReference, takeAnchor } from '../../../src/core/tutorial/anchor.ts';
import { codeReference } from '../../../src/core/tutorial/inline.ts';
import type { LineRange } from '../../../src/core/tutorial/lineRange.ts';
import type { Reference } from '../../../src/core/tutorial/tutorial.ts';
import { anchor as schema } from '../../../src/protocol/anchor.ts';

describe('findLines', () => {
  const cases: [string, string, Reference['lines'], string][] = [
    ['takes lines by their numbers', 'a\nb\nc\n', { from: 2, to: 3 }, '1-2'],
    ['ends with the file', 'a\nb', { from: 2, to: 9 }, '1-1'],
    ['finds nothing beyond the end', 'a\nb', { from: 3, to: 4 }, 'nowhere'],
    ['finds the first line of an empty file', '', { from: 1, to: 1 }, '0-0'],
    ['finds the first line with a text', 'a\r\nnew App()\r\nnew App()\r\n', { text: 'new App' }, '1-1'],
    ['takes the text as it is', 'aXb\na.b\n', { text: 'a.b' }, '1-1'],
    ['does not find what is not there', 'a\n', { text: 'b' }, 'nowhere'],
  ];
  for (const [name, content, lines, expected] of cases) {
    it(name, () => {
      const found = findLines(content, { path: 'a.ts', lines });
      assert.equal(found === undefined ? 'nowhere' : `${found.from}-${found.to}`, expected);
    });
  }
});

const program = `import { createServer } from 'node:http';

const port = Number(process.env.PORT ?? 3000);

function greet(name) {
  return \`Hello, \${name}!\`;
}

const server = createServer((request, response) => {
  response.setHeader('content-type', 'text/plain');
  response.end(greet(request.url));
});

server.listen(port);
`;

describe('the lines of a reference', () => {
  const cases: [string, string, (content: string) => string, string][] = [
    ['are where they were in a file that has not changed', 'a.js:9-12', (text) => text, 'certain 9-12'],
    ['move with lines that came before them', 'a.js:9-12', (text) => `// One\n// Two\n${text}`, 'certain 11-14'],
    [
      'move behind others',
      'a.js:5-7',
      (text) => `${text.replace(/function greet[^}]*}!`;\n}\n/, '')}\n${lines(text, 5, 7)}\n`,
      'certain 13-15',
    ],
    ['are found with a line changed', 'a.js:9-12', (text) => text.replace('text/plain', 'text/html'), 'certain 9-12'],
    [
      'are found with a line between them',
      'a.js:9-12',
      (text) => text.replace('  response.end', '  log();\n  response.end'),
      'certain 9-13',
    ],
    ['are found with a line fewer', 'a.js:9-12', (text) => text.replace(/ {2}response.setHeader.*\n/, ''), 'certain 9-11'],
    ['are found in another indentation', 'a.js:5-7', (text) => text.replace(/^(?=.)/gm, '    '), 'certain 5-7'],
    ['are found with the line ends of Windows', 'a.js:5-7', (text) => text.replaceAll('\n', '\r\n'), 'certain 5-7'],
    ['are certain when edited between the same neighbours', 'a.js:3', (text) => text.replace('3000', '8080'), 'certain 3-3'],
    [
      'are a guess when much of them is another',
      'a.js:5-7',
      () => 'function greetAll(people) {\n  return `Hello, ${people}!`;\n}\n',
      'guess 1-3',
    ],
    ['are nowhere where they were written anew', 'a.js:3', (text) => text.replace(/const port.*\n/, 'let p = 1;\n'), 'nowhere'],
    ['are a guess between their neighbours', 'a.js:10', (text) => text.replace(/ {2}response.setHeader.*/, '  // Later'), 'guess 10-10'],
    [
      'are a guess where they are there twice, with nothing to tell which',
      'a.js:14',
      () => '\n\nserver.listen(port);\n\n\nserver.listen(port);\n',
      'guess 6-6',
    ],
    ['are told apart by what is around', 'a.js:12', (text) => `on(() => {\n});\n${text}`, 'certain 14-14'],
    [
      'are told apart from those that stand in their old place',
      'a.js:12',
      (text) => text.replace('const server', 'on(() => {\n  it();\n  is();\n});\nconst server'),
      'certain 16-16',
    ],
    [
      'are found with the line ends of Windows, though they say little',
      'a.js:12',
      (text) => text.replaceAll('\n', '\r\n'),
      'certain 12-12',
    ],
    ['are nowhere in another file', 'a.js:9-12', () => 'package main\n\nfunc main() {\n\tprintln(1)\n}\n', 'nowhere'],
    ['are nowhere in an empty file', 'a.js:9-12', () => '', 'nowhere'],
    ['keep to the lines first seen, though the text is there earlier now', 'a.js:/greet/', (text) => `// greet\n${text}`, 'certain 6-6'],
    ['are found by the text when they are gone', 'a.js:/response/', (text) => text.replace(/^const server.*\n/m, ''), 'guess 9-9'],
    ['are found by the text when it is there once', 'a.js:/listen/', () => 'x\n\nlisten();\n', 'certain 3-3'],
  ];
  for (const [name, code, change, expected] of cases) {
    it(name, () => {
      const reference = codeReference(code) ?? assert.fail();
      const seen = findLines(program, reference) ?? assert.fail();
      assert.equal(inWords(findReference(change(program), reference, takeAnchor(program, seen))), expected);
    });
  }

  it('are where the tutorial says when they were never seen', () => {
    assert.equal(inWords(findReference(program, { path: 'a.js', lines: { from: 5, to: 7 } }, undefined)), 'certain 5-7');
  });

  it('of which nothing can be kept are where the tutorial says', () => {
    assert.equal(takeAnchor('', { from: 0, to: 0 }), undefined);
    assert.equal(takeAnchor('{\n}\n', { from: 1, to: 1 }), undefined);
  });

  it('are kept with a few around them, never as a whole file', () => {
    const long = Array.from({ length: 1000 }, (_, at) => `const line${at} = '${'x'.repeat(500)}';`).join('\n');
    const kept = takeAnchor(long, { from: 0, to: 999 }) ?? assert.fail();
    assert.ok(JSON.stringify(kept).length < 12_000);
    assert.ok(schema.safeParse(kept).success);
    assert.deepEqual(takeAnchor(program, { from: 4, to: 6 })?.start.before, ['', 'const port = Number(process.env.PORT ?? 3000);', '']);
  });

  it('are found fast in a long file', () => {
    const long = Array.from({ length: 20_000 }, (_, at) => `  const line${at} = call(${at * 7}, 'some text of it');`);
    const seen = takeAnchor(long.join('\n'), { from: 10_000, to: 10_030 });
    const started = performance.now();
    findReference(long.map((line) => line.replace('call', 'ask')).join('\n'), { path: 'a.js', lines: { from: 1, to: 1 } }, seen);
    assert.ok(performance.now() - started < 2000, `${performance.now() - started} ms`);
  });
});

describe('the lines of a reference, whatever they hold,', () => {
  it('are certain after lines came and went elsewhere', () => {
    fc.assert(
      fc.property(
        files(),
        fc.infiniteStream(fc.nat({ max: 5 })),
        fc.array(strangeLine, { maxLength: 40 }),
        ({ all, lines: range }, dice, others) => {
          const roll = () => dice.next().value ?? 0;
          const elsewhere = (part: readonly string[]) =>
            part.flatMap((line) => [...(roll() > 3 ? others.splice(0, 1) : []), ...(roll() > 3 ? [] : [line])]);
          const [above, below] = [elsewhere(all.slice(0, range.from)), elsewhere(all.slice(range.to + 1))];
          const block = all.slice(range.from, range.to + 1);
          const found = findReference([...above, ...block, ...below].join('\n'), anyReference, takeAnchor(all.join('\n'), range));
          assert.equal(inWords(found), `certain ${above.length + 1}-${above.length + block.length}`);
        },
      ),
    );
  });

  it('are found after a small edit in one of them', () => {
    fc.assert(
      fc.property(
        files(),
        fc.nat(),
        fc.nat(),
        fc.constantFrom('x', '7', ', '),
        fc.nat({ max: 30 }),
        ({ all, lines: range }, which, where, typed, down) => {
          const line = range.from + (which % (range.to - range.from + 1));
          const at = where % ((all[line] ?? '').length + 1);
          const edited = all.map((text, index) => (index === line ? text.slice(0, at) + typed + text.slice(at) : text));
          const pushed = Array.from({ length: down }, (_, index) => `§§ ${index}`);
          const found = findReference([...pushed, ...edited].join('\n'), anyReference, takeAnchor(all.join('\n'), range));
          assert.deepEqual(found?.lines, { from: range.from + down, to: range.to + down });
        },
      ),
    );
  });

  it('are never certain in an unrelated text', () => {
    const brackets = fc.constantFrom('', '}', '});', '  }', '{');
    fc.assert(
      fc.property(files(), fc.array(fc.oneof(strangeLine, brackets), { maxLength: 60 }), ({ all, lines: range }, others) => {
        const bracketed = all.map((line, index) => (index % 3 === 2 ? '}' : line));
        const found = findReference(others.join('\n'), anyReference, takeAnchor(bracketed.join('\n'), range));
        assert.notEqual(found?.kind, 'certain');
      }),
    );
  });

  it('are looked for in any text without a fault, and are inside it', () => {
    const text = fc.array(fc.oneof(fc.string(), fc.constantFrom('}', '', 'a b c d e f', '\r', '\ud800')), { maxLength: 30 });
    fc.assert(
      fc.property(text, text, fc.nat({ max: 40 }), fc.nat({ max: 40 }), (before, after, from, more) => {
        const range = findLines(before.join('\n'), { path: 'a', lines: { from: from + 1, to: from + 1 + more } });
        const content = after.join('\n');
        const found = range && findReference(content, anyReference, takeAnchor(before.join('\n'), range));
        if (found === undefined) return;
        assert.ok(found.lines.from >= 0 && found.lines.from <= found.lines.to && found.lines.to < content.split('\n').length);
      }),
    );
  });
});

const anyReference: Reference = { path: 'a.js', lines: { from: 1, to: 1 } };

/** A line of which there is only one in a file, and none like it: its words are a number's, in letters. */
const strangeLine = fc.nat().map((n) => `§ ${n.toString(4).replace(/\d/g, (digit) => 'ЖЩЫЭ'[Number(digit)] ?? '')}`);

/** A file of lines that are told apart, and some lines of it. */
function files(): fc.Arbitrary<{ all: string[]; lines: LineRange }> {
  const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: 6, maxLength: 10 });
  const line = fc.tuple(word, word, word).map(([a, b, c]) => `  const ${a} = ${b}(${c});`);
  return fc.uniqueArray(line, { minLength: 1, maxLength: 60 }).chain((all) =>
    fc.tuple(fc.nat({ max: all.length - 1 }), fc.nat({ max: 50 })).map(([from, more]) => ({
      all,
      lines: { from, to: Math.min(from + more, all.length - 1) },
    })),
  );
}

function lines(text: string, from: number, to: number): string {
  return text
    .split('\n')
    .slice(from - 1, to)
    .join('\n');
}

/** Line numbers from 1, as a person reads them. */
function inWords(found: Found | undefined): string {
  return found === undefined ? 'nowhere' : `${found.kind} ${found.lines.from + 1}-${found.lines.to + 1}`;
}
