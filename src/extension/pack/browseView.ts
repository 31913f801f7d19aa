import * as vscode from 'vscode';
import { searchCatalogue } from '../../core/pack/catalogueSource.ts';
import { type NewerVersion, newerVersion } from '../../core/pack/newerVersion.ts';
import { searchNpm } from '../../core/pack/npmSource.ts';
import { PackRefused } from '../../core/pack/packRefused.ts';
import { type PackStore, shownVersion, versionBefore } from '../../core/pack/packStore.ts';
import type { CatalogueEntry } from '../../protocol/catalogue.ts';
import { reasonOf } from '../host/reason.ts';
import { say } from '../host/say.ts';
import { commands, views } from '../ids.ts';
import { type BrowseNode, browseItem, type FoundPack, hasEarlier, idOf, titleOf } from './browseItem.ts';
import type { InstalledPacks } from './installedPacks.ts';
import type { PackActs } from './packActs.ts';

/** Packs to install, and those that are. Nothing is asked of the network before the person says so. */
export type BrowseView = {
  onDidChange: vscode.Event<void>;
  getChildren(node: BrowseNode | undefined): Promise<BrowseNode[]>;
  getTreeItem(node: BrowseNode): vscode.TreeItem;
  getParent(node: BrowseNode): Promise<BrowseNode | undefined>;
  /** Where what is found is shown, and gets the focus. */
  showIn(view: Pick<vscode.TreeView<BrowseNode>, 'reveal'>): void;
  /** Asks for words and shows what they find. */
  browse(): Promise<void>;
  searchNpmToo(): Promise<void>;
  lookForNewer(): Promise<void>;
  /** Offers what can be done with a row. */
  show(node: BrowseNode | undefined): Promise<void>;
  /** The row's, or one that the person chooses. */
  install(node: BrowseNode | undefined): Promise<void>;
  update(node: BrowseNode | undefined): Promise<void>;
  rollBack(node: BrowseNode | undefined): Promise<void>;
  uninstall(node: BrowseNode | undefined): Promise<void>;
  dispose(): void;
};

type Search = { words: string; found: FoundPack[]; failed: string[]; npmToo: boolean };
export type BrowseParts = {
  store: PackStore;
  packs: InstalledPacks;
  acts: PackActs;
};

