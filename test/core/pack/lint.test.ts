import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { diskFiles } from '../../../src/cli/diskFiles.ts';
import { inEnglish } from '../../../src/core/message.ts';
import { lintCodes } from '../../../src/core/pack/lint/codes.ts';
import { applyFixes } from '../../../src/core/pack/lint/fixes.ts';
import { lintPack } from '../../../src/core/pack/lint.ts';
import { memoryFiles } from '../memoryFiles.ts';

type Files = Record<string, string | Uint8Array>;

const manifest = (more: object = {}) =>
  JSON.stringify(
    { name: 'p', version: '1.0.0', title: 'P', publisher: 'Me', description: 'For tests', license: 'MIT', ...more },
    undefined,
    1,
  );
const template = (more: object = {}) => JSON.stringify({ title: 'T', ...more }, undefined, 1);
const tutorial = (...lines: string[]) => `# T\n\n## One\n\n${lines.join('\n')}\n`;
const fence = (info: string, ...lines: string[]) => ['```'.concat(info), ...lines, '```'].join('\n');

/** What is found in a pack, each as `file:line:column code`. */
async function found(files: Files, ...options: Parameters<typeof lintPack> extends [unknown, ...infer O] ? O : never): Promise<string[]> {
  const all = await lintPack(memoryFiles({ 'onramp.json': manifest(), ...files }), ...options);
  return all.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);
}

