import assert from 'node:assert/strict';
import { renderPieces, renderSection } from '../../../src/core/tutorial/markdown.ts';
import { parseTutorial } from '../../../src/core/tutorial/parse.ts';
import { jumble, randomOf } from '../random.ts';
import { dangers, elementsOf } from './liveParts.ts';

/** The HTML of a tutorial's only step. */
function render(...lines: string[]): string {
  const { steps } = parseTutorial(`## A\n\n${lines.join('\n')}`, 'tutorials/start.md');
  return steps
    .map((step) => renderSection(step, 'tutorials/start.md', (path) => `pack:${path}`))
    .join('')
    .trimEnd();
}

describe('renderSection', () => {
  it('leaves a place for each block, and points to references and links by their number', () => {
    assert.equal(
      render(
        'Open `a.ts:1` with `npm`.',
        '',
        '```sh run',
        'ls',
        '```',
        '',
        '- ```ts',
        '  x',
        '  ```',
        '',
        '[Go](../templates/t "Make it")',
        '',
        'See [x](b.md), `b.ts:2`.',
      ),
      [
        '<p>Open <a class="reference" role="button" href="#" data-reference="0"><code>a.ts:1</code></a> with <code>npm</code>.</p>',
        '<div data-block="0"></div>',
        '<ul>',
        '<li>',
        '<div data-block="1"></div>',
        '</li>',
        '</ul>',
        '<p><a href="#" data-link="0" class="alone" title="Make it">Go</a></p>',
        '<p>See <a href="#" data-link="1">x</a>, <a class="reference" role="button" href="#" data-reference="1"><code>b.ts:2</code></a>.</p>',
      ].join('\n'),
    );
  });

  it('shows GitHub’s alerts as alerts, and other quotes as quotes', () => {
    assert.equal(
      render('> [!WARNING]', '> **Careful**', '', '> [!NOTE] not on a line of its own', '', '> [!OTHER]', '> x'),
      [
        '<blockquote class="alert warning" data-alert="warning">',
        '<p><strong>Careful</strong></p>',
        '</blockquote>',
        '<blockquote>',
        '<p>[!NOTE] not on a line of its own</p>',
        '</blockquote>',
        '<blockquote>',
        '<p>[!OTHER]',
        'x</p>',
        '</blockquote>',
      ].join('\n'),
    );
  });

  it('numbers the folds of a step as its hints are numbered', () => {
    const lines = [
      '<details>',
      '<summary>One</summary>',
      '',
      'x',
      '',
      '</details>',
      '<details>',
      '<summary>Two</summary>',
      '',
      '</details>',
      '',
      '<p>And</p><details><summary>Three</summary></details>',
    ];
    const { steps } = parseTutorial(['## A', ...lines].join('\n'), 'tutorials/start.md');
    assert.deepEqual(steps[0]?.hints, ['One', 'Two', 'Three']);
    assert.deepEqual(
      elementsOf(render(...lines)).filter((element) => element.startsWith('details')),
      ['details data-hint=“0”', 'details data-hint=“1”', 'details data-hint=“2”'],
    );
  });

  it('gives pictures of the pack the address they can be loaded from', () => {
    assert.deepEqual(
      elementsOf(
        render(
          '![The **whole** "page"](../media/a%20b.png)',
          '![dark](c.png#gh-dark-mode-only) ![web](https://example.com/d.png?x=1&y=2)',
          '<img src="../media/e f.png" alt="inline">',
        ),
      ).filter((element) => element.startsWith('img')),
      [
        'img src=“pack:media/a b.png” alt=“The whole "page"”',
        'img src=“pack:tutorials/c.png” alt=“dark”',
        'img src=“https://example.com/d.png?x=1&y=2” alt=“web”',
        'img src=“pack:media/e f.png” alt=“inline”',
      ],
    );
  });

  it('shows the text of a picture that may not be loaded', () => {
    const refused = [
      '../../out.png',
      '..%2f..%2fout.png',
      'http://example.com/a.png',
      '//example.com/a.png',
      'data:image/png;base64,AAAA',
      '/etc/a.png',
    ];
    for (const source of refused) assert.equal(render(`![<the> picture](${source})`), '<p><em>&lt;the&gt; picture</em></p>', source);
  });

  const attacks = [
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](command:workbench.action.quit) [y](command:workbench.action.terminal.sendSequence?%7B%7D "z")',
    '- [ ] <img src=x onerror=alert(1)> <input onfocus=alert(1) autofocus>',
    '[x](vbscript:x) [y](data:text/html,x) [z](file:///etc/passwd)',
    '[x](https://a.b "\\" onclick=\\"alert(1)")',
    '[x][r]\n\n[r]: javascript:alert(1)',
    '<javascript:alert(1)>',
    '![x](javascript:alert(1))',
    '![" onerror="alert(1)](x.png)',
    '![x](x.png"onerror="alert(1))',
    '![x](<https://a.b/" onerror="alert(1)>)',
    'inline <img src=x onerror=alert(1)> html',
    'inline <a href="javascript:alert(1)">x</a> html <script>alert(1)</script>',
    'inline <b onclick=alert(1)>x</b><details ontoggle=alert(1) open>',
    '<div onclick=alert(1)>\n\n*x*\n\n</div>',
    '<script>\n\nalert(1)\n\n</script>',
    '<style>\n\n* { color: red }\n</style>',
    '<svg>\n<style>\n\n<img src=x onerror=alert(1)>\n',
    '`<img src=x onerror=alert(1)>` `a"b.ts:1`',
    '`a.ts:/<img src=x onerror=alert(1)>/`',
    '```"><img src=x onerror=alert(1)>\nx\n```',
    '    <img src=x onerror=alert(1)>',
    '> [!NOTE]\n> <img src=x onerror=alert(1)>',
    '| <img src=x onerror=alert(1)> |\n| - |\n| <script>alert(1)</script> |',
    '<!-- x --!><img src=x onerror=alert(1)>\n\n-->',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '<img src="\n\n" onerror=alert(1)>',
  ];
  for (const source of attacks) {
    it(`leaves nothing alive of: ${source.replace(/\n/g, '⏎')}`, () => assert.deepEqual(dangers(render(source)), []));
  }

  it('leaves nothing alive of thousands of jumbles', () => {
    const random = randomOf(23);
    const pieces = [
      '[',
      '](',
      ')',
      '![',
      '<',
      '>',
      '"',
      "'",
      '`',
      ' ',
      '\n',
      '\n\n',
      '<img src=x onerror=alert(1)>',
      '<img',
      ' src',
      '=',
      ' onerror',
      'javascript:alert(1)',
      '<script>',
      '</script>',
      '<details>',
      '<!--',
      '-->',
      '> ',
      '- ',
      '```',
      '&#34;',
      '&quot;',
      '\\',
      '<a href=',
      'https://a.b/',
      '|',
      '\n| - |\n',
      '<svg',
      '/>',
      'a.ts:1',
      '![x](',
      '- [ ] ',
      '[x](command:a)',
      '<style>',
      '\t',
    ];
    for (let round = 0; round < 3000; round++) {
      const source = jumble(random, pieces, 20);
      assert.deepEqual(dangers(render(source)), [], JSON.stringify(source));
    }
  });
});

