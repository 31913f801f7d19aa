import * as vscode from 'vscode';
import type { BlockView, CodeColoured, CodeColours, GuidePage, ThemeKind } from '../../protocol/guide.ts';
import type { Code, Colourist } from './colourCode.ts';
import { touchesTheme } from './themeSettings.ts';

/** Colours the code in the guide panel: a moment after a page is painted, and again when the theme changes. */
export type GuideColours = {
  /** The page that was painted. */
  painted(page: GuidePage): void;
  /** The panel is a new one, which knows no colours. */
  forget(): void;
  dispose(): void;
};

/**
 * `load` gives what colours, when the first code is shown; whatever goes wrong goes to `failed`, and code stays plain.
 */
export function openGuideColours(
  post: (told: CodeColoured) => void,
  failed: (error: unknown) => void,
  load: () => Promise<Colourist> = loadColourist,
): GuideColours {
  let shown: { key: string; codes: (Code | undefined)[]; text: string } | undefined;
  let running = new AbortController();
  let loaded: Promise<Colourist> | undefined;
  let theme: Promise<ThemeKind> | undefined;
  const known = new Map<string, CodeColours | null>();

  const colourist = async (): Promise<{ from: Colourist; kind: ThemeKind }> => {
    try {
      loaded ??= load();
      const from = await loaded;
      theme ??= from.followTheme();
      return { from, kind: await theme };
    } catch (error) {
      loaded = undefined;
      theme = undefined;
      throw error;
    }
  };
  const coloursOf = async (code: Code, from: Colourist, cancel: AbortSignal): Promise<CodeColours | null> => {
    const name = JSON.stringify(code);
    const before = known.get(name);
    if (before !== undefined) return before;
    const made = (await from.colours(code, cancel)) ?? null;
    if (cancel.aborted) return null;
    if (known.size >= remembered) known.clear();
    known.set(name, made);
    return made;
  };
  const colour = async (cancel: AbortSignal) => {
    if (shown === undefined) return;
    const { key, codes } = shown;
    // Whoever walks on quickly waits for no colours of what they passed.
    if (!codes.every((code) => code === undefined || known.has(JSON.stringify(code)))) await moment();
    if (cancel.aborted) return;
    const { from, kind } = await colourist();
    const blocks: (CodeColours | null)[] = codes.map(() => null);
    const tell = () => post({ type: 'colours', key, theme: kind, blocks: [...blocks] });
    let posted = performance.now();
    let ready = false;
    for (const [index, code] of codes.entries()) {
      if (cancel.aborted) return;
      if (code === undefined) continue;
      // A language that is new takes a while; what is ready need not wait for it.
      if (ready && performance.now() - posted > patience) {
        tell();
        posted = performance.now();
      }
      blocks[index] = await coloursOf(code, from, cancel);
      ready = true;
    }
    if (!cancel.aborted) tell();
  };
  const stop = () => {
    running.abort();
    running = new AbortController();
  };
  const start = () => {
    stop();
    if (shown?.codes.some((code) => code !== undefined)) colour(running.signal).catch(failed);
  };
  const again = () => {
    theme = undefined;
    known.clear();
    start();
  };
  const owned = [
    vscode.window.onDidChangeActiveColorTheme(again),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (touchesTheme(event)) again();
    }),
    // Other extensions, other grammars.
    vscode.extensions.onDidChange(() => {
      loaded = undefined;
      again();
    }),
  ];

  return {
    painted: (page) => {
      const codes = page.blocks.map(codeOf);
      const text = JSON.stringify([page.key, codes]);
      if (shown?.text === text) return;
      shown = { key: page.key, codes, text };
      start();
    },
    forget: () => {
      shown = undefined;
      stop();
    },
    dispose: () => {
      running.abort();
      for (const each of owned) each.dispose();
    },
  };
}

/** How many blocks' colours are kept for when a page is shown again. */
const remembered = 200;

/** Milliseconds after which what is ready is shown though more is to come. */
const patience = 100;

/** A theme that changes tells so several times. */
const moment = () => new Promise((resolve) => setTimeout(resolve, 40));

async function loadColourist(): Promise<Colourist> {
  const { openColourist } = await import('./colourCode.ts');
  return openColourist();
}

/** The code of a block that is shown as code, and what may name its language: the fence, or its file. */
function codeOf(block: BlockView): Code | undefined {
  const { text, language } = block;
  switch (block.kind) {
    case 'check':
    case 'quiz':
      return undefined;
    case 'file':
      return { text, names: [language, ...namesOf(block.path)], difference: false };
    case 'diff':
      return { text, names: namesOf(block.path), difference: true };
    default:
      return { text, names: [language], difference: false };
  }
}

/** A file's name and its extensions, the longest first: `a.d.ts`, `d.ts`, `ts`. */
function namesOf(path: string): string[] {
  const parts = path.slice(path.lastIndexOf('/') + 1).split('.');
  return parts.map((_, at) => parts.slice(at).join('.'));
}