/** Each rule: what it finds, and the same put right. */
const cases: [name: string, wrong: Files, found: string[], right: Files][] = [
  [
    'a pack without a licence',
    { 'onramp.json': manifest({ license: undefined }) },
    ['onramp.json:1:1 manifest.noLicense'],
    { 'onramp.json': manifest({ license: undefined }), LICENSE: 'MIT' },
  ],
  [
    'a tutorial that is named twice',
    { 'onramp.json': manifest({ tutorials: ['t', 't'] }), 'tutorials/t.md': tutorial('x') },
    ['onramp.json:10:3 manifest.twice'],
    { 'onramp.json': manifest({ tutorials: ['t'] }), 'tutorials/t.md': tutorial('x') },
  ],
  [
    'a tutorial without a name',
    { 'tutorials/start.md': '## One\n\nx\n' },
    ['tutorials/start.md:1:1 tutorial.noTitle'],
    { 'tutorials/start.md': '# Start\n\n## One\n\nx\n' },
  ],
  [
    'a next tutorial that is not there',
    { 'tutorials/t.md': '---\ntitle: T\nnext: deplyo\n---\n\n## One\n\nx\n', 'tutorials/deploy.md': tutorial('x') },
    ['tutorials/t.md:3:7 tutorial.nextDidYouMean'],
    { 'tutorials/t.md': '---\ntitle: T\nnext: deploy.md\n---\n\n## One\n\nx\n', 'tutorials/deploy.md': tutorial('x') },
  ],
  [
    'a link to a file that is not there',
    { 'tutorials/t.md': tutorial('A [b](b.txt).') },
    ['tutorials/t.md:5:3 link.noFile'],
    { 'tutorials/t.md': tutorial('A [b](b.txt).'), 'tutorials/b.txt': 'b' },
  ],
  [
    'a link out of the pack',
    { 'tutorials/t.md': tutorial('[b](../../b.txt)') },
    ['tutorials/t.md:5:1 link.outside'],
    { 'tutorials/t.md': tutorial('[b](https://example.org/)') },
  ],
  [
    'a link of another scheme',
    { 'tutorials/t.md': tutorial('[b](didact://?x=y)') },
    ['tutorials/t.md:5:1 link.scheme'],
    { 'tutorials/t.md': tutorial('[b](mailto:a@example.org)') },
  ],
  [
    'an anchor that is no heading',
    { 'tutorials/t.md': tutorial('[b](#tow)', '', '## Two', '', 'x') },
    ['tutorials/t.md:5:1 link.anchorDidYouMean'],
    { 'tutorials/t.md': tutorial('[b](#two)', '', '## Two', '', 'x') },
  ],
  [
    'an anchor far from every heading',
    { 'tutorials/t.md': tutorial('[b](#nowhere)') },
    ['tutorials/t.md:5:1 link.noAnchor'],
    { 'tutorials/t.md': tutorial('[b](#one)') },
  ],
  [
    'a template that is not there',
    { 'tutorials/t.md': tutorial('[b](../templates/b)') },
    ['tutorials/t.md:5:1 template.missing'],
    { 'tutorials/t.md': tutorial('[b](../templates/b)'), 'templates/b/template.json': template(), 'templates/b/a': '' },
  ],
  [
    'a snippet that is not there',
    {
      'tutorials/t.md': tutorial('[b](../snippets/s.code-snippets#Log)'),
      'snippets/s.code-snippets': '{ "Logs": { "prefix": "l", "body": "x" } }',
    },
    ['tutorials/t.md:5:1 link.snippetDidYouMean'],
    {
      'tutorials/t.md': tutorial('[b](../snippets/s.code-snippets#Logs)'),
      'snippets/s.code-snippets': '{ "Logs": { "prefix": "l", "body": "x" } }',
    },
  ],
  [
    'a picture that is not there',
    { 'tutorials/t.md': tutorial('See ![a cat](cat.png)') },
    ['tutorials/t.md:5:5 image.missing'],
    { 'tutorials/t.md': tutorial('See ![a cat](cat.png)'), 'tutorials/cat.png': 'png' },
  ],
  [
    'a picture without a text',
    { 'tutorials/t.md': tutorial('![](https://example.org/c.png)') },
    ['tutorials/t.md:5:1 image.noText'],
    { 'tutorials/t.md': tutorial('![a cat](https://example.org/c.png)') },
  ],
  [
    'a picture of HTML without a text',
    { 'tutorials/t.md': tutorial('<img src="https://example.org/c.png">') },
    ['tutorials/t.md:5:1 image.noText'],
    { 'tutorials/t.md': tutorial('<img src="https://example.org/c.png" alt="a cat">') },
  ],
  [
    'a picture that is too big',
    { 'tutorials/t.md': tutorial('![a](c.png)'), 'tutorials/c.png': new Uint8Array(2_000_001) },
    ['tutorials/t.md:5:1 image.tooBig'],
    { 'tutorials/t.md': tutorial('![a](c.png)'), 'tutorials/c.png': new Uint8Array(2_000_000) },
  ],
  [
    'a picture that nobody shows',
    { 'tutorials/t.md': tutorial('x'), 'tutorials/c.png': '' },
    ['tutorials/c.png:1:1 image.unused'],
    { 'tutorials/t.md': tutorial('![a](c.png)'), 'tutorials/c.png': '' },
  ],
  [
    'HTML that is shown as text',
    { 'tutorials/t.md': tutorial('A <blink>b</blink>') },
    ['tutorials/t.md:5:3 html.removed'],
    { 'tutorials/t.md': tutorial('A <kbd>b</kbd>') },
  ],
  [
    'a step that says nothing',
    { 'tutorials/t.md': '# T\n\n## One\n\n## Two\n\nx\n' },
    ['tutorials/t.md:3:1 step.empty'],
    { 'tutorials/t.md': tutorial('x') },
  ],
  [
    'a heading that jumps',
    { 'tutorials/t.md': tutorial('#### Deep', '', 'x') },
    ['tutorials/t.md:5:1 step.headingJumps'],
    { 'tutorials/t.md': tutorial('### Deep', '', '#### Deeper', '', 'x') },
  ],
  [
    'a check that everything passes',
    { 'tutorials/t.md': tutorial(fence('yaml check', 'run: ls', 'outputMatches: a*')) },
    ['tutorials/t.md:6:1 check.vacuous'],
    { 'tutorials/t.md': tutorial(fence('yaml check', 'run: ls', 'outputMatches: a+')) },
  ],
  [
    'a check that holds from the start',
    { 'tutorials/t.md': tutorial(fence('yaml check', 'file: a.js', 'exists: false')) },
    ['tutorials/t.md:6:1 check.always'],
    { 'tutorials/t.md': tutorial(fence('yaml check', 'file: a.js', 'exists: false', 'gate: false')) },
  ],
  [
    'a check that nothing makes hold',
    { 'tutorials/t.md': tutorial(fence('js title="a.js"', 'b'), fence('yaml check', 'file: a.js', 'contains: c')) },
    ['tutorials/t.md:9:1 check.impossible'],
    { 'tutorials/t.md': tutorial(fence('js title="a.js"', 'b'), fence('yaml check', 'file: a.js', 'contains: b')) },
  ],
  [
    'a second first success',
    {
      'tutorials/t.md': tutorial(
        fence('js title="a.js"', 'b'),
        fence('yaml check', '- file: a.js', '  success: true', '- file: a.js', '  contains: b', '  success: true'),
      ),
    },
    ['tutorials/t.md:11:3 check.successTwice'],
    {
      'tutorials/t.md': tutorial(
        fence('js title="a.js"', 'b'),
        fence('yaml check', '- file: a.js', '  success: true', '- file: a.js', '  contains: b'),
      ),
    },
  ],
  [
    'a reference to a file that only a later step makes',
    { 'tutorials/t.md': tutorial('See `a.js:1`.', '', '## Two', '', fence('js title="a.js"', 'b')) },
    ['tutorials/t.md:5:5 reference.missing'],
    { 'tutorials/t.md': tutorial(fence('js title="a.js"', 'const first = one();'), '', 'See `a.js:1`.') },
  ],
  [
    'a reference beyond the end',
    { 'tutorials/t.md': tutorial(fence('js title="a.js"', 'b'), '', 'See `a.js:2`.') },
    ['tutorials/t.md:9:5 reference.outOfRange'],
    { 'tutorials/t.md': tutorial(fence('sh run', 'make a.js'), '', 'See `a.js:2`.') },
  ],
  [
    'a reference to a text that is not there',
    { 'tutorials/t.md': tutorial(fence('js title="a.js"', 'b'), '', 'See `a.js:/c/`.') },
    ['tutorials/t.md:9:5 reference.noText'],
    { 'tutorials/t.md': tutorial(fence('js title="a.js"', 'b'), '', 'See `a.js:/b/`.') },
  ],
  [
    'a block without a place',
    { 'tutorials/t.md': tutorial(fence('js title="a.js"', 'b'), '', fence('js title="a.js" after="c"', 'd')) },
    ['tutorials/t.md:9:1 write.noAnchor'],
    { 'tutorials/t.md': tutorial(fence('js title="a.js"', 'b'), '', fence('js title="a.js" after="b"', 'd')) },
  ],
  [
    'a diff without a place',
    { 'tutorials/t.md': tutorial(fence('js title="a.js"', 'b'), '', fence('diff title="a.js"', '-x', '-y', '-z', '+d')) },
    ['tutorials/t.md:9:1 write.noPlace'],
    { 'tutorials/t.md': tutorial(fence('js title="a.js"', 'b'), '', fence('diff title="a.js"', '-b', '+d')) },
  ],
  [
    'a template that is broken',
    { 'templates/b/template.json': template(), 'templates/b/a.mustache': 'x\n{{#a}}\n' },
    ['templates/b/a.mustache:3:1 template.broken'],
    { 'templates/b/template.json': template(), 'templates/b/a': '{{#a}}' },
  ],
  [
    'a template that opens what it does not make',
    { 'templates/b/template.json': template({ open: ['b.js'] }), 'templates/b/a.js': '' },
    ['templates/b/template.json:4:3 template.opensDidYouMean'],
    { 'templates/b/template.json': template({ open: ['a.js'] }), 'templates/b/a.js': '' },
  ],
  [
    'a question for nothing',
    { 'templates/b/template.json': template({ parameters: [{ name: 'who' }] }), 'templates/b/a.js': '' },
    ['templates/b/template.json:5:4 template.unused'],
    { 'templates/b/template.json': template({ parameters: [{ name: 'who' }] }), 'templates/b/{{who}}.js': '' },
  ],
  [
    'a snippet with a mistake',
    { 'snippets/s.code-snippets': '{\n "A": { "prefix": "a", "body": "${1:x" }\n}' },
    ['snippets/s.code-snippets:2:33 snippet.unclosed'],
    { 'snippets/s.code-snippets': '{\n "A": { "prefix": "a", "body": "${1:x}" }\n}' },
  ],
  [
    'a language that is promised only',
    { 'onramp.json': manifest({ locales: ['de'] }), 'tutorials/t.md': tutorial('x') },
    ['onramp.json:9:3 translation.missing'],
    { 'onramp.json': manifest({ locales: ['de'] }), 'tutorials/t.md': tutorial('x'), 'tutorials/de/t.md': '# T\n\n## Eins {#one}\n\nx\n' },
  ],
  [
    'a translation with another step',
    { 'onramp.json': manifest({ locales: ['de'] }), 'tutorials/t.md': tutorial('x'), 'tutorials/de/t.md': '# T\n\n## Eins\n\nx\n' },
    ['tutorials/de/t.md:3:1 translation.step'],
    { 'onramp.json': manifest({ locales: ['de'] }), 'tutorials/t.md': tutorial('x'), 'tutorials/de/t.md': '# T\n\n## Eins {#one}\n\nx\n' },
  ],
  [
    'a translation with other checks',
    {
      'onramp.json': manifest({ locales: ['de'] }),
      'tutorials/t.md': tutorial('x'),
      'tutorials/de/t.md': `# T\n\n## One\n\n${fence('yaml check', 'run: ls')}\n`,
    },
    ['tutorials/de/t.md:6:1 translation.checks'],
    { 'onramp.json': manifest({ locales: ['de'] }), 'tutorials/t.md': tutorial('x'), 'tutorials/de/t.md': tutorial('y') },
  ],
];

