import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { followDeepLink } from '../../src/extension/tutorial/deepLink.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, startLearner } from './learner.ts';
import { emptyWorkspace, onDisk } from './workspace.ts';

const tutorial = '# A tour\n\n## One\n\n```sh run\ntouch ran.txt\n```\n\n## Two\n\nText.\n';

describe('a link from outside', () => {
  let learner: Learner;
  let dialogs: Dialogs;

  beforeEach(async () => {
    await emptyWorkspace();
    dialogs = answerDialogs();
    learner = await startLearner(demoPack(tutorial));
  });

  afterEach(async () => {
    dialogs.restore();
    await learner.dispose();
  });

  const follow = (link: string) =>
    followDeepLink(vscode.Uri.parse(`vscode://onramp.onramp/${link}`), learner.packs, ({ pack, tutorial: id, step }) =>
      learner.player.open(pack, id, step),
    );

  it('opens a step once the person agrees, and runs nothing', async () => {
    dialogs.choose('Open Tutorial');
    await follow('start?pack=demo&tutorial=start&step=two&ref=newsletter');
    assert.deepEqual(dialogs.said, ['A link wants to open the tutorial “A tour” of the pack “The pack demo” by Tests.']);
    assert.equal(learner.page().title, 'Two');
    assert.equal(await onDisk('ran.txt'), undefined);
  });

  it('opens nothing when the person turns it down', async () => {
    dialogs.choose(undefined);
    await follow('start?pack=demo&tutorial=start');
    assert.equal(dialogs.said.length, 1);
    assert.equal(learner.player.current(), undefined);
  });

  it('leads to the first tutorial of a pack, and to its cover where the step is gone', async () => {
    dialogs.choose('Open Tutorial');
    await follow('start?pack=demo&step=gone');
    assert.equal(learner.page().title, 'A tour');
  });

  it('says what is wrong with it, without asking', async () => {
    dialogs.choose('Open Tutorial');
    for (const link of ['start?pack=other', 'start?pack=demo&tutorial=gone', 'start', 'install?pack=demo']) await follow(link);
    assert.deepEqual(dialogs.said, [
      'The link leads to the pack “other”, which is not installed. Install it, then follow the link again.',
      'The link leads to the tutorial “gone”, which the pack “The pack demo” does not have.',
      'This link leads nowhere in Onramp. One that does looks like start?pack=…&tutorial=…',
      'This link leads nowhere in Onramp. One that does looks like start?pack=…&tutorial=…',
    ]);
    assert.equal(learner.player.current(), undefined);
  });
});
