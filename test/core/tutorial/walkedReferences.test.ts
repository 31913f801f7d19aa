import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/core/message.ts';
import { saysItListens } from '../../../src/core/tutorial/listens.ts';
import { referenceProblem } from '../../../src/core/tutorial/walkedReferences.ts';
import { told, walk } from './walkedFolder.ts';

const fence = '```';
const md = (text: string) => text.replaceAll('~~~', fence);

describe('The references of a walked step', () => {
  it('hold where the text comes to them, or once the step is done', async () => {
    const source = md(`## One {#one}

In \`a.js:/three/\` there will be something; so far \`a.js:1\` is not there.

~~~js title="a.js"
one
~~~

Now \`a.js:/one/\` is.

~~~js title="a.js"
two
three
~~~
`);
    assert.deepEqual(told((await walk(source)).walk), ['one: ']);
  });

  it('are errors at their line and column where the code has drifted away from them', async () => {
    const source = md(`## One {#one}

~~~js title="a.js"
one
two
~~~

Lines \`a.js:1-2\` are there, but
\`a.js:2-3\`, \`a.js:/three/\` and \`b.js:1\` are not.
`);
    assert.deepEqual(told((await walk(source)).walk), [
      'one: ',
      '  9:1 error a.js ends at line 2, so there is no line 3',
      '  9:13 error a.js has no line with “three”',
      '  9:32 error b.js is not there yet',
    ]);
  });

  it('are errors where the step leaves no more than a guess of the lines', async () => {
    const source = md(`## One {#one}

~~~js title="a.js"
import { start } from './start.js';
const server = start({ port: 3000, host: 'localhost' });
server.listen();
~~~

See \`a.js:2\`.

~~~js title="a.js"
import { start } from './start.js';
const other = begin({ door: 4000, guest: 'nobody at all' });
server.listen();
~~~
`);
    assert.deepEqual(told((await walk(source)).walk), [
      'one: ',
      '  9:5 error This may have moved: line 2 of a.js is most like what the tutorial means',
    ]);
  });

  it('need no guess where their lines stand as they stood, however little they say', async () => {
    const source = md(`## One {#one}

~~~js title="a.js"
a
}
~~~

See \`a.js:2\`.

~~~js title="a.js" append
b
~~~
`);
    assert.deepEqual(told((await walk(source)).walk), ['one: ']);
  });

  it('may mean the one empty line of an empty file, and no line behind the last', () => {
    const at = (to: number) => ({ path: 'a', lines: { from: 1, to } });
    const problems = [
      ['', 1],
      ['', 2],
      ['x\n', 1],
      ['x\n', 2],
      ['x', 1],
    ] as const;
    assert.deepEqual(
      problems.map(([content, to]) => referenceProblem(content, at(to)) === undefined),
      [true, false, true, false, true],
    );
    assert.equal(inEnglish(referenceProblem(undefined, at(1)) ?? { code: 'found.asExpected', args: [] }), 'a is not there yet');
  });
});

describe('saysItListens', () => {
  it('knows servers and watchers by what they print, and nothing else for one', () => {
    const servers = [
      'Try http://127.0.0.1:4310/price',
      '  ➜  Local:   http://localhost:5173/',
      'Server listening on port 3000',
      'Listening at 0.0.0.0:8080',
      'Found 0 errors. Watching for file changes.',
      'Uvicorn running on http://[::]:8000',
    ];
    const others = ['added 12 packages in 3s', 'See https://example.org/port', 'Compiled 8080 files', 'ready'];
    assert.deepEqual([servers.filter((text) => !saysItListens(text)), others.filter(saysItListens)], [[], []]);
  });
});
