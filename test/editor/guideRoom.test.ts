import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { slug } from '../../src/core/tutorial/parse.ts';
import { openGuideRoom } from '../../src/extension/guideRoom.ts';
import { openConsent } from '../../src/extension/report/consent.ts';
import { openReporter, type Reporter } from '../../src/extension/report/reporter.ts';
import type { GuideView } from '../../src/extension/tutorial/guideView.ts';
import { event } from '../../src/protocol/event.ts';
import type { FromGuide, GuidePage, GuideState, ToGuide } from '../../src/protocol/guide.ts';
import { answerDialogs } from './dialogs.ts';
import { demoPack, type Learner, memoryMemento, startLearner } from './learner.ts';
import { eventually, setBackend } from './workspace.ts';

/** Longer than the wire takes. */
const title = `Two ${'and two '.repeat(30)}is four`;
const tutorial = `# T

Cover with a [picture](../pictures/a.png).

## One

Text.

\`\`\`js
one();
\`\`\`

## ${title}

\`\`\`yaml check
file: made.txt
\`\`\`

## Three

![What it looks like](../pictures/a.png)
`;

const untold = { onState: () => {}, onRejected: () => {} };

describe('the guide room', () => {
  let learner: Learner;
  let reporter: Reporter;
  const owned: { dispose(): unknown }[] = [];
  const received = new vscode.EventEmitter<unknown>();
  let shown: GuideState | undefined;
  let ahead: readonly GuidePage[] = [];
  let last: { pack: string; tutorial: string } | undefined;

  beforeEach(async () => {
    learner = await startLearner(demoPack(tutorial, { 'pictures/a.png': 'x', 'tutorials/other.md': tutorial }));
    const memento = memoryMemento();
    const consent = openConsent(memento);
    const log = vscode.window.createOutputChannel('Onramp test', { log: true });
    reporter = openReporter(learner.storage, () => 'install-1', consent, untold);
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
    const room = openGuideRoom({ guide, player, consent, reporter, person: () => 'install-1', browse, last: () => last, log });
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

  it('offers to go on with what was open when the window went', async () => {
    assert.deepEqual(shown, { kind: 'empty', goesOn: false });
    last = { pack: 'demo', tutorial: 'start' };
    await learner.player.close();
    assert.deepEqual(shown, { kind: 'empty', goesOn: true });
    says({ type: 'goOn' });
    await eventually('it is open', () => shown?.kind === 'page' || undefined);
    last = undefined;
  });

  it('sends ahead the very page that Next shows, from the cover to the end', async () => {
    await learner.player.open('demo', 'start');
    for (const heading of ['One', title]) {
      const sent = paint();
      says({ type: 'next' });
      assert.deepEqual(sent, shown);
      assert.equal(sent?.title, heading);
    }
    await learner.player.move({ type: 'skip' });
    const end = paint();
    says({ type: 'next' });
    assert.deepEqual(end, shown);
    assert.match(end?.html ?? '', /https:\/\/media\/.*\/demo\/pictures\/a\.png/);
    assert.equal(end?.navigation.next, 'close');
    assert.equal(paint(), undefined, 'nothing comes after the end');
  });

  it('sends none ahead where Next is not open', async () => {
    await learner.player.open('demo', 'start', slug(title));
    assert.equal(paint(), undefined);
  });

  it('sends feedback that the backend takes, however long a heading is, and notes it in its step', async () => {
    await setBackend('http://127.0.0.1:9');
    try {
      await learner.player.open('demo', 'start', slug(title));
      says({ type: 'feedback', thumbs: 'down', comment: 'Why two?' });
      const [waiting] = await eventually('the feedback waits', async () => {
        const all = await reporter.waiting();
        return all.length > 0 ? all : undefined;
      });
      const { data } = event.parse(waiting);
      assert.ok('stepTitle' in data && 'step' in data);
      assert.deepEqual([data.stepTitle, data.step], [title.slice(0, 200), slug(title).slice(0, 200)]);
      await eventually('it is noted', () => (shown?.kind === 'page' && shown.feedback?.sent === 'down' ? true : undefined));
    } finally {
      await setBackend(undefined);
    }
  });

  it('sends feedback once, also by two clicks and by one more before its thanks are drawn', async () => {
    await setBackend('http://127.0.0.1:9');
    try {
      await learner.player.open('demo', 'start', 'one');
      const states: string[] = [];
      owned.push(learner.player.onDidChange(() => states.push(feedbackShown())));
      const click = () => says({ type: 'feedback', thumbs: 'up', comment: '' });
      click();
      click();
      await eventually('it is noted', () => (feedbackShown() === 'up' ? true : undefined));
      click();
      assert.deepEqual(states, ['sending', 'up']);
      await learner.player.move({ type: 'go', step: slug(title) });
      click();
      await eventually('the next is noted', () => (feedbackShown() === 'up' ? true : undefined));
      const steps = (await reporter.waiting()).map(({ data }) => 'step' in data && data.step);
      assert.deepEqual(steps, ['one', slug(title).slice(0, 200)]);
    } finally {
      await setBackend(undefined);
    }
  });

  it('lets feedback that could not be kept be sent again, though its tutorial was left meanwhile', async () => {
    const dialogs = answerDialogs();
    await setBackend('http://127.0.0.1:9');
    try {
      await vscode.workspace.fs.writeFile(learner.storage, new Uint8Array());
      await learner.player.open('demo', 'start', 'one');
      says({ type: 'feedback', thumbs: 'up', comment: 'Mine' });
      await eventually('that is told', () => (dialogs.said.length > 0 ? true : undefined));
      assert.match(dialogs.said.join(), /^Your feedback could not be kept/);
      assert.equal(feedbackShown(), 'open');
      await vscode.workspace.fs.delete(learner.storage);
      says({ type: 'feedback', thumbs: 'up', comment: 'Mine' });
      await learner.player.close();
      await learner.player.open('demo', 'other', 'one');
      await eventually('it is kept', async () => ((await reporter.waiting()).length > 0 ? true : undefined));
      assert.equal(feedbackShown(), 'open', 'it was about another step');
    } finally {
      await setBackend(undefined);
      dialogs.restore();
    }
  });

  const feedbackShown = () => {
    const feedback = shown?.kind === 'page' ? shown.feedback : undefined;
    return feedback?.sending ? 'sending' : (feedback?.sent ?? 'open');
  };
});
