import assert from 'node:assert/strict';
import { actsIn } from '../../../src/core/tutorial/acts.ts';
import { parseTutorial } from '../../../src/core/tutorial/parse.ts';

/** Where the links and references of a tutorial of one step stand, with what is there. */
function placesIn(...text: string[]): string[] {
  const source = ['# T', '', '## One', '', ...text].join('\n');
  const lines = source.split('\n');
  return parseTutorial(source, 'tutorials/t.md').steps.flatMap((step) =>
    actsIn(step, source).map(({ line, column }) => `${line}:${column} ${lines[line - 1]?.slice(column - 1, column + 3)}`),
  );
}

describe('what is live in a section', () => {
  it('stands where it is written', () => {
    assert.deepEqual(placesIn('See `a.ts:1` and [x](https://x.y).', 'Then [z](https://z.y).'), ['5:5 `a.t', '5:18 [x](', '6:6 [z](']);
  });

  it('stands in its cell, behind its box, its picture and the mark of an alert', () => {
    assert.deepEqual(placesIn('| A | B |', '| - | - |', '| `a.ts:1` | [x](https://x.y) |'), ['7:3 `a.t', '7:14 [x](']);
    assert.deepEqual(placesIn('- [ ] [x](https://x.y)'), ['5:7 [x](']);
    assert.deepEqual(placesIn('![i](a.png) [x](https://x.y)'), ['5:13 [x](']);
    assert.deepEqual(placesIn('> [!NOTE]', '> See [x](https://x.y)'), ['6:7 [x](']);
  });
});
