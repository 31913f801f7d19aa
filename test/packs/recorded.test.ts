import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskFiles } from '../../src/cli/diskFiles.ts';
import { testPack } from '../../src/cli/walk/testPack.ts';
import { filesBefore, type Recorded, record, recordedTutorial } from '../../src/core/authoring/recording.ts';

describe('A tutorial that was recorded', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onramp-recorded-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('can be followed from an empty folder, and each of its checks fails before its step and passes after', async function () {
    this.timeout(60_000);
    const app = 'const one = 1; // the first of the two numbers\nconst two = 2;\n';
    const acts: Recorded[] = [
      { kind: 'lines', path: 'src/app.js', from: 2, to: 2, text: app },
      { kind: 'command', command: 'node src/app.js' },
      { kind: 'file', path: 'src/app.js', before: app, after: `${app}console.log("it's", one + two);\n` },
      { kind: 'command', command: 'node src/app.js > out.txt' },
      { kind: 'file', path: 'README.md', before: undefined, after: '# App\n\n```sh\nnode src/app.js\n```\n' },
      { kind: 'file', path: 'src/app.js', before: `${app}console.log("it's", one + two);\n`, after: `${app}console.log(one * two);\n` },
    ];
    const recorded = acts.reduce<Recorded[]>(record, []);
    const files = diskFiles(folder);
    const manifest = { name: 'recorded', version: '1.0.0', title: 'Recorded', publisher: 'me', description: 'Recorded.', license: 'MIT' };
    await files.write('onramp.json', JSON.stringify(manifest));
    await files.write('templates/app/template.json', '{ "title": "App" }');
    for (const [path, text] of filesBefore(recorded)) await files.write(`templates/app/${path}`, text);
    await files.write('tutorials/app.md', recordedTutorial('App', recorded, 'app'));

    const { walks, findings, passed } = await testPack(folder);
    assert.deepEqual(findings, []);
    assert.ok(passed);
    const verdicts = walks.flatMap(({ steps }) => steps).flatMap(({ checks }) => checks.map(({ verdict }) => verdict));
    assert.deepEqual(verdicts, ['proved', 'proved', 'proved', 'proved']);
  });
});