export function browseView({ store, packs, acts }: BrowseParts): BrowseView {
  const changed = new vscode.EventEmitter<void>();
  const listening = packs.onDidChange(() => changed.fire());
  let search: Search | undefined;
  let newer = new Map<string, NewerVersion>();
  let shownIn: Pick<vscode.TreeView<BrowseNode>, 'reveal'> | undefined;

  const installedNodes = async (): Promise<Extract<BrowseNode, { kind: 'installed' }>[]> => {
    const records = (await store.records()).filter((record) => shownVersion(record) !== undefined);
    const there = await packs.all();
    return records.map((record) => {
      const known = newer.get(record.name);
      return {
        kind: 'installed',
        record,
        installed: there.find(({ origin, pack }) => origin === record.origin && pack?.manifest.name === record.name),
        newer: known?.version === shownVersion(record)?.version ? undefined : known,
      };
    });
  };

  /** Asks the catalogue where a backend is set, and npm where there is none or the person wants it too. */
  const find = async (words: string, npmToo: boolean): Promise<void> => {
    const done = await acts.waiting(vscode.l10n.t('Searching packs'), async (ports): Promise<Search> => {
      const failed: string[] = [];
      const trying = async (what: Promise<FoundPack[]>): Promise<FoundPack[]> => {
        try {
          return await what;
        } catch (error) {
          if (error instanceof PackRefused && error.told.code === 'fetch.cancelled') throw error;
          failed.push(error instanceof PackRefused ? say(error.told) : reasonOf(error));
          return [];
        }
      };
      const asksNpm = npmToo || ports.catalogue === undefined;
      const [ofCatalogue, ofNpm] = await Promise.all([
        ports.catalogue === undefined ? [] : trying(searchCatalogue(words, ports).then((found) => found.map(fromCatalogue))),
        asksNpm ? trying(searchNpm(words, ports).then((found) => found.map(fromNpm))) : [],
      ]);
      const listed = new Set(ofCatalogue.map(({ name }) => name));
      return { words, failed, npmToo: asksNpm, found: [...ofCatalogue, ...ofNpm.filter(({ name }) => !listed.has(name))] };
    });
    if (done === undefined) return;
    search = done;
    changed.fire();
    // Where the view said that it is empty, that had the focus, and has gone.
    const [group] = await groups();
    const [first] = group?.nodes ?? [];
    if (first !== undefined) await shownIn?.reveal(first, { focus: true, select: true });
  };

  const foundNodes = (installed: ReadonlySet<string>, { found, failed, npmToo }: Search): BrowseNode[] => [
    ...found.map((pack): BrowseNode => ({ kind: 'found', found: pack, isInstalled: installed.has(pack.name) })),
    ...failed.map((text): BrowseNode => ({ kind: 'note', text, icon: 'warning' })),
    ...(found.length > 0 || failed.length > 0 ? [] : [nothingFound()]),
    ...(npmToo
      ? []
      : [{ kind: 'note', text: vscode.l10n.t('Search npm as well'), icon: 'globe', command: commands.searchNpmToo } as const]),
  ];

  const groups = async (): Promise<Extract<BrowseNode, { kind: 'group' }>[]> => {
    const installed = await installedNodes();
    const names = new Set(installed.map(({ record }) => record.name));
    const found = search === undefined ? [] : foundNodes(names, search);
    return [
      ...(found.length === 0 ? [] : [{ kind: 'group', title: foundTitle(search?.words ?? ''), nodes: found } as const]),
      ...(installed.length === 0 ? [] : [{ kind: 'group', title: vscode.l10n.t('Installed'), nodes: installed } as const]),
    ];
  };

  const chooseInstalled = async (question: string, fits: (node: Extract<BrowseNode, { kind: 'installed' }>) => boolean) => {
    const nodes = (await installedNodes()).filter(fits);
    if (nodes.length === 0) {
      await vscode.window.showInformationMessage(vscode.l10n.t('There is no installed pack to do that with.'));
      return undefined;
    }
    const items = nodes.map((node) => ({
      label: titleOf(node),
      description: shownVersion(node.record)?.version ?? '',
      name: node.record.name,
    }));
    return (await vscode.window.showQuickPick(items, { placeHolder: question }))?.name;
  };
  const nameOf = async (
    node: BrowseNode | undefined,
    question: string,
    fits: (node: Extract<BrowseNode, { kind: 'installed' }>) => boolean,
  ) => (node?.kind === 'installed' ? node.record.name : chooseInstalled(question, fits));

  const view: BrowseView = {
    onDidChange: changed.event,
    getChildren: async (node) => {
      if (node?.kind === 'group') return node.nodes;
      if (node !== undefined) return [];
      return groups();
    },
    getParent: async (node) =>
      node.kind === 'group' ? undefined : (await groups()).find(({ nodes }) => nodes.some((below) => idOf(below) === idOf(node))),
    showIn: (tree) => {
      shownIn = tree;
    },
    getTreeItem: browseItem,
    browse: async () => {
      await vscode.commands.executeCommand(`${views.browse}.focus`);
      const words = await vscode.window.showInputBox({
        title: vscode.l10n.t('Browse Packs'),
        prompt: vscode.l10n.t('What do you want to learn? Leave it empty to see all.'),
        value: search?.words ?? '',
        placeHolder: 'github api',
      });
      if (words === undefined) return;
      await find(words.trim(), false);
    },
    searchNpmToo: () => find(search?.words ?? '', true),
    lookForNewer: async () => {
      const records = (await store.records()).filter((record) => shownVersion(record) !== undefined);
      const found = await acts.waiting(vscode.l10n.t('Looking for newer packs'), async (ports) =>
        Promise.all(records.map(async (record) => ({ name: record.name, version: await newerVersion(record, ports) }))),
      );
      if (found === undefined) return;
      newer = new Map(found.flatMap(({ name, version }) => (version === undefined ? [] : [[name, version] as const])));
      changed.fire();
      if (newer.size === 0) await vscode.window.showInformationMessage(vscode.l10n.t('Every installed pack is the newest there is.'));
    },
    show: async (node) => {
      const acts = actsOn(node, view);
      if (acts.length === 0) return;
      const picked = await vscode.window.showQuickPick(acts, { placeHolder: node === undefined ? '' : titleOf(node) });
      await picked?.act();
    },
    install: async (node) => (node?.kind === 'found' ? acts.install(node.found.source) : acts.installFrom()),
    update: async (node) => {
      const name = await nameOf(node, vscode.l10n.t('Which pack do you want to update?'), () => true);
      if (name !== undefined) await acts.update(name);
    },
    rollBack: async (node) => {
      const name = await nameOf(node, vscode.l10n.t('Which pack do you want to go back with?'), hasEarlier);
      if (name !== undefined) await acts.rollBack(name);
    },
    uninstall: async (node) => {
      const name = await nameOf(node, vscode.l10n.t('Which pack do you want to uninstall?'), () => true);
      if (name !== undefined) await acts.uninstall(name);
    },
    dispose: () => {
      listening.dispose();
      changed.dispose();
    },
  };
  return view;
}

type Act = vscode.QuickPickItem & { act: () => Promise<void> };

function actsOn(node: BrowseNode | undefined, view: BrowseView): Act[] {
  const open: Act = {
    label: `$(mortar-board) ${vscode.l10n.t('Show Its Tutorials')}`,
    act: async () => void (await vscode.commands.executeCommand(commands.browse)),
  };
  if (node?.kind === 'found') {
    const { found } = node;
    const install: Act = {
      label: `$(cloud-download) ${vscode.l10n.t('Install {0}', found.version)}`,
      detail: found.description,
      act: () => view.install(node),
    };
    return node.isInstalled ? [open] : [install];
  }
  if (node?.kind !== 'installed') return [];
  const before = versionBefore(node.record);
  return [
    open,
    {
      label: `$(arrow-up) ${node.newer === undefined ? vscode.l10n.t('Look for a Newer Version') : vscode.l10n.t('Update to {0}', node.newer.version)}`,
      act: () => view.update(node),
    },
    ...(before === undefined
      ? []
      : [{ label: `$(history) ${vscode.l10n.t('Go Back to {0}', before.version)}`, act: () => view.rollBack(node) }]),
    { label: `$(trash) ${vscode.l10n.t('Uninstall…')}`, act: () => view.uninstall(node) },
  ];
}

function foundTitle(words: string): string {
  return words === '' ? vscode.l10n.t('Found') : vscode.l10n.t('Found for “{0}”', words);
}

function nothingFound(): BrowseNode {
  return { kind: 'note', text: vscode.l10n.t('Nothing was found. Try other words, or none.'), icon: 'info', command: commands.browsePacks };
}

function fromNpm({ name, version, description, publisher }: Awaited<ReturnType<typeof searchNpm>>[number]): FoundPack {
  return { source: { kind: 'npm', name, range: 'latest' }, name, title: name, description, publisher, version, rating: undefined };
}

function fromCatalogue({ name, title, description, publisher, newest, rating }: CatalogueEntry): FoundPack {
  const source = { kind: 'catalogue', name, range: 'latest' } as const;
  return { source, name, title, description, publisher, version: newest, rating: rating?.average };
}
