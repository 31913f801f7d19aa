/**
 * A real VS Code, with an extension in development, in a headless Chromium:
 *
 *     const editor = await openEditor({
 *       extensions: ['/path/of/the/checkout'],     // built before; [] for none
 *       workspace: '/path/of/a/folder',            // an empty one is made when left out
 *       settings: { 'onramp.backend.url': url },   // user settings
 *       env: { GITHUB_API_URL: emulator },         // for the extension host and terminals
 *       theme: 'light',                            // 'dark' (default), 'light', 'hc-dark', 'hc-light'
 *     });
 *     await editor.page.getByRole('tab', { name: 'Onramp' }).click();   // a playwright page
 *     await editor.page.screenshot({ path: 'picture.png' });
 *     await editor.run('File: Save All Files');         // a command by its title, through the command palette
 *     await editor.setTheme('light');
 *     await editor.reload();                            // as Developer: Reload Window
 *     await editor.dispose();
 *
 * `waitForRestored` has been waited for when it is given: the workbench stands, extensions that activate on startup may
 * still be doing so. A webview's content is in a frame of a frame: `editor.webview('Guide title')` finds it.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { EditorFailure } from './failure.ts';
import { type Report, silent } from './progress.ts';
import { type EditorServer, startEditorServer } from './server.ts';

export type Theme = 'dark' | 'light' | 'hc-dark' | 'hc-light';

/** Each theme's name in settings, its label, and the class the window carries while it shows. */
const themes: Record<Theme, { name: string; label: string; shows: string }> = {
  dark: { name: 'Dark Modern', label: 'Dark Modern', shows: 'vs-dark' },
  light: { name: 'Light Modern', label: 'Light Modern', shows: 'vs' },
  'hc-dark': { name: 'Default High Contrast', label: 'Dark High Contrast', shows: 'hc-black' },
  'hc-light': { name: 'Default High Contrast Light', label: 'Light High Contrast', shows: 'hc-light' },
};

/** Keeps a window quiet and offline: no assistant, no welcome, no updates, nothing fetched that was not asked for. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'typescript.disableAutomaticTypeAcquisition': true,
  'json.schemaDownload.enable': false,
  'npm.fetchOnlinePackageInfo': false,
  'git.openRepositoryInParentFolders': 'never',
  'window.autoDetectColorScheme': false,
  // A login shell may be one that VS Code cannot read back (sh on many servers and in containers).
  'terminal.integrated.defaultProfile.linux': 'bash',
};

export type OpenEditorOptions = {
  cache: string;
  /** Folders of extensions in development. */
  extensions?: readonly string[];
  /** A module whose `run()` the extension host calls: then `finished` gives the exit code. */
  tests?: string;
  workspace?: string;
  settings?: Readonly<Record<string, unknown>>;
  env?: Readonly<Record<string, string | undefined>>;
  theme?: Theme;
  size?: { width: number; height: number };
  /** Pixels per CSS pixel, for pictures. */
  scale?: number;
  locale?: string;
  /** User data to use again (progress, settings) after the editor is gone; a temporary folder when left out. */
  dataDir?: string;
  extensionsDir?: string;
  /** Opens another window in this browser instead of starting one. */
  browser?: Browser;
  report?: Report;
  /** What the extension host prints in a test run. */
  onConsole?: (type: string, args: readonly unknown[]) => void;
  /** What the server says. */
  log?: (text: string) => void;
};

export type Editor = {
  page: Page;
  context: BrowserContext;
  browser: Browser;
  server: EditorServer;
  url: string;
  workspace: string;
  dataDir: string;
  /** The exit code of the tests. */
  finished: Promise<number>;
  /** Runs a command that the command palette lists, by its title with its category (`Onramp: Start Tutorial`). */
  run: (title: string) => Promise<void>;
  /** Changes the theme and waits until it shows. */
  setTheme: (theme: Theme) => Promise<void>;
  /** Chooses a row, by its label, of the quick pick that is open or about to be. */
  pick: (label: string) => Promise<void>;
  /** The content of a webview, by the title of its view or editor; of the only one when left out. */
  webview: (title?: string) => FrameLocator;
  reload: () => Promise<void>;
  dispose: () => Promise<void>;
};

