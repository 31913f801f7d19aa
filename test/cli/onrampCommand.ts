import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { text } from 'node:stream/consumers';

const cli = join(import.meta.dirname, '../../dist/cli.mjs');

/** A folder of its own that the built `onramp` is run in. */
export type OnrampFolder = {
  folder: string;
  write(files: Record<string, string | Uint8Array>): Promise<void>;
  read(path: string): Promise<string>;
  /** Every file below a folder of it, by path. */
  list(below?: string): Promise<string[]>;
  run(...args: string[]): Promise<{ said: string; complaint: string; exit: number | null }>;
  dispose(): Promise<void>;
};

export async function onrampFolder(): Promise<OnrampFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'onramp-cli-'));
  return {
    folder,
    write: async (files) => {
      for (const [path, content] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), content);
      }
    },
    read: (path) => readFile(join(folder, path), 'utf8'),
    list: async (below = '') => {
      const entries = await readdir(join(folder, below), { recursive: true, withFileTypes: true });
      const paths = entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => relative(join(folder, below), join(parentPath, name)));
      return paths.map((path) => path.split(sep).join('/')).sort();
    },
    run: async (...args) => {
      const child = spawn(process.execPath, [cli, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
      const [said, complaint, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
      return { said, complaint, exit };
    },
    dispose: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
