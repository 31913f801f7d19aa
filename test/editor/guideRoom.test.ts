import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openGuideRoom } from '../../src/extension/guideRoom.ts';
import { openConsent } from '../../src/extension/report/consent.ts';
import { openReporter } from '../../src/extension/report/reporter.ts';
import type { GuideView } from '../../src/extension/tutorial/guideView.ts';
import type { FromGuide, GuidePage, GuideState, ToGuide } from '../../src/protocol/guide.ts';
import { demoPack, type Learner, memoryMemento, startLearner } from './learner.ts';

const tutorial = `# T

Cover with a [picture](../pictures/a.png).

## One

Text.

\`\`\`js
one();
\`\`\`

## Two

\`\`\`yaml check
file: made.txt
\`\`\`

## Three

![What it looks like](../pictures/a.png)
`;

describe('the page that is sent ahead', () => {
  let learner: Learner;
  const owned: { dispose(): unknown }[] = [];
  const received = new vscode.EventEmitter<unknown>();
  let shown: GuideState | undefined;
  let ahead: readonly GuidePage[] = [];

  beforeEach(async () => {
    learner = await startLearner(demoPack(tutorial, { 'pictures/a.png': 'x' }));
    const memento = memoryMemento();
    const consent = openConsent(memento);
    const log = vscode.window.createOutputChannel('Onramp test', { log: true });
    const reporter = openReporter(
      learner.storage,
      () => 'install-1',
      consent,
      () => {},
    );
    const { player } = learner;
    const guide: Pick<GuideView, 'show' | 'tell' | 'isPainted' | 'onDidReceive'> = {
      show: (state) => {
        shown = state((uri) => `https://media${uri.path}`) ?? shown;
      },
      tell: (told: ToGuide) => {
        if (told.type === 'ahead') ahead = [told.state];
      },
      isPainted: async () => {},
      onDidReceive: received.event,
    };
    const browse = async () => {};
    const room = openGuideRoom({ guide, player, consent, reporter, person: () => 'install-1', browse, log });
    owned.push(room, reporter, consent, log);
  });

  afterEach(async () => {
    for (const each of owned.splice(0).reverse()) each.dispose();
    await learner.dispose();
  });

  const says = (told: FromGuide) => received.fire(told);
  /** What is sent ahead once the page that is shown is painted. */
  const paint = (): GuidePage | undefined => {
    ahead = [];
    assert.ok(shown?.kind === 'page');
    says({ type: 'painted', key: shown.key });
    return ahead[0];
  };

  it('is the very one that Next shows, from the cover to the end', async () => {
    await learner.player.open('demo', 'start');
    for (const title of ['One', 'Two']) {
      const sent = paint();
      says({ type: 'next' });
      assert.deepEqual(sent, shown);
      assert.equal(sent?.title, title);
    }
    await learner.player.move({ type: 'skip' });
    const end = paint();
    says({ type: 'next' });
    assert.deepEqual(end, shown);
    assert.match(end?.html ?? '', /https:\/\/media\/.*\/demo\/pictures\/a\.png/);
    assert.equal(end?.navigation.next, 'close');
    assert.equal(paint(), undefined, 'nothing comes after the end');
  });

  it('is none where Next is not open', async () => {
    await learner.player.open('demo', 'start', 'two');
    assert.equal(paint(), undefined);
  });
});
