import assert from 'node:assert/strict';
import { importOne } from './imported.ts';

/** A step of a Cloud Shell tutorial that a text is put into, as it is in the pack. */
async function step(text: string): Promise<[string, string[]]> {
  const head = '<walkthrough-tutorial-duration duration="15"></walkthrough-tutorial-duration>\n\n# T\n\n## S\n\n';
  const { text: all, leftOut } = await importOne(head + text);
  const [front, body = ''] = all.split('## S\n');
  assert.equal(front, '---\ntime: 15m\n---\n\n# T\n\n');
  return [body.trim(), leftOut];
}

describe('the import of a Cloud Shell tutorial', () => {
  it('points to files, lines and texts', async () => {
    const pointers: [string, string][] = [
      ['Open <walkthrough-editor-open-file filePath="src/a.py">it</walkthrough-editor-open-file>.', 'Open it (`src/a.py:1`).'],
      ['<walkthrough-editor-open-file\n    filePath="./src/a.py">\n  a.py\n</walkthrough-editor-open-file>\nfile', '`src/a.py:1`\nfile'],
      ['<walkthrough-editor-open-file filePath="cloudshell_open/repo/a.py" text="Here"></walkthrough-editor-open-file>', 'Here (`a.py:1`)'],
      [
        'See <walkthrough-editor-select-line filePath="~/a.py" startLine="4" endLine="6" startCharacterOffset="0" endCharacterOffset="9">these</walkthrough-editor-select-line>',
        'See these (`a.py:5-7`)',
      ],
      [
        '<walkthrough-editor-select-line filePath="a.py" startLine="4" endLine="6" endCharacterOffset="0">x</walkthrough-editor-select-line>',
        'x (`a.py:5-6`)',
      ],
      [
        '<walkthrough-editor-select-regex filePath="a.py" regex="my-project">the id</walkthrough-editor-select-regex>',
        'the id (`a.py:/my-project/`)',
      ],
    ];
    for (const [written, text] of pointers) assert.deepEqual(await step(written), [text, []]);
  });

  it('runs what Cloud Shell runs', async () => {
    assert.deepEqual(
      await step('```bash\ngcloud auth login\n```\n\n<walkthrough-enable-apis apis="run.googleapis.com,pubsub"></walkthrough-enable-apis>'),
      ['```bash run\ngcloud auth login\n```\n\n```sh run\ngcloud services enable run.googleapis.com pubsub.googleapis.com\n```', []],
    );
  });

  it('keeps the words of what has no counterpart, and lists it', async () => {
    assert.deepEqual(
      await step(
        'Click <walkthrough-spotlight-pointer spotlightId="x">the menu</walkthrough-spotlight-pointer>.\n\n<walkthrough-conclusion-trophy></walkthrough-conclusion-trophy>\n\n<bootkon-cloud-shell-note/>',
      ),
      [
        'Click the menu.',
        [
          'a.md:7:7  This part of the tutorial has no counterpart: <walkthrough-spotlight-pointer spotlightId="x">',
          'a.md:9:1  This part of the tutorial has no counterpart: <walkthrough-conclusion-trophy>',
          'a.md:11:1  This part of the tutorial has no counterpart: <bootkon-cloud-shell-note/>',
        ],
      ],
    );
  });

  it('fills in what the tutorial knows, and leaves people’s project to them', async () => {
    const [text, leftOut] = await step(
      '<walkthrough-watcher-constant key="dir" value="my-app"></walkthrough-watcher-constant>\n\n```bash\ncd {{dir}}\n```\n\n```bash\ngcloud config set project {{project-id}}\n```\n\nIn <walkthrough-project-id/>.',
    );
    assert.equal(text, '```bash run\ncd my-app\n```\n\n```bash\ngcloud config set project PROJECT_ID\n```\n\nIn PROJECT_ID.');
    assert.deepEqual(
      leftOut.map((line) => line.split('  ')[0]),
      ['a.md:14:27', 'a.md:17:4'],
    );
  });

  it('reads what it says of itself', async () => {
    const { text, leftOut } = await importOne(
      '<walkthrough-metadata>\n  <meta name="title" content="T" />\n  <meta name="description" content="About" />\n  <meta name="component_id" content="7" />\n</walkthrough-metadata>\n\n# T\n## A\n<walkthrough-tutorial-duration duration=10></walkthrough-tutorial-duration>\nx\n## B\n<walkthrough-tutorial-duration duration="20"/>\ny\n',
    );
    assert.match(text, /^---\ndescription: About\ntime: 30m\n---\n\n# T\n/);
    assert.deepEqual(leftOut, [
      'a.md:1:1  This part of the tutorial has no counterpart: <meta name="component_id" content="7" />',
      'a.md:9:1  Only the sum of these times is kept: 10, 20',
    ]);
  });
});
