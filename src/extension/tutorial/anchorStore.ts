import type * as vscode from 'vscode';
import type { Reference } from '../../core/tutorial/tutorial.ts';
import { type Anchor, anchor } from '../../protocol/anchor.ts';

/** Whose reference it is; `step` is '' on the cover. */
export type ReferenceOwner = { pack: string; tutorial: string; step: string };

/** What is kept of the lines that references mean, to find them again in another session. */
export type AnchorStore = {
  read(owner: ReferenceOwner, reference: Reference): Anchor | undefined;
  write(owner: ReferenceOwner, reference: Reference, anchor: Anchor): Promise<void>;
  /** Forgets all of a tutorial. */
  forget(pack: string, tutorial: string): Promise<void>;
};

/** `memento` is the workspace's own: what is kept belongs to its files. */
export function anchorStore(memento: vscode.Memento): AnchorStore {
  const tutorialKey = (pack: string, tutorial: string) => `anchor:${pack}:${tutorial}:`;
  const key = ({ pack, tutorial, step }: ReferenceOwner, { path, lines }: Reference) =>
    `${tutorialKey(pack, tutorial)}${step}:${path}:${'text' in lines ? `/${lines.text}/` : `${lines.from}-${lines.to}`}`;
  return {
    read: (owner, reference) => anchor.safeParse(memento.get(key(owner, reference))).data,
    write: async (owner, reference, seen) => memento.update(key(owner, reference), seen),
    forget: async (pack, tutorial) => {
      const all = memento.keys().filter((name) => name.startsWith(tutorialKey(pack, tutorial)));
      await Promise.all(all.map((name) => memento.update(name, undefined)));
    },
  };
}
