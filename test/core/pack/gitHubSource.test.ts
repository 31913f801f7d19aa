import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { newerVersion } from '../../../src/core/pack/newerVersion.ts';
import { openFolder, openSource } from '../../../src/core/pack/openSource.ts';
import { packStore } from '../../../src/core/pack/packStore.ts';
import { readSource, type Source } from '../../../src/core/pack/source.ts';
import type { SourcePorts } from '../../../src/core/pack/sourceContent.ts';
import type { Fetch } from '../../../src/core/ports.ts';
import { type GitHub, startGitHub } from '../../host/github.ts';
import { memoryFiles } from '../memoryFiles.ts';
import { answering, inShort, packFiles, refusal, sourcePorts } from './sourceWorld.ts';

const call = promisify(execFile);

const sourceOf = (text: string): Source => {
  const read = readSource(text);
  return 'source' in read ? read.source : assert.fail(read.problem.code);
};

describe('a pack on GitHub', () => {
  let gitHub: GitHub;
  let asked: string[];
  let ports: SourcePorts;
  let sandbox: string;

  before(async () => {
    gitHub = await startGitHub();
    sandbox = `${gitHub.owner}/${gitHub.repo}`;
    await commit('v1.0.0', { ...packFiles('demo', '1.0.0'), 'readme.md': 'x' });
    await commit('v1.1.0', { ...packFiles('demo', '1.1.0'), 'templates/api/template.json': '{}', 'templates/api/src/a.js': 'a' });
    await commit('v2.0.0-rc.1', packFiles('demo', '2.0.0-rc.1'));
    await commit(
      'packs',
      Object.fromEntries(Object.entries(packFiles('deep', '3.0.0')).map(([path, text]) => [`more/deep/${path}`, text])),
    );
  });
  after(() => gitHub.dispose());
  beforeEach(() => {
    asked = [];
    const signIn = async (name: string) => {
      asked.push(name);
      return gitHub.token;
    };
    ports = sourcePorts({ gitHub: { api: gitHub.url, signIn } });
  });

  const api = async (
    method: string,
    path: string,
    body?: object,
  ): Promise<{ sha: string; object: { sha: string }; tree: { sha: string } }> => {
    const headers = { authorization: `Bearer ${gitHub.token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${gitHub.url}/repos/${sandbox}${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
    return JSON.parse((await answer.text()) || '{}');
  };
  /** A commit of these files alone, with a tag, or a branch where the name is no version. */
  async function commit(name: string, files: Readonly<Record<string, string>>): Promise<void> {
    const tree = await api('POST', '/git/trees', {
      tree: Object.entries(files).map(([path, content]) => ({
        path,
        mode: path.endsWith('.sh') ? '100755' : '100644',
        type: 'blob',
        content,
      })),
    });
    const made = await api('POST', '/git/commits', { message: name, tree: tree.sha, parents: [] });
    const ref = /^v?\d/.test(name) ? `refs/tags/${name}` : `refs/heads/${name}`;
    await api('POST', '/git/refs', { ref, sha: made.sha });
  }

  it('is read at its tag, once the person has signed in where it is private', async () => {
    const opened = await openSource(sourceOf(`${sandbox}@v1.0.0`), ports);
    assert.equal(inShort(opened), `demo 1.0.0 from github:${sandbox}: onramp.json, readme.md, tutorials/start.md`);
    assert.equal(opened.pin, 'v1.0.0');
    assert.deepEqual(asked, [sandbox]);
  });

  it('may lie in a folder of the repository, at a branch, which names no content for good', async () => {
    const opened = await openSource(sourceOf(`${sandbox}/more/deep@packs`), ports);
    assert.equal(inShort(opened), `deep 3.0.0 from github:${sandbox}/more/deep: onramp.json, tutorials/start.md`);
    assert.equal(opened.pin, undefined);
  });

  it('has the same hash whenever it is read', async () => {
    const read = async () => (await openSource(sourceOf(`${sandbox}@v1.0.0`), ports)).integrity;
    assert.equal(await read(), await read());
  });

  it('is not there for who does not sign in, and for a tag or folder that is not there', async () => {
    const unknown = sourcePorts({ gitHub: { api: gitHub.url, signIn: async () => undefined } });
    assert.match(
      await refusal(openSource(sourceOf(`${sandbox}@v1.0.0`), unknown)),
      /^github\.(none|closed): GitHub .*learner\/octokit-sandbox/,
    );
    assert.match(await refusal(openSource(sourceOf(`${sandbox}@v9.9.9`), ports)), /^github\.none/);
    assert.match(await refusal(openSource(sourceOf(`${sandbox}/nowhere@v1.0.0`), ports)), /^github\.noFolder: There is nothing in nowhere/);
  });

  it('gives a template’s folder as files, without being a pack', async () => {
    const { files, entries } = await openFolder(sourceOf(`${sandbox}/templates/api@v1.1.0`), ports);
    assert.deepEqual(
      entries.map(({ path }) => path),
      ['src/a.js', 'template.json'],
    );
    assert.equal(await files.readText('src/a.js'), 'a');
  });

  it('is refused where its tag was moved since it was first installed', async () => {
    const store = packStore({ files: memoryFiles(), now: () => 0, unique: () => 'u' });
    await commit('v0.1.0', packFiles('moved', '0.1.0'));
    await store.install(await openSource(sourceOf(`${sandbox}@v0.1.0`), ports));
    await api('DELETE', '/git/refs/tags/v0.1.0');
    await commit('v0.1.0', { ...packFiles('moved', '0.1.0'), 'evil.md': 'x' });
    assert.match(
      await refusal(openSource(sourceOf(`${sandbox}@v0.1.0`), ports).then(store.install)),
      /^install\.changed: moved v0\.1\.0 has changed/,
    );
  });

  it('is offered at its newest tag, prereleases only to who has one', async () => {
    const newest = async (tag: string) => {
      const store = packStore({ files: memoryFiles(), now: () => 0, unique: () => 'u' });
      await store.install(await openSource(sourceOf(`${sandbox}@${tag}`), ports));
      const [record] = await store.records();
      return record && (await newerVersion(record, ports));
    };
    assert.deepEqual(await newest('v1.0.0'), { version: '1.1.0', source: sourceOf(`${sandbox}@v1.1.0`) });
    assert.equal(await newest('v1.1.0'), undefined);
    assert.equal(await newest('v2.0.0-rc.1'), undefined);
  });
});

describe('the archive of a repository', () => {
  const api = 'https://api.example.com';
  const sha = 'a'.repeat(40);
  const at = (path: string) => `${api}/repos/octokit/packs${path}`;
  const gitHub = { api, signIn: async () => undefined };
  const commit = { [at('/commits/v1.0.0')]: { sha, commit: { tree: { sha: 'b'.repeat(40) } } } };

  it('is asked for first, as git makes it: wrapped in a folder, with the commit told before it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'onramp-archive-'));
    try {
      const git = (...args: string[]) => call('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder });
      for (const [path, text] of Object.entries(packFiles('demo', '1.0.0'))) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
      }
      await git('init', '-q');
      await git('add', '.');
      await git('commit', '-qm', 'first');
      await git('archive', '--format=tar.gz', `--prefix=octokit-packs-${sha.slice(0, 7)}/`, '-o', 'out.tgz', 'HEAD');
      const archive = new Uint8Array(await readFile(join(folder, 'out.tgz')));
      const fetch = answering({ ...commit, [at(`/tarball/${sha}`)]: archive });
      const opened = await openSource(sourceOf('octokit/packs@v1.0.0'), sourcePorts({ fetch, gitHub }));
      assert.equal(inShort(opened), 'demo 1.0.0 from github:octokit/packs: onramp.json, tutorials/start.md');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('may be out of reach, and then its files are asked for one by one', async () => {
    const tree = Object.keys(packFiles('demo', '1.0.0')).map((path) => ({
      path,
      mode: '100644',
      type: 'blob',
      sha: path.length.toString(),
    }));
    const blobs = Object.entries(packFiles('demo', '1.0.0')).map(([path, text]) => [
      at(`/git/blobs/${path.length}`),
      { content: Buffer.from(text).toString('base64'), encoding: 'base64' },
    ]);
    const reached = answering({ ...commit, [at(`/git/trees/${'b'.repeat(40)}?recursive=1`)]: { tree }, ...Object.fromEntries(blobs) });
    const asked: string[] = [];
    const signIn = async (name: string) => {
      asked.push(name);
      return undefined;
    };
    const withoutArchive = await openSource(sourceOf('octokit/packs@v1.0.0'), sourcePorts({ fetch: reached, gitHub: { api, signIn } }));
    assert.deepEqual([withoutArchive.version, asked], ['1.0.0', []]);
    const fetch: Fetch = (url, options) => (url.includes('/tarball/') ? Promise.reject(new Error('not allowed')) : reached(url, options));
    const opened = await openSource(sourceOf('octokit/packs@v1.0.0'), sourcePorts({ fetch, gitHub }));
    assert.equal(inShort(opened), 'demo 1.0.0 from github:octokit/packs: onramp.json, tutorials/start.md');
  });

  it('is refused with a link in it, or a path that climbs out', async () => {
    const refused = (entry: object) => {
      const tree = [{ path: 'onramp.json', mode: '100644', type: 'blob', sha: '1', ...entry }];
      return refusal(
        openSource(
          sourceOf('octokit/packs@v1.0.0'),
          sourcePorts({ fetch: answering({ ...commit, [at(`/git/trees/${'b'.repeat(40)}?recursive=1`)]: { tree } }), gitHub }),
        ),
      );
    };
    assert.match(await refused({ mode: '120000' }), /^archive\.link/);
    assert.match(await refused({ path: '../onramp.json' }), /^archive\.outside/);
  });

  it('is not asked for again where GitHub answers no more, and how long that lasts is told', async () => {
    const headers: Record<string, string> = {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '1700000600',
      date: new Date(1_700_000_000_000).toUTCString(),
    };
    const fetch: Fetch = async () => ({ status: 403, header: (name) => headers[name], bytes: new Uint8Array() });
    const told = await refusal(openSource(sourceOf('octokit/packs@v1.0.0'), sourcePorts({ fetch, gitHub })));
    assert.equal(told, 'github.spent: GitHub answers no more for 10 minutes, as so much was asked. Sign in to GitHub to go on');
  });
});
