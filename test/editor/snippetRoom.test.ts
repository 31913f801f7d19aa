import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import * as vscode from 'vscode';
import { answerDialogs, type Dialogs } from './dialogs.ts';
import { demoPack, type Learner, memoryMemento, startLearner } from './learner.ts';
import { emptyWorkspace, eventually, inWorkspace, onDisk, putOnDisk, scratchFolder } from './workspace.ts';

const links = Array.from({ length: 40 }, (_, n) => `\${${n + 1}:$${n + 2}$${n + 2}}`);
const endless = [...links, `\${41:x}`].join('');

const snippets = JSON.stringify({
  Client: {
    prefix: 'demo-client',
    scope: 'javascript,typescript',
    description: 'A client',
    body: [`const \${1:client} = new Client($2);`, '$0'],
    requires: { import: "import { Client } from 'demo'", npm: { demo: '^2.0.0' } },
  },
  Query: { prefix: 'demo-query', scope: 'python', body: 'query()' },
  Config: { prefix: 'demo-config', include: '*.config.js', body: 'config()' },
  Endless: { prefix: 'demo-endless', body: endless },
  'Old client': {
    scope: 'javascript',
    body: 'createClient()',
    deprecated: { pattern: 'createClient\\((\\w*)\\)', replacement: 'New client', message: 'createClient is gone', since: '2.0.0' },
  },
  'New client': { scope: 'javascript', body: `new Client({ token: \${1:token} })`, requires: { import: "import { Client } from 'demo'" } },
});

const tutorial = `# T

Look at \`out/app.js:1\`. [Insert](../snippets/demo.code-snippets#Client)

## One

Look at \`src/app.js:1\`. [Insert](../snippets/demo.code-snippets#Client)
`;

