import assert from 'node:assert/strict';
import { walkthroughOf } from '../../../src/core/export/walkthroughOf.ts';
import { importAll } from '../import/imported.ts';
import { memoryFiles } from '../memoryFiles.ts';
import { told } from '../told.ts';

const pack = {
  'onramp.json': JSON.stringify({
    name: '@me/my-pack',
    version: '1.2.3',
    title: 'My pack',
    publisher: 'Me & Co',
    description: 'About',
    license: 'MIT',
  }),
  'tutorials/a.md':
    '# A\n\nThe cover.\n\n## One {#one}\n\nRead [this](https://a.b) first.\n\n```sh run\nls\n```\n\n![i](../images/i%20%231.png)\n\n## Two\n\n```yaml check\nextension: a.b\n```\n\n[t](../templates/t)\n',
  'images/i #1.png': new Uint8Array([1, 2, 3]),
};

describe('a pack as walkthroughs', () => {
  it('is an extension with a step for each, its text beside it', async () => {
    const { files, leftOut } = await walkthroughOf(memoryFiles(pack));
    assert.deepEqual(JSON.parse(String(files.get('package.json'))), {
      name: 'my-pack',
      displayName: 'My pack',
      description: 'About',
      version: '1.2.3',
      publisher: 'me-co',
      license: 'MIT',
      engines: { vscode: '^1.95.0' },
      categories: ['Education'],
      contributes: {
        walkthroughs: [
          {
            id: 'a',
            title: 'A',
            description: 'The cover.',
            steps: [
              { id: 'one', title: 'One', description: 'Read this first.', media: { markdown: 'media/a/one.md' } },
              {
                id: 'two',
                title: 'Two',
                description: 't',
                media: { markdown: 'media/a/two.md' },
                completionEvents: ['extensionInstalled:a.b'],
              },
            ],
          },
        ],
      },
    });
    assert.equal(files.get('media/a/one.md'), 'Read [this](https://a.b) first.\n\n```sh\nls\n```\n\n![i](../pack/images/i%20%231.png)\n');
    assert.deepEqual(files.get('media/pack/images/i #1.png'), new Uint8Array([1, 2, 3]));
    assert.deepEqual(told(leftOut), [
      'tutorials/a.md:17:1  Left out, for it has no counterpart there: extension: a.b',
      'tutorials/a.md:21:1  Left out, for it has no counterpart there: [t](../templates/t)',
    ]);
  });

  it('comes back as a pack with the same steps', async () => {
    const { files } = await walkthroughOf(memoryFiles(pack));
    const texts = Object.fromEntries([...files].filter(([path]) => path !== 'package.json'));
    const { files: again } = await importAll({ 'package.json': String(files.get('package.json')) }, { also: texts });
    assert.match(again['tutorials/a.md'] ?? '', /## One \{#one\}\n\n[\s\S]*!\[i\]\(\.\.\/images\/a\/i-1\.png\)[\s\S]*## Two \{#two\}/);
  });
});
