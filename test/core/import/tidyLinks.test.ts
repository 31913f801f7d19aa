import assert from 'node:assert/strict';
import { asStep, importAll, importOne } from './imported.ts';

describe('the links of an imported text', () => {
  it('stay where they lead somewhere from anywhere', async () => {
    for (const text of [
      '[a](https://a.b/c_(d)) <https://e.f>',
      '[![x](https://a.b/c.png)](https://d.e)',
      '[m](mailto:me@a.b)',
      '[`c`](https://a.b "t")',
    ]) {
      assert.deepEqual(await asStep(text), { text, leftOut: [] });
    }
  });

  it('are mended where it is clear what was meant', async () => {
    const texts: [string, string][] = [
      ['[a](//a.b/c)', '[a](https://a.b/c)'],
      ['[a](github.com/a/b) [b](www.a.b)', '[a](https://github.com/a/b) [b](https://www.a.b)'],
      ['[a](https://a.b/c d)', '[a](https://a.b/c%20d)'],
      ['[](https://a.b)', '[https://a.b](https://a.b)'],
      [
        '[a][x], [x] and ![i][y]\n\n[x]: https://a.b "t"\n[y]: <https://c.d/e.png>\n',
        '[a](https://a.b "t"), [x](https://a.b "t") and ![i](https://c.d/e.png)',
      ],
    ];
    for (const [written, text] of texts) assert.deepEqual(await asStep(written), { text, leftOut: [] });
  });

  it('are words where they lead nowhere, and listed', async () => {
    assert.deepEqual(await asStep('[a](../b.md) [c](x:y) [d](javascript:z) <command:evil>\n\n[e]: https://unused\n'), {
      text: 'a (`../b.md`) c d `command:evil`',
      leftOut: [
        'a.md:5:1  The link to “../b.md” leads nowhere from a pack. Its words are kept',
        'a.md:5:14  The link to “x:y” leads nowhere from a pack. Its words are kept',
        'a.md:5:23  The link to “javascript:z” leads nowhere from a pack. Its words are kept',
        'a.md:5:41  The link to “command:evil” leads nowhere from a pack. Its words are kept',
        'a.md:7:1  Left out: [e]: https://unused',
      ],
    });
  });

  it('lead to the step that what they name is in', async () => {
    const { text, leftOut } = await importOne(
      '# T\n\n## One\n\n[a](#sub--part) [b](#One) [c](#1) [d](#gone) [e](#two-1)\n\n## Two\n\n### Sub & part\n\n## Two\n\nx\n',
    );
    assert.match(text, /\[a\]\(#two\) \[b\]\(#one\) \[c\]\(#two\) d \[e\]\(#two-1\)\n[\s\S]*\n## Two \{#two-1\}/);
    assert.deepEqual(leftOut, ['a.md:5:35  The link to “#gone” leads nowhere from a pack. Its words are kept']);
  });

  it('lead to the other tutorials that came along', async () => {
    const { files } = await importAll({ 'x/a.md': '# A\n## S\n[b](../y/b.md#z)\n', 'y/b.md': '# B\n## S\n' });
    assert.match(files['tutorials/a.md'] ?? '', /\[b\]\(b\.md\)/);
  });
});
