// The whole line as a person walks it: a tutorial in a real VS Code, with npm and a stateful GitHub, reported to the backend, read on the
// dashboard. Pictures go to test-results/pictures.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type Serving, serve } from '../../src/backend/server.ts';
import { linkExtension } from '../../src/cli/editor/extensionsFolder.ts';
import { type Editor, openEditor } from '../../src/cli/editor/openEditor.ts';
import type { StepMetrics } from '../../src/protocol/metrics.ts';
import { type GitHub, startGitHub } from '../host/github.ts';
import { type GuideDriver, guideDriver } from './guideDriver.ts';

const root = join(import.meta.dirname, '..', '..');
const pictures = join(root, 'test-results', 'pictures');
const title = 'Your first GitHub API call with Octokit';
const comment = 'Say sooner that the file must be saved.';

describe('a newcomer follows the tutorial that ships, and its makers see it', function () {
  // Each step of the journey stands on the one before.
  this.bail(true);
  let folder: string;
  let github: GitHub;
  let backend: Serving;
  let editor: Editor;
  let page: Page;
  let someone: GuideDriver;
  let guide: GuideDriver['guide'];
  let dashboard: Page;

  before(async () => {
    await mkdir(pictures, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'onramp-journey-'));
    github = await startGitHub();
    backend = await serve({ dataDir: join(folder, 'backend'), port: 0, dashboardDir: join(root, 'dist', 'dashboard'), logLevel: 'silent' });
    const extensionsDir = join(folder, 'extensions');
    await linkExtension(extensionsDir, root);
    editor = await openEditor({
      cache: join(root, '.cache'),
      extensionsDir,
      size: { width: 1440, height: 960 },
      settings: { 'onramp.backend.url': backend.url, 'onramp.backend.key': backend.writeKey },
      env: { GITHUB_API_URL: github.url, GITHUB_TOKEN: github.token, npm_config_prefer_offline: 'true' },
    });
    page = editor.page;
    someone = guideDriver(editor);
    guide = someone.guide;
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await page.screenshot({ path: join(pictures, 'failed.png') });
  });

  after(async () => {
    await editor?.dispose();
    await backend?.close();
    await github?.dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('finds the tutorial in the activity bar and reads its cover', async () => {
    await page.getByRole('tab', { name: 'Onramp' }).first().click();
    await guide.getByText('No tutorial is open').waitFor();
    await someone.openTutorial(title);
    await guide.getByText('8 steps · about 30 min · beginner').waitFor();
  });

  it('is asked once what may be shared, and nothing is sent before the answer', async () => {
    await guide.getByRole('button', { name: 'Start' }).click();
    await guide.getByRole('heading', { name: 'Scaffold the project' }).waitFor();
    assert.deepEqual(await events(backend), []);
    await guide.getByRole('button', { name: 'Share Progress' }).click();
    await guide.getByRole('button', { name: 'Share Progress' }).waitFor({ state: 'detached' });
    await within(15_000, async () => (await events(backend)).some(({ type }) => type === 'dev.onramp.tutorial.started'));
  });

  it('scaffolds the project', async () => {
    await someone.failsBefore();
    await guide.getByRole('link', { name: 'Scaffold the starter' }).click();
    await someone.accept('Name of the project', 'hello-octokit');
    await someone.accept('Name of the GitHub repository', 'octokit-sandbox');
    await someone.accept('Create 5 files', '');
    await page.getByRole('tab', { name: /client\.js/ }).waitFor();
    await someone.passesAfter();
    assert.equal(JSON.parse(await someone.inWorkspace('package.json')).name, 'hello-octokit');
  });

  it('installs octokit from the registry, in the terminal', async () => {
    await someone.next('Install Octokit');
    await someone.failsBefore();
    await someone.run(0);
    await someone.passesAfter();
    assert.match(await someone.inWorkspace('node_modules/octokit/package.json'), /"version": "5\./);
  });

  it('inserts a snippet where a code reference leads', async () => {
    await someone.next('Make a client');
    await someone.failsBefore();
    await guide.getByRole('button', { name: 'src/client.js:1' }).click();
    await page.getByRole('tab', { name: /client\.js/, selected: true }).waitFor();
    await guide.getByRole('link', { name: 'Insert the client' }).click();
    await page.locator('.view-lines').getByText('new Octokit').waitFor();
    await someone.passesAfter();
    assert.match(await someone.inWorkspace('src/client.js'), /userAgent: 'hello-octokit\/0\.1\.0'/);
  });

  it('calls the API: the first success', async () => {
    await someone.next('Call the API');
    await someone.failsBefore();
    await someone.write('src/app.js', 'Create File');
    await someone.run(0);
    await someone.passesAfter();
    await someone.picture('guide');
  });

  it('goes on after a reload where it was', async () => {
    await editor.reload();
    await page.getByRole('button', { name: /Continue the tutorial/ }).click();
    await guide.getByRole('heading', { name: 'Call the API' }).waitFor();
    await guide.getByText('Step 4 of 8').first().waitFor();
    await guide.getByRole('button', { name: 'Next', exact: true }).waitFor();
  });

  it('inserts into the file and reads the rate limit', async () => {
    await someone.next('Read the rate limit');
    await someone.failsBefore();
    await someone.write('src/app.js', 'Insert');
    await someone.run(0);
    await someone.passesAfter();
    assert.match(await someone.inWorkspace('src/app.js'), /public repositories.*\n\nconst \{ headers \}/);
  });

  it('creates an issue, which is really there', async () => {
    await someone.next('Create an issue');
    await someone.failsBefore();
    await someone.write('src/create-issue.js', 'Create File');
    await someone.run(0);
    await someone.passesAfter();
    const issues = await fetch(`${github.url}/repos/${github.owner}/${github.repo}/issues`, {
      headers: { authorization: `Bearer ${github.token}` },
    });
    assert.deepEqual(
      ((await issues.json()) as { title: string }[]).map((issue) => issue.title),
      ['Hello from Octokit'],
    );
  });

  it('pages through a list', async () => {
    await someone.next('Page through a list');
    await someone.failsBefore();
    await someone.write('src/list-repos.js', 'Create File');
    await someone.run(0);
    await someone.passesAfter();
    await guide.getByRole('img', { name: /Three answers in a row/ }).scrollIntoViewIfNeeded();
  });

  it('opens a dashboard beside, to see the rest arrive', async () => {
    dashboard = await editor.context.newPage();
    await dashboard.goto(backend.dashboardUrl);
    await dashboard.getByRole('link', { name: title }).click();
    await dashboard.getByRole('heading', { name: 'Where do people get stuck?' }).waitFor();
    assert.ok(!dashboard.url().includes('token'), 'the token is gone from the address');
    await page.bringToFront();
  });

  it('says what it thinks of a step, sees what goes, and its makers read it within seconds', async () => {
    await guide.getByRole('button', { name: 'Not good' }).click();
    await guide.getByRole('textbox').fill(comment);
    await guide.getByText(`This is sent to ${backend.url}, and nothing else:`).waitFor();
    const sent = Date.now();
    await guide.getByRole('button', { name: 'Send' }).click();
    await guide.getByText('Thank you. It is on its way.').waitFor();
    await dashboard.getByText(comment).first().waitFor({ timeout: 5000 });
    console.log(`    the comment stood on the dashboard ${Date.now() - sent} ms after the click`);
  });

  it('handles an error and is done', async () => {
    await someone.next('Handle an error');
    await someone.failsBefore();
    await someone.write('src/lookup.js', 'Create File');
    await someone.run(0, 0);
    await someone.run(1, 1);
    await someone.passesAfter();
    await guide.getByText('You have finished this tutorial.').waitFor();
    await page
      .getByRole('treeitem', { name: /8 of 8/ })
      .first()
      .waitFor();
    await someone.picture('done');
    await guide.getByRole('button', { name: 'Close Tutorial' }).click();
    await guide.getByText('No tutorial is open').waitFor();
  });

  it('stands on the dashboard: completion, first success, funnel and comment', async () => {
    await dashboard.bringToFront();
    const summary = dashboard.getByRole('region', { name: 'Summary' });
    await summary.getByText('100%').or(summary.getByText('100 %')).first().waitFor({ timeout: 10_000 });
    const metrics = await ask(`/v1/metrics/funnel?pack=octokit-quickstart&tutorial=first-call`);
    assert.deepEqual(
      metrics.steps.map(stepInWords),
      ['scaffold', 'install', 'client', 'first-call', 'rate-limit', 'create-issue', 'paginate', 'errors'].map(
        (id) => `${id}: 1 in, 1 done, 0 left, failed before`,
      ),
    );
    assert.deepEqual([metrics.summary.starts, metrics.summary.completions, metrics.summary.firstSuccess.count], [1, 1, 1]);
    await dashboard.getByText(comment).first().waitFor();
    for (const [name, media] of Object.entries(dashboardLooks)) {
      await dashboard.emulateMedia(media);
      await dashboard.screenshot({ path: join(pictures, `dashboard-${name}.png`), fullPage: true });
    }
  });

  it('reported no code, no file name and no output', async () => {
    const told = JSON.stringify(await events(backend));
    for (const secret of ['src/', 'getByUsername', 'node --env-file', github.token, 'public repositories', folder]) {
      assert.ok(!told.includes(secret), `“${secret}” was reported`);
    }
  });

  const dashboardLooks = {
    light: { colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' },
    dark: { colorScheme: 'dark', contrast: 'no-preference', forcedColors: 'none' },
    contrast: { colorScheme: 'dark', contrast: 'more', forcedColors: 'active' },
  } as const;

  async function ask(path: string) {
    const response = await fetch(`${backend.url}${path}`, { headers: { authorization: `Bearer ${backend.adminToken}` } });
    assert.equal(response.status, 200);
    return response.json();
  }
});

function stepInWords({ id, entered, completed, left, checksFailed }: StepMetrics): string {
  return `${id}: ${entered} in, ${completed} done, ${left} left${checksFailed > 0 ? ', failed before' : ''}`;
}

async function events(backend: Serving): Promise<{ type: string }[]> {
  const response = await fetch(`${backend.url}/v1/events?format=ndjson`, { headers: { authorization: `Bearer ${backend.adminToken}` } });
  const text = await response.text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

async function within(milliseconds: number, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) assert.fail(`not so within ${milliseconds} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
