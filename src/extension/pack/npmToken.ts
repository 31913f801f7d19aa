import * as vscode from 'vscode';
import { nerfed } from '../../core/pack/npmrc.ts';
import type { OpenPorts } from './sourcePorts.ts';

/** The tokens for private registries that the person gave the editor, each by its registry as an .npmrc names it: `//host/`. */
export type NpmTokens = {
  all(): Promise<Readonly<Record<string, string>>>;
  /** Asks for a registry's token; an empty one is forgotten. */
  ask(registry: string): Promise<void>;
};

const key = 'npmTokens';

/** Kept where VS Code keeps secrets: never in settings, never synchronised. */
export function npmTokens(secrets: vscode.SecretStorage): NpmTokens {
  const all = async (): Promise<Record<string, string>> => JSON.parse((await secrets.get(key)) ?? '{}');
  return {
    all,
    ask: async (registry) => {
      const place = nerfed(registry);
      if (place === undefined) return;
      const token = await vscode.window.showInputBox({
        title: vscode.l10n.t('npm Token'),
        prompt: vscode.l10n.t('The token for {0}. It is kept where VS Code keeps secrets; leave it empty to forget it.', registry),
        password: true,
        ignoreFocusOut: true,
      });
      if (token === undefined) return;
      const { [place]: _, ...others } = await all();
      await secrets.store(key, JSON.stringify(token.trim() === '' ? others : { ...others, [place]: token.trim() }));
    },
  };
}

/** Asks for a registry, the one in use offered first, and its token. */
export async function askNpmToken(ports: OpenPorts, tokens: NpmTokens): Promise<void> {
  const { npm } = await ports(new AbortController().signal);
  const registry = await vscode.window.showInputBox({
    title: vscode.l10n.t('npm Token'),
    prompt: vscode.l10n.t('The address of the registry'),
    value: npm.registryOf(''),
    ignoreFocusOut: true,
    validateInput: (text) =>
      nerfed(text.trim()) === undefined ? vscode.l10n.t('Write an address, such as https://npm.example.com/') : undefined,
  });
  if (registry !== undefined && nerfed(registry.trim()) !== undefined) await tokens.ask(registry.trim());
}
