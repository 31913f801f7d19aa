import { Command, InvalidArgumentError, Option } from 'commander';

type ServeOptions = {
  data: string;
  host: string;
  port: number;
  writeKey?: string;
  adminToken?: string;
  database?: string;
  logLevel: string;
  trustProxy?: boolean;
};

/** `onramp serve`: the backend and its dashboard, until the process is asked to stop. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Take in what the extension reports and show it on the dashboard.')
    .addOption(from('ONRAMP_DATA', new Option('--data <folder>', 'where everything is kept').default('onramp-data')))
    .addOption(new Option('--host <address>', 'the address to listen on').default('127.0.0.1', 'this machine only'))
    .addOption(
      from('ONRAMP_PORT', new Option('--port <number>', 'the port to listen on; 0 takes a free one').default(4270).argParser(parsePort)),
    )
    .addOption(from('ONRAMP_WRITE_KEY', new Option('--write-key <key>', 'what the extension reports with').argParser(parseKey)))
    .addOption(from('ONRAMP_ADMIN_TOKEN', new Option('--admin-token <token>', 'what you sign in with').argParser(parseKey)))
    .addOption(from('ONRAMP_DATABASE', new Option('--database <path>', 'the SQLite file (default: onramp.db in the data folder)')))
    .addOption(
      new Option('--log-level <level>', 'how much to log').choices(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('warn'),
    )
    .option('--trust-proxy', 'take addresses and https from X-Forwarded-…, behind one proxy that sets them')
    .addHelpText('after', '\nBoth keys are made at the first start, and kept in keys.json in the data folder, unless they are given.')
    .action(serve);
}

/** An environment variable that is empty is one that was not given, as where a compose file hands on what is not set. */
function from(variable: string, option: Option): Option {
  return process.env[variable] === '' ? option : option.env(variable);
}

async function serve({ data, ...options }: ServeOptions): Promise<void> {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < neededNode) throw new Error(`"serve" needs Node ${neededNode} or newer, this is Node ${process.versions.node}.`);
  const { run } = (await import(backend)) as Backend;
  await run({ dataDir: data, ...options });
}

/** Node's own SQLite is what the backend stands on. */
const neededNode = 24;

/** Built beside the CLI: rooms of one floor meet only at run time. */
const backend = './backend.mjs';
type Backend = { run(options: Omit<ServeOptions, 'data'> & { dataDir: string }): Promise<void> };

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return port;
}

function parseKey(text: string): string {
  if (!/^[\x21-\x7e]{8,}$/.test(text)) throw new InvalidArgumentError('It must have 8 characters or more and no spaces.');
  return text;
}
