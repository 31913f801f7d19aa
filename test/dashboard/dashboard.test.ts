import assert from 'node:assert/strict';
import { EventEmitter, on, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { Browser, Page, Route } from 'playwright-core';
import { type Serving, serve } from '../../src/backend/server.ts';
import { openBrowser } from '../../src/cli/editor/browser.ts';
import type { EventData, OnrampEvent } from '../../src/protocol/event.ts';
import { learner } from '../backend/learner.ts';

const root = join(import.meta.dirname, '../..');
const token = 'an-admin-token';
const yesterday = Date.now() - 86_400_000;

describe('Dashboard', function () {
  this.timeout(30_000);
  let browser: Browser;
  let dir: string;
  let serving: Serving;
  let page: Page;
  let faults: string[];

  before(async function () {
    this.timeout(120_000);
    browser = await openBrowser({ cache: join(root, '.cache') });
  });
  after(() => browser?.close());
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'onramp-dashboard-'));
    serving = await start(0);
    page = await browser.newPage();
    faults = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) faults.push(message.text());
    });
  });
  afterEach(async () => {
    await page.close();
    await serving.close();
    await rm(dir, { recursive: true, force: true });
    assert.deepEqual(faults, []);
  });

  function start(port: number): Promise<Serving> {
    return serve({
      dataDir: dir,
      port,
      writeKey: 'a-write-key',
      adminToken: token,
      dashboardDir: join(root, 'dist/dashboard'),
      logLevel: 'silent',
    });
  }

  async function report(...events: OnrampEvent[]): Promise<void> {
    const headers = { authorization: 'Bearer a-write-key', 'content-type': 'application/json' };
    const answer = await fetch(`${serving.url}/v1/events`, { method: 'POST', headers, body: JSON.stringify(events) });
    assert.equal(((await answer.json()) as { accepted: string[] }).accepted.length, events.length);
  }

  it('signs in by the link and forgets the token, and says what to do while there is nothing', async () => {
    await page.goto(serving.dashboardUrl);
    await page.getByRole('heading', { name: 'Nobody has started a tutorial yet' }).waitFor();
    assert.equal(page.url(), `${serving.url}/`);
    assert.match((await page.locator('pre').textContent()) ?? '', new RegExp(`"onramp.backend.url": "${serving.url}"`));
    await page.reload();
    await page.getByRole('heading', { name: 'Nobody has started a tutorial yet' }).waitFor();
  });

  it('tells a wrong token, by link and by form, and lets the right one in by keyboard', async () => {
    await page.goto(`${serving.url}/#token=wrong`);
    await page.getByRole('alert').filter({ hasText: 'The admin token is wrong' }).waitFor();
    assert.equal(page.url(), `${serving.url}/`);
    await page.getByLabel('Admin token').fill('guess');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'The admin token is wrong' }).waitFor();
    await page.getByLabel('Admin token').fill(token);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'How are the tutorials doing?' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Admin token').waitFor();
  });

  it('shows within two seconds who started, where they got stuck and what they say', async () => {
    await page.goto(serving.dashboardUrl);
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    const [ann, bob, now] = [learner('ann'), learner('bob'), Date.now()];
    await report(
      ann.starts(now),
      ann.enters('install', now),
      ann.completes('install', now),
      ann.succeeds('install', now, 20_000),
      ann.finishes(now, 70_000),
    );
    const row = page.getByRole('table', { name: 'Tutorials' }).getByRole('row').filter({ hasText: 'Your first GitHub API call' });
    await row.waitFor({ timeout: 2000 });
    assert.deepEqual(await row.getByRole('cell').allInnerTexts(), ['1', '1', '100%', '20 sec\nmedian · p90 20 sec', 'None yet']);

    await row.getByRole('link').click();
    await page.getByText('Nowhere so far').waitFor();
    await report(bob.starts(now), bob.enters('install', now), bob.says('install', now, 'down', 'Which <b>version</b>?'));
    await page
      .getByText('Most stop at Install Octokit: 1 of the 2 people who saw it (50%) neither finished nor skipped it.')
      .waitFor({ timeout: 2000 });
    await page.getByRole('list', { name: 'Feedback' }).getByText('Which <b>version</b>?').waitFor({ timeout: 2000 });
    assert.match(
      (await page.getByRole('img', { name: /Step funnel/ }).getAttribute('aria-label')) ?? '',
      /Install Octokit: 2 saw it, 50% left; Call the API: not seen yet/,
    );

    const steps = page.getByRole('table', { name: 'Steps' });
    await steps.getByRole('link', { name: 'Call the API' }).click();
    await page.getByText('Nobody has said anything about this step yet.').waitFor();
    assert.equal(await page.getByLabel('Step', { exact: true }).inputValue(), 'call');
    await page.getByRole('link', { name: 'Show all steps' }).click();
    await page.getByText('Which <b>version</b>?').waitFor();
  });

  it('does not call a tutorial easy that nobody has opened a step of, nor deny who left a step that is gone', async () => {
    const [ann, now] = [learner('ann'), Date.now()];
    await report(ann.starts(now));
    await page.goto(serving.dashboardUrl);
    await page.getByRole('link', { name: 'Your first GitHub API call' }).click();
    await page.getByText('Nobody has opened a step yet.').waitFor();
    await report(ann.enters('install', now));
    await page.getByText('Most stop at Install Octokit').waitFor();
    await report(learner('bob').starts(now + 1000, { version: '2.0.0', steps: [{ id: 'call', title: 'Call the API' }] }));
    await page.getByText('Nobody has opened a step that the tutorial still has.').waitFor();
  });

  it('goes on showing what it knows while the backend is away, and catches up when it is back', async () => {
    const now = Date.now();
    await report(learner('ann').starts(now));
    await page.goto(serving.dashboardUrl);
    const row = page.getByRole('row').filter({ hasText: 'Your first GitHub API call' });
    await row.waitFor();
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    const { port } = new URL(serving.url);
    await serving.close();
    await page.getByRole('status').filter({ hasText: 'Reconnecting' }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'The backend cannot be reached' }).waitFor();
    assert.equal(await row.getByRole('cell').first().textContent(), '1');
    serving = await start(Number(port));
    await report(learner('bob').starts(now));
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    await row.getByRole('cell', { name: '2' }).first().waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
  });

  it('fits a narrow window, with its numbers named', async () => {
    const now = Date.now();
    await report(learner('ann').starts(now), learner('ann').enters('install', now));
    await page.setViewportSize({ width: 400, height: 800 });
    await page.goto(serving.dashboardUrl);
    await page.getByRole('link', { name: 'Your first GitHub API call' }).click();
    await page.getByRole('table', { name: 'Steps' }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 400);
    assert.equal(await page.getByRole('columnheader', { name: 'Drop-off' }).count(), 1);
  });

  it('fits a window with words that are longer than it is wide, and keeps the numbers in sight', async () => {
    const [ann, now] = [learner('ann'), Date.now()];
    const steps = [{ id: 'install', title: 'Set GITHUB_PERSONAL_ACCESS_TOKEN_EXPIRATION_DAYS' }];
    const long = { pack: `@scope/${'x'.repeat(150)}`, title: 'Use resolveIncomingMessageFromConversation()', steps };
    await report(ann.starts(now, long));
    await report(ann.event('dev.onramp.step.entered', now, { version: '1.0.0', tutorial: 'first-call', pack: long.pack, step: 'install' }));
    await report(ann.event('dev.onramp.feedback.given', now, said(long.pack, steps[0]?.title ?? '')));
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(serving.dashboardUrl);
      await page.getByRole('link', { name: long.title }).waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      await page.getByRole('link', { name: long.title }).click();
      await page.getByRole('list', { name: 'Feedback' }).waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    }
  });

  it('is not turned round by what others wrote in another direction', async () => {
    await page.addInitScript(() => {
      const written = new Set<string>();
      const write = CanvasRenderingContext2D.prototype.fillText;
      CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
        written.add(text);
        write.call(this, text, ...place);
      };
      Object.assign(window, { written });
    });
    const [ann, now] = [learner('ann'), Date.now()];
    const [title, turned] = ['מדריך ראשון', 'Call \u2069the\u202e API'];
    await report(ann.starts(now, { title, steps: [{ id: 'call', title: turned }] }), ann.enters('call', now));
    await report(ann.says('call', now, 'down', 'מה זה?'));
    await page.goto(serving.dashboardUrl);
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('list', { name: 'Feedback' }).getByText('מה זה?').waitFor();
    assert.equal(await page.title(), `\u2068${title}\u2069 · Onramp`);
    const own = '\u2068Call the\u202e API\u2069';
    assert.equal(
      await page.getByRole('img', { name: /Step funnel/ }).getAttribute('aria-label'),
      `Step funnel: ${own}: 1 saw it, 100% left`,
    );
    assert.equal(await page.getByRole('option').last().textContent(), `${own} (1)`);
    const drawn = await page.evaluate(() => [...(window as unknown as { written: Set<string> }).written]);
    assert.equal(drawn[2], `1  ${own}`);
    const found = await page.evaluate(() => {
      const rest = document.getElementById('stuck-answer')?.lastChild ?? document;
      const xs = Array.from({ length: 12 }, (_, at) => {
        const letter = document.createRange();
        letter.setStart(rest, at);
        letter.setEnd(rest, at + 1);
        return letter.getBoundingClientRect().x;
      });
      const comment = document.querySelector('.comment') ?? document.body;
      return { xs, direction: getComputedStyle(comment).direction };
    });
    assert.deepEqual(
      found.xs,
      [...found.xs].sort((a, b) => a - b),
    );
    assert.equal(found.direction, 'rtl');
  });

  it('gives nobody the page for themselves, however many lines or marks they write', async () => {
    const [ann, now] = [learner('ann'), Date.now()];
    const piled = `a${'\u0301\u0489'.repeat(90)}`;
    await report(ann.starts(now, { title: piled, steps: [{ id: 'call', title: piled }] }), ann.enters('call', now));
    await report(
      ann.says('call', now, 'down', `a${'\u0301'.repeat(1500)}`),
      learner('bob').says('call', now + 1, 'down', `x${'\n'.repeat(3900)}y`),
    );
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(serving.dashboardUrl);
      await page.getByRole('table', { name: 'Tutorials' }).getByRole('link').click();
      const long = page.getByRole('list', { name: 'Feedback' }).getByRole('listitem').first();
      await long.waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      const height = async () => (await long.boundingBox())?.height ?? 0;
      const folded = await height();
      assert.ok(folded < 500, `${folded}`);
      await page.getByRole('button', { name: 'Show all' }).click();
      assert.ok((await height()) > 90_000);
      await page.getByRole('button', { name: 'Show less' }).click();
      assert.equal(await height(), folded);
      await page.getByRole('link', { name: 'All tutorials' }).first().click();
    }
  });

  it('shows the whole name of a long step by its bar, within the window', async () => {
    const [ann, now] = [learner('ann'), Date.now()];
    const title = 'Set the variable that your token is read from '.repeat(5).slice(0, 190).trim();
    await report(ann.starts(now, { steps: [{ id: 'call', title }] }), ann.enters('call', now));
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(serving.dashboardUrl);
      await page.getByRole('link', { name: 'Your first GitHub API call' }).click();
      const chart = page.getByRole('img', { name: /Step funnel/ });
      await chart.scrollIntoViewIfNeeded();
      const tip = page.locator('.chart-tip');
      const { width: room } = (await chart.boundingBox()) ?? { width: 0 };
      for (const x of [2, room - 2]) {
        await chart.hover({ position: { x, y: 45 } });
        await tip.getByText(title).waitFor();
        await tip.getByText('Left here: 1 of 1').waitFor();
        const box = await tip.boundingBox();
        assert.ok(box && box.x >= 0 && box.x + box.width <= width, JSON.stringify(box));
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
        await page.getByRole('heading').first().hover();
        await tip.waitFor({ state: 'detached' });
      }
      await chart.click({ position: { x: 20, y: 45 } });
      await page.getByText('Nobody has said anything about this step yet.').waitFor();
    }
  });

  it('names a step that it does not know, and leads to all of them', async () => {
    const [ann, now] = [learner('ann'), Date.now()];
    await report(ann.starts(now), ann.says('call', now, 'up', 'Fine.'));
    await page.goto(serving.dashboardUrl);
    await page.getByRole('heading', { name: 'How are the tutorials doing?' }).waitFor();
    await page.goto(`${serving.url}/#/tutorials/octokit-quickstart/first-call?step=mistyped`);
    await page.getByText('Nobody has said anything about this step yet.').waitFor();
    assert.equal(await page.getByLabel('Step', { exact: true }).locator('option:checked').textContent(), 'mistyped (unknown)');
    await page.getByLabel('Step', { exact: true }).selectOption('All steps');
    await page.getByText('Fine.').waitFor();
    assert.equal(await page.getByRole('option', { name: 'mistyped' }).count(), 0);
  });

  it('draws as many steps as a tutorial can have on a screen of three pixels to one', async () => {
    const [ann, now] = [learner('ann'), Date.now()];
    const many = Array.from({ length: 500 }, (_, index) => ({ id: `s${index}`, title: `Step ${index}` }));
    await report(ann.starts(now, { steps: many.slice(0, 100) }), ann.enters('s0', now));
    const sharp = await browser.newPage({ deviceScaleFactor: 3 });
    await sharp.goto(serving.dashboardUrl);
    await sharp.getByRole('link', { name: 'Your first GitHub API call' }).click();
    const chart = sharp.getByRole('img', { name: /Step funnel/ });
    const size = () =>
      chart.evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, 40) ?? { data: [] };
        return { width: canvas.width, height: canvas.height, drawn: data.some((part) => part > 0) };
      });
    await chart.waitFor();
    const first = await size();
    await report(learner('bob').starts(now + 1000, { steps: many, version: '2.0.0' }));
    await sharp.getByRole('img', { name: /Step 499/ }).waitFor();
    await sharp.waitForFunction((before) => document.querySelector('canvas')?.width !== before, first.width);
    const second = await size();
    await sharp.close();
    for (const { height, drawn } of [first, second]) assert.ok(height > 16_000 && height <= 16_384 && drawn, `${height} ${drawn}`);
  });

  it('has something to click where a title is blank', async () => {
    const [ann, now] = [learner('ann'), Date.now()];
    await report(ann.starts(now, { title: '\u200b', steps: [{ id: 'call', title: ' ' }] }), ann.enters('call', now));
    await report(ann.says('gone', now, 'up'));
    await page.goto(serving.dashboardUrl);
    await page.getByRole('link', { name: 'first-call' }).click();
    await page.getByRole('heading', { name: 'first-call' }).waitFor();
    await page.getByText('Most stop at call: 1 of the 1 person').waitFor();
    await page.getByRole('table', { name: 'Steps' }).getByRole('link', { name: 'call' }).click();
    await page.getByText('Nobody has said anything about this step yet.').waitFor();
  });

  it('shows what has come though changes come faster than answers', async () => {
    const now = Date.now();
    await report(learner('ann').starts(now));
    const asked = new EventEmitter();
    const questions = on(asked, 'asked');
    await page.route('**/v1/metrics/tutorials', (route) => void asked.emit('asked', route));
    const answer = async () => {
      const [route] = (await questions.next()).value as [Route];
      await route.continue();
    };
    await page.goto(serving.dashboardUrl);
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    const starts = page.getByRole('row').filter({ hasText: 'Your first GitHub API call' }).getByRole('cell').first();
    for (const person of ['bob', 'cem', 'dan']) {
      const changed = page.waitForEvent('console', (message) => message.text() === 'changed');
      await page.evaluate(() => {
        const source = new EventSource('/v1/live');
        source.addEventListener('changed', () => {
          source.close();
          console.log('changed');
        });
      });
      await report(learner(person).starts(now));
      await changed;
      await answer();
      await starts.waitFor();
    }
    await answer();
    await starts.filter({ hasText: /^4$/ }).waitFor();
  });

  it('leaves the connections of a browser to the pages in sight, and catches up when one comes back', async () => {
    const now = Date.now();
    await report(learner('ann').starts(now));
    await page.goto(serving.dashboardUrl);
    const live = page.getByRole('status').filter({ hasText: 'Live' });
    await live.waitFor();
    const sight = (hidden: boolean) =>
      page.evaluate((away) => {
        Object.defineProperty(document, 'hidden', { value: away, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await sight(true);
    await live.waitFor({ state: 'detached' });
    await report(learner('bob').starts(now));
    await sight(false);
    await live.waitFor();
    await page.getByRole('row').filter({ hasText: 'Your first GitHub API call' }).getByRole('cell', { name: '2' }).first().waitFor();
  });

  it('misses nothing between what is new and what was read of older days', async () => {
    await report(...say(0, 80));
    await page.goto(`${serving.url}/#token=${token}`);
    await page.getByRole('link', { name: 'first-call' }).click();
    const entries = page.getByRole('list', { name: 'Feedback' }).getByRole('listitem');
    await page.getByRole('button', { name: 'Show older feedback' }).click();
    await page.getByText('No. 0.', { exact: true }).waitFor();
    assert.equal(await entries.count(), 80);
    await report(...say(80, 30));
    await page.getByText('No. 109.', { exact: true }).waitFor();
    await report(...say(110, 30));
    await page.getByText('No. 139.', { exact: true }).waitFor();
    assert.equal(await entries.count(), 140);
    await report(...say(140, 60));
    await page.getByText('No. 199.', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Show older feedback' }).click();
    await page.getByText('No. 149.', { exact: true }).waitFor();
  });

  it('leaves no hole where more comes than is shown at once while something older is on its way', async () => {
    await report(...say(0, 90));
    await report(...say(90, 60));
    await page.goto(`${serving.url}/#token=${token}`);
    await page.getByRole('link', { name: 'first-call' }).click();
    await page.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    const asked = new EventEmitter();
    const question = once(asked, 'asked');
    await page.route(/before=/, (route) => void asked.emit('asked', route), { times: 1 });
    await page.getByRole('button', { name: 'Show older feedback' }).click();
    const [route] = (await question) as [Route];
    await report(...say(150, 60));
    await page.getByText('No. 209.', { exact: true }).waitFor();
    const answered = page.waitForResponse(/before=/);
    await route.continue();
    await (await answered).finished();
    const entries = page.getByRole('list', { name: 'Feedback' }).getByRole('listitem');
    const older = page.getByRole('button', { name: 'Show older feedback' });
    while (true) {
      await page.getByRole('button', { name: 'Loading…' }).waitFor({ state: 'detached' });
      if ((await older.count()) === 0) break;
      await older.click();
    }
    assert.equal(await entries.count(), 210);
  });

  it('shows who comes back the place that they left, and who comes by a link the top', async () => {
    const [ann, now] = [learner('ann'), Date.now()];
    await report(...Array.from({ length: 60 }, (_, at) => ann.starts(now + at, { tutorial: `t${at}`, title: `Tutorial no. ${at}.` })));
    await page.goto(serving.dashboardUrl);
    await page.getByRole('link', { name: 'Tutorial no. 30.' }).scrollIntoViewIfNeeded();
    const left = await page.evaluate(() => window.scrollY);
    assert.ok(left > 500, `${left}`);
    for (const way of ['Back', 'Back again']) {
      await page.getByRole('link', { name: 'Tutorial no. 30.' }).click();
      await page.getByRole('heading', { name: 'Tutorial no. 30.' }).waitFor();
      assert.equal(await page.evaluate(() => window.scrollY), 0);
      await page.goBack();
      await page.getByRole('link', { name: 'Tutorial no. 30.' }).waitFor();
      await page.waitForFunction((y) => window.scrollY === y, left, { timeout: 5000 }).catch(() => assert.fail(`${way} lost the place`));
    }
    await page.goForward();
    await page.getByRole('link', { name: 'All tutorials' }).first().click();
    await page.getByRole('link', { name: 'Tutorial no. 30.' }).waitFor();
    assert.equal(await page.evaluate(() => window.scrollY), 0);
  });

  it('signs out in every tab', async () => {
    const tabs = await browser.newContext();
    const [one, other] = [await tabs.newPage(), await tabs.newPage()];
    for (const tab of [one, other]) {
      await tab.goto(serving.dashboardUrl);
      await tab.getByRole('status').filter({ hasText: 'Live' }).waitFor();
    }
    await one.getByRole('button', { name: 'Sign out' }).click();
    await other.getByLabel('Admin token').waitFor();
    assert.equal(await other.getByRole('alert').count(), 0);
    await tabs.close();
  });

  it('says so where somebody signs out and cannot be', async () => {
    await page.goto(serving.dashboardUrl);
    await page.getByRole('heading', { name: 'Nobody has started a tutorial yet' }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Sign out' }).click();
    const told = page.getByRole('alert').filter({ hasText: 'You are still signed in. The backend cannot be reached.' });
    await told.waitFor();
    await page.context().setOffline(false);
    await told.getByRole('button', { name: 'Try again' }).click();
    await page.getByLabel('Admin token').waitFor();
    assert.equal(await told.count(), 0);
  });
});

/** So many people, one a second since yesterday, who say their number. */
function say(from: number, count: number): OnrampEvent[] {
  return Array.from({ length: count }, (_, index) =>
    learner(`p${from + index}`).says('call', yesterday + (from + index) * 1000, 'up', `No. ${from + index}.`),
  );
}

function said(pack: string, stepTitle: string): EventData<'dev.onramp.feedback.given'> {
  return { pack, version: '1.0.0', tutorial: 'first-call', step: 'install', stepTitle, thumbs: 'down', comment: 'x'.repeat(400) };
}
