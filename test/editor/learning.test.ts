import assert from 'node:assert/strict';
import { type LearningNode, type LearningTree, learningTree } from '../../src/extension/tutorial/learningView.ts';
import { demoPack, type Learner, manifestOf, startLearner } from './learner.ts';

const tutorial = (title: string) => `# ${title}\n\n## One\n\nText.\n\n## Two\n\nText.\n`;

describe('what a person learns', () => {
  let learner: Learner;
  let tree: LearningTree;

  beforeEach(async () => {
    learner = await startLearner({
      ...demoPack(tutorial('First')),
      'other/onramp.json': manifestOf('other'),
      'other/tutorials/second.md': tutorial('Second'),
    });
    tree = learningTree(learner.packs, learner.store, learner.player);
  });

  afterEach(async () => {
    tree.dispose();
    await learner.dispose();
  });

  /** The tree as it reads, a line a row. */
  const rows = async (node?: LearningNode, indent = ''): Promise<string[]> => {
    const children = (await tree.getChildren(node)) ?? [];
    const lines = await Promise.all(
      children.map(async (child) => {
        const { label, description } = await tree.getTreeItem(child);
        return [`${indent}${label} (${description})`, ...(await rows(child, `${indent}  `))];
      }),
    );
    return lines.flat();
  };

  it('is nothing before they begin', async () => {
    await learner.player.open('demo', 'start');
    assert.deepEqual(await rows(), []);
  });

  it('is told by what is in progress and what is done, with the time it took', async () => {
    await learner.player.open('demo', 'start');
    await learner.player.move({ type: 'start' });
    await learner.player.move({ type: 'next' });
    await learner.player.move({ type: 'next' });
    await learner.player.open('other', 'second', 'one');
    await learner.player.move({ type: 'next' });
    const stored = learner.store.read('other', 'second');
    await learner.store.write({ ...(stored ?? assert.fail()), spent: { one: 65 * 60_000 } });
    assert.deepEqual(await rows(), [
      'In progress (1 h 5 min)',
      '  Second (1 step done · 1 h 5 min)',
      'Done (under a minute)',
      '  First (2 steps done · under a minute)',
    ]);
  });

  it('counts the time between acts', async () => {
    await learner.player.open('demo', 'start', 'one');
    const before = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 30));
    await learner.player.move({ type: 'next' });
    const spent = learner.store.read('demo', 'start')?.spent?.one ?? 0;
    assert.ok(spent >= 25 && spent <= Date.now() - before + 50, String(spent));
  });
});