/** Opens the editor and waits until its window stands. Throws what `startEditorServer` and `openBrowser` throw. */
export async function openEditor(options: OpenEditorOptions): Promise<Editor> {
  const scratch = await mkdtemp(join(tmpdir(), 'onramp-editor-'));
  const owned: (() => Promise<void>)[] = [() => rm(scratch, { recursive: true, force: true, maxRetries: 5 })];
  const dispose = async () => {
    for (const end of owned.splice(0).reverse()) await end();
  };
  try {
    const theme = options.theme ?? 'dark';
    const workspace = options.workspace ?? join(scratch, 'workspace');
    const dataDir = options.dataDir ?? join(scratch, 'data');
    await mkdir(workspace, { recursive: true });
    const server = await startEditorServer({
      cache: options.cache,
      dataDir,
      extensionsDir: options.extensionsDir ?? join(scratch, 'extensions'),
      settings: { ...quietSettings, 'workbench.colorTheme': themes[theme].name, ...options.settings },
      driver: true,
      ...given('env', options.env),
      ...given('report', options.report),
      ...given('log', options.log),
    });
    owned.push(server.dispose);
    const browser = options.browser ?? (await openBrowser({ cache: options.cache, report: options.report ?? silent }));
    if (!options.browser) owned.push(() => browser.close());
    const context = await browser.newContext({
      viewport: options.size ?? { width: 1280, height: 800 },
      deviceScaleFactor: options.scale ?? 1,
      locale: options.locale ?? 'en-US',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    owned.push(() => context.close());
    const page = await context.newPage();
    const { finished } = await listenForTests(page, options);
    const url = editorUrl(server, workspace, options);
    await page.goto(url);
    // Tests may end, and close the window, while it still opens.
    if (!options.tests) await waitForRestored(page);
    if (!options.tests) await page.locator(`.monaco-workbench.${themes[theme].shows}`).waitFor();
    return {
      page,
      context,
      browser,
      server,
      url,
      workspace,
      dataDir,
      finished,
      run: (title) => runCommand(page, title),
      setTheme: (next) => showTheme(page, next),
      pick: (label) => pick(page, label),
      webview: (title) => webview(page, title),
      reload: async () => {
        await page.reload();
        await waitForRestored(page);
      },
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function given<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}

/** The address of a window: its folder, and what is developed or tested in it. */
export function editorUrl(
  server: Pick<EditorServer, 'url'>,
  folder: string,
  what: Pick<OpenEditorOptions, 'extensions' | 'tests'> = {},
): string {
  const url = new URL(server.url);
  const remote = (path: string) => `vscode-remote://${url.host}${pathToFileURL(path).pathname}`;
  url.searchParams.set('folder', decodeURIComponent(pathToFileURL(folder).pathname));
  const payload = (what.extensions ?? []).map((path) => ['extensionDevelopmentPath', remote(path)]);
  if (what.tests) payload.push(['extensionTestsPath', remote(what.tests)]);
  if (payload.length) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href.replaceAll('%2F', '/').replaceAll('+', '%20');
}

async function listenForTests(page: Page, options: OpenEditorOptions): Promise<{ finished: Promise<number> }> {
  let end: (code: number) => void = () => {};
  const finished = new Promise<number>((resolve) => {
    end = resolve;
  });
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => options.onConsole?.(type, args));
  await page.exposeFunction('codeAutomationExit', (code: number) => end(code));
  return { finished };
}

async function waitForRestored(page: Page): Promise<void> {
  await page
    .waitForFunction(() => 'driver' in window, undefined, { timeout: 60_000 })
    .catch((error: unknown) => {
      throw new EditorFailure('editor.failed', 'VS Code did not open in the browser within a minute: delete .cache and try again.', {
        cause: error,
      });
    });
  await page.evaluate('window.driver.whenWorkbenchRestored()');
}

async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await pick(page, title, `>${title}`);
}

async function showTheme(page: Page, theme: Theme): Promise<void> {
  const { label, shows } = themes[theme];
  await runCommand(page, 'Preferences: Color Theme');
  await pick(page, label);
  await page.locator(`.monaco-workbench.${shows}`).waitFor();
}

/** Chooses a row of the quick pick that is open, or about to be, by its label. */
async function pick(page: Page, label: string, filter = label): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  const name = JSON.stringify(label);
  const row = widget.locator(`.monaco-list-row[aria-label=${name}], .monaco-list-row[aria-label^=${JSON.stringify(`${label}, `)}]`).first();
  await widget.locator('.quick-input-filter input[type="text"]').fill(filter);
  await row.click();
  await row.waitFor({ state: 'hidden' });
}

function webview(page: Page, title: string | undefined): FrameLocator {
  const outer = page.frameLocator('iframe.webview.ready');
  return title === undefined ? outer.frameLocator('#active-frame') : outer.frameLocator(`iframe[title="${title}"]`);
}
