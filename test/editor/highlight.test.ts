import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeReference } from '../../src/core/tutorial/inline.ts';
import type { Reference } from '../../src/core/tutorial/tutorial.ts';
import { anchorStore } from '../../src/extension/tutorial/anchorStore.ts';
import { type Highlight, highlight } from '../../src/extension/tutorial/highlight.ts';
import type { MarkedStep } from '../../src/extension/tutorial/markedStep.ts';
import { answerDialogs } from './dialogs.ts';
import { demoPack, type Learner, mediaFolder, memoryMemento, startLearner } from './learner.ts';
import { emptyWorkspace, eventually, inWorkspace, putOnDisk, undo, workspaceFolder } from './workspace.ts';

const text = Array.from({ length: 200 }, (_, index) => `const line${index + 1} = ${index + 1};`).join('\n');

describe('a code reference', () => {
  let shown: Highlight;

  beforeEach(async () => {
    shown = highlight(anchorStore(memoryMemento()), mediaFolder());
    await putOnDisk('src/lines.ts', text);
  });

  afterEach(async () => {
    shown.dispose();
    await emptyWorkspace();
  });

  const reveal = async (code: string) => {
    const reference = codeReference(code) ?? assert.fail(`${code} is no reference`);
    shown.show(stepWith(reference));
    return (await shown.reveal(workspaceFolder(), reference)).kind;
  };

  it('opens its file at the lines it names', async () => {
    assert.equal(await reveal('src/lines.ts:120-122'), 'certain');
    assert.equal(cursor(), '122:21');
    await isInSight(119, 121);
  });

  it('finds the line by its text', async () => {
    assert.equal(await reveal('src/lines.ts:/line77 =/'), 'certain');
    assert.equal(cursor(), '77:19');
    await isInSight(76, 76);
  });

  it('goes on to other lines of the same file, and to lines past its end as far as there are any', async () => {
    await reveal('src/lines.ts:5');
    assert.equal(await reveal('src/lines.ts:198-900'), 'certain');
    assert.equal(cursor(), '200:21');
    await isInSight(197, 199);
    assert.equal(vscode.window.tabGroups.all.flatMap((group) => group.tabs).length, 1);
  });

  it('in a file with the line ends of Windows means the same lines', async () => {
    await putOnDisk('src/windows.ts', text.replaceAll('\n', '\r\n'));
    assert.equal(await reveal('src/windows.ts:120'), 'certain');
    assert.equal(cursor(), '120:21');
  });

  it('tells a file that is not there from lines that are not', async () => {
    assert.equal(await reveal('src/none.ts:1'), 'missing');
    assert.equal(await reveal('src/lines.ts:/nowhere/'), 'drifted');
    assert.equal(await reveal('src/lines.ts:900'), 'drifted');
  });

  it('leaves what the person has open beside it where it is', async () => {
    const mine = await vscode.workspace.openTextDocument({ content: 'mine' });
    await vscode.window.showTextDocument(mine, vscode.ViewColumn.Two);
    await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
    await reveal('src/lines.ts:3');
    assert.ok(vscode.window.visibleTextEditors.some(({ document }) => document === mine));
  });

  it('is told in a sentence where it cannot be shown', async () => {
    const dialogs = answerDialogs();
    const learner = await startLearner(demoPack('# T\n\n## One\n\n`src/lines.ts:2`, `src/none.ts:1` and `src/lines.ts:/nowhere/`\n'));
    try {
      await learner.player.open('demo', 'start', 'one');
      for (const index of [0, 1, 2]) await learner.player.act({ type: 'reference', index });
      assert.deepEqual(dialogs.said, [
        'src/none.ts is not there yet',
        'src/lines.ts has changed: the lines that the tutorial means are not in it any more',
      ]);
    } finally {
      dialogs.restore();
      await learner.dispose();
    }
  });
});

