import type { Message } from '../message.ts';
import { type OverlayFiles, overlayFiles, type Utf8 } from '../overlayFiles.ts';
import type { Files } from '../ports.ts';
import { type Act, actsIn } from './acts.ts';
import { type Done, insertSnippet, scaffoldTemplate, writeBlock } from './doAct.ts';
import type { Section } from './tutorial.ts';

/** What steps would make of a folder, worked out in memory. */
export type Replayed = {
  /** What would be written, by path; undefined where a file would go. */
  files: OverlayFiles['changes'] extends () => infer C ? C : never;
  /** The commands of their run blocks, in order. They are not run. */
  commands: string[];
  /** What could not be done, with the line of its block in the tutorial. */
  left: { line: number; why: Message }[];
};

/** Does what the sections say over a folder's files, without touching them: templates with their defaults, snippets, blocks. */
export async function replay(sections: readonly Section[], pack: Files, utf8: Utf8, below?: Files): Promise<Replayed> {
  const files = overlayFiles(utf8, below);
  const commands: string[] = [];
  const left: Replayed['left'] = [];
  for (const section of sections) {
    let shown: string | undefined;
    for (const act of actsIn(section, '')) {
      if (act.kind === 'block' && act.block.kind === 'run') commands.push(act.block.text);
      const done = await doInMemory(act, pack, files, shown);
      if (done?.refused !== undefined) left.push({ line: act.kind === 'block' ? act.line : 1, why: done.refused });
      shown = done?.shown ?? shown;
    }
  }
  return { files: files.changes(), commands, left };
}

/** Does one act over files that are in memory. What is run, ticked or answered does nothing there. */
export async function doInMemory(act: Act, pack: Files, files: Files, shown: string | undefined): Promise<Done | undefined> {
  if (act.kind === 'reference') return { shown: act.reference.path };
  if (act.kind === 'block') return act.block.kind === 'file' || act.block.kind === 'diff' ? writeBlock(files, act.block) : undefined;
  if (act.link.kind === 'template') return scaffoldTemplate(pack, files, act.link.name);
  return act.link.kind === 'snippet' ? insertSnippet(pack, files, act.link, shown) : undefined;
}
