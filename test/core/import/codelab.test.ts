import assert from 'node:assert/strict';
import { importTutorials } from '../../../src/core/import/importTutorials.ts';
import { memoryFiles } from '../memoryFiles.ts';
import { asStep, importAll, importOne } from './imported.ts';

describe('the import of a codelab', () => {
  it('takes what it says of itself from lines, front matter or a table', async () => {
    const lines = 'author: Me\nSummary: Learn: it\nid: learn-it\ncategories: a,b\ntags: b, c\ndifficulty: 3\n\n';
    const front = '---\nauthor: Me\nsummary: "Learn: it"\nid: learn-it\ncategories: [a, b]\ntags:\n  - b\n  - c\ndifficulty: 3\n---\n';
    const table =
      '| author | Me |\n|---|---|\n| Summary | Learn: it |\n| id | learn-it |\n| categories | a,b |\n| tags | b, c |\n| difficulty | 3 |\n\n';
    for (const head of [lines, front, table]) {
      const { files, leftOut } = await importAll({ 'x.md': `${head}# Learn\n\n## One\n\nText\n` });
      assert.equal(
        files['tutorials/learn-it.md'],
        '---\ndescription: "Learn: it"\nlevel: intermediate\ntags: [a, b, c]\n---\n\n# Learn\n\n## One\n\nText\n',
      );
      assert.deepEqual(
        leftOut.map((line) => line.replace(/^[^ ]*/, '')),
        ['  difficulty: 3 is put into words: intermediate'],
      );
    }
  });

  it('lists what a tutorial cannot say of itself, and who wrote it where that is not the publisher', async () => {
    const { leftOut } = await importOne(
      'id: a\nsummary: s\nstatus: Draft\nenvironments: Web\nanalytics account: UA-1\nfeedback link: https://a.b\nauthor: You\n\n# T\n## S\nx\n',
    );
    assert.deepEqual(leftOut, [
      'a.md:3:1  Left out, for a tutorial has no such thing: status: Draft',
      'a.md:4:1  Left out, for a tutorial has no such thing: environments: Web',
      'a.md:5:1  Left out, for a tutorial has no such thing: analytics account: UA-1',
      'a.md:6:1  Left out, for a tutorial has no such thing: feedback link: https://a.b',
      'a.md:7:1  Left out, for a tutorial has no such thing: author: You',
    ]);
  });

  it('has the licence of its project, and tells where there is none', async () => {
    const run = async (more: Record<string, string>) => {
      const { files, leftOut } = await importTutorials(
        [{ path: 'x/a.md', text: '# T\n## S\nx\n', format: 'codelab' }],
        { name: 'p', title: 'P', publisher: 'Me', description: '' },
        { files: memoryFiles(more) },
      );
      return [JSON.parse(String(files.get('onramp.json'))).license, leftOut.length];
    };
    assert.deepEqual(await run({ 'package.json': '{"license": "MIT"}' }), ['MIT', 0]);
    assert.deepEqual(await run({}), ['UNLICENSED', 1]);
  });

  it('adds up the times of the steps', async () => {
    const { text, leftOut } = await importOne(
      '# T\n## A\nDuration: 0:05:00\n\nx\n## B\n\n**Duration:** 3:30\ny\n## C\nduration 2\n\nDuration: 9 is text\n',
    );
    assert.equal(text, '---\ntime: 11m\n---\n\n# T\n## A\n\nx\n## B\n\ny\n## C\n\nDuration: 9 is text\n');
    assert.deepEqual(leftOut, ['a.md:3:1  Only the sum of these times is kept: 0:05:00, 3:30, 2']);
  });

  it('makes alerts of boxes, however they are written', async () => {
    const boxes: [string, string][] = [
      ['Positive\n: Well done.\nGo on.\n\nText', '> [!TIP]\n> Well done.\n> Go on.\n\nText'],
      ['negative\n:   Not so.\n\n    Nor so.\n\nText', '> [!WARNING]\n> Not so.\n>\n> Nor so.\n\nText'],
      ['> aside positive\n> Well\n', '> [!TIP]\n> Well'],
      ['> aside negative Not so\n', '> [!WARNING]\n> Not so'],
      ['<aside class="special">\nSo it is\n</aside>\n', '> [!NOTE]\n> So it is'],
      ['::: tip Look\nHere\n:::\n', '> [!TIP]\n> **Look**\n>\n> Here'],
      ['!!! Note "Look"\n    Here\n\nText', '> [!NOTE]\n> **Look**\n> Here\n\nText'],
      ['[note=caution]\nHere\n[/note]\n', '> [!CAUTION]\n> Here'],
      ['Positive\n: ```\n  code\n  ```\n', '> [!TIP]\n> ```\n> code\n> ```'],
    ];
    for (const [written, alert] of boxes) assert.deepEqual(await asStep(written), { text: alert, leftOut: [] });
    assert.equal((await asStep('```\nPositive\n: code\n```')).text, '```\nPositive\n: code\n```');
  });

  it('makes links of buttons and of videos', async () => {
    const { text, leftOut } = await asStep(
      '<button>\n  [Get it](https://a.b)\n</button>\n\n<video id="abc"></video>\n\n![https://www.youtube.com/watch?v=x](img.png)\n\n<iframe src="https://c.d/e" title="Try"></iframe>',
    );
    assert.equal(
      text,
      '[Get it](https://a.b)\n\n[https://www.youtube.com/watch?v=abc](https://www.youtube.com/watch?v=abc)\n\n[https://www.youtube.com/watch?v=x](https://www.youtube.com/watch?v=x)\n\n[Try](https://c.d/e)',
    );
    assert.deepEqual(leftOut, [
      'a.md:9:1  What was shown in the page is a link now: <video id="abc">',
      'a.md:11:1  What was shown in the page is a link now: ![https://www.youtube.com/watch?v=x](img.png)',
      'a.md:13:1  What was shown in the page is a link now: <iframe src="https://c.d/e" title="Try">',
    ]);
  });

  it('makes a quiz of a question with a right answer, and keeps the words of any other', async () => {
    const form = '<form>\n  <name>Which?</name>\n  <input type="radio" value="This">\n  <input value="That" correct>\n</form>';
    assert.deepEqual(await asStep(form), {
      text: '```yaml quiz\nquestion: "Which?"\nchoices:\n  - text: "This"\n  - text: "That"\n    correct: true\n```',
      leftOut: [],
    });
    const told = ['a.md:5:1  Nobody collects the answers to this question now. A question with a right answer is a quiz block: Which?'];
    assert.deepEqual(await asStep(form.replace(' correct', '')), { text: '**Which?**\n\n- This\n- That', leftOut: told });
    assert.deepEqual(await asStep('Survey\n: Which?\n - This\n - That\n'), { text: '**Which?**\n\n- This\n- That', leftOut: told });
  });

  it('brings in fragments, and lists those that are not there', async () => {
    const { text, leftOut } = await importOne('id: a\nsummary: b\nauthor: Me\n\n# T\n## S\n\n<<part.md>>\n\n<<../gone.md>>\n', {
      path: 'labs/a.md',
      also: { 'labs/part.md': 'Part\n\n<<inner/x.md>>', 'labs/inner/x.md': 'Inner [x](command:evil)\n\n<<../part.md>>' },
    });
    assert.match(text, /## S\n\nPart\n\nInner x\n$/);
    assert.deepEqual(leftOut, [
      'labs/a.md:10:1  The text “<<../gone.md>>” that belongs here is not there',
      'labs/inner/x.md:1:7  A tutorial may not run the command “evil”, so the words of its link are plain text',
      'labs/inner/x.md:3:1  The text “<<../part.md>>” that belongs here is not there',
    ]);
  });

  it('takes images along, and says which have no words or are not there', async () => {
    const { files, leftOut } = await importAll(
      {
        'labs/a.md':
          '# T\n## S\n![One](img/1.PNG "t") ![](img/two-too.png) ![three](gone.png) ![](http://a.b/c.png) ![d](https://e.f/g.png)\n\n<img src="img/1.PNG" width="20">\n',
      },
      { also: { 'labs/img/1.PNG': new Uint8Array([1]), 'labs/img/two-too.png': new Uint8Array([2]) } },
    );
    assert.match(
      files['tutorials/a.md'] ?? '',
      /!\[One\]\(\.\.\/images\/a\/1\.png "t"\) !\[two too\]\(\.\.\/images\/a\/two-too\.png\) _three_ \[c\]\(http:\/\/a\.b\/c\.png\) !\[d\]\(https:\/\/e\.f\/g\.png\)\n\n<img alt="1" src="\.\.\/images\/a\/1\.png" width="20">/,
    );
    assert.deepEqual(
      Object.keys(files).filter((path) => path.startsWith('images/')),
      ['images/a/1.png', 'images/a/two-too.png'],
    );
    assert.deepEqual(
      leftOut.map((line) => line.split('  ')[0]),
      ['labs/a.md:3:23', 'labs/a.md:3:44', 'labs/a.md:3:63', 'labs/a.md:5:1'],
    );
  });

  it('gives commands a button, without their prompts, and shows apart what they print', async () => {
    const blocks: [string, string][] = [
      ['``` console\n$ npm i\n$ npm test\n```', '```sh run\nnpm i\nnpm test\n```'],
      ['```bash\n$ ls \\\n> -l\na  b\n```', '```bash run\nls \\\n-l\n```\n\n```text\na  b\n```'],
      ['```bash\nnpm i # all\n```', '```bash run\nnpm i # all\n```'],
      ['```bash\nnpm i <name>\n```', '```bash\nnpm i <name>\n```'],
      ['```bash\n$ ls\na\n$ ls\n```', '```bash\n$ ls\na\n$ ls\n```'],
      ['```sh\n#!/bin/sh\nls\n```', '```sh\n#!/bin/sh\nls\n```'],
      ['```\nls\n```', '```\nls\n```'],
      ['- x\n\n  ```sh\n  ls\n  ```', '- x\n\n  ```sh run\n  ls\n  ```'],
    ];
    for (const [written, block] of blocks) assert.deepEqual(await asStep(written), { text: block, leftOut: [] });
  });

  it('leaves out words behind a language that would mean something here', async () => {
    assert.deepEqual(await asStep('```js title="a.js" {1}\nx\n```\n\n```yaml check\na: 1\n```'), {
      text: '`a.js`\n\n```js\nx\n```\n\n```yaml\na: 1\n```',
      leftOut: [
        'a.md:5:4  What stood behind the language of this code block is left out: title="a.js" {1}',
        'a.md:9:4  What stood behind the language of this code block is left out: check',
      ],
    });
  });

  it('has a step for each heading of the second level, whatever levels its writer took', async () => {
    const texts: [string, string[]][] = [
      ['# T\n## A\n#### B\n##\n##C\n', ['# T', '## A', '### B', '## C']],
      ['# T\n# A\n## B\n# C\n', ['# T', '## A', '## B', '## C']],
      ['# T\n# A\n# C\n', ['# T', '## A', '## C']],
      ['# T\n### A\n#### B\n', ['# T', '## A', '### B']],
      ['## A\n## A\n', ['## A', '## A {#a-1}']],
      ['## 一\n## 一\n', ['## 一', '## 一 {#step-1}']],
      ['Text\n', ['## a']],
      ['# T\nText\n', ['# T', '## T']],
      ['T\n===\nA\n---\n', ['# T', '## A']],
    ];
    for (const [written, headings] of texts) {
      const { text } = await importOne(written);
      assert.deepEqual(
        text.split('\n').filter((line) => line.startsWith('#')),
        headings,
        written,
      );
    }
  });
});
