import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Lists an unpacked extension, where it is, in an extensions folder, so that VS Code has it installed: a new build of it is
 * there after a reload of the window. Other extensions of the folder stay.
 */
export async function linkExtension(extensionsDir: string, extension: string): Promise<void> {
  const { publisher, name, version } = JSON.parse(await readFile(join(extension, 'package.json'), 'utf8'));
  const id = `${publisher}.${name}`;
  const file = join(extensionsDir, 'extensions.json');
  await mkdir(extensionsDir, { recursive: true });
  const listed = await readFile(file, 'utf8').then(readList, () => []);
  // VS Code takes the path as it is, a space for a space.
  const location = { $mid: 1, scheme: 'file', path: decodeURIComponent(pathToFileURL(extension).pathname) };
  const others = listed.filter((entry) => entry.identifier?.id !== id);
  await writeFile(file, JSON.stringify([...others, { identifier: { id }, version, location, metadata: { source: 'vsix', pinned: true } }]));
}

type Listed = { identifier?: { id?: string } };

/** What VS Code cannot read either, it makes anew. */
function readList(text: string): Listed[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
