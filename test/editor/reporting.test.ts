import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { feedbackReport } from '../../src/extension/feedback/stepFeedback.ts';
import { type Consent, openConsent } from '../../src/extension/report/consent.ts';
import { openReporter, type Reporter } from '../../src/extension/report/reporter.ts';
import { event, type Report } from '../../src/protocol/event.ts';
import { type Collector, startCollector } from './collector.ts';
import { answerDialogs } from './dialogs.ts';
import { memoryMemento } from './learner.ts';
import { emptyWorkspace, eventually, scratchFolder, setBackend, workspaceFolder } from './workspace.ts';

const untold = { onState: () => {}, onRejected: () => {} };

const entered = (step: string): Report => ({
  type: 'dev.onramp.step.entered',
  data: { pack: 'demo', version: '1.2.3', tutorial: 'start', step },
});
const feedback = feedbackReport(
  { pack: 'demo', version: '1.2.3', tutorial: 'start', step: 'one', stepTitle: 'One', tutorialTitle: 'Start' },
  'up',
  ' Good. ',
);

describe('reporting', function () {
  this.timeout(30_000);
  let collector: Collector;
  let consent: Consent;
  let reporter: Reporter;
  let scratch: Awaited<ReturnType<typeof scratchFolder>>;
  const memento = memoryMemento();

  beforeEach(async () => {
    collector = await startCollector();
    scratch = await scratchFolder();
    await setBackend(collector.url);
    consent = openConsent(memento);
    reporter = open();
  });

  afterEach(async () => {
    reporter.dispose();
    consent.dispose();
    await setTelemetry(undefined);
    await setBackend(undefined);
    await collector.stop();
    await scratch.dispose();
  });

  const open = () => openReporter(scratch.uri, () => 'install-1', consent, untold);
  const arrived = (count: number) => eventually(`${count} events arrive`, () => (collector.events.length >= count ? true : undefined));
  const steps = (from: Collector = collector) => from.events.map(({ type, data }) => ('step' in data ? data.step : type));

  it('without consent writes nothing and sends nothing', async () => {
    assert.equal(consent.state(), 'unasked');
    await reporter.report([entered('one')]);
    await reporter.flush();
    assert.deepEqual(await filesBelow(scratch.uri), []);
    await consent.answer('no');
    await reporter.report([entered('one')]);
    await reporter.flush();
    assert.deepEqual([await filesBelow(scratch.uri), collector.requests], [[], []]);
  });

  it('has no backend where its settings are not texts', async () => {
    const configuration = vscode.workspace.getConfiguration('onramp');
    for (const written of [null, 5, ['https://example.com']]) {
      await configuration.update('backend.url', written, vscode.ConfigurationTarget.Global);
      assert.equal(consent.state(), 'off');
      assert.equal(consent.backend(), undefined);
    }
  });

  it('with consent sends a gzipped batch with the key, valid and from the random id', async () => {
    await consent.answer('yes');
    await reporter.report([entered('one'), entered('two')]);
    await arrived(2);
    assert.deepEqual(collector.requests, [
      { path: '/v1/events', type: 'application/cloudevents-batch+json', encoding: 'gzip', authorization: 'Bearer key-1' },
    ]);
    for (const sent of collector.events) assert.deepEqual(event.parse(sent), sent);
    assert.deepEqual(
      collector.events.map(({ person }) => person),
      ['install-1', 'install-1'],
    );
    assert.deepEqual(steps(), ['one', 'two']);
    await eventually('the outbox is empty', async () => ((await filesBelow(scratch.uri)).length === 0 ? true : undefined));
  });

  it('with telemetry off in VS Code writes nothing and sends nothing, whatever was consented to', async () => {
    await consent.answer('yes');
    await setTelemetry('off');
    assert.equal(consent.state(), 'off');
    await reporter.report([entered('one')]);
    await reporter.flush();
    assert.deepEqual([await filesBelow(scratch.uri), collector.requests], [[], []]);
  });

  it('does not send what was kept before telemetry was turned off, until it is on again', async () => {
    await consent.answer('yes');
    await collector.stop();
    await reporter.report([entered('one')]);
    await setTelemetry('off');
    collector = await startCollector(collector.port);
    await reporter.flush();
    await reporter.deliver(feedback);
    await arrived(1);
    assert.deepEqual(
      collector.events.map(({ type }) => type),
      ['dev.onramp.feedback.given'],
    );
    await setTelemetry(undefined);
    await arrived(2);
    assert.equal(collector.events[1]?.type, 'dev.onramp.step.entered');
  });

  it('forgets what is kept when consent is taken back', async () => {
    await consent.answer('yes');
    await collector.stop();
    await reporter.report([entered('one')]);
    await consent.answer('no');
    await eventually('the outbox is empty', async () => ((await filesBelow(scratch.uri)).length === 0 ? true : undefined));
    collector = await startCollector(collector.port);
  });

  it('keeps on disk what cannot be sent, over the end of the window, and delivers it once', async () => {
    await consent.answer('yes');
    await collector.stop();
    await reporter.report([entered('one')]);
    await reporter.flush();
    reporter.dispose();
    assert.equal((await filesBelow(scratch.uri)).length, 1);
    collector = await startCollector(collector.port);
    reporter = open();
    await reporter.flush();
    await reporter.flush();
    assert.deepEqual(steps(), ['one']);
    assert.deepEqual(await filesBelow(scratch.uri), []);
  });

  it('sends feedback by the person’s click without consent, and then without the id', async () => {
    await reporter.deliver(feedback);
    await arrived(1);
    const [sent] = collector.events;
    assert.ok(sent);
    assert.deepEqual(event.parse(sent), sent);
    assert.ok(!('person' in sent));
    assert.deepEqual(sent.data, {
      pack: 'demo',
      version: '1.2.3',
      tutorial: 'start',
      step: 'one',
      stepTitle: 'One',
      thumbs: 'up',
      comment: 'Good.',
    });
  });

  it('asks for consent anew for another address, and sends nothing meant for the first one there', async () => {
    const other = await startCollector();
    try {
      await consent.answer('yes');
      await collector.stop();
      await reporter.report([entered('one')]);
      await reporter.deliver(feedback);
      await setBackend(other.url);
      assert.equal(consent.state(), 'unasked');
      await consent.answer('yes');
      await reporter.report([entered('two')]);
      await eventually('the second step arrives', () => (other.events.length > 0 ? true : undefined));
      await reporter.flush();
      assert.deepEqual(steps(other), ['two']);
      collector = await startCollector(collector.port);
      await setBackend(collector.url);
      assert.equal(consent.state(), 'yes');
      await reporter.flush();
      await arrived(2);
      assert.deepEqual(steps(), ['one', 'one']);
    } finally {
      await other.stop();
    }
  });

  it('needs an address to report to', async () => {
    await setBackend('not an address');
    assert.deepEqual([consent.state(), consent.backend()], ['off', undefined]);
    await consent.answer('yes');
    await reporter.report([entered('one')]);
    await assert.rejects(reporter.deliver(feedback), { message: 'no backend is set' });
    assert.deepEqual(await filesBelow(scratch.uri), []);
  });

  it('by the extension itself begins with the person’s yes, tells what was begun before, and ends with their no', async () => {
    const dialogs = answerDialogs();
    const place = { pack: 'octokit-quickstart', tutorial: 'first-call', step: 'install' };
    const types = () => collector.events.map(({ type }) => type.replace('dev.onramp.', ''));
    try {
      await vscode.commands.executeCommand('onramp.tutorial.openStep', place);
      dialogs.choose('Share progress');
      await vscode.commands.executeCommand('onramp.report.chooseSharing');
      await arrived(2);
      assert.deepEqual(types(), ['tutorial.started', 'step.entered']);
      await vscode.commands.executeCommand('onramp.tutorial.back');
      await arrived(3);
      dialogs.choose('Don’t share');
      await vscode.commands.executeCommand('onramp.report.chooseSharing');
      await vscode.commands.executeCommand('onramp.tutorial.openStep', { ...place, step: 'client' });
      await vscode.commands.executeCommand('onramp.report.showWaiting');
      assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /^\/\/ Nothing waits to be sent/);
      assert.deepEqual(types(), ['tutorial.started', 'step.entered', 'step.entered']);
      const stored = await filesBelow(vscode.Uri.joinPath(workspaceFolder(), '..', 'user-data'));
      assert.deepEqual(
        stored.filter((file) => /onramp.*outbox.*\.json$/.test(file)),
        [],
      );
    } finally {
      await vscode.commands.executeCommand('onramp.tutorial.startAgain');
      dialogs.restore();
      await emptyWorkspace();
    }
  });
});

async function setTelemetry(level: 'off' | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('telemetry').update('telemetryLevel', level, vscode.ConfigurationTarget.Global);
  await eventually(`telemetry is ${level ?? 'on'}`, () => (vscode.env.isTelemetryEnabled === (level === undefined) ? true : undefined));
}

async function filesBelow(folder: vscode.Uri): Promise<string[]> {
  const entries = await readdir(folder.fsPath, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}
