import { delimiter, dirname, sep } from 'node:path';

/** What a person may have set for npm itself; everything else named npm_ is about the script that is running. */
const npmSettings =
  /^npm_config_(registry|userconfig|globalconfig|cache|cafile|ca|proxy|https_proxy|noproxy|strict_ssl|offline|prefer_offline)$/i;

/**
 * The environment for an editor or an npm of its own: this one, without what `npm run` adds to it (its variables, the
 * project's `node_modules/.bin`), and with a folder that holds `node` and `npm` on the PATH whatever way we were started.
 */
export function plainEnvironment(extra: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !isOfNpmRun(name));
  const env: NodeJS.ProcessEnv = Object.fromEntries(kept);
  const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const own = (env[pathName] ?? '').split(delimiter).filter((folder) => !isOfProject(folder));
  const machineNode = process.env.npm_node_execpath;
  if (machineNode && !own.includes(dirname(machineNode)) && !isOfProject(dirname(machineNode))) own.push(dirname(machineNode));
  env[pathName] = own.join(delimiter);
  return { ...env, ...extra };
}

function isOfNpmRun(name: string): boolean {
  if (/^(INIT_CWD|NODE|NODE_OPTIONS|NODE_COMPILE_CACHE|COLOR|VSCODE_.*|ELECTRON_RUN_AS_NODE)$/.test(name)) return true;
  return /^npm_/i.test(name) && !npmSettings.test(name);
}

function isOfProject(folder: string): boolean {
  return folder.includes(`${sep}node_modules${sep}`) || folder.endsWith('node-gyp-bin');
}
