import * as vscode from 'vscode';
import { resolvePath } from '../../core/path.ts';

/** A folder that a pack lies in, and where it came from: what trust is given to. */
export type PackPlace = { root: vscode.Uri; origin: string };

/** The packs that other extensions bring: `"onramp": { "packs": ["./pack"] }` in their package.json. None of them is activated for it. */
export function packsOfExtensions(
  extensions: readonly Pick<vscode.Extension<unknown>, 'id' | 'extensionUri' | 'packageJSON'>[],
): PackPlace[] {
  return extensions.flatMap(({ id, extensionUri, packageJSON }) =>
    namedPacks(packageJSON).map((path) => ({ root: vscode.Uri.joinPath(extensionUri, path), origin: `extension:${id}` })),
  );
}

/** Folders inside of the extension only. */
function namedPacks(manifest: unknown): string[] {
  const packs = isObject(manifest) && isObject(manifest.onramp) ? manifest.onramp.packs : undefined;
  if (!Array.isArray(packs)) return [];
  const inside = packs.map((path) => (typeof path === 'string' ? resolvePath('', path) : undefined));
  return [...new Set(inside.filter((path) => path !== undefined && path !== ''))].filter((path) => path !== undefined);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
