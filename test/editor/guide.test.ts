import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type GuideView, guideView } from '../../src/extension/tutorial/guideView.ts';
import { fromGuide, type GuideState } from '../../src/protocol/guide.ts';
import { demoPack, type Learner, startLearner } from './learner.ts';

const tutorial = '# T\n\n## One\n\nText with `src/app.ts:1`.\n\n## Two\n\n```yaml check\nrun: "true"\n```\n';

describe('the guide', () => {
  let learner: Learner;
  let panel: vscode.WebviewPanel;
  let guide: GuideView;
  let told: unknown[];
  let roots: vscode.Uri[];

  beforeEach(async () => {
    learner = await startLearner(demoPack(tutorial));
    await learner.player.open('demo', 'start', 'one');
    const root = vscode.extensions.getExtension('onramp.onramp')?.extensionUri ?? assert.fail('the extension is not there');
    guide = guideView(root, 'onramp.guide', () => roots);
    roots = [learner.folder];
    told = [];
    guide.onDidReceive((message) => told.push(message));
    panel = vscode.window.createWebviewPanel('onramp.test', 'Guide', { viewColumn: vscode.ViewColumn.One, preserveFocus: true });
  });

  afterEach(async () => {
    panel.dispose();
    guide.dispose();
    await learner.dispose();
  });

  const resolve = async () => guide.resolveWebviewView(asView(panel), { state: undefined }, new vscode.CancellationTokenSource().token);
  const shows = () => guide.show(() => learner.page() satisfies GuideState);
  /** The next message of the page that holds this. */
  const hears = (type: string, key?: string) =>
    new Promise<void>((done) => {
      const listening = guide.onDidReceive((message) => {
        const read = fromGuide.safeParse(message);
        if (read.data?.type !== type || (key !== undefined && (read.data.type !== 'painted' || read.data.key !== key))) return;
        listening.dispose();
        done();
      });
    });

  it('draws a step, and the next one when it changes', async () => {
    shows();
    const first = hears('painted', 'demo/start/one');
    await resolve();
    await first;
    const second = hears('painted', 'demo/start/two');
    await learner.player.move({ type: 'go', step: 'two' });
    shows();
    await second;
    assert.deepEqual(
      told.filter((message) => !fromGuide.safeParse(message).success),
      [],
    );
  });

  it('draws what was to be shown before the panel was there', async () => {
    shows();
    await learner.player.move({ type: 'go', step: 'two' });
    shows();
    const painted = hears('painted', 'demo/start/two');
    await resolve();
    await painted;
  });

  it('draws what has changed while its page was on the way', async () => {
    // The same function each time, as the extension has it: what it gives is another.
    const state = () => learner.page() satisfies GuideState;
    guide.show(state);
    const second = hears('painted', 'demo/start/two');
    await resolve();
    await learner.player.move({ type: 'go', step: 'two' });
    guide.show(state);
    await second;
  });

  it('runs no script but its own, and reaches no address but https pictures and media', async () => {
    await resolve();
    const directives = policyOf(panel.webview.html);
    assert.equal(directives.get('default-src'), "'none'");
    const nonce = /^'nonce-([0-9a-f]{32})'$/.exec(directives.get('script-src') ?? '')?.[1];
    assert.ok(nonce, directives.get('script-src'));
    for (const [name, sources] of directives) {
      assert.doesNotMatch(sources, /unsafe-eval|\*(?!\.)|http:/, name);
      if (name !== 'style-src') assert.doesNotMatch(sources, /unsafe-inline/, name);
    }
    assert.equal(directives.has('connect-src') || directives.has('frame-src') || directives.has('form-action'), false);
    await resolve();
    assert.notEqual(policyOf(panel.webview.html).get('script-src'), `'nonce-${nonce}'`);
  });

  it('loads only files of packs: its own come with the page', async () => {
    await resolve();
    const roots = panel.webview.options.localResourceRoots?.map(({ path }) => path);
    assert.deepEqual(roots, [learner.folder.path]);
  });

  it('loads files of a pack that has come since it was opened, and makes its page anew only to show one', async () => {
    const later = vscode.Uri.joinPath(learner.folder, '..', 'later');
    const rootsNow = () => panel.webview.options.localResourceRoots;
    shows();
    const first = hears('painted', 'demo/start/one');
    await resolve();
    await first;
    const before = rootsNow();
    roots = [...roots, later];
    shows();
    assert.equal(rootsNow(), before);
    const again = hears('ready');
    const painted = hears('painted', 'demo/start/one');
    guide.show((mediaUrl) => {
      mediaUrl(vscode.Uri.joinPath(later, 'dot.svg'));
      return learner.page() satisfies GuideState;
    });
    assert.deepEqual(rootsNow(), roots);
    await Promise.all([again, painted]);
    const now = rootsNow();
    guide.show((mediaUrl) => {
      mediaUrl(vscode.Uri.joinPath(later, 'dot.svg'));
      mediaUrl(vscode.Uri.joinPath(later, '..', 'elsewhere', 'dot.svg'));
      return learner.page() satisfies GuideState;
    });
    assert.equal(rootsNow(), now);
  });

  it('takes nothing from its page but what a person can do there', () => {
    const refused: unknown[] = [
      undefined,
      'next',
      { type: 'eval', code: '1' },
      { type: 'run' },
      { type: 'run', index: -1 },
      { type: 'run', index: '0' },
      { type: 'run', index: 0.5 },
      { type: 'go', step: 1 },
      { type: 'consent', answer: 'always' },
      { type: 'feedback', thumbs: 'up', comment: 'x'.repeat(4001) },
    ];
    assert.deepEqual(
      refused.filter((message) => fromGuide.safeParse(message).success),
      [],
    );
    const taken: unknown[] = [{ type: 'ready' }, { type: 'run', index: 0 }, { type: 'go', step: null }];
    assert.ok(taken.every((message) => fromGuide.safeParse(message).success));
  });

  it('of the extension opens with a tutorial, and can be opened without one', async () => {
    await vscode.commands.executeCommand('onramp.guide.focus');
    await vscode.commands.executeCommand('onramp.tutorial.openStep', {
      pack: 'octokit-quickstart',
      tutorial: 'first-call',
      step: 'client',
    });
    await vscode.commands.executeCommand('onramp.tutorial.next');
    await vscode.commands.executeCommand('onramp.tutorial.startAgain');
    await vscode.commands.executeCommand('onramp.tutorial.start');
  });
});

/** A panel is a webview as a view is; only where it stands differs. */
function asView(panel: vscode.WebviewPanel): vscode.WebviewView {
  const { webview, viewType, onDidDispose } = panel;
  return {
    webview,
    viewType,
    onDidDispose,
    visible: true,
    onDidChangeVisibility: new vscode.EventEmitter<void>().event,
    show: () => panel.reveal(undefined, true),
  };
}

function policyOf(html: string): Map<string, string> {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? assert.fail('there is no policy');
  return new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );
}
