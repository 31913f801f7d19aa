import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type OnrampFolder, onrampFolder } from './onrampCommand.ts';

const pack = {
  'p/onramp.json': JSON.stringify({ name: 'my-pack', version: '1.0.0', title: 'My pack', publisher: 'Me', description: 'About' }),
  'p/tutorials/a.md': '# A\n\n## One\n\n`src/a.ts:3`\n\nRead.\n\n```yaml check\nfile: a\n```\n',
};

describe('onramp export', function () {
  this.timeout(30_000);
  let here: OnrampFolder;
  beforeEach(async () => {
    here = await onrampFolder();
    await here.write(pack);
  });
  afterEach(() => here.dispose());

  it('writes tours beside the code, and tells what has no place in them', async () => {
    await here.write({ 'code/src/a.ts': 'x' });
    const { said, exit } = await here.run('export', 'p', '--to', 'codetour', '--out', 'code');
    assert.deepEqual(said.split('\n'), [
      'p/tutorials/a.md:9:1  export.plain  Left out, for it has no counterpart there: file: a',
      '1 file written: code/.tours/a.tour. 1 thing left out.',
      '',
    ]);
    assert.equal(exit, 0);
    assert.deepEqual(JSON.parse(await here.read('code/.tours/a.tour')).steps, [
      { title: 'One', file: 'src/a.ts', line: 3, description: 'Read.' },
    ]);
    const again = await here.run('export', 'p', '--to', 'codetour', '--out', 'code');
    assert.match(again.complaint, /\.tours\/a\.tour in .* would be written over, so nothing was/);
    assert.equal((await here.run('export', 'p', '--to', 'codetour', '--out', 'code', '--yes')).exit, 0);
  });

  it('writes an extension with walkthroughs into a new folder', async () => {
    const { said, exit } = await here.run('export', 'p', '--to', 'walkthrough', '--json');
    assert.deepEqual(JSON.parse(said).written, ['p-walkthrough/media/a/one.md', 'p-walkthrough/package.json']);
    assert.equal(exit, 0);
    assert.equal((await here.run('export', 'p', '--to', 'walkthrough')).exit, 1);
  });

  it('writes a .vsix', async () => {
    const { said, exit } = await here.run('export', 'p', '--to', 'vsix', '--out', 'out/mine.vsix');
    assert.equal(said, '1 file written: out/mine.vsix. 0 things left out.\n');
    assert.equal(exit, 0);
    const files = unzipSync(await readFile(join(here.folder, 'out/mine.vsix')));
    assert.ok(files['extension/pack/tutorials/a.md']);
  });

  it('ends with 1 and what is wrong where there is no pack, with 2 when it is called the wrong way', async () => {
    const { said, exit } = await here.run('export', 'gone', '--to', 'vsix');
    assert.deepEqual([said, exit], ['gone/onramp.json:1:1  manifest.missing  There is no onramp.json in this folder\n', 1]);
    assert.equal((await here.run('export', 'p')).exit, 2);
    assert.equal((await here.run('export', 'p', '--to', 'pdf')).exit, 2);
    assert.ok((await here.run('export', '--help')).said.includes('Examples:'));
  });
});
