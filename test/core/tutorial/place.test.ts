import assert from 'node:assert/strict';
import { placeText } from '../../../src/core/tutorial/place.ts';
import type { Place } from '../../../src/core/tutorial/tutorial.ts';

/** The file after the edit, or why there is none. */
function placed(content: string | undefined, text: string, place: Place): string {
  const placement = placeText(content, text, place);
  if (placement.kind === 'none') return 'there already';
  if (placement.kind === 'noAnchor') return `no place: ${placement.anchor}`;
  const { at, remove, insert } = placement.edit;
  const before = content ?? '';
  return before.slice(0, at) + insert + before.slice(at + remove);
}

const after = (anchor: string): Place => ({ how: 'after', anchor });
const before = (anchor: string): Place => ({ how: 'before', anchor });
const append: Place = { how: 'append' };
const whole: Place = { how: 'whole' };

describe('placeText', () => {
  const cases: [string, string | undefined, string, Place, string][] = [
    ['makes a file', undefined, 'x\n', whole, 'x\n'],
    ['replaces a file', 'old\n', 'x\n', whole, 'x\n'],
    ['leaves a file that is as it should be', 'x\n', 'x\n', whole, 'there already'],
    ['replaces by the file’s own line ends', 'a\r\nb\r\n', 'x\ny\n', whole, 'x\r\ny\r\n'],
    ['leaves a file that differs in line ends only', 'x\r\ny\r\n', 'x\ny\n', whole, 'there already'],
    [
      'inserts after the first line with the text',
      'const app = 1\nconst app = 2\n',
      'x\n',
      after('app'),
      'const app = 1\nx\nconst app = 2\n',
    ],
    ['inserts before it', 'a\n  const app = 1;\n', 'x\n', before('app'), 'a\nx\n  const app = 1;\n'],
    ['inserts before the first line', 'app\nb\n', 'x\n', before('app'), 'x\napp\nb\n'],
    ['inserts after a last line without an end', 'a\napp', 'x\n', after('app'), 'a\napp\nx\n'],
    ['inserts before a last line without an end', 'a\napp', 'x\n', before('app'), 'a\nx\napp'],
    ['inserts after the last line', 'a\napp\n', 'x\n', after('app'), 'a\napp\nx\n'],
    ['inserts by the file’s own line ends', 'a\r\napp\r\nb\r\n', 'x\ny\n', after('app'), 'a\r\napp\r\nx\r\ny\r\nb\r\n'],
    ['inserts after a last line without an end, by the file’s own', 'a\r\napp', 'x\n', after('app'), 'a\r\napp\r\nx\r\n'],
    ['finds a line by its first letters', 'a\r\nb\r\n', 'x\n', after('a'), 'a\r\nx\r\nb\r\n'],
    ['appends', 'a\n', 'x\n', append, 'a\nx\n'],
    ['appends to a last line without an end', 'a', 'x\n', append, 'a\nx\n'],
    ['appends to one with Windows’ line ends', 'a\r\nb', 'x\n', append, 'a\r\nb\r\nx\r\n'],
    ['appends to nothing', '', 'x\n', append, 'x\n'],
    ['makes the file to append to', undefined, 'x\n', append, 'x\n'],
    ['does not insert twice', 'app\nx\ny\nb\n', 'x\ny\n', after('app'), 'there already'],
    ['does not insert twice, whatever the line ends', 'app\r\nx\r\ny\r\n', 'x\ny\n', after('app'), 'there already'],
    ['does not append twice where the last line lost its end', 'a\nx', 'x\n', append, 'there already'],
    ['knows that a part of a line is not the line', 'app\ndata = 1;\n', 'a = 1;\n', after('app'), 'app\na = 1;\ndata = 1;\n'],
    ['knows that a line with more behind is another', 'app\na = 1; // x\n', 'a = 1;\n', append, 'app\na = 1; // x\na = 1;\n'],
    ['inserts after what stands above as well', 'a {\n  x\n}\nb {\n}\n', '  x\n', after('b {'), 'a {\n  x\n}\nb {\n  x\n}\n'],
    ['inserts before what stands below as well', 'app\nx\n', 'x\n', before('app'), 'x\napp\nx\n'],
    ['does not insert twice, whatever came between', 'app\ny\nx\n', 'x\n', after('app'), 'there already'],
    ['inserts an empty line as often as asked', 'app\n\nb\n', '\n', after('app'), 'app\n\n\nb\n'],
    ['says which line is missing', 'a\n', 'x\n', after('app'), 'no place: app'],
    ['says so for a file that is missing or empty', undefined, 'x\n', before('app'), 'no place: app'],
    ['says so for an empty file', '', 'x\n', after('app'), 'no place: app'],
  ];
  for (const [name, content, text, place, expected] of cases) it(name, () => assert.equal(placed(content, text, place), expected));

  it('done twice is done once', () => {
    const places: Place[] = [after('app'), before('app'), append, whole];
    for (const content of ['a\napp\nb', 'a\r\napp\r\n', 'app']) {
      for (const place of places) {
        const once = placed(content, 'x\n  y\n', place);
        assert.equal(placed(once, 'x\n  y\n', place), 'there already', `${JSON.stringify(content)} ${place.how}`);
      }
    }
  });
});
