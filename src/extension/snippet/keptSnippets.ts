import * as vscode from 'vscode';
import { isKept, type Trace } from '../../core/snippet/trace.ts';
import type { Report } from '../../protocol/event.ts';
import { readIfThere } from './nearestPackage.ts';

/** Remembers what was inserted, to tell a day later whether it is still there. What is remembered holds no code, and stays on this machine. */
export type KeptSnippets = {
  remember(uri: vscode.Uri, snippet: SnippetName, trace: Trace): void;
  /** Looks after those whose day has passed. */
  look(now: number): Promise<void>;
  dispose(): void;
};

type SnippetName = { pack: string; version: string; snippet: string };
type Remembered = SnippetName & { uri: string; at: number; trace: Trace };

const key = 'insertedSnippets';
const day = 86_400_000;
/** Who was away for longer is told nothing of. */
const longest = 8 * day;
const most = 200;
const pace = 3_600_000;

export function openKeptSnippets(
  memento: vscode.Memento,
  report: (reports: readonly Report[]) => void,
  mayReport: () => boolean,
  failed: (error: unknown) => void,
): KeptSnippets {
  const all = () => memento.get<Remembered[]>(key, []);
  const look = async (now: number) => {
    const due = all().filter(({ at }) => now - at >= day);
    if (due.length === 0) return;
    for (const { uri, at, trace, pack, version, snippet } of due) {
      const text = mayReport() && now - at <= longest ? await readIfThere(vscode.Uri.parse(uri)) : undefined;
      if (text !== undefined && isKept(trace, text)) report([{ type: 'dev.onramp.snippet.kept', data: { pack, version, snippet } }]);
    }
    await memento.update(
      key,
      all().filter(({ at }) => now - at < day),
    );
  };
  const lookNow = () => {
    look(Date.now()).catch(failed);
  };
  const ticking = setInterval(lookNow, pace);
  lookNow();
  return {
    remember: (uri, snippet, trace) => {
      if (!mayReport() || trace.length === 0 || uri.scheme === 'untitled') return;
      const remembered = [...all(), { ...snippet, uri: uri.toString(), at: Date.now(), trace }].slice(-most);
      Promise.resolve(memento.update(key, remembered)).catch(failed);
    },
    look,
    dispose: () => clearInterval(ticking),
  };
}