describe('snippets of packs', () => {
  let learner: Learner;
  let dialogs: Dialogs;

  beforeEach(async () => {
    dialogs = answerDialogs();
    learner = await startLearner(demoPack(tutorial, { 'snippets/demo.code-snippets': snippets }), { mayReport: true });
  });

  afterEach(async () => {
    dialogs.restore();
    await learner.dispose();
    await emptyWorkspace();
  });

  const edit = async (name: string, content: string) => {
    const document = await vscode.workspace.openTextDocument(await putOnDisk(name, content));
    const editor = await vscode.window.showTextDocument(document);
    // A test before may have left a file of this name, and the disk does not always say that it is another one.
    if (document.getText() !== content) await vscode.commands.executeCommand('workbench.action.files.revert');
    await eventually('the file as it is', () => document.getText() === content);
    return editor;
  };
  const reported = (noun: string) => learner.reports.filter(({ type }) => type === `dev.onramp.snippet.${noun}`).map(({ data }) => data);

  describe('inserted by the command', () => {
    it('bring their imports along, as one step to undo', async () => {
      const editor = await edit('a.js', "#!/usr/bin/env node\nimport { App } from 'demo';\n\n\n");
      editor.selection = new vscode.Selection(3, 0, 3, 0);
      dialogs.choose('Client');
      await learner.snippets.insert();
      assert.equal(
        editor.document.getText(),
        "#!/usr/bin/env node\nimport { App, Client } from 'demo';\n\nconst client = new Client();\n\n",
      );
      assert.equal(editor.document.getText(editor.selection), 'client');
      assert.deepEqual(reported('inserted'), [{ pack: 'demo', version: '1.2.3', snippet: 'Client' }]);
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), "#!/usr/bin/env node\nimport { App } from 'demo';\n\n\n");
    });

    it('are those for the file, and all of them where the person asks', async () => {
      const editor = await edit('a.py', '');
      dialogs.choose('Client');
      await learner.snippets.insert();
      assert.equal(editor.document.getText(), '');
      dialogs.choose('Query');
      await learner.snippets.insert();
      assert.equal(editor.document.getText(), 'query()');
      dialogs.choose('Show snippets of every language', 'Config');
      await learner.snippets.insert();
      assert.equal(editor.document.getText(), 'query()config()');
    });

    it('offer their packages for package.json, and change it only by a click', async () => {
      const manifest = '{\n    "name": "x",\n    "dependencies": {\n        "other": "1"\n    }\n}\n';
      await putOnDisk('package.json', manifest);
      const editor = await edit('src/a.js', '');
      dialogs.choose('Client', undefined);
      await learner.snippets.insert();
      await eventually('the offer', () => dialogs.said.includes('This code needs demo ^2.0.0.'));
      assert.equal(await onDisk('package.json'), manifest);
      assert.match(editor.document.getText(), /const \{ Client \} = require\('demo'\);/);

      dialogs.choose('Client', 'Add to package.json', undefined);
      await learner.snippets.insert();
      const shown = await eventually('the changed file', () =>
        vscode.workspace.textDocuments.find(({ uri, isDirty }) => isDirty && uri.path.endsWith('/package.json')),
      );
      assert.equal(
        shown.getText(),
        '{\n    "name": "x",\n    "dependencies": {\n        "other": "1",\n        "demo": "^2.0.0"\n    }\n}\n',
      );
      assert.equal(await onDisk('package.json'), manifest);
    });

    it('need a file, and are refused where they have no end', async () => {
      await learner.snippets.insert();
      const editor = await edit('a.txt', '');
      dialogs.choose('Endless');
      await learner.snippets.insert();
      assert.equal(editor.document.getText(), '');
      assert.deepEqual(
        dialogs.said.filter((said) => said !== 'Insert which snippet?'),
        [
          'Open the file that the snippet belongs in, then insert it',
          'The defaults of these tab stops hold each other, so that the snippet has no end',
        ],
      );
      assert.deepEqual(reported('inserted'), []);
    });
  });

  describe('inserted by a tutorial', () => {
    beforeEach(() => learner.player.open('demo', 'start', 'one'));
    const follow = () => learner.player.act({ type: 'link', index: 0 });

    it('go into the file that the step speaks of, at its end, where another one is in use', async () => {
      await putOnDisk('src/app.js', 'run();\n');
      const other = await edit('other.js', 'other();\n');
      await follow();
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.toString(), inWorkspace('src/app.js').toString());
      assert.equal(editor?.document.getText(), "import { Client } from 'demo';\n\nrun();\nconst client = new Client();\n");
      assert.equal(other.document.getText(), 'other();\n');
      assert.deepEqual(reported('inserted'), [{ pack: 'demo', version: '1.2.3', tutorial: 'start', step: 'one', snippet: 'Client' }]);
      await vscode.commands.executeCommand('undo');
      assert.equal(editor?.document.getText(), 'run();\n');
    });

    it('go where the cursor is, where that file is in sight', async () => {
      const editor = await edit('src/app.js', 'a();\n\nb();\n');
      editor.selection = new vscode.Selection(1, 0, 1, 0);
      await follow();
      assert.equal(editor.document.getText(), "import { Client } from 'demo';\n\na();\nconst client = new Client();\n\nb();\n");
    });

    it('are refused where that is a link that leads out of the folder, on the cover, too', async () => {
      const outside = await scratchFolder({ 'app.js': 'run();\n' });
      await symlink(outside.uri.fsPath, inWorkspace('out').fsPath);
      await learner.player.move({ type: 'go', step: null });
      await follow();
      assert.deepEqual(dialogs.said, ['“out/app.js” must be a path inside the folder, with /']);
      assert.equal(vscode.window.activeTextEditor?.document.getText(), 'run();\n');
      await outside.dispose();
    });

    it('say which file is missing', async () => {
      await follow();
      assert.deepEqual(dialogs.said, ['src/app.js is not there yet']);
    });
  });

  describe('while typing', () => {
    const complete = async (editor: vscode.TextEditor) => {
      await eventually('the snippets to be read', async () => {
        const list = await list_(editor);
        return list.items.length > 0;
      }).catch(() => {});
      return (await list_(editor)).items;
    };
    const list_ = (editor: vscode.TextEditor) =>
      vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        editor.selection.active,
        undefined,
        50,
      );
    const ours = (items: vscode.CompletionItem[]) =>
      items.filter(({ label }) => typeof label !== 'string' && label.description === 'The pack demo');

    it('are offered by language and file, with what they are and where from', async () => {
      const editor = await edit('a.js', 'x = demo-c');
      editor.selection = new vscode.Selection(0, 10, 0, 10);
      const found = await eventually('the completions', async () => {
        const items = ours(await complete(editor));
        return items.length > 0 ? items : undefined;
      });
      assert.deepEqual(
        found.map(({ label, detail, range }) => ({ label, detail, range })),
        [
          {
            label: { label: 'demo-client', description: 'The pack demo' },
            detail: 'A client — The pack demo',
            range: new vscode.Range(0, 4, 0, 10),
          },
        ],
      );
    });

    it('show what they insert', async () => {
      const editor = await edit('shown.py', 'demo-q');
      editor.selection = new vscode.Selection(0, 6, 0, 6);
      const [found] = await eventually('the completions', async () => {
        const items = ours(await complete(editor));
        return items.length > 0 ? items : undefined;
      });
      assert.ok(found?.documentation instanceof vscode.MarkdownString);
      assert.equal(found.documentation.value.trim(), '```python\nquery()\n```');
    });

    it('bring their imports along when one is chosen, and are told to be inserted', async () => {
      const editor = await edit('chosen.js', 'x = 1;\ndemo-client');
      await complete(editor);
      editor.selection = new vscode.Selection(1, 11, 1, 11);
      const whole = "import { Client } from 'demo';\n\nx = 1;\nconst client = new Client();\n";
      await eventually('the suggestion', async () => {
        await vscode.commands.executeCommand('editor.action.triggerSuggest');
        await new Promise((resolve) => setTimeout(resolve, 200));
        await vscode.commands.executeCommand('acceptSelectedSuggestion');
        // Asking again would give up what is on its way.
        return eventually('the code', () => editor.document.lineCount > 2, 2000).catch(() => false);
      });
      await eventually('the imports', () => editor.document.getText() === whole).catch(() =>
        assert.equal(editor.document.getText(), whole),
      );
      await eventually('the report', () => reported('inserted').length > 0);
      assert.deepEqual(reported('inserted'), [{ pack: 'demo', version: '1.2.3', snippet: 'Client' }]);
    });

    it('keep to the files they include, and offer nothing that has moved on or has no end', async () => {
      const config = await edit('a.config.js', 'demo');
      config.selection = new vscode.Selection(0, 4, 0, 4);
      const labels = async (editor: vscode.TextEditor) =>
        ours(await complete(editor)).map(({ label }) => (typeof label === 'string' ? label : label.label));
      await eventually('the completions', async () => (await labels(config)).length > 0);
      assert.deepEqual(await labels(config), ['demo-client', 'demo-config']);
      const python = await edit('a.py', 'demo');
      python.selection = new vscode.Selection(0, 4, 0, 4);
      assert.deepEqual(await labels(python), ['demo-query']);
    });
  });

  describe('saved from a selection', () => {
    const file = () => vscode.Uri.joinPath(learner.folder, 'demo', 'snippets', 'demo.code-snippets');
    const saved = async () => new TextDecoder().decode(await vscode.workspace.fs.readFile(file()));

    it('are dedented and escaped, with the names that were chosen as tab stops, in a file that keeps its comments', async () => {
      await vscode.workspace.fs.writeFile(
        file(),
        new TextEncoder().encode('{\n\t// Mine\n\t"A": { "prefix": "a", "body": "x" }, // last\n}\n'),
      );
      const code = '{\n    const total = `${price}`;\n    if (total) {\n        log("\\n", total);\n    }\n}\n';
      const editor = await edit('a.js', code);
      editor.selection = new vscode.Selection(1, 4, 4, 5);
      dialogs.type('Log total', 'log-total');
      dialogs.choose('total');
      await learner.snippets.save();
      assert.deepEqual(dialogs.said.slice(-1), ['Which names does each person choose for themselves? None is fine']);
      const text = await saved();
      assert.ok(text.startsWith('{\n\t// Mine\n\t"A": { "prefix": "a", "body": "x" }'), text);
      assert.match(text, /\/\/ last/);
      assert.ok(
        text.includes(
          [
            '"Log total": {',
            '\t\t"scope": "javascript",',
            '\t\t"prefix": "log-total",',
            '\t\t"body": [',
            '\t\t\t"const ${1:total} = `\\\\${price}`;",',
            '\t\t\t"if ($1) {",',
            '\t\t\t"\\tlog(\\"\\\\\\\\n\\", $1);",',
            '\t\t\t"}"',
            '\t\t]',
          ].join('\n'),
        ),
        text,
      );
      assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), file().toString());
    });

    it('go into what the file holds by then, and nowhere where their name has been taken meanwhile', async () => {
      const put = (text: string) => vscode.workspace.fs.writeFile(file(), new TextEncoder().encode(text));
      await put('{\n\t"A": { "body": "x" }\n}\n');
      const grown = '{\n\t"A": { "body": "x" },\n\t"B": { "body": "and much longer than before" }\n}\n';
      const editor = await edit('grown.js', 'x();\n');
      editor.selection = new vscode.Selection(0, 0, 0, 4);
      dialogs.meanwhile(async () => put(grown));
      dialogs.type('C', '');
      await learner.snippets.save();
      assert.deepEqual(Object.keys(JSON.parse(await saved())), ['A', 'B', 'C']);

      const taken = (await saved()).replace('"B"', '"D"');
      await vscode.window.showTextDocument(editor.document);
      dialogs.meanwhile(async () => put(taken));
      dialogs.type('D', '');
      await learner.snippets.save();
      assert.equal(dialogs.said.at(-1), `${vscode.workspace.asRelativePath(file())} has a snippet “D” already`);
      assert.equal(await saved(), taken);
    });

    it('need a selection, a name that is free and a file that can be read', async () => {
      const editor = await edit('a.js', 'x();\n');
      await learner.snippets.save();
      editor.selection = new vscode.Selection(0, 0, 0, 4);
      dialogs.type('Client');
      await learner.snippets.save();
      const before = await saved();
      await vscode.workspace.fs.writeFile(file(), new TextEncoder().encode('{"A": '));
      await learner.snippets.save();
      const path = vscode.workspace.asRelativePath(file());
      assert.deepEqual(
        dialogs.said.filter((said) => !said.startsWith('Name')),
        [
          'Select the code that is to become a snippet first',
          `${path} has a snippet “Client” already`,
          `${path}:1:7 must be mended first: This is not valid JSON: value expected`,
        ],
      );
      assert.equal(before, snippets);
    });
  });

  describe('that have moved on', () => {
    const marks = (uri: vscode.Uri) => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'The pack demo');
    const fixes = async ({ document }: vscode.TextEditor, line: number) =>
      (
        await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          new vscode.Range(line, 5, line, 5),
          vscode.CodeActionKind.QuickFix.value,
        )
      ).filter(({ title }) => title.startsWith('Replace'));
    const perform = async (action: vscode.CodeAction | undefined) => {
      assert.ok(action);
      if (action.edit) await vscode.workspace.applyEdit(action.edit);
      if (action.command) await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
    };
    const old = 'a = createClient(env);\nb = createClient();\n';

    it('are marked where their code stands, in their language only', async () => {
      const editor = await edit('a.js', old);
      const found = await eventually('the marks', () => (marks(editor.document.uri).length === 2 ? marks(editor.document.uri) : undefined));
      assert.deepEqual(
        found.map(({ message, range, severity, tags, code }) => [message, range.start.line, range.start.character, severity, tags, code]),
        [0, 1].map((line) => [
          'createClient is gone',
          line,
          4,
          vscode.DiagnosticSeverity.Hint,
          [vscode.DiagnosticTag.Deprecated],
          'Old client',
        ]),
      );
      const text = await edit('a.txt', old);
      await edit('b.js', old);
      await eventually('the marks', () => marks(inWorkspace('b.js')).length === 2);
      assert.deepEqual(marks(text.document.uri), []);
    });

    it('are replaced in one place or in the whole file, with what they were given', async () => {
      const editor = await edit('a.js', old);
      await eventually('the marks', () => marks(editor.document.uri).length === 2);
      const offered = await fixes(editor, 0);
      assert.deepEqual(
        offered.map(({ title, isPreferred = false }) => [title, isPreferred]),
        [
          ['Replace with “New client”', true],
          ['Replace all 2 in this file with “New client”', false],
          ['Replace in all files with “New client”…', false],
        ],
      );
      await perform(offered[0]);
      assert.equal(editor.document.getText(), "import { Client } from 'demo';\n\na = new Client({ token: env });\nb = createClient();\n");
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), old);
      await eventually('the marks', async () => marks(editor.document.uri).length === 2 && (await fixes(editor, 0)).length === 3);
      await perform((await fixes(editor, 0))[1]);
      assert.equal(
        editor.document.getText(),
        "import { Client } from 'demo';\n\na = new Client({ token: env });\nb = new Client({ token:  });\n".replace(
          'token:  }',
          'token:  }',
        ),
      );
      assert.deepEqual(reported('migrated'), [
        { pack: 'demo', version: '1.2.3', snippet: 'Old client', places: 1 },
        { pack: 'demo', version: '1.2.3', snippet: 'Old client', places: 2 },
      ]);
    });

    it('are replaced in every file once the preview is confirmed', async () => {
      await putOnDisk('src/b.js', 'c = createClient(1);\n');
      await putOnDisk('src/c.py', 'c = createClient(1)\n');
      await putOnDisk('node_modules/d/d.js', 'c = createClient(1);\n');
      const editor = await edit('a.js', old);
      await eventually('the marks', () => marks(editor.document.uri).length === 2);
      const everywhere = perform((await fixes(editor, 0)).at(-1));
      await eventually('the preview', async () => {
        await vscode.commands.executeCommand('refactorPreview.apply');
        return reported('migrated').length > 0;
      });
      await everywhere;
      assert.equal(
        (await vscode.workspace.openTextDocument(inWorkspace('src/b.js'))).getText(),
        "import { Client } from 'demo';\n\nc = new Client({ token: 1 });\n",
      );
      assert.match(editor.document.getText(), /new Client\(\{ token: env \}\)/);
      assert.equal(await onDisk('src/c.py'), 'c = createClient(1)\n');
      assert.equal(await onDisk('node_modules/d/d.js'), 'c = createClient(1);\n');
      assert.deepEqual(reported('migrated'), [{ pack: 'demo', version: '1.2.3', snippet: 'Old client', places: 3 }]);
    });
  });
});

