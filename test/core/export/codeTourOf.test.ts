import assert from 'node:assert/strict';
import fc from 'fast-check';
import { codeTourOf } from '../../../src/core/export/codeTourOf.ts';
import { importTutorials } from '../../../src/core/import/importTutorials.ts';
import { memoryFiles } from '../memoryFiles.ts';
import { told } from '../told.ts';

const manifest = JSON.stringify({ name: 'p', version: '1.0.0', title: 'P', publisher: 'Me', description: '' });

describe('a pack as tours', () => {
  it('gives each step its place in code and its text', async () => {
    const { files, leftOut } = await codeTourOf(
      memoryFiles({
        'onramp.json': manifest,
        'tutorials/a.md':
          '---\ndescription: About\nnext: b\ntime: 5m\nrequires:\n  - extension: a.b\n---\n# A\n\nCover.\n\n## One\n\n`src/a.ts:2-4`\n\nRead.\n\n```sh run\nnpm i\nnpm test\n```\n\n> [!TIP]\n> So\n\n## Two\n\nSee `b.ts:/go(/` and `c.ts:1`. [One](#one), [b](b.md#x), [t](../templates/t)\n\n```js title="d.js"\nx\n```\n\n```yaml check\nfile: d.js\n```\n\n![i](../images/i.png)\n',
        'tutorials/b.md': '# B\n\n## X\n\n[Explorer](command:workbench.view.explorer): `src/`\n\nThere\n',
        'templates/t/template.json': '{"title": "T"}',
      }),
    );
    assert.deepEqual(JSON.parse(String(files.get('.tours/a.tour'))), {
      $schema: 'https://aka.ms/codetour-schema',
      title: 'A',
      description: 'About\n\nCover.',
      nextTour: 'B',
      steps: [
        {
          title: 'One',
          file: 'src/a.ts',
          line: 4,
          selection: { start: { line: 2, character: 1 }, end: { line: 4, character: 1000 } },
          description: 'Read.\n\n>> npm i\n>> npm test\n\n> **Tip**  \n> So',
        },
        {
          title: 'Two',
          file: 'b.ts',
          pattern: 'go\\(',
          description: 'See `b.ts:/go(/` and `c.ts:1`. [One][#1], [b][B#1], t\n\n```js\nx\n```\n\n_i_',
        },
      ],
    });
    assert.deepEqual(JSON.parse(String(files.get('.tours/b.tour'))).steps, [{ title: 'X', directory: 'src', description: 'There' }]);
    assert.deepEqual(told(leftOut), [
      'tutorials/a.md:4:1  Left out, for it has no counterpart there: time: 5m',
      'tutorials/a.md:5:1  Left out, for it has no counterpart there: requires: - extension: a.b',
      'tutorials/a.md:26:1  Left out, for it has no counterpart there: c.ts:1',
      'tutorials/a.md:30:1  Left out, for it has no counterpart there: js title="d.js"',
      'tutorials/a.md:34:1  Left out, for it has no counterpart there: file: d.js',
      'tutorials/a.md:38:1  Left out, for it has no counterpart there: ![i](../images/i.png)',
      'tutorials/a.md:28:58  Left out, for it has no counterpart there: [t](../templates/t)',
      'templates/t:1:1  Left out, for it has no counterpart there: templates/t',
    ]);
  });

  it('is the tour again that it was imported from: steps, places and text', async () => {
    await fc.assert(
      fc.asyncProperty(tour, async (written) => {
        const path = 'a.tour';
        const text = JSON.stringify(written);
        const { files: pack, failed } = await importTutorials(
          [{ path, text, format: 'codetour' }],
          { name: 'p', title: 'P', publisher: 'Me', description: '' },
          { files: memoryFiles({}) },
        );
        assert.deepEqual(failed, []);
        const { files } = await codeTourOf(memoryFiles(Object.fromEntries(pack)));
        const [again] = [...files.values()].map((each) => JSON.parse(String(each)));
        assert.equal(again.title, written.title);
        assert.deepEqual(again.steps.map(plain), written.steps.map(plain));
      }),
      { numRuns: 300 },
    );
  });
});

const word = fc.stringMatching(/^[A-Za-z]{2,8}$/);
const words = fc.array(word, { minLength: 1, maxLength: 5 }).map((all) => all.join(' '));
const path = fc.array(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 3 }).map((parts) => `${parts.join('/')}.ts`);
const line = fc.integer({ min: 1, max: 500 });
const place = fc.oneof(
  fc.record({ file: path, line }),
  fc.tuple(path, line, fc.integer({ min: 1, max: 9 })).map(([file, from, more]) => ({
    file,
    selection: { start: { line: from, character: 1 }, end: { line: from + more, character: 5 } },
  })),
  fc.tuple(path, words).map(([file, text]) => ({ file, pattern: text.replace(/ /g, '\\(') })),
  fc.record({ directory: path.map((each) => each.replace(/\.ts$/, '')) }),
  fc.record({ view: fc.constantFrom('scm', 'search', 'terminal', 'problems') }),
  fc.record({ uri: words.map((each) => `https://example.com/${each.replaceAll(' ', '/')}`) }),
  fc.constant({}),
);
const paragraph = fc.oneof(
  words,
  words.map((text) => `**${text}** and \`${text}\` and [${text}](https://example.com)`),
  words.map((text) => `- ${text}\n- ${text}`),
  words.map((text) => `>> npm ${text}\n>> ls`),
  words.map((text) => `### ${text}`),
  words.map((text) => `\`\`\`ts\n${text};\n\n${text}\n\`\`\``),
  fc.constant('Back to [#1]'),
);
const step = fc
  .tuple(words, place, fc.array(paragraph, { maxLength: 4 }))
  .map(([title, where, text]) => ({ title, ...where, description: text.join('\n\n') }));
const tour = fc.record({ title: words, steps: fc.array(step, { minLength: 1, maxLength: 6 }) });

type Step = { title: string; description: string; line?: number; selection?: { start: { line: number }; end: { line: number } } };

/** A step as far as it must be the same: whole lines are marked, and a heading that says the title again goes. */
function plain({ selection, line: at, description, title, ...rest }: Step): unknown {
  const lines = selection === undefined ? { line: at } : { from: selection.start.line, to: selection.end.line };
  const text = description.replace(new RegExp(`^### ${title}(?:\\n+|$)`, 'i'), '');
  return { ...rest, ...lines, title, description: text };
}