describe('lintPack', () => {
  for (const [name, wrong, expected, right] of cases) {
    it(`finds ${name}, at its place, and nothing once it is put right`, async () => {
      assert.deepEqual(await found(wrong), expected);
      assert.deepEqual(await found(right), []);
    });
  }

  it('finds what is wrong in a pack whose manifest cannot be read as well', async () => {
    const wrong = { 'tutorials/t.md': tutorial('[a](never.md)') };
    for (const [text, told] of [
      ['{"name": "p", "version": "1.0.0", "title": 5}', /^onramp\.json:1:\d+ schema\./],
      ['{"name": ', /^onramp\.json:1:\d+ json\.syntax$/],
      ['[]', /^onramp\.json:1:1 schema\./],
    ] as const) {
      const all = await found({ ...wrong, 'onramp.json': text });
      assert.match(all[0] ?? '', told);
      assert.equal(all.at(-1), 'tutorials/t.md:5:1 link.noFile');
    }
  });

  it('has places that hold whatever the line ends are, and behind a byte order mark', async () => {
    const text = `\uFEFF${tutorial('A [b](b.txt).', '', '![](https://example.org/c.png)').replaceAll('\n', '\r\n')}`;
    assert.deepEqual(await found({ 'tutorials/t.md': text }), ['tutorials/t.md:5:3 link.noFile', 'tutorials/t.md:7:1 image.noText']);
  });

  it('takes references of a tutorial that makes no files for those of a repository that the learner has', async () => {
    assert.deepEqual(await found({ 'tutorials/t.md': tutorial('See `a.js:1`.') }), []);
  });

  it('says of what a command may have made only what is certain', async () => {
    const text = tutorial(
      fence('sh run', 'npm init -y'),
      '',
      'See `package.json:5`.',
      '',
      fence('yaml check', 'file: package.json', 'json: name'),
    );
    assert.deepEqual(await found({ 'tutorials/t.md': text }), []);
  });

  it('finds an estimate that even a machine did not hold', async () => {
    const timed = { 'tutorials/t.md': '---\ntitle: T\ntime: 1m\n---\n\n## One\n\nx\n' };
    const took = (milliseconds: number) => ({
      times: { kind: 'onramp.walkTimes' as const, tutorials: [{ pack: 'p', path: 'tutorials/t.md', milliseconds, steps: [] }] },
    });
    assert.deepEqual(await found(timed, took(60_001)), ['tutorials/t.md:3:7 time.tooShort']);
    assert.deepEqual(await found(timed, took(60_000)), []);
  });

  for (const name of ['octokit-quickstart', 'zod-in-ten-minutes']) {
    it(`finds nothing in ${name}`, async () => {
      const files = diskFiles(fileURLToPath(new URL(`../../../packs/${name}`, import.meta.url)));
      assert.deepEqual((await lintPack(files)).map(inEnglish), []);
    });
  }

  it('lists every code that it gives', async () => {
    const listed = new Set<string>(lintCodes().map(({ code }) => code));
    const given = cases.flatMap(([, , expected]) => expected.map((line) => line.replace(/^.* /, '')));
    assert.deepEqual(
      given.filter((code) => !listed.has(code)),
      [],
    );
  });
});

