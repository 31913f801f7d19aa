import assert from 'node:assert/strict';
import { asStep } from './imported.ts';

describe('raw HTML of an imported text', () => {
  it('becomes what Markdown has for it', async () => {
    const texts: [string, string][] = [
      ['<a href="https://a.b">x</a>', '[x](https://a.b)'],
      ['<h3>So <b>it</b> is</h3>', '### So <b>it</b> is'],
      ['<pre><code class="language-js">a &lt; b\n</code></pre>', '```js\na < b\n```'],
      ['<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>', '- a\n- b\n   1. c'],
      [
        '<table>\n  <tr><th>a</th><th>b</th></tr>\n  <tr><td>x | y</td><td><ul><li>1</li><li>2</li></ul></td></tr>\n</table>',
        '| a | b |\n| --- | --- |\n| x \\| y | • 1<br>• 2 |',
      ],
      ['<p>One</p><p>Two</p>', 'One\n\nTwo'],
      ['<tt>x</tt> and <strike>y</strike>', '<code>x</code> and <s>y</s>'],
      ['<details><summary>Hint</summary>\nSo **it** is\n</details>', '<details><summary>Hint</summary>\n\nSo **it** is\n\n</details>'],
      ['one\n<br>\ntwo<br/>three', 'one\n\ntwo<br>three'],
      ['Press <kbd>F1</kbd>', 'Press <kbd>F1</kbd>'],
      ['`<div>` stays', '`<div>` stays'],
      ['<!-- a <div> --> x', '<!-- a <div> --> x'],
    ];
    for (const [html, text] of texts) assert.deepEqual(await asStep(html), { text, leftOut: [] }, html);
  });

  it('is text where it only looks like a tag', async () => {
    const texts: [string, string][] = [
      ['ssh <user>@<your-host>', 'ssh \\<user>@\\<your-host>'],
      ['press <a> or <i>', 'press \\<a> or \\<i>'],
      ['a < b and c > d', 'a < b and c > d'],
      ['<https://a.b> and <me@a.b>', '<https://a.b> and <me@a.b>'],
      ['so <!-- it goes', 'so \\<!-- it goes'],
    ];
    for (const [html, text] of texts) assert.deepEqual(await asStep(html), { text, leftOut: [] }, html);
  });

  it('is listed where it has no counterpart, and its text is kept', async () => {
    assert.deepEqual(await asStep('<div class="x">\n  <font color="red">One</font>\n\n  <u>Two</u>\n</div>\n'), {
      text: 'One\n\n  Two'.replace('  Two', 'Two'),
      leftOut: [
        'a.md:5:1  “<div class="x">” has no counterpart. What is in it is kept as text',
        'a.md:6:3  “<font color="red">” has no counterpart. What is in it is kept as text',
        'a.md:8:3  “<u>” has no counterpart. What is in it is kept as text',
      ],
    });
    assert.deepEqual(await asStep('x\n\n<script>\nlet a;\n</script>\n'), {
      text: 'x',
      leftOut: ['a.md:7:1  Left out: <script>', 'a.md:8:1  Left out: let a;', 'a.md:9:1  Left out: </script>'],
    });
    assert.deepEqual(await asStep('<a name="x"></a>Text'), {
      text: 'Text',
      leftOut: ['a.md:5:1  “<a name="x">” has no counterpart. What is in it is kept as text'],
    });
  });
});
