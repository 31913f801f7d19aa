import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/core/message.ts';
import { newActivity } from '../../../src/core/tutorial/activity.ts';
import { guidePage } from '../../../src/core/tutorial/guidePage.ts';
import { parseTutorial } from '../../../src/core/tutorial/parse.ts';
import { newProgress } from '../../../src/core/tutorial/session.ts';

describe('the page of the guide', () => {
  const tutorial = parseTutorial('# T\n\n![A dot](dot.svg)\n\n## A\n\nText.\n', 'tutorials/t.md');
  const htmlIn = (root: string) =>
    guidePage(
      {
        manifest: { name: 'p', title: 'P' },
        tutorial,
        progress: newProgress('p', '1.0.0', 't'),
        activity: newActivity(),
        requirements: { results: [], trying: false },
      },
      { say: inEnglish, mediaUrl: (path) => `${root}/${path}`, consent: undefined, feedbackTo: undefined },
    ).html;

  it('addresses files where their pack lies, also where that has moved and its text is the same', () => {
    const at = (root: string) => `<p><img src="${root}/tutorials/dot.svg" alt="A dot"></p>\n`;
    assert.deepEqual([htmlIn('pack:1'), htmlIn('pack:1'), htmlIn('pack:2')], [at('pack:1'), at('pack:1'), at('pack:2')]);
  });
});
