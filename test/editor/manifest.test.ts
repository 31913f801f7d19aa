import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { commands, contexts, panels, settings, views } from '../../src/extension/ids.ts';

type Manifest = {
  contributes: {
    commands: { command: string; enablement?: string }[];
    views: Record<string, { id: string; when?: string }[]>;
    viewsWelcome: { view: string; when?: string }[];
    walkthroughs: { steps: { media: { svg: string }; completionEvents: string[] }[] }[];
    keybindings: { command: string; key: string; when?: string }[];
    menus: Record<string, { command: string; when?: string }[]>;
    configuration: { properties: Record<string, { default: unknown }> };
  };
};

describe('the manifest', () => {
  let text: string;
  let manifest: Manifest['contributes'];
  let words: Record<string, string>;

  before(async () => {
    const root = vscode.extensions.getExtension('onramp.onramp')?.extensionUri;
    assert.ok(root);
    text = await readFile(vscode.Uri.joinPath(root, 'package.json').fsPath, 'utf8');
    manifest = (JSON.parse(text) as Manifest).contributes;
    words = JSON.parse(await readFile(vscode.Uri.joinPath(root, 'package.nls.json').fsPath, 'utf8'));
  });

  it('offers the commands that ids.ts names, no more and no fewer', () => {
    same(
      manifest.commands.map(({ command }) => command),
      Object.values(commands),
    );
  });

  it('puts only commands into menus that it offers', () => {
    const offered = new Set<string>(Object.values(commands));
    const placed = Object.values(manifest.menus).flatMap((items) => items.map(({ command }) => command));
    assert.deepEqual(
      placed.filter((command) => !offered.has(command)),
      [],
    );
  });

  const walkthroughSteps = () => manifest.walkthroughs.flatMap(({ steps }) => steps);

  it('has a walkthrough whose pictures are there and whose buttons are commands', async () => {
    const { extensionUri } = vscode.extensions.getExtension('onramp.onramp') ?? assert.fail();
    assert.ok(walkthroughSteps().length >= 3);
    for (const { media } of walkthroughSteps()) await vscode.workspace.fs.stat(vscode.Uri.joinPath(extensionUri, media.svg));
    const known = new Set(await vscode.commands.getCommands(true));
    const texts = Object.entries(words).filter(([key]) => key.startsWith('walkthrough.') || key.startsWith('welcome.'));
    const linked = texts.flatMap(([, word]) => [...word.matchAll(/\(command:([\w.]+)/g)].map(([, id = '']) => id));
    assert.ok(linked.length >= 4);
    assert.deepEqual(
      linked.filter((id) => !known.has(id)),
      [],
    );
  });

  it('binds keys that VS Code uses only where something else has the focus', async () => {
    const { document } = await defaultKeys();
    const defaults = JSON.parse(document.getText().replace(/^\s*\/\/.*$/gm, '')) as { key: string; command: string; when?: string }[];
    assert.ok(defaults.length > 500);
    const taken = manifest.keybindings.flatMap(({ key }) =>
      defaults
        .filter((other) => other.key === key && !other.command.startsWith('onramp.'))
        .filter(({ when }) => when === undefined)
        .map((other) => `${key} ${other.command}`),
    );
    assert.deepEqual(taken, []);
    assert.ok(manifest.keybindings.every(({ command, when }) => when !== undefined && Object.values<string>(commands).includes(command)));
  });

  it('has the views that ids.ts names', () => {
    same(
      Object.values(manifest.views).flatMap((views) => views.map(({ id }) => id)),
      Object.values(views),
    );
  });

  it('has the settings that ids.ts names, each with a default of its own', () => {
    const { section, ...keys } = settings;
    same(
      Object.keys(manifest.configuration.properties),
      Object.values(keys).map((key) => `${section}.${key}`),
    );
    for (const [name, { default: value }] of Object.entries(manifest.configuration.properties)) {
      assert.deepEqual(vscode.workspace.getConfiguration().inspect(name)?.defaultValue, value, name);
    }
  });

  it('asks in its conditions for context keys that are set, and for each of them', () => {
    const places = [
      ...manifest.commands.map(({ enablement }) => enablement),
      ...Object.values(manifest.menus).flatMap((items) => items.map(({ when }) => when)),
      ...manifest.keybindings.map(({ when }) => when),
      ...walkthroughSteps().flatMap(({ completionEvents }) => completionEvents),
      ...Object.values(manifest.views).flatMap((items) => items.map(({ when }) => when)),
      ...manifest.viewsWelcome.map(({ when }) => when),
    ];
    const known = new Set<string>([...Object.values(views), ...Object.values(panels), ...Object.values(commands)]);
    const asked = places.flatMap((clause) => clause?.match(/\bonramp\.[\w.]+/g) ?? []).filter((id) => !known.has(id));
    same([...new Set(asked)], Object.values(contexts));
  });

  it('has a text for every %key%, and a %key% for every text', () => {
    same([...new Set([...text.matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key))], Object.keys(words));
    assert.deepEqual(
      Object.entries(words).filter(([, word]) => word.trim() === ''),
      [],
    );
  });
});

/** VS Code's own list of the keys it binds on this system. */
async function defaultKeys(): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand('workbench.action.openDefaultKeybindingsFile');
  return vscode.window.activeTextEditor ?? assert.fail('the default keys are not shown');
}

function same(found: readonly string[], expected: readonly string[]): void {
  assert.deepEqual([...found].sort(), [...expected].sort());
}
