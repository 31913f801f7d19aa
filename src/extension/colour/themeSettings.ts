import * as vscode from 'vscode';

/** The setting that names the theme for windows of a kind. */
export const preferredTheme: Record<vscode.ColorThemeKind, string> = {
  [vscode.ColorThemeKind.Light]: 'workbench.preferredLightColorTheme',
  [vscode.ColorThemeKind.Dark]: 'workbench.preferredDarkColorTheme',
  [vscode.ColorThemeKind.HighContrast]: 'workbench.preferredHighContrastColorTheme',
  [vscode.ColorThemeKind.HighContrastLight]: 'workbench.preferredHighContrastLightColorTheme',
};

/** Whatever decides how code looks. */
export const themeSettings = {
  chosen: 'workbench.colorTheme',
  byKind: 'window.autoDetectColorScheme',
  custom: 'editor.tokenColorCustomizations',
} as const;

/** Whether code may look different after this. */
export function touchesTheme(event: vscode.ConfigurationChangeEvent): boolean {
  return [...Object.values(themeSettings), ...Object.values(preferredTheme)].some((setting) => event.affectsConfiguration(setting));
}
