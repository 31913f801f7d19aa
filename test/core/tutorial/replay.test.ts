import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/core/message.ts';
import { plainText } from '../../../src/core/snippet/plainText.ts';
import { parseTutorial } from '../../../src/core/tutorial/parse.ts';
import { replay } from '../../../src/core/tutorial/replay.ts';
import { memoryFiles } from '../memoryFiles.ts';

const utf8 = { textOf: (bytes: Uint8Array) => new TextDecoder().decode(bytes), bytesOf: (text: string) => new TextEncoder().encode(text) };

const pack = memoryFiles({
  'templates/app/template.json': '{"title":"App","parameters":[{"name":"name","default":"hello"}]}',
  'templates/app/package.json.mustache': '{"name":"{{name}}"}',
  'templates/app/main.js': '',
  'snippets/a.code-snippets': '{"Start":{"body":["const ${1:app} = make(${2|one,two|});","$0"]}}',
});

const tutorial = parseTutorial(
  `# T

## Make {#make}

[Scaffold](../templates/app)

\`\`\`sh run
npm install
\`\`\`

## Fill {#fill}

Open \`main.js:1\` and [insert](../snippets/a.code-snippets#Start).

\`\`\`js title="main.js" after="const app"
app.run();
\`\`\`

\`\`\`diff title="main.js"
-app.run();
+app.runAll();
\`\`\`

## Break {#break}

\`\`\`js title="main.js" after="no such line"
never
\`\`\`

\`\`\`sh run
node main.js
\`\`\`
`,
  'tutorials/t.md',
);

const told = ({ files, commands, left }: Awaited<ReturnType<typeof replay>>) => ({
  files: Object.fromEntries([...files].map(([path, content]) => [path, typeof content === 'object' ? utf8.textOf(content) : content])),
  commands,
  left: left.map(({ line, why }) => `${line}: ${inEnglish(why)}`),
});

describe('replay', () => {
  it('works out what the steps make of an empty folder', async () => {
    assert.deepEqual(told(await replay(tutorial.steps, pack, utf8)), {
      files: { 'package.json': '{"name":"hello"}', 'main.js': 'const app = make(one);\napp.runAll();\n' },
      commands: ['npm install', 'node main.js'],
      left: ['26: main.js has no line with “no such line”, so the place is not known. Copy the block and put it in by hand'],
    });
  });

  it('builds on what the person has, and leaves it as it is', async () => {
    const mine = memoryFiles({ 'main.js': '// mine\nconst app = own();\n' });
    const { files } = told(await replay(tutorial.steps.slice(1, 2), pack, utf8, mine));
    assert.deepEqual(files, { 'main.js': '// mine\nconst app = own();\napp.runAll();\nconst app = make(one);\n' });
    assert.deepEqual(mine.all(), { 'main.js': '// mine\nconst app = own();\n' });
  });
});

describe('plainText of a snippet', () => {
  const cases: [string, string][] = [
    ['a $1 b$0', 'a  b'],
    ['${1:one} ${2:two ${3:three}}', 'one two three'],
    ['${1|yes,no|}', 'yes'],
    ['\\$5 \\} ${1:a\\}b}', '$5 } a}b'],
    ['${TM_FILENAME} x ${CURRENT_YEAR:2026}', ' x 2026'],
  ];
  for (const [body, text] of cases) it(JSON.stringify(body), () => assert.equal(plainText(body), text));
});
