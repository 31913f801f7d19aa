import { parse } from 'jsonc-parser';
import * as vscode from 'vscode';
import type { ThemeKind } from '../../protocol/guide.ts';
import { contributed, folderOf, isRecord, texts } from './contributed.ts';
import { preferredTheme, themeSettings } from './themeSettings.ts';

/** A theme's rules for code, the later over the earlier: TextMate's scopes and what they look like. */
export type TokenRule = { scope: string | string[]; settings: { foreground?: string; fontStyle?: string } };

/**
 * The rules of the colour theme that the window shows, with the person's own on top. The theme is a file of an extension; where it
 * cannot be found or read (it may live on the other side of a remote connection), the one the person prefers for such a window counts.
 */
export async function readPersonTheme(): Promise<{ kind: ThemeKind; rules: TokenRule[] }> {
  const { name: kind, uiTheme } = kinds[vscode.window.activeColorTheme.kind];
  for (const { name, file } of candidates(uiTheme)) {
    const rules = await readTheme(file, 0).catch(() => undefined);
    if (rules !== undefined) return { kind, rules: [...rules, ...customRules(name)] };
  }
  return { kind, rules: [] };
}

type Named = { name: string; file: vscode.Uri };

/** What a kind of theme is called on a page, and where a theme is contributed. */
const kinds: Record<vscode.ColorThemeKind, { name: ThemeKind; uiTheme: string }> = {
  [vscode.ColorThemeKind.Light]: { name: 'vscode-light', uiTheme: 'vs' },
  [vscode.ColorThemeKind.Dark]: { name: 'vscode-dark', uiTheme: 'vs-dark' },
  [vscode.ColorThemeKind.HighContrast]: { name: 'vscode-high-contrast', uiTheme: 'hc-black' },
  [vscode.ColorThemeKind.HighContrastLight]: { name: 'vscode-high-contrast-light', uiTheme: 'hc-light' },
};

/** VS Code tells an extension the kind of theme it shows, but not which: that follows from the settings. */
function candidates(uiTheme: string): Named[] {
  const { kind } = vscode.window.activeColorTheme;
  const settings = vscode.workspace.getConfiguration();
  const byChoice = settings.get<string>(themeSettings.chosen);
  const byKind = settings.get<string>(preferredTheme[kind]);
  const names = settings.get<boolean>(themeSettings.byKind) ? [byKind, byChoice] : [byChoice, byKind];
  const themes = [...contributed('themes')].filter(({ entry }) => entry.uiTheme === uiTheme);
  return names.flatMap((name) =>
    themes.flatMap(({ root, entry }) => {
      const { path } = entry;
      const known = [entry.id, entry.label].some((own) => typeof own === 'string' && withoutDefault(own) === withoutDefault(name ?? ''));
      return known && typeof path === 'string' ? [{ name: name ?? '', file: vscode.Uri.joinPath(root, path) }] : [];
    }),
  );
}

/** Themes were renamed from “Default Dark Modern” to “Dark Modern”, and settings keep the old name. */
function withoutDefault(name: string): string {
  return name.replace(/^Default /, '');
}

const deepestInclude = 8;

/** Rejects where the file cannot be read, or is none of VS Code's own format (such as TextMate's XML). */
async function readTheme(file: vscode.Uri, depth: number): Promise<TokenRule[]> {
  const theme: unknown = parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file)));
  if (!isRecord(theme) || depth > deepestInclude) throw new Error(`${file.path} is not a colour theme`);
  const at = (path: string) => vscode.Uri.joinPath(folderOf(file), path);
  const below = typeof theme.include === 'string' ? await readTheme(at(theme.include), depth + 1) : [];
  // A file of token colours alone has them as `settings`.
  const own = theme.tokenColors ?? theme.settings;
  return [...below, ...(typeof own === 'string' ? await readTheme(at(own), depth + 1) : rulesOf(own))];
}

function rulesOf(list: unknown): TokenRule[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((rule: unknown) => {
    if (!isRecord(rule)) return [];
    const scope = typeof rule.scope === 'string' ? rule.scope : texts(rule.scope);
    return scope.length === 0 ? [] : [{ scope, settings: looksOf(rule.settings) }];
  });
}

function looksOf(settings: unknown): TokenRule['settings'] {
  if (typeof settings === 'string') return { foreground: settings };
  if (!isRecord(settings)) return {};
  const { foreground, fontStyle } = settings;
  return { ...(typeof foreground === 'string' ? { foreground } : {}), ...(typeof fontStyle === 'string' ? { fontStyle } : {}) };
}

/** What the simple names of `editor.tokenColorCustomizations` stand for, as VS Code has it. */
const groups: Record<string, string[]> = {
  comments: ['comment', 'punctuation.definition.comment'],
  strings: ['string', 'meta.embedded.assembly'],
  keywords: ['keyword - keyword.operator', 'keyword.control', 'storage', 'storage.type'],
  numbers: ['constant.numeric'],
  types: ['entity.name.type', 'entity.name.class', 'support.type', 'support.class'],
  functions: ['entity.name.function', 'support.function'],
  variables: ['variable', 'entity.name.variable'],
};

/** The person's own rules: for every theme, then those for this one, `"[Name]"` with `*` for any text. */
function customRules(theme: string): TokenRule[] {
  const custom = vscode.workspace.getConfiguration().get<unknown>(themeSettings.custom);
  if (!isRecord(custom)) return [];
  const forThis = Object.entries(custom).flatMap(([key, value]) => {
    const names = [...key.matchAll(/\[([^\]]+)\]/g)].map(([, name = '']) => name);
    return names.some((name) => matches(name, theme)) && isRecord(value) ? [value] : [];
  });
  return [custom, ...forThis].flatMap((from) => [
    ...Object.entries(groups).flatMap(([group, scope]) => (from[group] === undefined ? [] : [{ scope, settings: looksOf(from[group]) }])),
    ...rulesOf(from.textMateRules),
  ]);
}

function matches(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(name);
}
