import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inlineCode, literalOf, patternOf, referenceText } from '../../../src/core/import/reference.ts';
import { markdown } from '../../../src/core/tutorial/markdown.ts';

describe('the text in a regular expression', () => {
  it('is the longest that every match holds', () => {
    const patterns: [string, string | undefined, boolean?][] = [
      ['export const a = \\(', 'export const a = (', true],
      ['^[^\\S\\n]*export \\{$', 'export {', true],
      ['function \\w+\\(one, two', '(one, two', false],
      ['colou?r chart', 'r chart', false],
      ['(get|set)Name', 'Name', false],
      ['a|b', undefined],
      ['\\d+', undefined],
      ['(', undefined],
    ];
    for (const [pattern, text, whole] of patterns) {
      assert.deepEqual(literalOf(pattern), text === undefined ? undefined : { text, whole }, pattern);
    }
  });

  it('is any text again that was made a pattern of', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~][ -~]{1,30}[!-~]$/), (text) => {
        const literal = literalOf(patternOf(text));
        assert.equal(literal?.whole, true);
        assert.equal(literal.text, text);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (pattern) => void literalOf(pattern)));
  });
});

describe('inline code', () => {
  it('reads as the text it was made of', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/), (text) => {
        const inline = markdown().parseInline(inlineCode(text), {})[0];
        assert.deepEqual(
          inline?.children?.map(({ type, content }) => [type, content]),
          [['code_inline', text]],
        );
      }),
    );
  });

  it('is a reference only where it reads as that one', () => {
    assert.equal(referenceText('a.ts', { from: 1, to: 1 }), '`a.ts:1`');
    assert.equal(referenceText('a.ts', { from: 2, to: 5 }), '`a.ts:2-5`');
    for (const path of ['a', 'a b.ts', '../a.ts', 'c:/a.ts', '']) assert.equal(referenceText(path, { from: 1, to: 1 }), undefined, path);
  });
});
