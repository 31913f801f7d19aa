import assert from 'node:assert/strict';
import fc from 'fast-check';
import { linearPattern } from '../../../src/core/linear/linearPattern.ts';
import { NotLinear } from '../../../src/core/linear/syntax.ts';

const found = (pattern: string, text: string) =>
  linearPattern(pattern)
    .matches(text)
    .map(({ from, groups }) => [from, ...groups]);
const expected = (pattern: string, text: string) => [...text.matchAll(new RegExp(pattern, 'g'))].map((match) => [match.index, ...match]);

describe('linearPattern', () => {
  it('finds what JavaScript finds', () => {
    for (const [pattern, text] of [
      ['new Client\\(([^)]*)\\)', 'a = new Client(x, 1); b = new Client();'],
      ['(a|ab)(c|bcd)?', 'abcd ac ab'],
      ['(\\w+)\\.request\\((["\'])(GET|POST) ', "await octokit.request('GET /x')"],
      ['a{2,3}?b?', 'aaaab aab'],
      ['^\\s*import (?:type )?(?<name>\\w+)$', '  import type Foo'],
      ['\\bfoo\\b|bar$', 'foo food bar'],
      ['x*', 'axxb'],
      ['[\\]a-c]+\\x41\\.', ']abA. cA.'],
      ['', 'ab'],
    ] as const)
      assert.deepEqual(found(pattern, text), expected(pattern, text), pattern);
  });

  const atom = fc.constantFrom('a', 'b', '.', '\\w', '[^a]', '\\b');
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      atom,
      fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => a + b),
      fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(?:${a}|${b})`),
      tie('expression').map((a) => `(${a})`),
      fc
        .tuple(fc.constantFrom('a', '[ab]', 'bc'), fc.constantFrom('*', '+', '?', '*?', '+?', '{1,2}'))
        .map(([a, times]) => `(?:${a})${times}`),
    ),
  }));

  it('does so for any expression and text', () => {
    fc.assert(
      fc.property(expression, fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 12 }), (pattern, text) => {
        assert.deepEqual(found(pattern, text), expected(pattern, text));
      }),
      { numRuns: 500 },
    );
  });

  it('tells whether there is one, in lines or in the whole, as JavaScript does', () => {
    const edged = fc.tuple(fc.constantFrom('', '^'), expression, fc.constantFrom('', '$')).map((parts) => parts.join(''));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n'), maxLength: 12 });
    fc.assert(
      fc.property(edged, text, fc.boolean(), (pattern, all, multiline) => {
        assert.equal(linearPattern(pattern, { multiline }).isIn(all), new RegExp(pattern, multiline ? 'm' : '').test(all));
      }),
      { numRuns: 1000 },
    );
  });

  it('never hangs on what hangs JavaScript', () => {
    const text = `${'a'.repeat(2000)}!`;
    for (const pattern of ['(a+)+$', '(a|a)*c', '(a*)*b', 'a*a*a*a*a*c', '(.*)(.*)(.*)(.*)x']) {
      const from = performance.now();
      assert.deepEqual(linearPattern(pattern).matches(text), [], pattern);
      assert.equal(linearPattern(pattern, { multiline: true }).isIn(text), false, pattern);
      assert.ok(performance.now() - from < 1000, pattern);
    }
  });

  it('refuses what it cannot do in that time, and what is no expression', () => {
    for (const pattern of ['(?=a)', '(?<!a)b', '(a)\\1', '(?<a>b)\\k<a>', '((a{100}){100}){100}', '(', '[b-a]'])
      assert.throws(() => linearPattern(pattern), NotLinear, pattern);
  });

  it('knows a text that every match holds', () => {
    assert.equal(linearPattern('\\bnew Client\\((.*)\\)').literal, 'new Client(');
    assert.equal(linearPattern('a|b').literal, '');
    assert.equal(linearPattern('(?:foo)?x(longer)').literal, 'longer');
  });
});
