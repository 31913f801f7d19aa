import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type TreeNode, type TutorialsTree, tutorialsTree } from '../../src/extension/tutorial/tutorialsView.ts';
import { type Learner, manifestOf, startLearner } from './learner.ts';
import { emptyWorkspace, putOnDisk } from './workspace.ts';

const tutorial = `---
title: Hello
time: 5m
---

## One

\`\`\`yaml check
file: one.txt
\`\`\`

## Two

## Three
`;

describe('the tree of tutorials', () => {
  let learner: Learner;
  let tree: TutorialsTree;

  beforeEach(async () => {
    learner = await startLearner({
      'demo/onramp.json': manifestOf('demo'),
      'demo/tutorials/start.md': tutorial,
      'torn/onramp.json': '{\n  "name": }',
    });
    tree = tutorialsTree(learner.packs, learner.store, learner.player);
  });

  afterEach(async () => {
    tree.dispose();
    await learner.dispose();
    await emptyWorkspace();
  });

  it('shows packs, tutorials and steps, and beside a pack that cannot be read why', async () => {
    assert.deepEqual(await outline(tree), [
      'package The pack demo · 1.2.3',
      '  mortar-board Hello · 5 min',
      '    circle-large-outline One (One, not done yet)',
      '    circle-large-outline Two (Two, not done yet)',
      '    circle-large-outline Three (Three, not done yet)',
      'warning torn · onramp.json:2:11  This is not valid JSON: value expected',
    ]);
  });

  it('follows how far the person is', async () => {
    await learner.player.open('demo', 'start', 'one');
    const changed = new Promise<void>((resolve) => tree.onDidChange(resolve));
    await putOnDisk('one.txt', '');
    await learner.press('check');
    await learner.player.move({ type: 'next' });
    await changed;
    await learner.player.move({ type: 'skip' });
    assert.deepEqual((await outline(tree)).slice(1, 5), [
      '  mortar-board Hello · 2 of 3',
      '    pass-filled One (One, completed)',
      '    debug-step-over Two · skipped (Two, skipped)',
      '    circle-filled Three (Three, current step)',
    ]);
    await learner.player.move({ type: 'next' });
    assert.equal((await outline(tree))[1], '  pass-filled Hello · 3 of 3');
  });

  it('lists what was begun without waiting for it to be read, and says how far the person is as soon as that is known', async () => {
    await learner.player.open('demo', 'start', 'two');
    await learner.player.move({ type: 'next' });
    await learner.player.close();
    const [pack] = await tree.getChildren(undefined);
    const [node] = await tree.getChildren(pack);
    const listed = async () => (await tree.getTreeItem(node ?? assert.fail())).description;
    const told = new Promise<void>((resolve) => tree.onDidChange(resolve));
    assert.equal(await listed(), '5 min');
    await told;
    assert.equal(await listed(), '1 of 3');
  });

  it('opens a tutorial, or its step, by the command of the item', async () => {
    const items = await itemsOf(tree);
    const commands = items.flatMap(({ item: { command } }) =>
      command === undefined ? [] : [`${command.command} ${JSON.stringify(command.arguments)}`],
    );
    assert.deepEqual(commands.slice(0, 2), [
      'onramp.tutorial.start [{"pack":"demo","tutorial":"start"}]',
      'onramp.tutorial.openStep [{"pack":"demo","tutorial":"start","step":"one"}]',
    ]);
    const offered = await vscode.commands.getCommands(true);
    for (const command of commands) assert.ok(offered.includes(command.replace(/ .*$/, '')), command);
  });

  it('gives each item an id of its own, and knows what is above it', async () => {
    const items = await itemsOf(tree);
    const ids = items.map(({ item }) => item.id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { node, above } of items) {
      const found = tree.getParent(node);
      assert.equal(found && (await tree.getTreeItem(found)).id, above && (await tree.getTreeItem(above)).id);
    }
  });
});

type Placed = { node: TreeNode; above: TreeNode | undefined; item: vscode.TreeItem; depth: number };

async function itemsOf(tree: TutorialsTree, above?: TreeNode, depth = 0): Promise<Placed[]> {
  const found: Placed[] = [];
  for (const node of await tree.getChildren(above)) {
    found.push({ node, above, item: await tree.getTreeItem(node), depth }, ...(await itemsOf(tree, node, depth + 1)));
  }
  return found;
}

/** Each item as `icon label · description (what is read aloud of a step)`. */
async function outline(tree: TutorialsTree): Promise<string[]> {
  return (await itemsOf(tree)).map(({ node, item, depth }) => {
    const icon = item.iconPath instanceof vscode.ThemeIcon ? item.iconPath.id : '';
    const description = item.description ? ` · ${item.description}` : '';
    const spoken = node.kind === 'step' ? ` (${item.accessibilityInformation?.label})` : '';
    return `${'  '.repeat(depth)}${icon} ${item.label}${description}${spoken}`;
  });
}
