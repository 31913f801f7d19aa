import assert from 'node:assert/strict';
import { readFile, rename } from 'node:fs/promises';
import sinon from 'sinon';
import * as vscode from 'vscode';
import { lastOpened } from '../../src/extension/tutorial/lastOpened.ts';
import { clearProgress, exportProgress } from '../../src/extension/tutorial/progressFile.ts';
import { progressStore } from '../../src/extension/tutorial/progressStore.ts';
import { tutorialsTree } from '../../src/extension/tutorial/tutorialsView.ts';
import { progressFile } from '../../src/protocol/progress.ts';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, manifestOf, memoryMemento, startLearner } from './learner.ts';
import { emptyWorkspace, onDisk, putOnDisk, scratchFolder, workspaceFolder } from './workspace.ts';

const two = '# Hello\n\n## One\n\n- [ ] Read it\n\n## Two\n';

describe('progress', () => {
  const owned: { dispose(): unknown }[] = [];
  const own = <T extends { dispose(): unknown }>(thing: T): T => {
    owned.push(thing);
    return thing;
  };
  let dialogs: Dialogs;
  const start = async (...given: Parameters<typeof startLearner>): Promise<Learner> => own(await startLearner(...given));

  beforeEach(() => {
    dialogs = answerDialogs();
  });

  afterEach(async () => {
    dialogs.restore();
    sinon.restore();
    for (const thing of owned.splice(0).reverse()) await thing.dispose();
    await emptyWorkspace();
  });

  /** A person who has come through a version of the tutorial. */
  async function finished(tutorial: string, memento: vscode.Memento): Promise<void> {
    const { player, store } = await start(demoPack(tutorial), { memento });
    await player.open('demo', 'start', 'one');
    await player.act({ type: 'tick', index: 0, on: true });
    await player.move({ type: 'next' });
    await player.move({ type: 'next' });
    assert.ok(store.read('demo', 'start')?.completedAt);
  }

  const statuses = ({ page }: Learner) => page().steps.map(({ id, status }) => `${id} ${status}`);

  describe('across versions of a pack', () => {
    const newer = async (tutorial: string, memento: vscode.Memento) => {
      const files = { ...demoPack(tutorial), 'demo/onramp.json': manifestOf('demo', { version: '2.0.0' }) };
      const learner = await start(files, { memento });
      await learner.player.open('demo', 'start');
      return learner;
    };

    it('a step that was added makes a finished tutorial one in progress, which can be finished again, and is reported once', async () => {
      const memento = memoryMemento();
      await finished(two, memento);
      const learner = await newer(`${two}\n## Three\n`, memento);
      const tree = own(tutorialsTree(learner.packs, learner.store, learner.player));
      const described = async () => {
        const [pack] = await tree.getChildren(undefined);
        const [node] = await tree.getChildren(pack);
        return (await tree.getTreeItem(node ?? assert.fail())).description;
      };
      assert.deepEqual(statuses(learner), ['one completed', 'two completed', 'three todo']);
      assert.equal(await described(), '2 of 3');
      await learner.player.move({ type: 'next' });
      assert.deepEqual([learner.page().title, learner.page().navigation.next], ['Three', 'finish']);
      await learner.player.move({ type: 'next' });
      assert.equal(learner.page().navigation.next, 'close');
      assert.equal(await described(), '3 of 3');
      assert.deepEqual(
        learner.reports.map(({ type }) => type),
        ['dev.onramp.step.entered', 'dev.onramp.step.completed'],
      );
      assert.equal(learner.store.read('demo', 'start')?.version, '2.0.0');
    });

    it('a step that was taken out is passed by, and known again when it comes back', async () => {
      const memento = memoryMemento();
      await finished(two, memento);
      const without = await newer('# Hello\n\n## Two\n', memento);
      assert.deepEqual(statuses(without), ['two completed']);
      await without.player.move({ type: 'go', step: 'two' });
      const back = await newer(two, memento);
      assert.deepEqual(statuses(back), ['one completed', 'two completed']);
      await back.player.move({ type: 'go', step: 'one' });
      assert.deepEqual(back.page().ticks, [0]);
    });

    it('a step that is called something else and keeps its {#id} keeps its progress; one that does not is a new step', async () => {
      const memento = memoryMemento();
      await finished(two, memento);
      const kept = await newer('# Hello\n\n## The first {#one}\n\n- [ ] Read it\n\n## Two\n', memento);
      await kept.player.move({ type: 'go', step: 'one' });
      assert.deepEqual([kept.page().title, ...kept.page().ticks, ...statuses(kept)], ['The first', 0, 'one completed', 'two completed']);
      const lost = await newer('# Hello\n\n## The first\n\n## Two\n', memento);
      assert.deepEqual(statuses(lost), ['the-first todo', 'two completed']);
    });
  });

  it('is that of the last act, also of one that comes before the step is painted', async () => {
    let paint = () => {};
    const painted = new Promise<void>((resolve) => {
      paint = resolve;
    });
    const memento = memoryMemento();
    const { player, store } = await start(demoPack(two), { memento, shown: () => painted });
    const changed = new Promise<void>((resolve) => own(player.onDidChange(resolve)));
    const opening = player.open('demo', 'start', 'one');
    await changed;
    assert.equal(store.read('demo', 'start')?.current, 'one', 'kept at once: the window may be closed before it is painted');
    await player.move({ type: 'next' });
    await player.close();
    paint();
    await opening;
    assert.equal(store.read('demo', 'start')?.current, 'two');
    assert.equal(lastOpened(memento), undefined, 'closed is closed');
  });

  describe('in two windows', () => {
    it('is gone on with in the window it was made in, and offered in one that has none', async () => {
      const memento = memoryMemento();
      const [here, there, none] = [memoryMemento(), memoryMemento(), memoryMemento()];
      const files = demoPack(two, { 'tutorials/other.md': two });
      const first = await start(files, { memento, workspaceState: here });
      const second = await start(files, { memento, workspaceState: there });
      await first.player.open('demo', 'start');
      await second.player.open('demo', 'other');
      const named = (...mementos: vscode.Memento[]) => lastOpened(...mementos)?.tutorial;
      assert.deepEqual([named(here), named(there), named(none)], ['start', 'other', undefined]);
      assert.deepEqual([named(here, memento), named(none, memento)], ['start', 'other']);
      await second.player.close();
      assert.deepEqual([named(here), named(there, memento)], ['start', undefined], 'closed is closed');
    });

    /** Both with the tutorial open at its first step, as a scaffold into another folder leaves them. */
    const both = async () => {
      const memento = memoryMemento();
      const [first, second] = [await start(demoPack(two), { memento }), await start(demoPack(two), { memento })];
      await first.player.open('demo', 'start', 'one');
      await second.player.open('demo', 'start', 'one');
      return { first, second, stored: () => first.store.read('demo', 'start') };
    };
    const types = ({ reports }: Learner) => reports.map(({ type }) => type.replace('dev.onramp.', ''));

    it('is kept by the one what was done in the other, at its own step', async () => {
      const { first, second, stored } = await both();
      await second.player.move({ type: 'next' });
      await second.player.move({ type: 'next' });
      const finishedAt = stored()?.completedAt;
      assert.ok(finishedAt);
      await first.player.act({ type: 'tick', index: 0, on: true });
      assert.deepEqual(statuses(first), ['one completed', 'two completed']);
      assert.deepEqual([stored()?.current, stored()?.completedAt, stored()?.ticks], ['one', finishedAt, { one: ['Read it'] }]);
      await first.player.move({ type: 'next' });
      await first.player.move({ type: 'back' });
      assert.equal(stored()?.completedAt, finishedAt);
      assert.equal(stored()?.steps.two?.status, 'completed');
      assert.deepEqual(types(second), ['step.completed', 'step.entered', 'step.completed', 'tutorial.completed']);
      assert.deepEqual(types(first), ['tutorial.started', 'step.entered', 'task.ticked'], 'nothing is told twice');
    });

    it('that was begun anew in the one is not what it was by the other', async () => {
      const { first, second, stored } = await both();
      await first.player.move({ type: 'next' });
      await second.player.restart();
      assert.equal(stored(), undefined);
      await first.player.move({ type: 'next' });
      assert.deepEqual(statuses(first), ['one todo', 'two completed']);
      await second.player.move({ type: 'next' });
      assert.deepEqual(statuses(second), ['one entered', 'two completed']);
    });

    it('that was begun anew is not brought back in the window that did so', async () => {
      const { first, second, stored } = await both();
      await second.player.move({ type: 'next' });
      await first.player.restart();
      await first.player.act({ type: 'tick', index: 0, on: true });
      assert.deepEqual(stored()?.steps ?? {}, {});
      await first.player.move({ type: 'next' });
      assert.deepEqual(statuses(first), ['one entered', 'two todo']);
    });

    it('is what this window wrote last, while VS Code still gives what was there before', async () => {
      const memento = memoryMemento();
      let written = () => {};
      const slow = (key: string, value: unknown) =>
        new Promise<void>((resolve) => {
          written = () => resolve(memento.update(key, value));
        });
      const store = progressStore({ ...memento, update: slow }, memoryMemento());
      const begun = { pack: 'demo', version: '1.0.0', tutorial: 'start', current: 'one', startedAt: 1, steps: {} };
      const writing = store.write(begun);
      assert.deepEqual([memento.keys(), store.read('demo', 'start')], [[], begun]);
      written();
      await writing;
      const removing = store.remove('demo', 'start');
      assert.deepEqual([memento.keys(), store.read('demo', 'start')], [['progress:demo:start'], undefined]);
      written();
      await removing;
      assert.deepEqual(store.all(), []);
    });
  });

  it('goes with the person when their folder has been moved', async () => {
    const memento = memoryMemento();
    const place = await scratchFolder({ 'before/a.txt': '' });
    own(place);
    open(['before']);
    await finished(two, memento);
    await rename(vscode.Uri.joinPath(place.uri, 'before').fsPath, vscode.Uri.joinPath(place.uri, 'after').fsPath);
    open(['after']);
    const learner = await start(demoPack(two), { memento });
    await learner.player.open('demo', 'start');
    assert.deepEqual(statuses(learner), ['one completed', 'two completed']);

    function open(names: string[]): void {
      sinon.restore();
      dialogs.restore();
      dialogs = answerDialogs();
      openFolders(names.map((name) => vscode.Uri.joinPath(place.uri, name)));
    }
  });

  describe('where several folders are open', () => {
    const writes = '# Hello\n\n## One\n\n```txt title="made.txt"\nmade\n```\n\n```yaml check\nfile: made.txt\n```\n\n`a.txt:1`\n';
    const inFolders = async () => {
      const place = own(await scratchFolder({ 'front/a.txt': 'a', 'back/a.txt': 'a' }));
      const [front, back] = ['front', 'back'].map((name) => vscode.Uri.joinPath(place.uri, name));
      assert.ok(front && back);
      openFolders([front, back]);
      return { front, back };
    };
    const made = (folder: vscode.Uri) => readFile(vscode.Uri.joinPath(folder, 'made.txt').fsPath, 'utf8').catch(() => undefined);

    it('asks once in which a tutorial is followed, and remembers it when the window is opened again', async () => {
      const { front, back } = await inFolders();
      const workspaceState = memoryMemento();
      dialogs.choose('back');
      const first = await start(demoPack(writes), { workspaceState });
      await first.player.open('demo', 'start', 'one');
      await first.press('write');
      assert.deepEqual([await made(front), await made(back)], [undefined, 'made\n']);
      assert.deepEqual(dialogs.said, ['In which folder do you follow this tutorial?']);
      const again = await start(demoPack(writes), { workspaceState });
      await again.player.open('demo', 'start', 'one');
      await again.press('check');
      assert.equal(again.block('check').checks[0]?.result?.state, 'passed');
      assert.equal(dialogs.said.length, 1);
    });

    it('asks for each tutorial, and again when the folder has gone', async () => {
      const { front, back } = await inFolders();
      const files = demoPack(writes, { 'tutorials/other.md': writes });
      const { player, press } = await start(files);
      dialogs.choose('back', 'front', 'front');
      await player.open('demo', 'start', 'one');
      await press('write');
      await player.open('demo', 'other', 'one');
      await press('write');
      assert.deepEqual([await made(front), await made(back), dialogs.said.length], ['made\n', 'made\n', 2]);
      const third = own(await scratchFolder({ 'a.txt': '' })).uri;
      folders.splice(0, folders.length, front, third);
      dialogs.choose(third.path.split('/').at(-1));
      await player.open('demo', 'start', 'one');
      await press('write');
      assert.deepEqual([await made(third), dialogs.said.length], ['made\n', 3]);
    });

    it('does nothing, and says nothing more, when the person chooses none', async () => {
      const { front, back } = await inFolders();
      const { player, press } = await start(demoPack(writes));
      dialogs.choose(undefined);
      await player.open('demo', 'start', 'one');
      await press('write');
      await press('check');
      await player.act({ type: 'reference', index: 0 });
      assert.deepEqual([await made(front), await made(back)], [undefined, undefined]);
      assert.deepEqual([...new Set(dialogs.said)], ['In which folder do you follow this tutorial?']);
    });
  });

  describe('in Settings Sync', () => {
    it('goes along, and nothing else of the extension does', async () => {
      const memento = memoryMemento();
      let synced: readonly string[] = [];
      const setKeysForSync = (keys: readonly string[]) => {
        synced = keys;
      };
      const store = progressStore({ ...memento, setKeysForSync }, memoryMemento());
      await memento.update('installId', 'a number');
      await memento.update('consent', 'yes');
      await store.setLastOpened({ pack: 'demo', tutorial: 'start' });
      assert.deepEqual(synced, []);
      await store.write({ pack: 'demo', version: '1.0.0', tutorial: 'start', current: null, steps: {} });
      await store.write({ pack: 'demo', version: '1.0.0', tutorial: 'other', current: null, steps: {} });
      assert.deepEqual(synced, ['progress:demo:start', 'progress:demo:other']);
      await store.remove('demo', 'start');
      assert.deepEqual(synced, ['progress:demo:other']);
      synced = [];
      progressStore({ ...memento, setKeysForSync }, memoryMemento());
      assert.deepEqual(synced, ['progress:demo:other']);
    });

    it('what another version put there and cannot be understood is no progress, and stays', async () => {
      const memento = memoryMemento();
      await memento.update('progress:demo:start', { some: 'thing' });
      const store = progressStore(memento, memoryMemento());
      assert.deepEqual([store.read('demo', 'start'), store.all()], [undefined, []]);
      assert.deepEqual(memento.get('progress:demo:start'), { some: 'thing' });
    });
  });

  describe('exported', () => {
    it('is a file that a person can read and a program can check', async () => {
      const memento = memoryMemento();
      await finished(two, memento);
      const { store } = await start(demoPack(two), { memento });
      const target = vscode.Uri.joinPath(workspaceFolder(), 'mine.json');
      sinon.stub(vscode.window, 'showSaveDialog').resolves(target);
      await exportProgress(store);
      const text = (await onDisk('mine.json')) ?? '';
      const file = progressFile.parse(JSON.parse(text));
      assert.deepEqual(file.tutorials, store.all());
      assert.equal(file.tutorials[0]?.steps.one?.status, 'completed');
      assert.match(text, /^\{\n {2}"kind": "onramp.progress"/);
      assert.deepEqual(dialogs.said, [`Your progress is in ${target.fsPath}.`]);
    });

    it('is not written where there is nothing, where no file is chosen, and where none can be written', async () => {
      const save = sinon.stub(vscode.window, 'showSaveDialog').resolves(undefined);
      const { store } = await start(demoPack(two));
      await exportProgress(store);
      assert.deepEqual(dialogs.said.splice(0), ['You have not begun a tutorial yet, so there is no progress']);
      assert.equal(save.callCount, 0);
      await store.write({ pack: 'demo', version: '1.0.0', tutorial: 'start', current: null, steps: {} });
      await exportProgress(store);
      assert.deepEqual(dialogs.said, []);
      // A folder of that name stands in the way: also the superuser cannot write there.
      save.resolves(await putOnDisk('taken.json/x', '').then((uri) => vscode.Uri.joinPath(uri, '..')));
      await exportProgress(store);
      assert.match(dialogs.said.join(), /^The file could not be written: /);
    });
  });

  describe('cleared', () => {
    const begun = async () => {
      const learner = await start(demoPack(two, { 'tutorials/other.md': '# Other\n\n## A\n' }));
      const { player, packs, store } = learner;
      await player.open('demo', 'other', 'a');
      await player.open('demo', 'start', 'two');
      await putOnDisk('mine.txt', 'mine');
      let changes = 0;
      const clear = () => clearProgress({ store, packs, player, changed: () => void changes++ });
      const left = () => store.all().map(({ tutorial }) => tutorial);
      return { ...learner, clear, left, changes: () => changes };
    };

    it('is the progress of the tutorial that is chosen, after a question, and no file', async () => {
      const { clear, left, page, changes } = await begun();
      dialogs.choose('Hello', 'Clear Progress');
      await clear();
      assert.deepEqual(left(), ['other']);
      assert.deepEqual([page().title, page().navigation.next], ['Hello', 'start']);
      assert.deepEqual(dialogs.said, ['Which tutorial is to be forgotten?', 'Forget how far you are in “Hello”?']);
      assert.deepEqual([await onDisk('mine.txt'), changes()], ['mine', 1]);
    });

    it('is all of it where that is chosen, and nothing is offered to be continued', async () => {
      const { clear, left, player, store } = await begun();
      await player.close();
      dialogs.choose('All Tutorials', 'Clear Progress');
      await clear();
      assert.deepEqual(left(), []);
      dialogs.said.length = 0;
      await clear();
      assert.deepEqual(dialogs.said, ['You have not begun a tutorial yet, so there is no progress']);
      assert.equal(store.read('demo', 'start'), undefined);
    });

    it('is nothing where the person thinks better of it', async () => {
      const { clear, left, page } = await begun();
      dialogs.choose('All Tutorials', undefined);
      await clear();
      dialogs.choose(undefined);
      await clear();
      assert.deepEqual([left(), page().title], [['other', 'start'], 'Two']);
    });
  });

  const folders: vscode.Uri[] = [];
  /** No test can open a second folder: VS Code would start its extensions anew. */
  function openFolders(opened: readonly vscode.Uri[]): void {
    folders.splice(0, folders.length, ...opened);
    const asFolders = () => folders.map((uri, index) => ({ uri, index, name: uri.path.split('/').at(-1) ?? '' }));
    sinon.stub(vscode.workspace, 'workspaceFolders').get(asFolders);
  }
});
