import * as vscode from 'vscode';
import type { NewerVersion } from '../../core/pack/newerVersion.ts';
import { shownVersion, versionBefore } from '../../core/pack/packStore.ts';
import type { Source } from '../../core/pack/source.ts';
import type { InstalledRecord } from '../../protocol/installedPack.ts';
import { type CommandId, commands } from '../ids.ts';
import type { InstalledPack } from './installedPacks.ts';

/** A pack that a search found. */
export type FoundPack = {
  source: Source;
  name: string;
  title: string;
  description: string;
  publisher: string;
  version: string;
  /** From 1 to 5; undefined where nobody has rated it. */
  rating: number | undefined;
};

export type BrowseNode =
  | { kind: 'group'; title: string; nodes: BrowseNode[] }
  | { kind: 'installed'; record: InstalledRecord; installed: InstalledPack | undefined; newer: NewerVersion | undefined }
  | { kind: 'found'; found: FoundPack; isInstalled: boolean }
  | { kind: 'note'; text: string; icon: string; command?: CommandId };

/** A row of the view. */
export function browseItem(node: BrowseNode): vscode.TreeItem {
  const { Expanded, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(titleOf(node), node.kind === 'group' ? Expanded : None);
  item.id = idOf(node);
  item.contextValue = contextOf(node);
  if (node.kind === 'group') return item;
  if (node.kind === 'note') {
    item.iconPath = new vscode.ThemeIcon(node.icon);
    item.tooltip = node.text;
    if (node.command !== undefined) item.command = { command: node.command, title: node.text };
    return item;
  }
  item.command = { command: commands.showPack, title: vscode.l10n.t('Show What Can Be Done'), arguments: [node] };
  item.description = descriptionOf(node);
  item.tooltip = tooltipOf(node);
  item.accessibilityInformation = { label: [titleOf(node), item.description].filter(Boolean).join(', ') };
  if (node.kind === 'found') item.iconPath = new vscode.ThemeIcon(node.isInstalled ? 'pass' : 'package');
  else item.iconPath = new vscode.ThemeIcon(node.installed?.pack === undefined ? 'warning' : 'package');
  return item;
}

/** What a row is known by when the view is drawn again. */
export function idOf(node: BrowseNode): string {
  if (node.kind === 'found') return `found ${node.found.name}`;
  if (node.kind === 'installed') return `installed ${node.record.name}`;
  return `${node.kind} ${titleOf(node)}`;
}

/** What the menus of package.json ask about a row. */
function contextOf(node: BrowseNode): string {
  if (node.kind === 'found') return node.isInstalled ? 'foundInstalled' : 'found';
  if (node.kind !== 'installed') return node.kind;
  return ['installed', ...(node.newer === undefined ? [] : ['newer']), ...(hasEarlier(node) ? ['earlier'] : [])].join(' ');
}

export function hasEarlier({ record }: Extract<BrowseNode, { kind: 'installed' }>): boolean {
  return versionBefore(record) !== undefined;
}

export function titleOf(node: BrowseNode): string {
  switch (node.kind) {
    case 'group':
      return node.title;
    case 'note':
      return node.text;
    case 'found':
      return node.found.title;
    case 'installed':
      return node.installed?.pack?.manifest.title ?? node.record.name;
  }
}

function descriptionOf(node: Extract<BrowseNode, { kind: 'found' | 'installed' }>): string {
  if (node.kind === 'found') {
    const { version, publisher, rating, description } = node.found;
    const stars = rating === undefined ? '' : `★ ${rating.toFixed(1)}`;
    return [version, publisher, stars, node.isInstalled ? vscode.l10n.t('installed') : '', description].filter(Boolean).join(' · ');
  }
  const version = shownVersion(node.record)?.version ?? '';
  return node.newer === undefined ? version : vscode.l10n.t('{0} · newer: {1}', version, node.newer.version);
}

function tooltipOf(node: Extract<BrowseNode, { kind: 'found' | 'installed' }>): string {
  if (node.kind === 'found') return [node.found.description, node.found.name].filter(Boolean).join('\n\n');
  const { description, publisher } = node.installed?.pack?.manifest ?? {};
  return [description, publisher, vscode.l10n.t('Installed from {0}', node.record.origin)].filter(Boolean).join('\n\n');
}
