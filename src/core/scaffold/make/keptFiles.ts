import ignore, { type Ignore } from 'ignore';
import { type Message, message } from '../../message.ts';
import { folderOf } from '../../path.ts';
import type { Entry, Files } from '../../ports.ts';
import { textOfUtf8 } from '../../utf8.ts';
import { biggestFile } from '../plan.ts';
import { projectFile } from '../project.ts';
import { templateFile } from '../template.ts';

/** A file that a template of this folder would have; `text` is undefined where it is no text in UTF-8, or too long to look through. */
export type KeptFile = { path: string; text: string | undefined; executable: boolean };

export type LeftOut = { path: string; why: Message };

/** Longer texts are copied unread: nobody's own name stands in them. In bytes. */
const longestText = 2 * 1024 * 1024;

/**
 * The files of a folder that belong into a template: without those that its .gitignore files leave out, what git and npm keep, links, and
 * what is too big. `except` are paths to leave out, such as where the template is to lie. What a person may miss is told in `leftOut`.
 */
export async function keptFiles(files: Files, except: readonly string[] = []): Promise<{ kept: KeptFile[]; leftOut: LeftOut[] }> {
  const kept: KeptFile[] = [];
  const leftOut: LeftOut[] = [];
  const walk = async (folder: string, above: readonly Rules[]): Promise<void> => {
    const entries = await files.list(folder);
    const own = entries.some(({ name, kind }) => name === '.gitignore' && kind === 'file')
      ? [{ folder, rules: ignore().add((await files.readText(within(folder, '.gitignore'))) ?? '') }]
      : [];
    const rules = [...own, ...above];
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = within(folder, entry.name);
      if (neverKept.has(entry.name) || path === projectFile || except.includes(path) || isIgnored(path, entry.kind, rules)) continue;
      if (entry.kind === 'folder') await walk(path, rules);
      else if (entry.kind === 'link') leftOut.push({ path, why: message('make.link', path) });
      else if (path === templateFile) leftOut.push({ path, why: message('make.templateFile', path) });
      else await keep(path);
    }
  };
  const keep = async (path: string): Promise<void> => {
    const stat = await files.stat(path);
    if (stat === undefined) return;
    if (stat.size > biggestFile) {
      leftOut.push({ path, why: message('make.tooBig', path, Math.ceil(stat.size / 1024 / 1024)) });
      return;
    }
    const bytes = stat.size > longestText ? undefined : await files.readBytes(path);
    const text = bytes === undefined ? undefined : textOfUtf8(bytes);
    kept.push({ path, text: text?.includes('\0') ? undefined : text, executable: stat.executable });
  };
  await walk('', []);
  return { kept, leftOut };
}

const neverKept = new Set(['.git', 'node_modules', '.DS_Store', 'Thumbs.db']);

type Rules = { folder: string; rules: Ignore };

/** The nearest .gitignore that says something of a path decides. What lies in a folder that is ignored is never looked at. */
function isIgnored(path: string, kind: Entry['kind'], all: readonly Rules[]): boolean {
  for (const { folder, rules } of all) {
    const inside = folder === '' ? path : path.slice(folder.length + 1);
    const { ignored, unignored } = rules.test(kind === 'folder' ? `${inside}/` : inside);
    if (unignored) return false;
    if (!ignored) continue;
    // Of a folder that a nearer file took back in, a farther one says so only because of that folder.
    const parent = folderOf(inside);
    if (parent === '' || !rules.test(`${parent}/`).ignored) return true;
  }
  return false;
}

function within(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
