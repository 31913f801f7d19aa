// `node setup.mjs start|test|bench`: makes sure that what package-lock.json names is installed, then runs the verb on the
// Node 24 that comes with it. Plain JavaScript for any Node from 20 on; fetches nothing when everything is there.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const verbs = { start: 'src/cli/start.ts', test: 'test/run.ts', bench: 'test/bench/run.ts' };
const node24 = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const [verb = '', ...rest] = process.argv.slice(2);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (!(verb in verbs)) fail(`Say what to do: npm start, npm test or npm run bench${verb ? ` ("${verb}" is none of them)` : ''}.`, 2);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node ${process.versions.node} is too old: install Node 20.19 or newer (https://nodejs.org) and try again.`);
}
const lacking = whatIsLacking();
if (lacking) await installDependencies(lacking);
await run(verbs[verb], rest);

/** Why an installation is needed, or undefined when node_modules holds what the lock file names, folder by folder. */
function whatIsLacking() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  if (!wanted) fail('package-lock.json is missing or broken: get it back with "git checkout package-lock.json".');
  const found = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (!found) return 'first';
  for (const [folder, { version, optional, link }] of Object.entries(wanted)) {
    if (folder === '' || link) continue;
    if (!found[folder]) {
      if (!optional) return 'outdated';
    } else if (found[folder].version !== version) return 'outdated';
    else if (!existsSync(join(root, folder, 'package.json'))) return 'broken';
  }
  return runs24() ? undefined : 'broken';
}

/** An empty file in its place would run as a shell script that does nothing, and well. */
function runs24() {
  return spawnSync(node24, ['--version'], { encoding: 'utf8' }).stdout?.startsWith('v24.') === true;
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

async function installDependencies(reason) {
  const why = {
    first: 'Installing dependencies (once, about a minute)',
    outdated: 'Installing dependencies again, as package-lock.json has changed',
    broken: 'Installing dependencies again, as node_modules is incomplete',
  };
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const live = process.stdout.isTTY;
  if (!live) console.log(`${why[reason]} …`);
  const timer = setInterval(
    () => (live ? process.stdout.write(`\r\x1b[K${why[reason]} … ${seconds()}`) : console.log(`  … ${seconds()}`)),
    live ? 500 : 10_000,
  );
  const { code, output } = await npm(['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']);
  clearInterval(timer);
  if (live) process.stdout.write('\r\x1b[K');
  if (code !== 0 && /code EUSAGE/.test(output)) {
    fail('package-lock.json does not fit package.json: run "npm install", which mends it, and try again.');
  }
  if (code !== 0) {
    fail(`npm could not install the dependencies (${reasonOf(output)}): check the connection to the npm registry and try again.`);
  }
  if (!runs24()) {
    fail(
      `npm did not install Node 24 for ${process.platform}-${process.arch}: allow install scripts ("npm config delete ignore-scripts") and try again.`,
    );
  }
  console.log(live ? `✓ ${why[reason]} (${seconds()})` : `  done in ${seconds()}`);
}

function reasonOf(output) {
  const lines = output.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim());
  const telling = lines.filter((line) => line && !/^(npm warn|A complete log|code |errno |syscall |path |Log files)/.test(line));
  return (telling[0] ?? 'npm gave no reason').replace(/\.$/, '');
}

function npm(args) {
  const cli = process.env.npm_execpath;
  const own = cli && /npm-cli\.[cm]?js$/.test(cli);
  // In a process group of its own it is ended with all that it has started; by itself it goes on for a minute after Ctrl+C, and a start in that
  // time would find half of everything.
  const detached = process.platform !== 'win32';
  const child = own
    ? spawn(process.execPath, [cli, ...args], { cwd: root, detached })
    : spawn('npm', args, { cwd: root, detached, shell: process.platform === 'win32' });
  const end = (_signal, number) => {
    child.once('close', () => process.exit(128 + number));
    try {
      if (detached) process.kill(-child.pid, 'SIGKILL');
      else child.kill();
    } catch {
      // It has ended by itself in this moment.
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.once(signal, end);
  child.once('close', () => {
    for (const signal of signals) process.off(signal, end);
  });
  let output = '';
  child.stdin.end();
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: 1, output: 'npm is not on the PATH' }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Hands over: signals reach the child by the terminal or are passed on, and its exit code is ours. */
async function run(script, args) {
  if (!existsSync(join(root, script))) fail(`${script} is missing: this checkout is incomplete.`);
  const child = spawn(node24, ['--disable-warning=ExperimentalWarning', join(root, script), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, npm_node_execpath: process.env.npm_node_execpath ?? process.execPath },
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => {});
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(126));
    child.once('exit', (exit, signal) => resolve(exit ?? (signal === 'SIGINT' ? 130 : 143)));
  });
  if (code === 126) fail('Node 24 in node_modules does not run on this machine: delete node_modules and try again.');
  process.exit(code);
}

function fail(message, code = 1) {
  console.error(message);
  process.exit(code);
}
