import prerelease from 'semver/functions/prerelease.js';
import rsort from 'semver/functions/rsort.js';
import valid from 'semver/functions/valid.js';
import type * as z from 'zod/mini';
import { type GitTree, gitBlob, gitCommit, gitRefs, gitTree } from '../../protocol/gitHub.ts';
import { fromBase64 } from '../base64.ts';
import type { MessageCode } from '../message.ts';
import { isProtected } from '../path.ts';
import type { Fetched } from '../ports.ts';
import { type ArchiveEntry, archiveLimits, unpackTarball } from './archive.ts';
import { distinctPaths, shownPath } from './archivePath.ts';
import { fetchBytes, fetchJson } from './fetchAnswer.ts';
import { integrityOfEntries } from './integrity.ts';
import { PackRefused, refused } from './packRefused.ts';
import type { Source } from './source.ts';
import { longestArchive, type SourceContent, type SourcePorts } from './sourceContent.ts';
import { below, withoutWrapping } from './wrapping.ts';

type GitHubSource = Extract<Source, { kind: 'github' }>;
/** Asks below one repository, signed in where that turns out to be needed. */
type Repository = {
  json<T>(path: string, schema: z.ZodMiniType<T>): Promise<T>;
  bytes(path: string, limit: number): Promise<Uint8Array>;
};

/** So many files are asked for one by one, which spares fetching a large repository for a small folder of it. */
const fewFiles = 40;
/** GitHub lets those who are not signed in ask 60 times an hour: more than this one by one would be rude, or end there. */
const mostFiles = 1000;
const atOnce = 6;

/** A folder of a repository at one commit. A tag is held to the commit it had when it was first used. Throws `PackRefused`. */
export async function gitHubContent(source: GitHubSource, ports: SourcePorts): Promise<SourceContent> {
  const name = `${source.owner}/${source.repo}`;
  const repository = repositoryOf(name, source.ref, ports);
  const commit = await repository.json(`/commits/${encodeURIComponent(source.ref ?? 'HEAD')}`, gitCommit);
  const entries = (await filesAt(repository, source, commit)).filter(({ path }) => !isProtected(path));
  if (entries.length === 0) throw refused('github.noFolder', source.path || '.', name, source.ref ?? 'HEAD');
  return {
    entries,
    integrity: await integrityOfEntries(entries, ports.digest),
    origin: ['github:', name, source.path === '' ? '' : `/${source.path}`].join('').toLowerCase(),
    pin: pinOf(source.ref, commit.sha),
    version: undefined,
    notes: [],
    attestation: undefined,
  };
}

