import type * as vscode from 'vscode';
import { type Progress, progress } from '../../protocol/progress.ts';
import { type LastOpened, setLastOpened } from './lastOpened.ts';

/** A person's progress through all tutorials, kept by VS Code across windows, restarts and, by Settings Sync, machines. */
export type ProgressStore = {
  read(pack: string, tutorial: string): Progress | undefined;
  /** All that is known, in the order of beginning. */
  all(): Progress[];
  write(progress: Progress): Promise<void>;
  remove(pack: string, tutorial: string): Promise<void>;
  setLastOpened(place: LastOpened | undefined): Promise<void>;
};

/** What VS Code keeps for the extension; in tests there may be nothing that syncs. */
type Synced = vscode.Memento & { setKeysForSync?(keys: readonly string[]): void };

const prefix = 'progress:';

/** `workspaceState` holds what was open last in this workspace. */
export function progressStore(memento: Synced, workspaceState: vscode.Memento): ProgressStore {
  const key = (pack: string, tutorial: string) => `${prefix}${pack}:${tutorial}`;
  const known = () => memento.keys().filter((name) => name.startsWith(prefix));
  // Progress and nothing else: a person's answers about sharing, and their number, belong to one machine.
  const sync = () => memento.setKeysForSync?.(known());
  /** VS Code tells a window of its own writing, too, and until then may give what was there before it. */
  const underWay = new Map<string, Progress | undefined>();
  const kept = (name: string) => (underWay.has(name) ? underWay.get(name) : progress.safeParse(memento.get(name)).data);
  const change = async (name: string, value: Progress | undefined) => {
    const isNew = memento.get(name) === undefined || value === undefined;
    underWay.set(name, value);
    try {
      await memento.update(name, value);
    } finally {
      if (underWay.get(name) === value) underWay.delete(name);
    }
    if (isNew) sync();
  };
  sync();
  return {
    read: (pack, tutorial) => kept(key(pack, tutorial)),
    all: () =>
      known()
        .flatMap((name) => kept(name) ?? [])
        .sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0)),
    write: (changed) => change(key(changed.pack, changed.tutorial), changed),
    remove: (pack, tutorial) => change(key(pack, tutorial), undefined),
    setLastOpened: (place) => setLastOpened([workspaceState, memento], place),
  };
}
