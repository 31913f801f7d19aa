import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An npm registry of our own: verdaccio on a free port of the loopback address, with nothing behind it. */
export type Registry = {
  /** With `/` at its end. */
  url: string;
  /** Of somebody who may publish, and read `@private/…`, which nobody else may. */
  token: string;
  /** Publishes a package as npm does; `integrity` and others of `dist` can be told wrong. */
  publish(manifest: PublishedManifest, tarball: Uint8Array, dist?: Readonly<Record<string, unknown>>): Promise<void>;
  deprecate(name: string, version: string, why: string): Promise<void>;
  dispose(): Promise<void>;
};

export type PublishedManifest = { name: string; version: string; description?: string; keywords?: readonly string[] };

/** `root` is the project's folder, where verdaccio and Node are installed. */
export async function startRegistry(root: string): Promise<Registry> {
  const folder = await mkdtemp(join(tmpdir(), 'onramp-registry-'));
  const port = await freePort();
  await writeFile(join(folder, 'config.yaml'), configuration(port));
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const child = spawn(node, [join(root, 'node_modules', 'verdaccio', 'bin', 'verdaccio'), '--config', join(folder, 'config.yaml')], {
    cwd: folder,
    stdio: 'ignore',
  });
  const dispose = async () => {
    await ended(child);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const url = `http://127.0.0.1:${port}/`;
  try {
    await answers(`${url}-/ping`, child);
    const token = await addUser(url);
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const put = async (path: string, body: unknown) => {
      const answer = await fetch(`${url}${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
      if (!answer.ok) throw new Error(`The registry refused ${path} with status ${answer.status}: ${await answer.text()}`);
    };
    return {
      url,
      token,
      dispose,
      publish: (manifest, tarball, dist = {}) => put(pathOf(manifest.name), publication(url, manifest, tarball, dist)),
      deprecate: async (name, version, why) => {
        const known = await (await fetch(`${url}${pathOf(name)}`, { headers })).json();
        known.versions[version].deprecated = why;
        await put(pathOf(name), known);
      },
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function configuration(port: number): string {
  return `
storage: ./storage
listen: 127.0.0.1:${port}
auth:
  htpasswd:
    file: ./htpasswd
    algorithm: sha1
packages:
  '@private/*':
    access: $authenticated
    publish: $authenticated
  '**':
    access: $all
    publish: $authenticated
web:
  enable: false
log:
  type: stdout
  level: fatal
`;
}

function publication(url: string, manifest: PublishedManifest, tarball: Uint8Array, dist: Readonly<Record<string, unknown>>) {
  const { name, version } = manifest;
  const file = `${name.replace(/^@[^/]+\//, '')}-${version}.tgz`;
  const hash = (algorithm: string, encoding: 'hex' | 'base64') => createHash(algorithm).update(tarball).digest(encoding);
  const published = {
    integrity: `sha512-${hash('sha512', 'base64')}`,
    shasum: hash('sha1', 'hex'),
    tarball: `${url}${name}/-/${file}`,
    ...dist,
  };
  return {
    _id: name,
    name,
    description: manifest.description ?? '',
    'dist-tags': { latest: version },
    versions: { [version]: { ...manifest, _id: `${name}@${version}`, dist: published } },
    _attachments: {
      [file]: { content_type: 'application/octet-stream', data: Buffer.from(tarball).toString('base64'), length: tarball.length },
    },
  };
}

async function addUser(url: string): Promise<string> {
  const body = JSON.stringify({ name: 'advocate', password: 'for-tests-only' });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}-/user/org.couchdb.user:advocate`, { method: 'PUT', headers, body });
  const { token } = await answer.json();
  if (typeof token !== 'string') throw new Error(`The registry made no user (status ${answer.status}).`);
  return token;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const end = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The registry ended by itself (exit code ${child.exitCode}).`);
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => undefined,
    );
    if (status === 200) return;
    if (Date.now() > end) throw new Error('The registry did not start within 60 s.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = once(child, 'exit');
  child.kill();
  await end;
}

function pathOf(name: string): string {
  return name.replace('/', '%2f');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
