import assert from 'node:assert/strict';
import { importAll, importOne } from './imported.ts';

describe('the import of a Didact file', () => {
  it('makes blocks to run of what is sent to a terminal', async () => {
    const { text, leftOut } = await importOne(
      [
        '# T',
        '## S',
        'Do [this](didact://?commandId=vscode.didact.sendNamedTerminalAString&text=one$$npm%20i%20%26%26%20ls&completion=Sent. "Sends it"){.didact}.',
        'More.',
        '',
        '```',
        'mvn package',
        '```',
        '([^ execute](didact://?commandId=vscode.didact.sendNamedTerminalAString&text=t$$mvn%20package))',
        '',
        "<a href='didact://?commandId=vscode.didact.sendNamedTerminalAString&text=$$npm start' title='x'><button>Go</button></a>",
      ].join('\n'),
      { path: 'a.didact.md' },
    );
    assert.equal(
      text,
      '# T\n## S\nDo this.\nMore.\n\n```sh run\nnpm i && ls\n```\n\n```sh run\nmvn package\n```\n(^ execute)\n\nGo\n\n```sh run\nnpm start\n```\n',
    );
    assert.deepEqual(
      leftOut,
      ['a.didact.md:3:4  Left out: one: Sent.: Sends it', 'a.didact.md:3:143  Left out: {.didact}', 'a.didact.md:9:2  Left out: t'].filter(
        (line) => !line.includes('{.didact}'),
      ),
    );
  });

  it('puts what a button sends below its own paragraph, also where all is HTML and its end stands in another step', async () => {
    const { text } = await importOne(
      [
        '<html>',
        '',
        '# T',
        '## S',
        '<p>First</p>',
        '<a href="didact://?commandId=vscode.didact.sendNamedTerminalAString&text=t$$npm ci">Go</a><br>',
        '<p>Second</p>',
        '',
        '## U',
        '</html>',
      ].join('\n'),
      { path: 'a.didact.md' },
    );
    assert.match(text, /First\s+Go(<br>)?\s+```sh run\nnpm ci\n```\s+Second/);
    assert.doesNotMatch(text, /html/);
  });

  it('makes requirements of its checks', async () => {
    const { text, leftOut } = await importOne(
      [
        '# T',
        '',
        '[All](didact://?commandId=vscode.didact.validateAllRequirements)',
        '',
        '| Needs | Status |',
        '| :--- | :--- |',
        '| [Maven](didact://?commandId=vscode.didact.cliCommandSuccessful&text=mvn-status$$mvn%20--version) | *Status: unknown*{#mvn-status} |',
        '| [Java](didact://?commandId=vscode.didact.requirementCheck&text=java-status$$java%20-version$$17) | *Status: unknown*{#java-status} |',
        '| [Camel](didact://?commandId=vscode.didact.extensionRequirementCheck&text=ext-status$$redhat.camel) | *Status: unknown*{#ext-status} |',
        '| [Folder](didact://?commandId=vscode.didact.workspaceFolderExistsCheck&text=ws) | *Status: unknown*{#ws} |',
        '',
        '## S {time=5}',
        'x',
        '## T {time=3}',
        'y',
      ].join('\n'),
      { path: 'a.didact.md' },
    );
    assert.match(
      text,
      /^---\ntime: 8m\nrequires:\n {2}- run: mvn --version\n {2}- run: java -version\n {4}output: "17"\n {2}- extension: redhat.camel\n---\n/,
    );
    assert.match(text, /\n\| Maven \|/);
    assert.deepEqual(
      leftOut.map((line) => line.replace(/^a\.didact\.md:(\d+):\d+ {2}/, '$1 ')),
      [
        '3 A tutorial may not run the command “didact://?commandId=vscode.didact.validateAllRequirements”, so the words of its link are plain text',
        '7 Left out: mvn-status',
        '7 Left out: *Status: unknown*{#mvn-status}',
        '8 Left out: java-status',
        '8 Left out: *Status: unknown*{#java-status}',
        '9 Left out: ext-status',
        '9 Left out: *Status: unknown*{#ext-status}',
        '10 A tutorial may not run the command “didact://?commandId=vscode.didact.workspaceFolderExistsCheck&text=ws”, so the words of its link are plain text',
        '10 Left out: *Status: unknown*{#ws}',
      ],
    );
  });

  it('opens files, views and other tutorials', async () => {
    const { files, leftOut } = await importAll(
      {
        'a.didact.md':
          '# A\n## S\n[f](didact://?commandId=vscode.open&projectFilePath=src/a.ts) [v](didact://?commandId=workbench.view.scm) [b](didact://?commandId=vscode.didact.startDidact&projectFilePath=b.didact.md) [w](vscode://redhat.vscode-didact?https=a.b/c.md) [c](didact://?commandId=vscode.didact.copyToClipboardCommand&text=so%20it%20is) [e](didact://?commandId=evil)',
        'b.didact.md': '# B\n## S\nx\n',
      },
      {},
    );
    assert.match(
      files['tutorials/a.md'] ?? '',
      /f \(`src\/a\.ts:1`\) \[v\]\(command:workbench\.view\.scm\) \[b\]\(b\.md\) \[w\]\(https:\/\/a\.b\/c\.md\) c \(`so it is`\) e\n/,
    );
    assert.equal(leftOut.length, 1);
  });

  it('makes a template of a project that is scaffolded', async () => {
    const project = {
      folders: [
        { name: 'root', folders: [{ name: 'src', files: [{ name: 'a.js', content: 'x\n' }] }], files: [{ name: 'b.md', copy: 'b.md' }] },
      ],
    };
    const { files } = await importAll(
      { 'x/a.didact.md': '# A\n## S\n[Make it](didact://?commandId=vscode.didact.scaffoldProject&projectFilePath=x/app.project.json)\n' },
      { also: { 'x/app.project.json': JSON.stringify(project), 'x/b.md': 'B\n' } },
    );
    assert.equal(files['templates/app-project/src/a.js'], 'x\n');
    assert.equal(files['templates/app-project/b.md'], 'B\n');
    assert.match(files['tutorials/a.md'] ?? '', /\[Make it\]\(\.\.\/templates\/app-project\)/);
  });

  it('refuses AsciiDoc with what to do', async () => {
    const { failed } = await importAll({ 'a.didact.adoc': '= T' }, { format: 'didact' });
    assert.deepEqual(failed, ['a.didact.adoc:1:1  AsciiDoc is not read. Convert the file to Markdown first, for example with “downdoc”']);
  });
});
