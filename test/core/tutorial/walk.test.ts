import assert from 'node:assert/strict';
import { ended, told, walk } from './walkedFolder.ts';

const fence = '```';
const md = (text: string) => text.replaceAll('~~~', fence);

describe('walkTutorial', () => {
  it('does what a tutorial says and sees each check fail before its step and pass after', async () => {
    const source = md(`# T

## Make {#make}

[Scaffold](../templates/app)

~~~yaml check
file: package.json
json: name
equals: hello
~~~

## Fill {#fill}

Open \`main.js:1\` and [insert](../snippets/a.code-snippets#Start).

~~~js title="main.js" after="const app"
app.run();
~~~

~~~diff title="main.js"
-app.run();
+app.runAll();
~~~

Then \`main.js:/runAll/\` runs all of it.

- [ ] I have read it

~~~yaml check
- file: main.js
  contains: app.runAll()
~~~

## Run {#run}

~~~sh run
node main.js
~~~

~~~yaml check
- file: out.txt
  contains: ran
- file: main.js
  exists: true
~~~

~~~yaml quiz
question: Which?
choices:
  - text: this
    correct: true
  - text: that
~~~
`);
    const { walk: walked, files } = await walk(source, {
      pack: {
        'templates/app/template.json': '{"title":"App","parameters":[{"name":"name","default":"hello"}],"open":["main.js"]}',
        'templates/app/package.json.mustache': '{"name":"{{name}}"}',
        'templates/app/main.js': '',
        'snippets/a.code-snippets': '{"Start":{"body":["const ${1:app} = make();","$0"]}}',
      },
      commands: {
        'node main.js': async (folder) => {
          await folder.write('out.txt', 'ran\n');
          return ended(0, 'ran\n');
        },
      },
    });
    assert.deepEqual(told(walked), ['make: proved', 'fill: proved', 'run: proved, doneEarlier']);
    assert.deepEqual(files.all(), {
      'main.js': 'const app = make();\napp.runAll();\n',
      'out.txt': 'ran\n',
      'package.json': '{"name":"hello"}',
    });
    const [, fill, run] = walked.steps;
    assert.deepEqual([fill?.ticks, run?.quizzes, run?.commands.map(({ command }) => command)], [1, 1, ['node main.js']]);
  });

  it('tells where a check does not pass though its step was done, with what was expected and found', async () => {
    const source = md(`## Write {#write}

~~~js title="a.js"
one
~~~

~~~yaml check
- file: a.js
  contains: two
- file: b.js
  exists: true
  gate: false
~~~
`);
    assert.deepEqual(told((await walk(source)).walk), [
      'write: failed, failed',
      '  8:3 error This check fails after its step was done. Expected: a.js contains “two”. Found: not in the file',
      '  10:3 warning This check, which Next may pass by, fails after its step was done. Expected: b.js exists. Found: there is no such file',
    ]);
  });

  it('calls a check vacuous that passes with nothing done, and a step whose checks were all done before it', async () => {
    const source = md(`## One {#one}

~~~js title="a.js"
one
~~~

~~~yaml check
- file: a.js
  exists: true
- file: trace.log
  exists: false
~~~

## Two {#two}

~~~js title="b.js"
two
~~~

~~~yaml check
file: a.js
contains: one
~~~
`);
    assert.deepEqual(told((await walk(source)).walk), [
      'one: proved, vacuous',
      '  10:3 error This check passes before its step, and before any other: trace.log does not exist. Found: there is no such file. Check what only the step brings about',
      'two: doneEarlier',
      '  21:1 error All that this step checks was brought about by earlier steps, so it is passed without doing anything',
    ]);
  });

  it('passes a check where it stands in the text, also when the step undoes it later', async () => {
    const source = md(`## Test first {#tdd}

~~~sh run
break
~~~

~~~yaml check
file: state
contains: red
~~~

~~~sh run
mend
~~~

~~~yaml check
file: state
contains: green
~~~
`);
    const commands = {
      break: async (files: { write(path: string, text: string): Promise<void> }) => {
        await files.write('state', 'red');
        return ended(1);
      },
      mend: async (files: { write(path: string, text: string): Promise<void> }) => {
        await files.write('state', 'green');
        return ended(0);
      },
    };
    assert.deepEqual(told((await walk(source, { commands })).walk), ['tdd: proved, proved']);
  });

  it('opens a hint only where the step does not pass without it, and does a solution in any case', async () => {
    const step = (id: string, text: string, summary: string, block: string) => `## ${id} {#${id}}

~~~js title="${id}.js"
${text}
~~~

~~~yaml check
file: ${id}.js
contains: right
~~~

<details>
<summary>${summary}</summary>

~~~diff title="${id}.js"
${block}
~~~

</details>
`;
    const steps = [
      step('needed', 'wrong', 'Hint: mend it', '-wrong\n+right'),
      step('unneeded', 'right', 'Hint: other ways', '-right\n+right, too'),
      step('stale', 'right', 'Hint', ' context\n-no such line at all\n+nor this one'),
      step('bad', 'right', 'Solution', '-right\n+spoilt'),
    ];
    const source = md(steps.join('\n'));
    const { walk: walked, files } = await walk(source);
    assert.deepEqual(told(walked), [
      'needed: proved',
      'unneeded: proved',
      'stale: proved',
      '  57:1 error stale.js has changed so much that the place for this diff is not found. Make the change by hand',
      'bad: failed',
      '  72:1 error This check fails after its step was done. Expected: bad.js contains “right”. Found: not in the file',
    ]);
    assert.equal(files.all()['unneeded.js'], 'right\n');
  });

  it('does not begin without what the tutorial needs', async () => {
    const source = md(`---
requires:
  - run: node --version
    outputMatches: ^v2
  - run: git --version
    gate: false
---

## One {#one}
`);
    const { walk: walked } = await walk(source, { commands: { 'node --version': () => ended(0, 'v18.0.0') } });
    assert.deepEqual(told(walked), [
      '  3:5 error What the tutorial needs is not here. Expected: “node --version” prints something that matches /^v2/. Found: other output',
      '  5:5 warning What the tutorial needs is not here. Expected: “git --version” ends with exit code 0. Found: exit code 127',
    ]);
    assert.deepEqual(walked.steps, []);
  });

  it('tells what cannot be done: no template, no snippet, no file to insert in, no place', async () => {
    const source = md(`## One {#one}

[Scaffold](../templates/gone), then [insert](../snippets/a.code-snippets#Gone) and
[this](../snippets/a.code-snippets#Start).

~~~js title="a.js" after="nowhere"
one
~~~
`);
    const { walk: walked } = await walk(source, { pack: { 'snippets/a.code-snippets': '{"Start":{"body":"x"}}' } });
    assert.deepEqual(told(walked), [
      'one: ',
      '  3:1 error The pack has no template “gone”',
      '  3:37 error “snippets/a.code-snippets” has no snippet “Gone”',
      '  4:1 error Open the file that the snippet belongs in, then insert it',
      '  6:1 error a.js is not there yet. An earlier step makes it',
    ]);
  });

  it('tells a command that hangs, and one that fails where no check looks', async () => {
    const source = md('## One {#one}\n\n~~~sh run\nsleep\n~~~\n\n~~~sh run\nfalse\n~~~\n');
    const { walk: walked } = await walk(source, {
      commands: { sleep: () => ({ kind: 'hangs', output: '' }), false: () => ended(1) },
    });
    assert.deepEqual(told(walked), [
      'one: ',
      '  3:1 error “sleep” did not end within 5 s and does not say that it listens',
      '  7:1 warning “false” ended with exit code 1, and no check of this step looks at it',
    ]);
  });

  it('waits a moment for a server that says that it listens to answer', async () => {
    const source = md(`## Serve {#serve}

~~~sh run
serve
~~~

~~~yaml check
http: http://localhost:3000/
~~~
`);
    let started = false;
    let asked = 0;
    const { walk: walked } = await walk(source, {
      commands: {
        serve: () => {
          started = true;
          return { kind: 'listens', output: 'http://localhost:3000/' };
        },
      },
      http: { get: async () => (started && ++asked > 3 ? { status: 200, body: '' } : Promise.reject(new Error('refused'))) },
    });
    assert.deepEqual(told(walked), ['serve: proved']);
  });

  it('leaves to an editor what only it can tell, and asks it where there is one', async () => {
    const source = md(`## Types {#types}

~~~js title="a.js"
export const priceOf = 1;
~~~

~~~yaml check
- extension: vscode.typescript-language-features
- symbol: priceOf
  in: a.js
- diagnostics: a.js
- setting: files.eol
  gate: false
~~~
`);
    assert.deepEqual(told((await walk(source)).walk), ['types: notRun, notRun, notRun, notRun']);
    const files = async () => ((await seen?.()) ? ['priceOf'] : undefined);
    let seen: (() => Promise<string | undefined>) | undefined;
    const editor = {
      errors: async () => ((await files()) === undefined ? undefined : []),
      symbols: files,
      hasExtension: async () => true,
      setting: async () => '\n',
    };
    // The file is written by the walk itself: the editor sees it from its second question on.
    let questions = 0;
    seen = async () => (++questions > 4 ? 'there' : undefined);
    assert.deepEqual(told((await walk(source, { editor })).walk), ['types: standing, proved, proved, standing']);
  });

  it('goes no further than the step that is asked for', async () => {
    const source = md('## One {#one}\n\n## Two {#two}\n\n## Three {#three}\n');
    const { walk: walked } = await walk(source, { options: { lastStep: 'two' } });
    assert.deepEqual(
      walked.steps.map(({ id }) => id),
      ['one', 'two'],
    );
  });

  it('answers templates with what is given and tells an answer that does not fit', async () => {
    const pack = {
      'templates/app/template.json':
        '{"title":"App","parameters":[{"name":"port","type":"number"},{"name":"name","pattern":"[a-z]+","default":"x"}]}',
      'templates/app/a.txt.mustache': '{{name}} {{port}}',
    };
    const source = '## One {#one}\n\n[Scaffold](../templates/app)\n';
    const good = await walk(source, { pack, options: { answers: { port: '80', name: 'web', other: 'of another template' } } });
    assert.deepEqual([told(good.walk), good.files.all()['a.txt']], [['one: '], 'web 80']);
    const bad = await walk(source, { pack, options: { answers: { name: 'WEB' } } });
    assert.deepEqual(told(bad.walk), ['one: ', '  3:1 error “name” must match [a-z]+']);
  });
});
