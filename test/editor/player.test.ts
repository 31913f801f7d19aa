import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { GuidePage } from '../../src/protocol/guide.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, manifestOf, memoryMemento, startLearner } from './learner.ts';
import { emptyWorkspace, eventually, putOnDisk, writeFiles } from './workspace.ts';

const tutorial = `---
title: Hello
tme: 5m
---

Welcome.

## One

\`\`\`yaml check
- file: one.txt
- fil: two.txt
\`\`\`

## Two

[A step back](#one), [nowhere](#three), [the other](other.md)
`;

function resultsOf(page: GuidePage): (string | undefined)[] {
  return page.blocks.flatMap((block) => (block.kind === 'check' ? block.checks.map(({ result }) => result?.state) : []));
}

const other = '# Other\n\n## Alpha\n\n## Beta\n';

describe('the player', () => {
  const owned: Learner[] = [];
  let dialogs: Dialogs;
  const start = async (...given: Parameters<typeof startLearner>) => {
    const learner = await startLearner(...given);
    owned.push(learner);
    return learner;
  };
  const demo = (memento?: vscode.Memento) => start(demoPack(tutorial, { 'tutorials/other.md': other }), memento && { memento });

  beforeEach(() => {
    dialogs = answerDialogs();
  });

  afterEach(async () => {
    dialogs.restore();
    for (const learner of owned.splice(0)) await learner.dispose();
    await emptyWorkspace();
  });

  it('opens on the cover, and nothing has begun', async () => {
    const { player, page, reports } = await demo();
    await player.open('demo', 'start');
    assert.deepEqual([page().title, page().position, page().navigation.next], ['Hello', 0, 'start']);
    assert.deepEqual(reports, []);
  });

  it('reports a translation under the names of its original, and shows its own', async () => {
    const files = {
      ...demoPack(tutorial),
      'demo/onramp.json': manifestOf('demo', { locales: ['de'] }),
      'demo/tutorials/de/start.md': tutorial.replace('title: Hello', 'title: Hallo').replace('## One', '## Eins {#one}'),
    };
    const { player, page, reports } = await start(files, { language: 'de' });
    await player.open('demo', 'start');
    await player.move({ type: 'start' });
    assert.deepEqual([page().tutorial, page().title], ['Hallo', 'Eins']);
    const [started] = reports;
    assert.ok(started?.type === 'dev.onramp.tutorial.started');
    assert.deepEqual([started.data.title, ...started.data.steps], ['Hello', { id: 'one', title: 'One' }, { id: 'two', title: 'Two' }]);
  });

  it('goes on where the person left, also after the window was closed', async () => {
    const memento = memoryMemento();
    const first = await demo(memento);
    await first.player.open('demo', 'start');
    await first.player.move({ type: 'start' });
    await first.player.move({ type: 'skip' });
    await first.dispose();
    const { player, page } = await demo(memento);
    await player.open('demo', 'start');
    assert.equal(page().title, 'Two');
    assert.deepEqual(
      page().steps.map(({ id, status }) => `${id} ${status}`),
      ['one skipped', 'two entered'],
    );
  });

  it('goes by a link to a step of another tutorial, in the person’s language, and stays where there is none', async () => {
    const cover = '[There](other.md#beta), [nowhere](never.md) and [a text](../notes.txt), [none](../never.txt)\n';
    const german = { 'tutorials/de/start.md': `# Hallo\n\n${cover}\n## Eins {#one}\n`, 'tutorials/de/other.md': other };
    const pack = demoPack(`# Hello\n\n${cover}\n## One\n`, { 'tutorials/other.md': other, 'notes.txt': 'of the pack', ...german });
    for (const language of ['en', 'de']) {
      const { player, page } = await start({ ...pack, 'demo/onramp.json': manifestOf('demo', { locales: ['de'] }) }, { language });
      await player.open('demo', 'start');
      const { title } = page();
      await player.act({ type: 'link', index: 1 });
      assert.equal(dialogs.said.pop(), 'There is no tutorial “never” in the pack “The pack demo”');
      assert.equal(page().title, title);
      await player.act({ type: 'link', index: 3 });
      assert.equal(dialogs.said.pop(), 'This link leads nowhere in the pack: ../never.txt');
      if (language === 'en') {
        await player.act({ type: 'link', index: 2 });
        assert.equal(vscode.window.activeTextEditor?.document.getText(), 'of the pack');
      }
      await player.act({ type: 'link', index: 0 });
      assert.deepEqual([page().tutorial, page().title], ['Other', 'Beta']);
    }
  });

  it('keeps the progress of each tutorial apart', async () => {
    const { player, page } = await demo();
    await player.open('demo', 'start', 'two');
    await player.open('demo', 'other', 'beta');
    await player.open('demo', 'start');
    assert.equal(page().title, 'Two');
  });

  it('shows what its author has saved, at the same step, with what was tried where nothing has changed', async () => {
    const text = '# T\n\n## One\n\n~~~yaml check\nfile: one.txt\n~~~\n\n## Two\n\nText.\n'.replaceAll('~~~', '```');
    const { player, page, packs, press, folder } = await start(demoPack(text));
    await player.open('demo', 'start', 'one');
    await press('check');
    const save = async (saved: string) => {
      await writeFiles(folder.fsPath, { 'demo/tutorials/start.md': saved });
      packs.refresh();
    };
    await save(text.replace('## One', '## One\n\nA word before.'));
    await eventually('the new text', () => page().html.includes('A word before'));
    assert.deepEqual([page().title, resultsOf(page())], ['One', ['failed']]);

    await save(text.replace('## One', '## The first').replace('one.txt', 'two.txt'));
    await eventually('the renamed step', () => page().title === 'The first');
    assert.deepEqual([page().position, resultsOf(page())], [1, [undefined]]);

    await save('# T\n');
    await eventually('the cover, as there are no steps', () => page().position === 0);
  });

  it('shows the cover again where the step it was at is gone from the tutorial', async () => {
    const memento = memoryMemento();
    const first = await demo(memento);
    await first.player.open('demo', 'start', 'two');
    const { player, page } = await start(demoPack('# Hello\n\n## One\n'), { memento });
    await player.open('demo', 'start');
    assert.equal(page().position, 0);
    assert.equal(page().navigation.next, 'continue');
  });

  it('opens what it missed once its pack is there, and not after the person has closed it', async () => {
    const learner = await startLearner(demoPack(tutorial));
    owned.push(learner);
    const { player, packs, folder } = learner;
    await player.open('late', 'start');
    assert.equal(player.failure(), 'The pack “late” is not installed');
    await writeFiles(folder.fsPath, { 'late/onramp.json': manifestOf('late'), 'late/tutorials/start.md': '# Late\n\n## One\n' });
    packs.refresh();
    await eventually('it is open', () => player.current()?.tutorial.title);
    assert.equal(player.current()?.progress.pack, 'late');
    await player.open('never', 'start');
    await player.close();
    packs.refresh();
    await packs.all();
    assert.equal(player.current(), undefined);
  });

  it('begins anew on restart', async () => {
    const { player, page, store } = await demo();
    await player.open('demo', 'start', 'two');
    await player.restart();
    assert.deepEqual([page().position, page().navigation.next], [0, 'start']);
    assert.equal(store.read('demo', 'start'), undefined);
  });

  it('says in a sentence what is not there', async () => {
    const { player } = await demo();
    await player.open('nothing', 'start');
    assert.equal(player.failure(), 'The pack “nothing” is not installed');
    await player.open('demo', 'nothing');
    assert.equal(player.failure(), 'There is no tutorial “nothing” in the pack “The pack demo”');
    assert.equal(player.current(), undefined);
    await player.open('demo', 'start');
    assert.equal(player.failure(), undefined);
  });

  it('says in a sentence that a tutorial has been deleted since the packs were read', async () => {
    const { player, packs, folder } = await demo();
    await packs.all();
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, 'demo/tutorials/start.md'));
    await player.open('demo', 'start');
    assert.equal(player.failure(), 'There is no tutorial “start” in the pack “The pack demo”');
  });

  it('shows the tutorial that was asked for last, however long each takes to read', async () => {
    const { player } = await demo();
    await Promise.all([
      player.open('demo', 'start'),
      player.open('demo', 'other'),
      player.open('nothing', 'x'),
      player.open('demo', 'start'),
    ]);
    assert.equal(player.current()?.tutorial.id, 'start');
    await Promise.all([player.open('demo', 'start'), player.open('demo', 'other')]);
    assert.equal(player.current()?.tutorial.id, 'other');
    assert.equal(player.failure(), undefined);
  });

  it('tells what could not be understood with its place, and the rest works', async () => {
    const { player, page, press, block } = await demo();
    await player.open('demo', 'start', 'one');
    assert.deepEqual(page().problems, [
      'tutorials/start.md:3:1  “tme” is not known here. Did you mean “time”?',
      'tutorials/start.md:12:3  “fil” is not known here. Did you mean “file”?',
    ]);
    assert.deepEqual(block('check').refused, ['“fil” is not known here. Did you mean “file”?']);
    await putOnDisk('one.txt', '');
    await press('check');
    assert.equal(block('check').checks[0]?.result?.state, 'passed');
  });

  it('keeps what was found when the person goes to a step by the tree and back', async () => {
    const { player, press, block } = await demo();
    await player.open('demo', 'start', 'one');
    await press('check');
    await player.open('demo', 'start', 'two');
    await player.open('demo', 'start', 'one');
    assert.equal(block('check').checks[0]?.result?.state, 'failed');
  });

  it('shows the tutorial as it is now when it is opened again', async () => {
    const { player, page, folder } = await demo();
    await player.open('demo', 'start', 'two');
    const file = vscode.Uri.joinPath(folder, 'demo/tutorials/start.md');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('# Hello\n\n## Two, better {#two}\n'));
    await player.open('demo', 'start');
    assert.equal(page().title, 'Two, better');
  });

  it('follows links to steps and tutorials, and says where one leads nowhere', async () => {
    const { player, page } = await demo();
    await player.open('demo', 'start', 'two');
    await player.act({ type: 'link', index: 1 });
    assert.deepEqual(dialogs.said, ['This link leads nowhere in the pack: #three']);
    await player.act({ type: 'link', index: 0 });
    assert.equal(page().title, 'One');
    await player.move({ type: 'go', step: 'two' });
    await player.act({ type: 'link', index: 2 });
    assert.equal(page().tutorial, 'Other');
  });

  it('passes by what the page cannot have meant', async () => {
    const { player, page, reports } = await demo();
    await player.open('demo', 'start', 'one');
    const before = JSON.stringify(page());
    for (const type of ['run', 'write', 'check', 'reference', 'link'] as const) await player.act({ type, index: 99 });
    await player.move({ type: 'go', step: 'no such step' });
    assert.equal(JSON.stringify(page()), before);
    assert.equal(reports.filter(({ type }) => type.includes('check')).length, 0);
  });

  it('ends a tutorial, tells that it is finished once, and closes it for good', async () => {
    const { player, page, store, reports } = await demo();
    await player.open('demo', 'other');
    await player.move({ type: 'next' });
    await player.move({ type: 'next' });
    assert.deepEqual([page().title, page().navigation.next], ['Beta', 'finish']);
    await player.move({ type: 'next' });
    assert.equal(page().navigation.next, 'close');
    await player.move({ type: 'next' });
    assert.equal(reports.filter(({ type }) => type === 'dev.onramp.tutorial.completed').length, 1);
    await player.close();
    assert.equal(player.current(), undefined);
    assert.ok(store.read('demo', 'other')?.completedAt);
  });

  it('does nothing in a folder that is not trusted, and says why', async () => {
    const pack = demoPack(`# T

## One

\`\`\`sh run
touch ran.txt
\`\`\`

\`\`\`txt title="one.txt"
1
\`\`\`

\`\`\`yaml check
run: touch checked.txt
\`\`\`

[Scaffold](../templates/small) and [insert](../snippets/a.code-snippets#A)
`);
    dialogs.distrust();
    const { player, press } = await start(pack);
    await player.open('demo', 'start', 'one');
    await press('run');
    await press('write');
    await press('check');
    await player.act({ type: 'link', index: 0 });
    await player.act({ type: 'link', index: 1 });
    await player.checkStep();
    assert.deepEqual([...new Set(dialogs.said)], ['This folder is not trusted, so nothing is run or written in it']);
    assert.equal(dialogs.said.length, 6);
    assert.deepEqual(await vscode.workspace.fs.readDirectory(vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail()), []);
    assert.deepEqual(vscode.window.terminals, []);
  });

  it('shows a pack as it is now when packs are read again', async () => {
    const { player, packs, folder, page } = await demo();
    await player.open('demo', 'start');
    const file = vscode.Uri.joinPath(folder, 'demo/onramp.json');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(manifestOf('demo', { title: 'New' })));
    packs.refresh();
    await player.open('demo', 'start');
    assert.equal(page().pack, 'New');
  });
});