describe('renderPieces', () => {
  const piecesOf = (text: string) => {
    const tutorial = parseTutorial(`# T\n\n## S\n\n${text}`, 'tutorials/start.md');
    const [step] = tutorial.steps;
    return step === undefined ? [] : renderPieces(step, 'tutorials/start.md', () => undefined);
  };

  it('leaves a text of few screens whole', () => {
    assert.equal(piecesOf('Short.\n\n- a\n- b\n').length, 1);
    assert.deepEqual(piecesOf(''), []);
  });

  it('cuts a long text between its elements only', () => {
    const pieces = piecesOf(`${'A paragraph of some length, with *words* in it.\n\n'.repeat(100)}${'- an item\n'.repeat(400)}`);
    assert.ok(pieces.length > 2);
    for (const piece of pieces) assert.match(piece, /^<(p|ul)>[\s\S]*<\/(p|ul)>\n$/);
    assert.equal(pieces.filter((piece) => piece.includes('<ul>')).length, 1);
  });

  it('cuts nothing inside of a fold', () => {
    const pieces = piecesOf(`<details><summary>Hint</summary>\n\n${'Some words.\n\n'.repeat(500)}</details>\n\n${'More.\n\n'.repeat(500)}`);
    assert.ok(pieces.length > 1);
    assert.match(pieces[0] ?? '', /^<details[\s\S]*<\/details>/);
  });
});
