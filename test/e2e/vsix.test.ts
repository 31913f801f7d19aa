// What is published: `npm run package` makes it, VS Code installs it, and it works.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listFiles } from '@vscode/vsce';
import { type Editor, openEditor } from '../../src/cli/editor/openEditor.ts';

const root = join(import.meta.dirname, '..', '..');
const call = promisify(execFile);
const onWindows = process.platform === 'win32';

describe('the .vsix', () => {
  let folder: string;
  let vsix: string;
  let editor: Editor | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onramp-vsix-'));
    vsix = join(folder, 'onramp.vsix');
    await call('npm', ['run', 'package', '--', '--out', vsix], { cwd: root, shell: onWindows });
  });

  after(async () => {
    await editor?.dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is small', async () => {
    const { size } = await stat(vsix);
    console.log(`    ${Math.round(size / 1000)} KB`);
    assert.ok(size <= 700_000, `${size} bytes`);
  });

  it('holds what is used and nothing else', async () => {
    const files = await listFiles({ cwd: root, dependencies: false } as Parameters<typeof listFiles>[0]);
    const strange = files.filter(
      (file) => !/^(package(\.nls(\.[\w-]+)?)?\.json|LICENSE|README\.md|CHANGELOG\.md|(media|dist|packs|snippets)\/.*)$/.test(file),
    );
    assert.deepEqual(strange, []);
    assert.deepEqual(
      files
        .filter((file) => file.startsWith('dist/') && !file.startsWith('dist/desktop/shared-'))
        .map((file) => file.replace(/-[A-Z0-9]{8}\./, '.'))
        .sort(),
      [
        'dist/desktop/colourCode.js',
        'dist/desktop/desktop.js',
        'dist/desktop/late.js',
        'dist/desktop/rooms.js',
        'dist/desktop/workshop.js',
        'dist/guide.css',
        'dist/guide.js',
        'dist/packs.json',
        'dist/schemas/onramp.schema.json',
        'dist/schemas/snippets.schema.json',
        'dist/schemas/template.schema.json',
        'dist/web.js',
      ],
    );
    assert.ok(files.includes('packs/octokit-quickstart/templates/starter/template.json'));
  });

  it('is installed by VS Code and opens a tutorial', async () => {
    const extensionsDir = join(folder, 'extensions');
    await call(
      join(root, 'test', 'host', 'code'),
      ['--install-extension', vsix, `--extensions-dir=${extensionsDir}`, `--user-data-dir=${join(folder, 'user')}`],
      {
        cwd: root,
      },
    );
    editor = await openEditor({ cache: join(root, '.cache'), extensionsDir });
    await editor.page.getByRole('tab', { name: 'Onramp' }).first().click();
    await editor.page.getByRole('treeitem', { name: /Your first GitHub API call/ }).click();
    await editor.webview().getByRole('button', { name: 'Start' }).waitFor();
  });
});
