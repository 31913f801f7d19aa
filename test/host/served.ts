import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `onramp serve` as its users start it, on a free port, with a database of its own. */
export type Served = { url: string; writeKey: string; adminToken: string; dispose(): Promise<void> };

/** `root` is the project's folder, built before. */
export async function startServed(root: string): Promise<Served> {
  const data = await mkdtemp(join(tmpdir(), 'onramp-served-'));
  const keys = { writeKey: 'tests-write-key', adminToken: 'tests-admin-token' };
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const args = ['serve', '--data', data, '--port', '0', '--write-key', keys.writeKey, '--admin-token', keys.adminToken];
  const child = spawn(node, [join(root, 'dist', 'cli.mjs'), ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const dispose = async () => {
    if (child.exitCode === null) {
      const end = once(child, 'exit');
      child.kill();
      await end;
    }
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  };
  const url = await new Promise<string | undefined>((resolve) => {
    let said = '';
    // Read to its end: the backend would not outlive a pipe that nobody reads.
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      const address = /listening on (\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', () => resolve(undefined));
  });
  if (url !== undefined) return { url, ...keys, dispose };
  await dispose();
  throw new Error('The backend did not start.');
}
