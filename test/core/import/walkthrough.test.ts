import assert from 'node:assert/strict';
import { importAll } from './imported.ts';

/** The `package.json` of an extension with one walkthrough of these steps. */
function extension(steps: unknown[], more: Record<string, unknown> = {}): string {
  return JSON.stringify(
    { name: 'x', publisher: 'Me', contributes: { walkthroughs: [{ id: 'start', title: 'Start', description: 'About', steps, ...more }] } },
    undefined,
    2,
  );
}

describe('the import of walkthroughs', () => {
  it('makes a step of each, with its id, its texts from the table of names and what is shown beside it', async () => {
    const { files, leftOut } = await importAll(
      {
        'ext/package.json': extension([
          {
            id: 'one.a',
            title: '%one%',
            description: 'Do $(gear) it\n[Run](command:workbench.view.scm)',
            media: { markdown: 'media/one.md' },
          },
          { id: 'two', title: 'Two', description: 'So', media: { image: { dark: 'media/d.png', light: 'media/l.png' }, altText: 'It' } },
          { id: 'three', title: 'Three', description: '[Go](command:x.y?{"a":1})', media: { svg: 'media/gone.svg', altText: 'Gone' } },
        ]),
      },
      {
        also: {
          'ext/package.nls.json': '{"one": "One"}',
          'ext/media/one.md': '# Look\n![p](p.png)\n',
          'ext/media/p.png': new Uint8Array([1]),
          'ext/media/l.png': new Uint8Array([2]),
        },
      },
    );
    assert.equal(
      files['tutorials/start.md'],
      [
        '---\ntitle: Start\ndescription: About\n---\n',
        '## One {#one-a}\n\nDo it\n[Run](command:workbench.view.scm)\n\n### Look\n![p](../images/start/p.png)\n',
        '## Two {#two}\n\nSo\n\n![It](../images/start/l.png)\n',
        '## Three {#three}\n\nGo\n\n_Gone_\n',
      ].join('\n'),
    );
    assert.deepEqual(
      leftOut.map((line) => line.replace(/^[^ ]* {2}/, '')),
      [
        'The icon $(gear) is left out',
        'Left out, for a tutorial has no such thing: dark: media/d.png',
        'A tutorial may not run the command “x.y?{"a":1}”, so the words of its link are plain text',
        'The image “media/gone.svg” is not there. Its words stand in its place: put the image beside the source, or take them out',
      ],
    );
  });

  it('makes checks of the events that one can see, and lists the others', async () => {
    const { files, leftOut } = await importAll({
      'package.json': extension(
        [
          { id: 'a', title: 'A', description: '', completionEvents: ['extensionInstalled:me.x', 'onCommand:x.y'] },
          { id: 'b', title: 'B', description: '', completionEvents: ['onSettingChanged:files.eol', 'onStepSelected'], when: 'isMac' },
        ],
        { featuredFor: ['*.py'] },
      ),
    });
    const text = files['tutorials/start.md'] ?? '';
    assert.match(text, /## A \{#a\}\n\n```yaml check\nextension: me\.x\ngate: false\n```/);
    assert.match(text, /## B \{#b\}\n\n```yaml check\nsetting: files\.eol\ngate: false\n```/);
    assert.deepEqual(
      leftOut.map((line) => line.replace(/^[^ ]* {2}/, '')),
      [
        'The step was done by itself after this, which a check cannot see: onCommand:x.y',
        'Left out, for a tutorial has no such thing: when: isMac',
        'Left out, for a tutorial has no such thing: featuredFor: ["*.py"]',
      ],
    );
  });

  it('says where an extension has none', async () => {
    const { failed } = await importAll({ 'package.json': '{"contributes": {"walkthroughs": []}}' }, { format: 'walkthrough' });
    assert.deepEqual(failed, ['package.json:1:18  This extension has no walkthroughs with steps']);
  });
});
