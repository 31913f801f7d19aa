import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diskFiles } from '../../src/cli/diskFiles.ts';
import { inEnglish } from '../../src/core/message.ts';
import { readPack } from '../../src/core/pack/pack.ts';
import { findLines } from '../../src/core/tutorial/anchor.ts';
import { parseTutorial } from '../../src/core/tutorial/parse.ts';
import { checksOf, type Tutorial } from '../../src/core/tutorial/tutorial.ts';
import { type GitHub, startGitHub } from '../host/github.ts';
import { type Learner, learner } from './learner.ts';

const pack = diskFiles(fileURLToPath(new URL('../../packs/octokit-quickstart', import.meta.url)));
const path = 'tutorials/first-call.md';
const stepIds = ['scaffold', 'install', 'client', 'first-call', 'rate-limit', 'create-issue', 'paginate', 'errors'];

describe('The pack octokit-quickstart', () => {
  let tutorial: Tutorial;
  let github: GitHub;
  let folder: string;
  let someone: Learner;
  const printed = new Map<string, string>();

  before(async () => {
    tutorial = parseTutorial((await pack.readText(path)) ?? '', path);
    github = await startGitHub();
    folder = await mkdtemp(join(tmpdir(), 'onramp-learner-'));
    someone = learner(pack, folder, {
      GITHUB_API_URL: github.url,
      GITHUB_TOKEN: github.token,
      npm_config_prefer_offline: 'true',
      npm_config_update_notifier: 'false',
    });
  });
  after(async () => {
    await github.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('is understood without a complaint', async () => {
    const read = await readPack(pack);
    assert.deepEqual(read.problems.map(inEnglish), []);
    assert.equal(read.pack?.manifest.name, 'octokit-quickstart');
    assert.deepEqual(
      tutorial.problems.map((problem) => `${problem.line}:${problem.column} ${inEnglish(problem)}`),
      [],
    );
    assert.deepEqual(
      tutorial.steps.map(({ id }) => id),
      stepIds,
    );
  });

  it('asks for a Node.js that this one satisfies', async () => {
    assert.equal(tutorial.requires.length, 1);
    assert.deepEqual(await someone.failures(tutorial.requires), []);
  });

  it('counts one check as the first success: the first answer of GitHub', () => {
    const successes = tutorial.steps.flatMap((step) => checksOf(step).flatMap(({ check }) => (check.success ? [step.id] : [])));
    assert.deepEqual(successes, ['first-call']);
  });

  for (const id of stepIds) {
    it(`step ${id}: fails before it is done, passes after, and shows what it speaks of`, async function () {
      this.timeout(240_000);
      const step = tutorial.steps.find((candidate) => candidate.id === id);
      assert.ok(step);
      assert.notDeepEqual(await someone.failures(checksOf(step)), [], 'passes before anything is done');
      printed.set(id, await someone.follow(step));
      assert.deepEqual(await someone.failures(checksOf(step)), [], printed.get(id));
      await assertReferences(step.references);
    });
  }

  it('leaves one issue in the sandbox, and none elsewhere', async () => {
    const issues = (repository: string) =>
      fetch(`${github.url}/repos/${repository}/issues?state=all`, { headers: { authorization: `Bearer ${github.token}` } }).then(
        (answer) => answer.json() as Promise<{ title: string; user: { login: string } }[]>,
      );
    const own = await issues(`${github.owner}/${github.repo}`);
    assert.deepEqual(
      own.map(({ title, user }) => ({ title, by: user.login })),
      [{ title: 'Hello from Octokit', by: github.owner }],
    );
    assert.deepEqual(await issues('octocat/Hello-World'), []);
  });

  it('prints every page and never the token', async () => {
    assert.match(printed.get('paginate') ?? '', /^Page 1: .+\nPage 2: .+\nPage 3: .+\n$/);
    assert.ok([...printed.values()].every((text) => !text.includes(github.token)));
  });

  async function assertReferences(references: Tutorial['cover']['references']) {
    const files = diskFiles(folder);
    for (const reference of references) {
      const content = await files.readText(reference.path);
      assert.ok(content !== undefined && findLines(content, reference), `nothing at ${JSON.stringify(reference)}`);
    }
  }
});
