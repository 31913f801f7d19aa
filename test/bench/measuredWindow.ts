import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { type Editor, openEditor } from '../../src/cli/editor/openEditor.ts';
import { testOutput } from '../host/output.ts';
import type { HostReport } from './hostModule.ts';

/** A window that has settled, its extensions activated, with a clock on what its webviews tell. */
export type MeasuredWindow = {
  editor: Editor;
  host: HostReport;
  /** The next message of this type, and of this key where one is given, that a webview sends, with its time. */
  told: (type: string, key?: RegExp) => Promise<Told>;
  dispose: () => Promise<void>;
};

/** `at` is milliseconds since 1970, with fractions, by the clock of the page that saw it. */
export type Told = { type: string; key: string | undefined; at: number; frame: Frame };

export type WindowOptions = {
  cache: string;
  browser: Browser;
  extensions: readonly string[];
  extensionsDir: string;
  tests: string;
  workspace: string;
  settings: Readonly<Record<string, unknown>>;
  env: Readonly<Record<string, string>>;
};

/** Throws when the window does not report within three minutes, or reports a failure. */
export async function openMeasuredWindow(options: WindowOptions): Promise<MeasuredWindow> {
  const log: string[] = [];
  let hear: (report: HostReport | { failure: string }) => void = () => {};
  const reported = new Promise<HostReport | { failure: string }>((resolve) => {
    hear = resolve;
  });
  const editor = await openEditor({
    ...options,
    onConsole: (type, args) => {
      const text = testOutput(args);
      if (text !== undefined) hear(JSON.parse(text));
      else if (type === 'error') log.push(args.map(String).join(' '));
    },
  });
  try {
    const listeners = new Set<(told: Told) => void>();
    await editor.context.exposeBinding('onrampBenchTold', ({ frame }, told: Omit<Told, 'frame'>) => {
      for (const listener of listeners) listener({ ...told, frame });
    });
    await editor.context.addInitScript(listenToWebview);
    const host = await within(180_000, reported, () => `The window did not report: ${log.at(-1) ?? 'it said nothing'}`);
    if ('failure' in host) throw new Error(host.failure);
    const told = (type: string, key = /(?:)/) =>
      within(
        20_000,
        new Promise<Told>((resolve) => {
          const listener = (heard: Told) => {
            if (heard.type !== type || !key.test(heard.key ?? '')) return;
            listeners.delete(listener);
            resolve(heard);
          };
          listeners.add(listener);
        }),
        () => `No webview said "${type}" ${key}`,
      );
    return { editor, host, told, dispose: editor.dispose };
  } catch (error) {
    await editor.dispose();
    throw error;
  }
}

/** In every frame: a webview's content speaks through the frame around it, in the same process, whose port to VS Code is listened to. */
function listenToWebview(): void {
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (sent: unknown, ...rest: unknown[]) {
    const at = performance.timeOrigin + performance.now();
    Reflect.apply(post, this, [sent, ...rest]);
    const { channel, data } = (sent ?? {}) as { channel?: unknown; data?: { message?: { type?: unknown; key?: unknown } } };
    const message = channel === 'onmessage' ? data?.message : undefined;
    if (typeof message?.type !== 'string') return;
    const { onrampBenchTold } = globalThis as unknown as { onrampBenchTold: (told: unknown) => void };
    onrampBenchTold({ type: message.type, key: message.key, at });
  };
}

/** The content of a webview: the frame inside the one that told. */
export function contentOf({ frame }: Told): Frame {
  const [content] = frame.childFrames();
  if (!content) throw new Error('The webview has no content');
  return content;
}

/** Clicks an element of a webview and gives the moment, by the webview's clock. */
export async function clickIn(frame: Frame, selector: string): Promise<number> {
  return await frame.evaluate((chosen) => {
    const element = document.querySelector(chosen);
    if (!(element instanceof HTMLElement)) throw new Error(`There is no ${chosen}`);
    const at = performance.timeOrigin + performance.now();
    element.click();
    return at;
  }, selector);
}

/** Clicks an element of the window with the mouse and gives the moment the click arrived. */
export async function clickAt(element: Locator): Promise<number> {
  const arrived = await element.evaluateHandle((clicked) => {
    const arrival: { at?: number } = {};
    const note = () => {
      arrival.at = performance.timeOrigin + performance.now();
    };
    clicked.addEventListener('click', note, { capture: true, once: true });
    return arrival;
  });
  await element.click();
  const { at } = await arrived.jsonValue();
  if (at === undefined) throw new Error('The click did not arrive');
  return at;
}

/** Presses keys in the window and gives the moment they arrived. */
export async function press(page: Page, keys: string): Promise<number> {
  const arrived = await page.evaluateHandle(() => {
    const arrival: { at?: number } = {};
    const listener = ({ key }: KeyboardEvent) => {
      if (!/^F\d+$/.test(key)) return;
      arrival.at = performance.timeOrigin + performance.now();
      removeEventListener('keydown', listener, true);
    };
    addEventListener('keydown', listener, true);
    return arrival;
  });
  await page.keyboard.press(keys);
  const { at } = await arrived.jsonValue();
  if (at === undefined) throw new Error(`${keys} did not arrive`);
  return at;
}

/** Starts to watch the editors of the window; the promise inside gives the moment at which a word is in sight. */
export async function watchFor(page: Page, word: string): Promise<{ seen: Promise<number> }> {
  const watch = await page.evaluateHandle((wanted) => {
    const inSight = () =>
      [...document.querySelectorAll('.editor-instance .view-lines')].some(({ textContent }) => textContent?.includes(wanted));
    return {
      seen: new Promise<number>((resolve) => {
        const observer = new MutationObserver(() => {
          if (!inSight()) return;
          observer.disconnect();
          resolve(performance.timeOrigin + performance.now());
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    };
  }, word);
  const seen = within(
    20_000,
    watch.evaluate(({ seen }) => seen),
    () => `“${word}” did not come into sight`,
  );
  return { seen };
}

async function within<T>(milliseconds: number, work: Promise<T>, otherwise: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(otherwise())), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