describe('snippets that were inserted', () => {
  it('are told to be kept where they are still there a day later, without their code being remembered', async () => {
    const dialogs = answerDialogs();
    const memento = memoryMemento();
    const learner = await startLearner(demoPack(tutorial, { 'snippets/demo.code-snippets': snippets }), { mayReport: true, memento });
    try {
      const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(await putOnDisk('a.js', '')));
      dialogs.choose('Client', undefined);
      await learner.snippets.insert();
      await editor.document.save();
      const remembered = await eventually('what is remembered', () => memento.get<{ uri: string; trace: object[] }[]>('insertedSnippets'));
      assert.doesNotMatch(JSON.stringify(remembered), /new Client|demo-client/);
      const { openKeptSnippets } = await import('../../src/extension/snippet/keptSnippets.ts');
      const kept = openKeptSnippets(
        memento,
        (told) => learner.reports.push(...told),
        () => true,
        (error) => assert.fail(String(error)),
      );
      const at = Date.now();
      const told = () => learner.reports.filter(({ type }) => type === 'dev.onramp.snippet.kept').map(({ data }) => data);
      await kept.look(at + 3_600_000);
      assert.deepEqual(told(), []);
      await kept.look(at + 25 * 3_600_000);
      assert.deepEqual(told(), [{ pack: 'demo', version: '1.2.3', snippet: 'Client' }]);
      await kept.look(at + 50 * 3_600_000);
      assert.equal(told().length, 1);
      kept.dispose();
    } finally {
      dialogs.restore();
      await learner.dispose();
      await emptyWorkspace();
    }
  });
});
