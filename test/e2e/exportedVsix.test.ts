// A tour of another tool, imported, exported as a .vsix, installed by VS Code beside Onramp, and followed there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Editor, openEditor } from '../../src/cli/editor/openEditor.ts';

const root = join(import.meta.dirname, '..', '..');
const call = promisify(execFile);
const onWindows = process.platform === 'win32';

const tour = {
  title: 'How the lamp works',
  steps: [
    { title: 'The switch', file: 'src/lamp.js', line: 2, description: 'This turns it **on**.\n\n>> node src/lamp.js' },
    { title: 'The bulb', file: 'src/lamp.js', pattern: 'const bulb', description: 'And this is what shines.' },
  ],
};

describe('a pack exported as a .vsix', () => {
  let folder: string;
  let editor: Editor | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onramp-exported-'));
    const workspace = join(folder, 'workspace');
    await mkdir(join(workspace, 'src'), { recursive: true });
    await writeFile(join(workspace, 'src', 'lamp.js'), 'const bulb = "☀";\nconst on = () => console.log(bulb);\non();\n');
    await writeFile(join(folder, 'lamp.tour'), JSON.stringify(tour));
    const onramp = (...args: string[]) => call(process.execPath, [join(root, 'dist', 'cli.mjs'), ...args], { cwd: folder });
    await onramp('import', 'lamp.tour', '--workspace', 'workspace', '--publisher', 'Lamp makers');
    await onramp('export', 'lamp', '--to', 'vsix', '--out', 'lamp.vsix');
    await call('npm', ['run', 'package', '--', '--out', join(folder, 'onramp.vsix')], { cwd: root, shell: onWindows });
    const extensionsDir = join(folder, 'extensions');
    for (const name of ['onramp.vsix', 'lamp.vsix']) {
      const args = [
        '--install-extension',
        join(folder, name),
        `--extensions-dir=${extensionsDir}`,
        `--user-data-dir=${join(folder, 'user')}`,
      ];
      const { stdout } = await call(join(root, 'test', 'host', 'code'), args, { cwd: root });
      assert.match(stdout, /was successfully installed/);
    }
    editor = await openEditor({ cache: join(root, '.cache'), extensionsDir, workspace });
  });

  after(async () => {
    await editor?.dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('brings its tutorials into the Tutorials view, and they can be followed', async () => {
    assert.ok(editor);
    await editor.page.getByRole('tab', { name: 'Onramp' }).first().click();
    await editor.page.getByRole('treeitem', { name: /How the lamp works/ }).click();
    const guide = editor.webview();
    await guide.getByRole('button', { name: 'Start' }).click();
    await guide.getByRole('heading', { name: 'The switch' }).waitFor();
    await guide.getByText('node src/lamp.js').first().waitFor();
    await guide.getByRole('button', { name: 'src/lamp.js:2' }).click();
    await editor.page.getByRole('tab', { name: /lamp\.js/ }).waitFor();
  });
});
