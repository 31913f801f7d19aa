import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes a pack into a folder: its manifest and the files that are given. `~~~` in a tutorial stands for three backticks. */
export async function madePack(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const manifest = { name: 'made', version: '1.0.0', title: 'Made', publisher: 'Tests', description: 'Made by a test.' };
  const all: Record<string, string> = { 'onramp.json': JSON.stringify(manifest), ...files };
  for (const [path, text] of Object.entries(all)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, path.endsWith('.md') ? text.replaceAll('~~~', '```') : text);
  }
}
