import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { version } from '../protocol/version.ts';
import { type AppOptions, buildApp } from './app.ts';
import { readKeys } from './keys.ts';
import { StartError } from './startError.ts';
import { openStore } from './store/store.ts';

export type ServeOptions = {
  /** The folder that all is kept in; it is made if need be. */
  dataDir: string;
  /** 127.0.0.1 unless said otherwise: only this machine can reach it. */
  host?: string | undefined;
  /** 0 takes a free one. */
  port?: number | undefined;
  /** Both keys are made at the first start and kept in the data folder unless they are given. */
  writeKey?: string | undefined;
  adminToken?: string | undefined;
  /** The path of the SQLite database; `onramp.db` in the data folder unless said otherwise. */
  database?: string | undefined;
  /** The folder with the built dashboard; `dashboard` beside this file unless said otherwise. */
  dashboardDir?: string | undefined;
  logLevel?: AppOptions['logLevel'] | undefined;
  limits?: AppOptions['limits'] | undefined;
  /** Behind a proxy that sets X-Forwarded-For and X-Forwarded-Proto. */
  trustProxy?: boolean | undefined;
};

export type Serving = {
  url: string;
  /** The dashboard, signed in. */
  dashboardUrl: string;
  writeKey: string;
  adminToken: string;
  /** Answers what was asked, ends what is live, and closes the database. */
  close(): Promise<void>;
};

export const usualPort = 4270;

/** Starts the backend and answers when it can be reached. Throws a StartError with a sentence that says what to do. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { dataDir, port = usualPort } = options;
  // No address at all would be every one of the machine's.
  const host = options.host || '127.0.0.1';
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new StartError('port.wrong', 'The port must be a number from 0 to 65535; 0 takes a free one.');
  }
  const path = databasePath(options);
  await makeFolder(dataDir);
  const keys = await readKeys(dataDir, { writeKey: options.writeKey, adminToken: options.adminToken });
  const now = () => Date.now();
  const store = await openStore({ path, project: 'default', now });
  const { logLevel, limits, trustProxy } = options;
  const app = await buildApp({ store, keys, now, version, dashboardDir: dashboardDir(options), logLevel, limits, trustProxy });
  app.addHook('onClose', () => store.close());
  const url = await listen(app, host, port);
  return { url, dashboardUrl: `${url}/#token=${encodeURIComponent(keys.adminToken)}`, ...keys, close: () => close(app) };
}

/** Serves until the process is asked to stop, and says on the terminal where. A StartError becomes one sentence and exit code 1. */
export async function run(options: ServeOptions): Promise<void> {
  try {
    const { url, dashboardUrl, writeKey, close } = await serve(options);
    console.log(`Onramp is listening on ${url}\n\n  Dashboard  ${dashboardUrl}\n  Write key  ${writeKey}\n\nPress Ctrl+C to stop.`);
    const stop = () => {
      close().catch((error: unknown) => {
        console.error(error instanceof Error ? error.message : String(error));
        process.exitCode = 1;
      });
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** Requests that are still open this long after the end was asked for are cut off. */
const patience = 10_000;

function databasePath({ dataDir, database }: ServeOptions): string {
  if (database === undefined) return join(dataDir, 'onramp.db');
  if (/^postgres(ql)?:/.test(database)) {
    throw new StartError(
      'database.unsupported',
      'PostgreSQL is not supported yet: leave the database out to use SQLite in the data folder.',
    );
  }
  return database;
}

async function makeFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code;
    const what = reason === 'EEXIST' || reason === 'ENOTDIR' ? 'is not a folder, or stands in something that is none' : 'cannot be made';
    throw new StartError(
      'data.unusable',
      `The data folder ${dataDir} ${what}: choose another one, or give this user the right to write there.`,
      { cause },
    );
  }
}

function dashboardDir({ dashboardDir }: ServeOptions): string | undefined {
  const folder = dashboardDir ?? fileURLToPath(new URL('./dashboard/', import.meta.url));
  return existsSync(join(folder, 'index.html')) ? folder : undefined;
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    throw listenError(host, port, cause as NodeJS.ErrnoException);
  }
}

function listenError(host: string, port: number, cause: NodeJS.ErrnoException): Error {
  switch (cause.code) {
    case 'EADDRINUSE':
      return new StartError(
        'port.taken',
        `Port ${port} on ${host} is taken: stop the program that listens there, or choose another port (0 takes a free one).`,
        {
          cause,
        },
      );
    case 'EACCES':
      return new StartError('port.forbidden', `Port ${port} on ${host} may not be used by this user: choose one above 1023.`, { cause });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError('host.unknown', `This machine has no address ${host}: use 127.0.0.1, or 0.0.0.0 for all of its addresses.`, {
        cause,
      });
    default:
      return cause;
  }
}

async function close(app: FastifyInstance): Promise<void> {
  const cutOff = setTimeout(() => app.server.closeAllConnections(), patience);
  await app.close();
  clearTimeout(cutOff);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { ONRAMP_DATA, ONRAMP_PORT, ONRAMP_WRITE_KEY, ONRAMP_ADMIN_TOKEN, ONRAMP_DATABASE } = process.env;
  await run({
    dataDir: ONRAMP_DATA || 'onramp-data',
    port: ONRAMP_PORT ? Number(ONRAMP_PORT) : usualPort,
    writeKey: ONRAMP_WRITE_KEY,
    adminToken: ONRAMP_ADMIN_TOKEN,
    database: ONRAMP_DATABASE || undefined,
  });
}
