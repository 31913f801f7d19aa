import { type Message, message } from '../message.ts';
import { type OverlayFiles, overlayFiles, type Utf8 } from '../overlayFiles.ts';
import type { Files } from '../ports.ts';
import { applyScaffold } from '../scaffold/apply.ts';
import { defaultAnswer, planScaffold, readTemplate } from '../scaffold/plan.ts';
import { importsByName } from '../snippet/imports/addImports.ts';
import { plainText } from '../snippet/plainText.ts';
import { readSnippets } from '../snippet/snippetFile.ts';
import { patchText } from './patch.ts';
import { placeText } from './place.ts';
import { thingsInOrder } from './thingsInOrder.ts';
import type { Block, Link, Section } from './tutorial.ts';

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
    for (const thing of thingsInOrder(section)) {
      if (thing.kind === 'reference') shown = thing.path;
      else if (thing.kind === 'template') await scaffold(pack, files, thing.name, left);
      else if (thing.kind === 'snippet') await insert(pack, files, thing, shown, left);
      else if (thing.kind === 'run') commands.push(thing.text);
      else if (thing.kind === 'file' || thing.kind === 'diff') {
        const why = await write(files, thing);
        if (why !== undefined) left.push({ line: thing.line, why });
        shown = thing.path;
      }
    }
  }
  return { files: files.changes(), commands, left };
}

async function scaffold(pack: Files, files: Files, name: string, left: Replayed['left']): Promise<void> {
  const { template } = await readTemplate(pack, name);
  if (template === undefined) {
    left.push({ line: 1, why: message('template.missing', name) });
    return;
  }
  const answers = Object.fromEntries((template.parameters ?? []).map((parameter) => [parameter.name, defaultAnswer(parameter)]));
  await applyScaffold(files, await planScaffold(pack, name, template, answers));
}

type SnippetLink = Extract<Link, { kind: 'snippet' }>;

/** A snippet goes into the file that was spoken of last, at its end. */
async function insert(
  pack: Files,
  files: Files,
  { file, name }: SnippetLink,
  shown: string | undefined,
  left: Replayed['left'],
): Promise<void> {
  const snippet = readSnippets((await pack.readText(file)) ?? '{}').snippets.find((one) => one.name === name);
  if (snippet === undefined || shown === undefined) {
    left.push({ line: 1, why: snippet === undefined ? message('snippet.missing', file, name) : message('snippet.noEditor') });
    return;
  }
  const text = plainText(snippet.body).replace(/\t/g, '  ');
  const placed = placeText(await files.readText(shown), text, { how: 'append' });
  if (placed.kind !== 'edit') return;
  const whole = edited((await files.readText(shown)) ?? '', placed.edit);
  await files.write(shown, importsByName(whole, shown, snippet.imports, await files.readText('package.json')));
}

async function write(files: Files, block: Extract<Block, { kind: 'file' | 'diff' }>): Promise<Message | undefined> {
  const content = await files.readText(block.path);
  if (block.kind === 'diff') {
    const patched = patchText(content, block.text);
    if (patched.kind === 'changed') await files.write(block.path, patched.text);
    return patched.kind === 'noPlace' || patched.kind === 'unreadable' ? message('write.noPlace', block.path) : undefined;
  }
  const placed = placeText(content, block.text, block.place);
  if (placed.kind === 'noAnchor') return message('write.noAnchor', block.path, placed.anchor);
  if (placed.kind === 'edit') await files.write(block.path, edited(content ?? '', placed.edit));
  return undefined;
}

function edited(content: string, { at, remove, insert: text }: { at: number; remove: number; insert: string }): string {
  return content.slice(0, at) + text + content.slice(at + remove);
}
