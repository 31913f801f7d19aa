import * as vscode from 'vscode';
import { bundledFiles } from '../../src/extension/host/bundledFiles.ts';
import { vscodeFiles } from '../../src/extension/host/vscodeFiles.ts';
import { openInstalledPacks } from '../../src/extension/pack/installedPacks.ts';
import { packTemplate } from '../../src/extension/scaffold/packTemplate.ts';
import { openPreviewFiles } from '../../src/extension/scaffold/previewFiles.ts';
import { openScaffolder } from '../../src/extension/scaffold/scaffolder.ts';
import { undoStore } from '../../src/extension/scaffold/undoStore.ts';
import { findSnippet, insertSnippet } from '../../src/extension/snippet/insertSnippet.ts';
import { snippetTarget } from '../../src/extension/snippet/snippetTarget.ts';
import { anchorStore } from '../../src/extension/tutorial/anchorStore.ts';
import { guidePage } from '../../src/extension/tutorial/guideState.ts';
import { highlight } from '../../src/extension/tutorial/highlight.ts';
import { folderChoices } from '../../src/extension/tutorial/learnerFolder.ts';
import { openPlayer } from '../../src/extension/tutorial/player.ts';
import { progressStore } from '../../src/extension/tutorial/progressStore.ts';
import { tutorialTerminal } from '../../src/extension/tutorial/terminal.ts';
import { openProposals } from '../../src/extension/tutorial/writeBlock.ts';

const extension = vscode.extensions.getExtension('onramp.onramp')?.extensionUri ?? vscode.Uri.file('/');
const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');

describe('tutorials in the browser', () => {
  const owned: { dispose(): unknown }[] = [];
  const own = <T extends { dispose(): unknown }>(thing: T): T => {
    owned.push(thing);
    return thing;
  };
  afterEach(() => {
    for (const thing of owned.splice(0).reverse()) thing.dispose();
  });

  function startPlayer() {
    const packs = own(openInstalledPacks(vscode.Uri.joinPath(extension, 'packs'), bundledFiles(extension)));
    const kept = new Map<string, unknown>();
    const memento: vscode.Memento = {
      keys: () => [...kept.keys()],
      get: <T>(key: string, otherwise?: T) => (kept.get(key) as T | undefined) ?? otherwise,
      update: async (key, value) => void kept.set(key, value),
    };
    const scaffolder = openScaffolder({
      learnerFiles: vscodeFiles,
      previews: own(openPreviewFiles()),
      undos: undoStore(memento, vscodeFiles(vscode.Uri.joinPath(folder, '.storage'))),
      run: async () => null,
    });
    const player = own(
      openPlayer({
        packs,
        store: progressStore(memento, memento),
        folders: folderChoices(memento),
        terminal: own(tutorialTerminal()),
        highlight: own(highlight(anchorStore(memento), vscode.Uri.joinPath(extension, 'media'))),
        proposals: own(openProposals()),
        shellAt: undefined,
        learnerFiles: vscodeFiles,
        report: () => {},
        guardWriting: async () => {},
        keepBefore: async () => {},
        shown: async () => {},
        isTrusted: async () => true,
        hasTrust: () => true,
        scaffold: (from, template, target) =>
          scaffolder.scaffold(
            packTemplate(from, template, async () => true),
            target,
          ),
        snippetTarget,
        insertSnippet: async (from, link, { editor }) => insertSnippet(editor, await findSnippet(from.files, link)),
      }),
    );
    const page = () => {
      const open = player.current();
      if (open === undefined) throw new Error(player.failure() ?? 'no tutorial is open');
      return guidePage(open, { mediaUrl: (path) => path, consent: undefined, feedbackTo: undefined });
    };
    return { packs, player, page };
  }

  it('are listed: the packs that ship are found', async () => {
    const { packs } = startPlayer();
    const found = (await packs.all()).map(({ pack }) => `${pack?.manifest.name}: ${pack?.tutorials.map(({ id }) => id).join(', ')}`);
    same(found.includes('octokit-quickstart: first-call'), true);
  });

  it('open, and go from step to step', async () => {
    const { player, page } = startPlayer();
    await player.open('octokit-quickstart', 'first-call');
    same(page().title, 'Your first GitHub API call with Octokit');
    await player.move({ type: 'start' });
    same([page().title, page().position], ['Scaffold the project', 1]);
  });

  it('say of a check that runs a command that it cannot be run here', async () => {
    const { player, page } = startPlayer();
    await player.open('octokit-quickstart', 'first-call', 'first-call');
    await player.checkStep();
    const results = page().blocks.flatMap((block) => (block.kind === 'check' ? block.checks.map(({ result }) => result) : []));
    const unavailable = results.find((result) => result?.state === 'unavailable');
    same(unavailable?.found, 'commands cannot be run in this editor; use VS Code on the desktop or a codespace');
    if (results.every((result) => result?.state === 'passed')) throw new Error('a check passed that cannot have been tried');
  });

  it('write their files into the folder that the browser has open', async () => {
    const { player, page } = startPlayer();
    await player.open('octokit-quickstart', 'first-call', 'first-call');
    const index = page().blocks.findIndex(({ kind }) => kind === 'file');
    await player.act({ type: 'write', index });
    const block = page().blocks[index];
    if (block?.kind !== 'file') throw new Error('there is no file block');
    same(block.state, { kind: 'written' });
    const written = new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, block.path)));
    same(written, block.text);
  });
});

function same(found: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(expected)];
  if (a !== b) throw new Error(`found ${a}, expected ${b}`);
}
