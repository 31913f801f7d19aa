import assert from 'node:assert/strict';
import { previewPage } from '../../../src/core/authoring/previewPage.ts';
import { wouldDo } from '../../../src/core/authoring/wouldDo.ts';
import { inEnglish } from '../../../src/core/message.ts';
import type { FromGuide } from '../../../src/protocol/guide.ts';

const text =
  '# T\n\nCover.\n\n## One\n\nSee `a.ts:1` and [it](https://a.b/).\n\n```sh run\nls\n```\n\n## Two\n\n```ts title="../x"\n1\n```\n';
const preview = (line: number, of = text) =>
  previewPage(
    { manifest: { name: 'p', title: 'P' }, path: 'tutorials/t.md', text: of, line },
    { say: inEnglish, mediaUrl: (path) => `media:${path}` },
  );

describe('the preview', () => {
  it('shows the step at the cursor, or the cover', () => {
    assert.deepEqual(
      [1, 4, 5, 11, 12, 13, 99].map((line) => preview(line).page.title),
      ['T', 'T', 'One', 'One', 'One', 'Two', 'Two'],
    );
  });

  it('keeps its key while a heading is typed, so that the page keeps its scroll', () => {
    assert.equal(preview(7).page.key, preview(7, text.replace('## One', '## Onet')).page.key);
    assert.notEqual(preview(7).page.key, preview(14).page.key);
  });

  it('tells what is wrong, at its place', () => {
    assert.deepEqual(
      preview(7).page.problems.map((told) => told.split('  ')[0]),
      ['tutorials/t.md:15:1'],
    );
  });

  it('says what a button would do', () => {
    const { page, step } = preview(7);
    const says = (told: FromGuide) => {
      const would = step && wouldDo(told, page, step);
      return would && inEnglish(would);
    };
    assert.equal(says({ type: 'run', index: 0 }), 'For a learner, this runs “ls” in the terminal');
    assert.equal(says({ type: 'reference', index: 0 }), 'For a learner, this opens a.ts and marks the lines');
    assert.equal(says({ type: 'link', index: 0 }), 'For a learner, this opens https://a.b/');
    assert.equal(says({ type: 'run', index: 7 }), undefined);
    assert.equal(says({ type: 'ready' }), undefined);
  });
});
