import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** The folder that the command line is installed in: the package with the extension and all that was built of it. */
export function packageRoot(from = import.meta.dirname): string {
  const file = join(from, 'package.json');
  if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'onramp') return from;
  const above = dirname(from);
  if (above === from) throw new Error('The package that this belongs to is not there: install onramp again.');
  return packageRoot(above);
}

/** Where an editor and a browser are kept: in a checkout its own `.cache`, for an installed command line the person's cache folder. */
export function cacheFolder(root = packageRoot(), env: NodeJS.ProcessEnv = process.env): string {
  if (existsSync(join(root, 'esbuild.mjs'))) return join(root, '.cache');
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'onramp');
  if (process.platform === 'win32') return join(env.LOCALAPPDATA ?? homedir(), 'onramp', 'cache');
  return process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches', 'onramp') : join(homedir(), '.cache', 'onramp');
}
