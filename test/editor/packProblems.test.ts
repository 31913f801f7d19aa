import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diskFiles } from '../../src/extension/host/diskFiles.ts';
import { openPackProblems, type PackProblems } from '../../src/extension/pack/packProblems.ts';
import { manifestOf } from './learner.ts';
import { emptyWorkspace, eventually, inWorkspace, putOnDisk } from './workspace.ts';

// VS Code keeps a document in memory for minutes after its editor has closed, and saves it over no file that is newer: no other test opens these.
const head = '---\ndescription: What comes of it.\n---\n\n';
const good = `${head}# T\n\n## One\n\n\`\`\`txt title="a.txt"\na\n\`\`\`\n\n\`\`\`yaml check\nfile: a.txt\nsuccess: true\n\`\`\`\n`;
const wrong = `${head}# T\n\n## One\n\n\`\`\`yaml check\nfiel: a.txt\n\`\`\`\n\n\`\`\`ts title="../out.ts"\n1\n\`\`\`\n\n\`\`\`sh run\ntrue\n\`\`\`\n`;

describe('the problems of packs in the workspace', () => {
  let problems: PackProblems;
  const failures: unknown[] = [];

  beforeEach(async () => {
    await emptyWorkspace();
    await putOnDisk('problems/onramp.json', manifestOf('made'));
  });

  afterEach(async () => {
    problems.dispose();
    await emptyWorkspace();
    assert.deepEqual(failures, []);
  });

  const open = () => {
    problems = openPackProblems(diskFiles, (error) => failures.push(error));
  };
  // The extension itself may have seen the pack by now and tell the same once more.
  const told = (path = 'problems/tutorials/start.md') => {
    const own = vscode.languages.getDiagnostics(inWorkspace(path)).filter(({ source }) => source === 'onramp');
    const lines = own.map(
      ({ range: { start, end }, code, message }) => `${start.line + 1}:${start.character + 1}-${end.character + 1} ${code} ${message}`,
    );
    return [...new Set(lines)];
  };
  const tells = (what: string, count: number) => eventually(what, () => told().length === count || undefined);

  it('stand at their place, each with its code, and one hides no other', async () => {
    await putOnDisk('problems/tutorials/start.md', wrong);
    open();
    await tells('both', 2);
    assert.deepEqual(
      told().map((line) => line.split(' ').slice(0, 2).join(' ')),
      ['10:1-12 schema.didYouMean', '13:1-24 path.outside'],
    );
    assert.match(told()[0] ?? '', /file/);
  });

  it('go when they are mended, and come when something is spoilt', async () => {
    await putOnDisk('problems/tutorials/start.md', wrong);
    open();
    await tells('both', 2);
    const document = await vscode.workspace.openTextDocument(inWorkspace('problems/tutorials/start.md'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, document.lineCount, 0), good));
    assert.equal(told().length, 2, 'only what is saved is read');
    assert.ok(await document.save());
    await tells('nothing', 0);
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, document.lineCount, 0), wrong));
    assert.ok(await document.save());
    await tells('both again', 2);
  });

  it('are told of a manifest, and go with their pack', async () => {
    await putOnDisk('problems/onramp.json', '{\n  "name": "made"\n}\n');
    open();
    await eventually('the manifest', () => told('problems/onramp.json').length > 0 || undefined);
    await vscode.workspace.fs.delete(inWorkspace('problems'), { recursive: true });
    await eventually('nothing', () => told('problems/onramp.json').length === 0 || undefined);
  });

  it('are not told where there are none', async () => {
    await putOnDisk('problems/tutorials/start.md', good);
    await putOnDisk('problems/tutorials/other.md', wrong);
    open();
    await eventually('the other', () => told('problems/tutorials/other.md').length === 2 || undefined);
    assert.deepEqual(told(), []);
  });
});
