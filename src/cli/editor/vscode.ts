import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, npmInstall } from './install.ts';
import type { Report } from './progress.ts';

/** The VS Code that is tested against and shown in the browser: what code-server carries. */
export const codeServerVersion = '4.139.1';
export const vscodeVersion = '1.139.1';

const inside = join('node_modules', 'code-server', 'lib', 'vscode');

/** Installs VS Code's server into the cache, once, and gives the folder that holds `out/server-main.js`. */
export async function installVscode(cache: string, report: Report): Promise<string> {
  const folder = await cached(
    {
      folder: join(cache, 'vscode'),
      title: `Getting VS Code ${vscodeVersion} ready (once)`,
      version: codeServerVersion,
      needs: [
        join(inside, 'out', 'server-main.js'),
        join(inside, 'node_modules', 'node-pty', 'package.json'),
        join(inside, 'extensions', 'node_modules', 'typescript', 'package.json'),
      ],
      fill: async (draft) => {
        // A package of its own, so that npm does not look for one further up.
        await writeFile(join(draft, 'package.json'), JSON.stringify({ name: 'vscode-cache', private: true }));
        await npmInstall(draft, [`code-server@${codeServerVersion}`]);
        await npmInstall(join(draft, inside));
        // TypeScript, without which VS Code finds no mistakes in JavaScript either.
        await npmInstall(join(draft, inside, 'extensions'));
      },
    },
    report,
  );
  return join(folder, inside);
}