/** The newest tag of a repository that is a version, with `prereleases` or without. Throws `PackRefused`. */
export async function newestTag(source: GitHubSource, prereleases: boolean, ports: SourcePorts): Promise<string | undefined> {
  const repository = repositoryOf(`${source.owner}/${source.repo}`, source.ref, ports);
  const refs = await repository.json('/git/matching-refs/tags/', gitRefs);
  const tags = refs.map(({ ref }) => ref.replace(/^refs\/tags\//, ''));
  const versions = tags.filter((tag) => valid(tag) !== null && (prereleases || prerelease(tag) === null));
  return rsort(versions)[0];
}

/** A tag that looks like a version, or a whole commit, names its content for good; a branch does not. */
function pinOf(ref: string | undefined, sha: string): string | undefined {
  if (ref === undefined) return undefined;
  return /^v?\d+(\.\d+)*([-+.].*)?$/.test(ref) || sha === ref.toLowerCase() ? ref : undefined;
}

async function filesAt(repository: Repository, { path }: GitHubSource, commit: z.infer<typeof gitCommit>): Promise<ArchiveEntry[]> {
  const { sha } = commit;
  if (path !== '') {
    const tree = await treeOf(repository, commit.commit.tree.sha, path.split('/'));
    if (tree === undefined) return [];
    const files = filesIn(tree);
    if (files.length <= fewFiles && tree.truncated !== true) return blobsOf(repository, files);
  }
  const archive = await repository.bytes(`/tarball/${sha}`, longestArchive).catch((error: unknown) => {
    // In a browser GitHub's archives may not be read, and some who speak its language have none.
    if (isAnswerless(error)) return undefined;
    throw error;
  });
  if (archive !== undefined) return below(withoutWrapping(await unpackTarball(archive)), path);
  const whole = path === '' ? commit.commit.tree.sha : undefined;
  const tree = whole === undefined ? await treeOf(repository, commit.commit.tree.sha, path.split('/')) : await recursive(repository, whole);
  const files = tree === undefined ? [] : filesIn(tree);
  if (files.length > mostFiles || tree?.truncated === true) throw refused('github.tooMany', files.length);
  return blobsOf(repository, files);
}

/** The tree of a folder with everything below it; undefined where there is no such folder. */
async function treeOf(repository: Repository, root: string, path: readonly string[]): Promise<GitTree | undefined> {
  let at = root;
  for (const part of path) {
    const { tree } = await repository.json(`/git/trees/${at}`, gitTree);
    const next = tree.find((entry) => entry.path === part && entry.type === 'tree')?.sha;
    if (next === undefined || next === null) return undefined;
    at = next;
  }
  return recursive(repository, at);
}

function recursive(repository: Repository, sha: string): Promise<GitTree> {
  return repository.json(`/git/trees/${sha}?recursive=1`, gitTree);
}

type Blob = { path: string; sha: string; executable: boolean };

function filesIn({ tree }: GitTree): Blob[] {
  const distinct = distinctPaths();
  let bytes = 0;
  return tree.flatMap(({ path, mode, type, sha, size = 0 }) => {
    if (mode === '120000') throw refused('archive.link', shownPath(path));
    if (type !== 'blob' || typeof sha !== 'string') return [];
    bytes += size;
    if (bytes > archiveLimits.bytes) throw refused('archive.tooBig', archiveLimits.bytes / 1024 / 1024);
    return [{ path: distinct.file(path), sha, executable: mode === '100755' }];
  });
}

async function blobsOf(repository: Repository, files: readonly Blob[]): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  for (let at = 0; at < files.length; at += atOnce) {
    const some = files.slice(at, at + atOnce).map(async ({ path, sha, executable }) => {
      const { content, encoding } = await repository.json(`/git/blobs/${sha}`, gitBlob);
      const bytes = encoding === 'base64' ? fromBase64(content) : undefined;
      if (bytes === undefined) throw refused('fetch.notUnderstood', path);
      return { path, content: bytes, executable };
    });
    entries.push(...(await Promise.all(some)));
  }
  return entries;
}

function repositoryOf(name: string, ref: string | undefined, ports: SourcePorts): Repository {
  const { api, signIn } = ports.gitHub;
  let token: string | undefined;
  let reached = false;
  let asked: Promise<string | undefined> | undefined;
  const headers = () => ({
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  });
  const signedInWhereNeeded = async <T>(get: () => Promise<T>): Promise<T> => {
    try {
      const got = await get();
      reached = true;
      return got;
    } catch (error) {
      // GitHub says of a private repository that there is none.
      const closed: MessageCode[] = reached ? ['github.spent'] : ['github.closed', 'github.none', 'github.spent'];
      if (token !== undefined || !isRefused(error, closed)) throw error;
      asked ??= signIn(name);
      token = await asked;
      if (token === undefined) throw error;
      return get();
    }
  };
  const wording = (status: number, answer: Fetched): PackRefused | undefined => {
    const spent = answer.header('x-ratelimit-remaining') === '0' || status === 429;
    if (spent) return refused('github.spent', minutesUntil(answer));
    if (status === 401 || status === 403) return refused('github.closed', name);
    return status === 404 || status === 409 || status === 422 ? refused('github.none', name, ref ?? 'HEAD') : undefined;
  };
  const at = (path: string) => `${api}/repos/${name}${path}`;
  return {
    json: (path, schema) => signedInWhereNeeded(() => fetchJson(at(path), headers(), schema, ports, wording)),
    bytes: (path, limit) => signedInWhereNeeded(() => fetchBytes(at(path), headers(), limit, ports, wording)),
  };
}

function isAnswerless(error: unknown): boolean {
  return isRefused(error, ['fetch.noAnswer', 'github.none', 'fetch.status']);
}

function isRefused(error: unknown, codes: readonly MessageCode[]): boolean {
  return error instanceof PackRefused && codes.includes(error.told.code);
}

/** How long until GitHub answers again, by its header `x-ratelimit-reset` beside the answer's own date. */
function minutesUntil(answer: Fetched): number {
  const reset = Number(answer.header('x-ratelimit-reset')) * 1000;
  const now = Date.parse(answer.header('date') ?? '');
  const minutes = Math.ceil((reset - now) / 60_000);
  return Number.isFinite(minutes) && minutes > 0 ? minutes : 60;
}
