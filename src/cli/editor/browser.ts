import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { findChromium } from './chromium.ts';
import { EditorFailure } from './failure.ts';
import { cached, npmInstall } from './install.ts';
import { type Report, silent } from './progress.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

export type BrowserOptions = { cache: string; report?: Report; headless?: boolean; args?: readonly string[] };

/** Starts a Chromium, headless unless told otherwise; close it with `close()`. Throws `browser.missing` and `browser.failed`. */
export async function openBrowser(options: BrowserOptions): Promise<Browser> {
  const { chromium, launch } = await prepare(options);
  return await chromium.launch(launch).catch(couldNotStart);
}

/**
 * Starts a Chromium on a fresh profile that lets third parties keep cookies, which the webviews of a VS Code that has no
 * server need. The profile goes when the context is closed.
 */
export async function openTolerantBrowser(options: BrowserOptions & { context?: BrowserContextOptions }): Promise<BrowserContext> {
  const { chromium, launch } = await prepare(options);
  const profile = await mkdtemp(join(tmpdir(), 'onramp-profile-'));
  await mkdir(join(profile, 'Default'));
  const preferences = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(profile, { ...launch, ...options.context }).catch(couldNotStart);
  context.once('close', () => void rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  return context;
}

async function prepare(options: BrowserOptions) {
  const { program, env } = await findChromium(options.cache, options.report ?? silent);
  const { chromium } = await playwright(options.cache, options.report ?? silent);
  const kept = Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  // Signals are for whoever owns this process: playwright's own handlers would keep it alive.
  const launch = {
    executablePath: program,
    env: kept,
    headless: options.headless ?? true,
    args: [...flags, ...(options.args ?? [])],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  };
  return { chromium, launch };
}

export const playwrightVersion = '1.65.1';

/** An installed command line comes without it: few who use it need a browser. */
async function playwright(cache: string, report: Report): Promise<typeof import('playwright-core')> {
  try {
    return await import('playwright-core');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
  }
  const entry = join('node_modules', 'playwright-core', 'index.mjs');
  const folder = await cached(
    {
      folder: join(cache, 'playwright'),
      title: `Getting Playwright ${playwrightVersion} ready (once)`,
      version: playwrightVersion,
      needs: [entry],
      fill: async (draft) => {
        await writeFile(join(draft, 'package.json'), JSON.stringify({ name: 'playwright-cache', private: true }));
        await npmInstall(draft, [`playwright-core@${playwrightVersion}`]);
      },
    },
    report,
  );
  return import(pathToFileURL(join(folder, entry)).href);
}

function couldNotStart(error: unknown): never {
  const [first = ''] = String(error instanceof Error ? error.message : error).split('\n');
  throw new EditorFailure(
    'browser.failed',
    `Chromium did not start (${first}): delete .cache/chromium and try again, or set ONRAMP_CHROMIUM to another Chromium.`,
    { cause: error },
  );
}
