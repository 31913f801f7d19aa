// `onramp test --editor`: what only an editor can tell is tried in a real VS Code that has the learner's folder open.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/editor/process.ts';
import { madePack } from '../cli/madePack.ts';

const root = join(import.meta.dirname, '..', '..');

describe('an advocate tests a pack with an editor', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'onramp-cli-'));
  });
  after(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));

  it('sees errors, symbols, extensions and settings as a learner’s VS Code does, right and wrong', async () => {
    await madePack(join(dir, 'pack'), { 'tutorials/good.md': tutorial('number = 1'), 'tutorials/bad.md': tutorial("number = 'one'") });
    const { code, output } = await run(process.execPath, [join(root, 'dist', 'cli.mjs'), 'test', 'pack', '--editor', '--json'], {
      cwd: dir,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [pack] = JSON.parse(output).packs;
    type Told = { title: string; steps: { checks: { verdict: string; after: { found: string } }[] }[] };
    const verdicts = Object.fromEntries(
      pack.tutorials.map(({ id, steps }: Told & { id: string }) => [
        id,
        steps.flatMap(({ checks }) => checks.map(({ verdict }) => verdict)),
      ]),
    );
    assert.deepEqual(verdicts, {
      bad: ['proved', 'standing', 'proved', 'failed'],
      good: ['proved', 'standing', 'proved', 'proved'],
    });
    assert.deepEqual(
      pack.findings.map(({ file, line, code: rule }: Record<string, unknown>) => ({ file, line, rule })),
      [{ file: 'pack/tutorials/bad.md', line: 20, rule: 'walk.fails' }],
    );
    assert.match(pack.findings[0].text, /1 errors\. The first: 2:14 {2}Type 'string' is not assignable to type 'number'/);
    assert.equal(code, 1);
  });
});

function tutorial(given: string): string {
  return `# T

## Types {#types}

~~~json title=".vscode/settings.json"
{ "editor.tabSize": 7 }
~~~

~~~ts title="src/a.ts"
/** How many. */
export const count: ${given};
~~~

~~~yaml check
- setting: editor.tabSize
  equals: 7
- extension: vscode.typescript-language-features
- symbol: count
  in: src/a.ts
- diagnostics: src/a.ts
~~~
`;
}
