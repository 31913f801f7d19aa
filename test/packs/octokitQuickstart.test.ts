import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diskFiles } from '../../src/cli/diskFiles.ts';
import { type PackTestReport, testPack } from '../../src/cli/walk/testPack.ts';
import { inEnglish } from '../../src/core/message.ts';
import { readPack } from '../../src/core/pack/pack.ts';
import { parseTutorial } from '../../src/core/tutorial/parse.ts';
import { checksOf, type Tutorial } from '../../src/core/tutorial/tutorial.ts';
import { type GitHub, startGitHub } from '../host/github.ts';
import { printedIn, stepTold } from './walked.ts';

const root = fileURLToPath(new URL('../../packs/octokit-quickstart', import.meta.url));
const pack = diskFiles(root);
const path = 'tutorials/first-call.md';
const stepIds = ['scaffold', 'install', 'client', 'first-call', 'rate-limit', 'create-issue', 'paginate', 'errors'];

describe('The pack octokit-quickstart', () => {
  let tutorial: Tutorial;
  let github: GitHub;
  let report: PackTestReport;

  before(async function () {
    this.timeout(240_000);
    tutorial = parseTutorial((await pack.readText(path)) ?? '', path);
    github = await startGitHub();
    report = await testPack(root, {
      env: {
        GITHUB_API_URL: github.url,
        GITHUB_TOKEN: github.token,
        npm_config_prefer_offline: 'true',
        npm_config_update_notifier: 'false',
      },
      keep: true,
    });
  });
  after(async () => {
    await github.dispose();
    for (const { folder } of report.walks) await rm(dirname(folder), { recursive: true, force: true, maxRetries: 5 });
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

  it('asks for a Node.js that this one satisfies', () => {
    assert.equal(tutorial.requires.length, 1);
    assert.deepEqual(
      report.walks.map(({ problems }) => problems.map(inEnglish)),
      [[]],
    );
  });

  it('counts one check as the first success: the first answer of GitHub', () => {
    const successes = tutorial.steps.flatMap((step) => checksOf(step).flatMap(({ check }) => (check.success ? [step.id] : [])));
    assert.deepEqual(successes, ['first-call']);
  });

  for (const id of stepIds) {
    it(`step ${id}: fails before it is done, passes after, and shows what it speaks of`, () => {
      const { proved, wrong } = stepTold(report, id);
      assert.deepEqual(wrong, []);
      assert.ok(proved > 0, 'passes before anything is done');
    });
  }

  it('passes the test of an advocate', () => {
    assert.deepEqual([report.passed, report.findings], [true, []]);
  });

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
    assert.match(printedIn(report, 'paginate'), /^Page 1: .+\nPage 2: .+\nPage 3: .+\n$/);
    assert.ok(stepIds.every((id) => !printedIn(report, id).includes(github.token)));
  });
});
