import assert from 'node:assert/strict';
import { strFromU8, unzipSync } from 'fflate';
import { vsixOf } from '../../../src/core/export/vsixOf.ts';
import { memoryFiles } from '../memoryFiles.ts';

const pack = {
  'onramp.json': JSON.stringify({ name: '@me/my-pack', version: '1.2.3', title: 'A & B <C>', publisher: 'Me', description: '"D"' }),
  'tutorials/a.md': '# A\n## S\n',
  'templates/t/.gitignore': 'x\n',
  'templates/t/Makefile': 'all:\n',
  'images/i.png': new Uint8Array([1, 2, 3]),
  '.git/config': 'x',
  'node_modules/x/a.js': 'x',
  'old.vsix': 'x',
};

describe('a pack as a .vsix', () => {
  it('holds the pack and says so, and nothing else', async () => {
    const { name, content } = await vsixOf(memoryFiles(pack));
    assert.equal(name, 'me.my-pack-1.2.3.vsix');
    const files = unzipSync(content);
    assert.deepEqual(Object.keys(files).sort(), [
      '[Content_Types].xml',
      'extension.vsixmanifest',
      'extension/pack/images/i.png',
      'extension/pack/onramp.json',
      'extension/pack/templates/t/.gitignore',
      'extension/pack/templates/t/Makefile',
      'extension/pack/tutorials/a.md',
      'extension/package.json',
      'extension/readme.md',
    ]);
    const text = (path: string) => strFromU8(files[path] ?? new Uint8Array());
    const { onramp, extensionDependencies, main } = JSON.parse(text('extension/package.json'));
    assert.deepEqual(
      { onramp, extensionDependencies, main },
      { onramp: { packs: ['./pack'] }, extensionDependencies: ['onramp.onramp'], main: undefined },
    );
    assert.match(
      text('extension.vsixmanifest'),
      /<Identity Language="en-US" Id="my-pack" Version="1\.2\.3" Publisher="me" \/>\n.*<DisplayName>A &amp; B &lt;C&gt;</,
    );
    for (const ending of ['.png', '.json', '.md', '.gitignore', '.vsixmanifest'])
      assert.ok(text('[Content_Types].xml').includes(`Extension="${ending}"`), ending);
    assert.ok(text('[Content_Types].xml').includes('PartName="/extension/pack/templates/t/Makefile"'));
    assert.deepEqual(files['extension/pack/images/i.png'], new Uint8Array([1, 2, 3]));
  });

  it('is the same whenever it is made', async () => {
    assert.deepEqual((await vsixOf(memoryFiles(pack))).content, (await vsixOf(memoryFiles(pack))).content);
  });

  it('is not made of what is no pack', async () => {
    await assert.rejects(vsixOf(memoryFiles({})), { code: 'manifest.missing' });
  });
});