describe('a fix', () => {
  const mended = async (text: string, others: Files = {}): Promise<string> => {
    const all = await lintPack(memoryFiles({ 'onramp.json': manifest(), ...others, 'tutorials/t.md': text }));
    return applyFixes(
      text,
      all.flatMap(({ file, fix }) => (file === 'tutorials/t.md' && fix !== undefined ? [fix] : [])),
    ).text;
  };

  it('puts the word that was meant', async () => {
    assert.equal(await mended(tutorial(fence('yaml check', 'fiel: a'))), tutorial(fence('yaml check', 'file: a')));
    assert.equal(await mended('---\ntitel: T\n---\n\n## One\n\nx\n'), '---\ntitle: T\n---\n\n## One\n\nx\n');
    assert.equal(await mended(tutorial(fence('js title="a.js" affter="b"', 'c'))), tutorial(fence('js title="a.js" after="b"', 'c')));
  });

  it('gives a heading an id that no other has', async () => {
    assert.equal(
      await mended('# T\n\n## A\n\nx\n\n## A\n\nx\n\n## A {#a-2}\n\nx\n'),
      // It is the one that the step has had, so nobody's progress is lost.
      '# T\n\n## A\n\nx\n\n## A {#a-1}\n\nx\n\n## A {#a-2}\n\nx\n',
    );
  });

  it('puts the address, the heading, the snippet and the next tutorial that were meant, in the letters that they have', async () => {
    const others = {
      'tutorials/flow chart.svg': '',
      'tutorials/deploy.md': tutorial('x'),
      'templates/starter/template.json': template(),
      'templates/starter/a': '',
      'snippets/app.code-snippets': '{ "Start it": { "prefix": "s", "body": "x" } }',
    };
    const wrong = tutorial(
      '> - ![a](Flow%20chart.svg) [b](../templates/stater "T") and [c](<../snippets/app.code-snippets#Strat%20it>)',
      '',
      '[d](deplyo.md#one), [e](#oen) `[f](deplyo.md)`',
    );
    const right = tutorial(
      '> - ![a](flow chart.svg) [b](../templates/starter "T") and [c](<../snippets/app.code-snippets#Start%20it>)',
      '',
      '[d](deploy.md#one), [e](#one) `[f](deplyo.md)`',
    );
    assert.equal(await mended(wrong, others), right.replace('flow chart', 'flow%20chart'));
  });

  it('leaves names alone that may be yet to be written: of another number, too short to tell, or the text’s own', async () => {
    const others = {
      'tutorials/img/step1.png': '',
      'tutorials/part-1.md': tutorial('x'),
      'templates/app1/template.json': template(),
      'templates/app1/a': '',
      'snippets/s.code-snippets': '{ "Make1": { "prefix": "s", "body": "x" } }',
    };
    const text = tutorial(
      '![a](img/step2.png) [b](part-2.md#intro) [c](../templates/app2) [d](../snippets/s.code-snippets#Make2)',
      '',
      '[e](../snippets/none.code-snippets#X) [f](tt.md) [g](#one-2)',
    );
    assert.equal(await mended(text, others), text);
  });

  it('leaves a key alone where the one that was meant is there already', async () => {
    const both = manifest({ licence: 'MIT' });
    const [found] = await lintPack(memoryFiles({ 'onramp.json': both }));
    assert.deepEqual([found?.code, found?.fix], ['schema.didYouMean', undefined]);
    const text = tutorial(fence('yaml check', 'file: a', 'hint: b', 'hnit: c'));
    assert.equal(await mended(text), text);
  });

  it('takes prompts out of commands and puts what begins with a star in quotes', async () => {
    assert.equal(
      await mended(tutorial(fence('sh run', '$ ls', '', '  $ ls -l $HOME'))),
      tutorial(fence('sh run', 'ls', '', '  ls -l $HOME')),
    );
    assert.equal(
      await mended(tutorial(fence('yaml check', 'file: a', "matches: *'s", 'gate: false'))),
      tutorial(fence('yaml check', 'file: a', "matches: '*''s'", 'gate: false')).replace("'*''s'", "*'s"),
    );
    assert.equal(
      await mended(tutorial(fence('yaml check', 'file: a', 'contains: *star', 'gate: false'))),
      tutorial(fence('yaml check', 'file: a', "contains: '*star'", 'gate: false')),
    );
  });

  it('made once is made for good, and changes no other byte', async () => {
    const word = fc.constantFrom('file: a', 'fiel: a', 'exist: false', 'exists: false', 'run: ls', 'rnu: ls');
    const part = fc.oneof(
      fc.constantFrom('## A', '## B', '## A {#b}', 'Text.', '- [ ] Do [it](#aa)', '> [!TIP]\n> Hm [x](T.md) `[x](T.md)`'),
      fc.constantFrom('```sh run\n$ ls\n```', '> ```sh run\n> $ ls\n> $ ls\n> ```', '![a](T.md)', '```yaml check\nfile: *a\n```'),
      fc.array(word, { maxLength: 3 }).map((words) => fence('yaml check', ...words)),
    );
    const ends = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), ends, async (parts, end) => {
        const text = `# T\n\n${parts.join('\n\n')}\n`.replaceAll('\n', end);
        let once = text;
        for (let round = 0; round < 5; round++) once = await mended(once);
        assert.equal(await mended(once), once);
        assert.equal(once.split(end).length, text.split(end).length);
        assert.deepEqual(
          (await lintPack(memoryFiles({ 'onramp.json': manifest(), 'tutorials/t.md': once }))).filter(({ fix }) => fix),
          [],
        );
      }),
      { numRuns: 60 },
    );
  });
});