describe('marked lines', () => {
  const tutorial = `# T

\`src/server.js:1\`

## One

\`src/server.js:9-12\`, \`src/server.js:/greet/\` and \`src/other.js:2\`

\`\`\`yaml check
file: src/server.js
contains: port
\`\`\`

## Two

\`src/server.js:3\`

## Three

\`\`\`js title="src/server.js" before="server.listen"
// Almost
\`\`\`

\`src/server.js:14\` and \`src/server.js:/Almost/\`
`;
  const program = `import { createServer } from 'node:http';

const port = Number(process.env.PORT ?? 3000);

function greet(name) {
  return \`Hello, \${name}!\`;
}

const server = createServer((request, response) => {
  response.setHeader('content-type', 'text/plain');
  response.end(greet(request.url));
});

server.listen(port);
`;
  let learner: Learner;
  let workspaceState: vscode.Memento;
  let dialogs: ReturnType<typeof answerDialogs>;

  beforeEach(async () => {
    dialogs = answerDialogs();
    workspaceState = memoryMemento();
    learner = await startLearner(demoPack(tutorial), { workspaceState });
    await putOnDisk('src/server.js', program);
    await putOnDisk('src/other.js', 'one();\ntwo();\n');
  });

  afterEach(async () => {
    dialogs.restore();
    await learner.dispose();
    await emptyWorkspace();
  });

  const open = (step: string) => learner.player.open('demo', 'start', step);
  const click = (index: number) => learner.player.act({ type: 'reference', index });

  it('say which step they belong to, and check it', async () => {
    await open('one');
    await seen('src/server.js');
    assert.deepEqual(await marksIn('src/server.js'), [
      '5: Step 1 of 3 · Check | Back to the Guide',
      '9: Step 1 of 3 · Check | Back to the Guide',
    ]);
    assert.deepEqual(
      (await lensesIn('src/server.js')).slice(0, 2).map(({ command }) => command?.command),
      ['onramp.tutorial.check', 'onramp.guide.focus'],
    );
  });

  it('are marked in a file that the person opens later, and not in others', async () => {
    await open('one');
    await seen('src/server.js');
    await seen('src/other.js');
    assert.deepEqual(await marksIn('src/other.js'), ['2: Step 1 of 3 · Check | Back to the Guide']);
    await putOnDisk('src/third.js', 'one();\ntwo();\n');
    await seen('src/third.js');
    assert.deepEqual(await marksIn('src/third.js'), []);
  });

  it('are those of the step that is open, and none when it is closed', async () => {
    await open('one');
    await seen('src/server.js');
    await learner.player.move({ type: 'go', step: 'two' });
    assert.deepEqual(await marksIn('src/server.js'), ['3: Step 2 of 3']);
    await learner.player.move({ type: 'go', step: null });
    assert.deepEqual(await marksIn('src/server.js'), ['1: Back to the Guide']);
    await learner.player.close();
    assert.deepEqual(await marksIn('src/server.js'), []);
  });

  it('follow what is typed, whole replacements and undo', async () => {
    await open('one');
    const document = await seen('src/server.js');
    await replace(document, new vscode.Range(0, 0, 0, 0), '// a\n// b\n');
    assert.deepEqual(await linesMarked('src/server.js'), [7, 11]);
    await replace(document, new vscode.Range(0, 0, document.lineCount, 0), `// new\n${program}`);
    assert.deepEqual(await linesMarked('src/server.js'), [6, 10]);
    await replace(document, new vscode.Range(9, 0, 13, 0), '');
    assert.deepEqual(await linesMarked('src/server.js'), [6]);
    await undo(document);
    assert.deepEqual(await linesMarked('src/server.js'), [6, 10]);
  });

  it('are found again in another session, though the file has changed meanwhile', async () => {
    await open('one');
    const document = await seen('src/server.js');
    await learner.player.close();
    await replace(document, new vscode.Range(0, 0, document.lineCount, 0), `// One\n// Two\n${program.replace('text/plain', 'text/html')}`);
    const again = await startLearner(demoPack(tutorial), { workspaceState });
    try {
      await again.player.open('demo', 'start', 'one');
      await again.player.act({ type: 'reference', index: 0 });
      assert.equal(cursor(), '14:4');
      assert.deepEqual(await linesMarked('src/server.js'), [7, 11]);
      assert.deepEqual(dialogs.said, []);
    } finally {
      await again.dispose();
    }
  });

  it('that are only a guess say so', async () => {
    await open('one');
    const document = await seen('src/server.js');
    await learner.player.move({ type: 'go', step: 'two' });
    await replace(
      document,
      new vscode.Range(0, 0, document.lineCount, 0),
      'function greet(people) {\n  return `Hello, ${people}!`;\n}\nfunction greetAll(people) {}\n',
    );
    await learner.player.move({ type: 'back' });
    await click(1);
    assert.deepEqual(dialogs.said, ['This may have moved: line 1 of src/server.js is most like what the tutorial means']);
    assert.match((await marksIn('src/server.js')).join(), /^1: .*This may have moved/);
    await click(0);
    assert.equal(dialogs.said[1], 'src/server.js has changed: the lines that the tutorial means are not in it any more');
  });

  it('are where the tutorial says until the blocks of the step are in', async () => {
    await open('three');
    await seen('src/server.js');
    assert.deepEqual(await marksIn('src/server.js'), ['14: Step 3 of 3']);
    await learner.press('write');
    assert.deepEqual(await linesMarked('src/server.js'), [14, 14]);
  });

  it('are forgotten when the tutorial is begun again', async () => {
    await open('one');
    await seen('src/server.js');
    await click(0);
    assert.ok(workspaceState.keys().some((key) => key.startsWith('anchor:')));
    await learner.player.close();
    await open('one');
    await learner.player.restart();
    assert.deepEqual(
      workspaceState.keys().filter((key) => key.startsWith('anchor:')),
      [],
    );
  });

  it('keep the focus where the person has it', async () => {
    await open('one');
    await seen('src/server.js');
    await seen('src/other.js');
    await learner.player.move({ type: 'go', step: 'two' });
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, inWorkspace('src/other.js').path);
  });
});

