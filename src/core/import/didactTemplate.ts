import { folderOf, isProtected, resolvePath } from '../path.ts';
import type { Files } from '../ports.ts';

/**
 * The files that a project file of Didact describes, by their paths; undefined where there is no such project file. What of it cannot be had
 * is told to `missing`.
 */
export async function didactTemplate(
  files: Files,
  tutorial: string,
  project: string,
  missing: (what: string) => void,
): Promise<Map<string, string> | undefined> {
  const places = [
    resolvePath('', project),
    resolvePath(folderOf(tutorial), project),
    resolvePath(folderOf(tutorial), project.replace(/^.*\//, '')),
  ];
  for (const path of places) {
    const text = path === undefined ? undefined : await files.readText(path).catch(() => undefined);
    if (path === undefined || text === undefined) continue;
    try {
      const made = new Map<string, string>();
      await collect(JSON.parse(text), '', { files, folder: folderOf(path), made, missing });
      return made.size === 0 ? undefined : made;
    } catch {
      return undefined;
    }
  }
  return undefined;
}

type Around = { files: Files; folder: string; made: Map<string, string>; missing: (what: string) => void };

async function collect(node: unknown, at: string, around: Around): Promise<void> {
  for (const file of listOf(node, 'files')) {
    const path = resolvePath(at, textOf(file, 'name') ?? '');
    if (path === undefined || path === at || isProtected(path)) continue;
    const copied = textOf(file, 'copy');
    const source = copied === undefined ? undefined : resolvePath(around.folder, copied);
    const content = source === undefined ? (textOf(file, 'content') ?? '') : await around.files.readText(source).catch(() => undefined);
    if (content === undefined) around.missing(`${path}: ${copied}`);
    else around.made.set(path, content);
  }
  for (const folder of listOf(node, 'folders')) {
    const name = textOf(folder, 'name') ?? '';
    const path = name === 'root' && at === '' ? '' : resolvePath(at, name);
    if (path === undefined) continue;
    const before = around.made.size;
    await collect(folder, path, around);
    if (around.made.size === before) around.missing(`${path}/`);
  }
}

function listOf(node: unknown, key: string): unknown[] {
  const value: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
  return Array.isArray(value) ? value : [];
}

function textOf(node: unknown, key: string): string | undefined {
  const value: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
  return typeof value === 'string' ? value : undefined;
}
