import assert from 'node:assert/strict';
import { parseTutorial } from '../../../src/core/tutorial/parse.ts';
import { importAll, importOne, tour } from './imported.ts';

/** What a tour with one step of title S becomes, below its heading. */
async function step(fields: Record<string, unknown>, workspace?: Record<string, string>): Promise<[string, string[]]> {
  const { text, leftOut } = await importOne(tour(fields), { path: '.tours/t.tour', ...(workspace === undefined ? {} : { workspace }) });
  const [head, body = ''] = text.split('## S\n');
  assert.equal(head, '---\ntitle: T\n---\n\n');
  return [body.trim(), leftOut.map((line) => line.replace(/^[^ ]*:\d+:\d+ {2}/, ''))];
}

describe('the import of a tour', () => {
  it('makes a step of each, its place in code first', async () => {
    const places: [Record<string, unknown>, string][] = [
      [{ file: 'src/app.ts', line: 3 }, '`src/app.ts:3`'],
      [{ file: './src\\app.ts', line: 3 }, '`src/app.ts:3`'],
      [{ file: 'src/app.ts' }, '`src/app.ts:1`'],
      [{ file: 'src/app.ts', selection: { start: { line: 2, character: 1 }, end: { line: 4, character: 9 } } }, '`src/app.ts:2-4`'],
      [{ file: 'src/app.ts', pattern: 'export function go\\(' }, '`src/app.ts:/export function go(/`'],
      [{ file: 'src/app.ts', pattern: '^[^\\S\\n]*say\\("`hi`"\\)$' }, '``src/app.ts:/say("`hi`")/``'],
      [{ directory: 'src' }, '[Explorer](command:workbench.view.explorer): `src/`'],
      [{ uri: 'https://a.b/c' }, '<https://a.b/c>'],
      [{ view: 'scm' }, '[Show: scm](command:workbench.view.scm)'],
    ];
    for (const [fields, place] of places) assert.deepEqual(await step(fields), [`${place}\n\nText`, []]);
    assert.deepEqual(await step({}), ['Text', []]);
    assert.deepEqual(await step({ file: '' }), ['Text', []]);
  });

  it('lists what of a place cannot be said', async () => {
    assert.deepEqual(await step({ file: 'LICENSE', line: 2 }), [
      '`LICENSE` `2`\n\nText',
      ['“LICENSE” can be named here, but not pointed to: its name has no ending, or a space or colon in it, or nothing brings it along'],
    ]);
    assert.deepEqual(await step({ file: 'a.ts', selection: { start: { line: 2, character: 5 }, end: { line: 2, character: 9 } } }), [
      '`a.ts:2`\n\nText',
      ['Whole lines are marked, not only 2:5-2:9'],
    ]);
    assert.deepEqual(await step({ file: 'a.ts', pattern: 'go\\w+\\(one, \\d+' }), [
      '`a.ts:/(one,/`\n\nText',
      ['The lines were found by the expression go\\w+\\(one, \\d+; now it is “(one,” that they are looked for by'],
    ]);
    assert.deepEqual(await step({ file: 'a.ts', pattern: 'a|b' }), [
      '`a.ts:1`\n\nText',
      ['The lines were found by the expression a|b; now it is “1” that they are looked for by'],
    ]);
    assert.deepEqual(await step({ uri: 'untitled:x' }), [
      '`untitled:x`\n\nText',
      ['The link to “untitled:x” leads nowhere from a pack. Its words are kept'],
    ]);
    assert.deepEqual(await step({ view: 'debug:watch' }), [
      '[Show: debug:watch](command:workbench.view.debug)\n\nText',
      ['This part of the editor cannot be pointed to as closely as it was: debug:watch'],
    ]);
    assert.deepEqual(await step({ file: '../a.ts', line: 1 }), [
      '`../a.ts` `1`\n\nText',
      ['“../a.ts” can be named here, but not pointed to: its name has no ending, or a space or colon in it, or nothing brings it along'],
    ]);
  });

  it('checks places in the workspace, and finds there what a pattern or a marker means', async () => {
    const workspace = { 'a.ts': 'one\n  two(1);\nthree\n// CT.1 here\n' };
    assert.deepEqual(await step({ file: 'a.ts', line: 3 }, workspace), ['`a.ts:3`\n\nText', []]);
    assert.deepEqual(await step({ file: 'a.ts', line: 9 }, workspace), ['`a.ts:9`\n\nText', ['a.ts has no line 9']]);
    assert.deepEqual(await step({ file: 'b.ts', line: 1 }, workspace), ['`b.ts:1`\n\nText', ['There is no b.ts in the workspace']]);
    assert.deepEqual(await step({ directory: 'lib' }, workspace), [
      '[Explorer](command:workbench.view.explorer): `lib/`\n\nText',
      ['There is no lib in the workspace'],
    ]);
    assert.deepEqual(await step({ file: 'a.ts', pattern: '^\\s*tw[aeo]\\(' }, workspace), ['`a.ts:/two(1);/`\n\nText', []]);
    assert.deepEqual(await step({ file: 'a.ts', pattern: 'nine lives' }, workspace), [
      '`a.ts:/nine lives/`\n\nText',
      ['Nothing in a.ts matches nine lives'],
    ]);
    const marked = await importOne(tour({ file: 'a.ts' }, { stepMarker: 'CT' }), { path: 't.tour', workspace });
    assert.match(marked.text, /`a\.ts:4`/);
    assert.deepEqual(marked.leftOut, []);
  });

  it('has the step’s title, or its text’s first heading, or what it is about for one', async () => {
    const steps = [
      { title: '# Own', description: '## Own\nText' },
      { title: 'Own', description: '## Other\nText' },
      { description: '### From the text\n\nText' },
      { file: 'src/app.ts', line: 3, description: 'Text' },
      { directory: 'src/lib/', description: 'Text' },
      { description: 'Text' },
      { description: 'Two\n---\nText' },
      { title: 'Own', description: '' },
    ];
    const { text } = await importOne(JSON.stringify({ title: 'T', steps }), { path: 't.tour' });
    assert.deepEqual(
      text.split('\n').filter((line) => line.startsWith('#')),
      [
        '## Own',
        '## Own {#own-1}',
        '### Other',
        '## From the text',
        '## app.ts:3',
        '## lib',
        '## Step 6',
        '## Step 7',
        '### Two',
        '## Own {#own-2}',
      ],
    );
  });

  it('turns shell lines into blocks to run, and CodeTour’s own commands into what they do', async () => {
    const description = [
      'Do:',
      '>> npm install',
      '>> npm test',
      '',
      '1. So',
      '    >> ls',
      '',
      'Go [on](command:codetour.navigateToStep?1) or [run](command:codetour.sendTextToTerminal?["echo (a)"])',
    ].join('\n');
    assert.deepEqual(await step({ description }), [
      'Do:\n\n```sh run\nnpm install\nnpm test\n```\n\n1. So\n\n    ```sh run\n    ls\n    ```\n\nGo [on](#s) or run\n\n```sh run\necho (a)\n```',
      [],
    ]);
  });

  it('leaves commands in the text only where a tutorial may have them', async () => {
    const description =
      'A [b](command:workbench.view.scm) [c](command:evil?["a b"]) [d](command:workbench.action.openSettings?"x") $(gear) $(pwd)';
    assert.deepEqual(await step({ description, commands: ['workbench.view.scm', 'evil?[1]'] }), [
      '[workbench.view.scm](command:workbench.view.scm)\n\nA [b](command:workbench.view.scm) c [d](command:workbench.action.openSettings)',
      [
        'A tutorial may not run the command “evil?["a b"]”, so the words of its link are plain text',
        'A link to a command takes nothing along, so this one opens the same place without it: workbench.action.openSettings?"x"',
        'The icon $(gear) is left out',
        'The icon $(pwd) is left out',
        'The tour ran this command by itself; now it is a link: workbench.view.scm',
        'The tour ran a command by itself when this step was reached, which no tutorial does: evil?[1]',
      ],
    ]);
  });

  it('ends with each step what that has not ended: it would take in all that follow', async () => {
    const steps = ['```js\nlet open;', '<!-- never\nended', '~~~~ \n~~~', 'Text'].map((description, index) => ({
      title: `S${index}`,
      description,
    }));
    const { text } = await importOne(JSON.stringify({ title: 'T', steps }), { path: 't.tour' });
    assert.deepEqual(
      parseTutorial(text, 'tutorials/t.md').steps.map(({ title }) => title),
      ['S0', 'S1', 'S2', 'S3'],
    );
  });

  it('links to steps and to other tours, in the order their titles give', async () => {
    const { files, leftOut } = await importAll({
      'x/b.tour': tour(
        { description: 'See [#1], [1 - First], [First#2], [there][1 - First#1], [x][First], [Nothing] and [First#9].' },
        { title: '2 - Second' },
      ),
      'x/a.tour': JSON.stringify({
        title: '1 - First',
        steps: [
          { title: 'One', description: 'x' },
          { title: 'Two & a half', description: '[back](command:codetour.startTourByTitle?%5B%222%20-%20Second%22%5D)' },
        ],
      }),
      'x/c.tour': tour({}, { title: 'Before all', isPrimary: true, nextTour: '2 - Second' }),
    });
    assert.match(
      files['tutorials/second.md'] ?? '',
      /See \[#1\]\(#s\), \[First\]\(first\.md\), \[First, 2\]\(first\.md#two--a-half\), \[there\]\(first\.md#one\), \[x\]\(first\.md\), \[Nothing\] and \[First#9\]\./,
    );
    assert.match(files['tutorials/first.md'] ?? '', /^---\ntitle: First\nnext: second\n---\n[\s\S]*\[back\]\(second\.md\)/);
    assert.match(files['tutorials/before-all.md'] ?? '', /next: second\n/);
    assert.deepEqual(JSON.parse(files['onramp.json'] ?? '').tutorials, ['before-all', 'first', 'second']);
    assert.deepEqual(leftOut, ['x/b.tour:6:105  There is no such tour or step: [First#9]']);
  });

  it('says what a tour says of itself, and lists what no tutorial has', async () => {
    const { text, leftOut } = await importOne(
      tour(
        { icon: 'x.png', markerTitle: 'M' },
        { description: 'About it', ref: 'main', when: 'isMac', nextTour: 'Gone', stepMarker: 'CT' },
      ),
      { path: 't.tour' },
    );
    assert.match(text, /^---\ntitle: T\ndescription: About it\n---\n/);
    assert.deepEqual(leftOut, [
      't.tour:4:3  Left out, for a tutorial has no such thing: ref: main',
      't.tour:5:3  Left out, for a tutorial has no such thing: when: isMac',
      't.tour:6:3  Left out, for a tutorial has no such thing: nextTour: Gone',
      't.tour:7:3  Left out, for a tutorial has no such thing: stepMarker: CT',
      't.tour:12:7  Left out, for a tutorial has no such thing: icon: x.png',
      't.tour:13:7  Left out, for a tutorial has no such thing: markerTitle: M',
    ]);
  });

  it('makes a template of the files that a tour brings along', async () => {
    const { files } = await importAll({ 't.tour': tour({ file: 'src/a.ts', line: 1, contents: 'let a;\n' }) });
    assert.equal(files['templates/t-files/src/a.ts'], 'let a;\n');
    assert.match(files['tutorials/t.md'] ?? '', /\[Get the files\]\(\.\.\/templates\/t-files\)/);
  });

  it('points to a file by a link to it', async () => {
    assert.deepEqual(await step({ description: 'See [the app](./src/app.ts) and [`src/b.ts`](src/b.ts), not [x](../c.md).' }), [
      'See the app (`src/app.ts:1`) and `src/b.ts:1`, not x (`../c.md`).',
      ['The link to “../c.md” leads nowhere from a pack. Its words are kept'],
    ]);
  });

  it('reads JSON with comments, and tells the place of what is none', async () => {
    const { files } = await importAll({ 't.tour': '\uFEFF// so\n{"title": "T", "steps": [{"description": "D",},],}' });
    assert.ok(files['tutorials/t.md']);
    const { failed } = await importAll({ 'a.tour': '{\n "title": 1\n "x"', 'b.tour': '{"title": "T", "steps": []}', 'c.tour': '' });
    assert.deepEqual(failed, [
      'a.tour:3:2  This is not valid JSON: comma expected',
      'b.tour:1:16  This is no tour: it has no steps',
      'c.tour:1:1  This is not valid JSON: value expected',
    ]);
  });

  it('tells the place of what is left out by the character, past what is escaped', async () => {
    const text = '{"title": "T", "steps": [{"title": "S", "description": "a\\n\\"b\\" \\u00e9 [x](command:evil)"}]}';
    const { leftOut } = await importOne(text, { path: 't.tour' });
    const column = text.indexOf('[x]') + 1;
    assert.deepEqual(leftOut, [`t.tour:1:${column}  A tutorial may not run the command “evil”, so the words of its link are plain text`]);
  });
});