async function seen(path: string): Promise<vscode.TextDocument> {
  const { document } = await vscode.window.showTextDocument(inWorkspace(path), { preview: false });
  // VS Code may still hold what an earlier test had in a file of this name.
  await vscode.commands.executeCommand('workbench.action.files.revert');
  return document;
}

async function replace(document: vscode.TextDocument, range: vscode.Range, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, document.validateRange(range), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function lensesIn(path: string): Promise<vscode.CodeLens[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', inWorkspace(path));
  return lenses.filter(({ command }) => command?.command.startsWith('onramp.'));
}

/** The marks of a file, in order: the line and what stands above it. */
async function marksIn(path: string): Promise<string[]> {
  const titles = new Map<number, string[]>();
  for (const { range, command } of await lensesIn(path)) {
    titles.set(range.start.line + 1, [...(titles.get(range.start.line + 1) ?? []), command?.title ?? '']);
  }
  return [...titles].sort(([a], [b]) => a - b).map(([line, words]) => `${line}: ${words.join(' | ')}`);
}

async function linesMarked(path: string): Promise<number[]> {
  const first = (await lensesIn(path)).filter(({ command }) => command?.title.startsWith('Step'));
  return first.map(({ range }) => range.start.line + 1).sort((a, b) => a - b);
}

/** A step that speaks of these lines. */
function stepWith(...references: Reference[]): MarkedStep {
  return {
    owner: { pack: 'demo', tutorial: 'start', step: 'one' },
    section: { tokens: [], blocks: [], references, links: [], hints: [], tasks: [] },
    position: 1,
    steps: 1,
    hasChecks: false,
    folder: workspaceFolder(),
    isUnderWay: () => false,
  };
}

function cursor(): string | undefined {
  const position = vscode.window.activeTextEditor?.selection.active;
  return position && `${position.line + 1}:${position.character + 1}`;
}

async function isInSight(from: number, to: number): Promise<void> {
  await eventually(`lines ${from} to ${to} are in sight`, () =>
    vscode.window.activeTextEditor?.visibleRanges.some(({ start, end }) => start.line <= from && end.line >= to) ? true : undefined,
  );
}
