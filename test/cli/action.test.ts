import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import * as z from 'zod/mini';
import { run } from '../../src/cli/editor/process.ts';
import { madePack } from './madePack.ts';

const root = join(import.meta.dirname, '../..');

/** What GitHub reads of a composite action: https://docs.github.com/actions/sharing-automations/creating-actions/metadata-syntax-for-github-actions */
const action = z.strictObject({
  name: z.string(),
  description: z.string(),
  branding: z.strictObject({ icon: z.string(), color: z.string() }),
  inputs: z.record(z.string(), z.strictObject({ description: z.string(), default: z.string() })),
  runs: z.strictObject({
    using: z.literal('composite'),
    steps: z.array(
      z.strictObject({
        name: z.string(),
        if: z.optional(z.string()),
        shell: z.literal('bash'),
        env: z.record(z.string(), z.string()),
        run: z.string(),
      }),
    ),
  }),
});

describe('the GitHub Action', function () {
  this.timeout(60_000);
  let read: z.infer<typeof action>;
  let dir: string;
  before(async () => {
    const document = parseDocument(await readFile(join(root, 'action.yml'), 'utf8'));
    assert.deepEqual(document.errors, []);
    read = action.parse(document.toJS());
    dir = await mkdtemp(join(tmpdir(), 'onramp-action-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  /** Runs a step as GitHub's runner does, with these inputs. */
  async function step(name: string, inputs: Record<string, string>, actionPath = root) {
    const found = read.runs.steps.find((one) => one.name === name) ?? assert.fail(`there is no step ${name}`);
    const values = { ...Object.fromEntries(Object.entries(read.inputs).map(([input, { default: value }]) => [input, value])), ...inputs };
    const filled = Object.entries(found.env).map(([variable, text]) => [
      variable,
      text.replace(/\$\{\{ (github\.action_path|inputs\.(\w+)) \}\}/g, (whole, path: string, input: string) =>
        path === 'github.action_path' ? actionPath : (values[input] ?? whole),
      ),
    ]);
    const env = { ...process.env, NO_COLOR: '1', ...Object.fromEntries(filled) };
    return run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', found.run], { cwd: dir, env });
  }

  it('puts no input into a script, where it could be read as a part of it', () => {
    for (const { run: script } of read.runs.steps) assert.doesNotMatch(script, /\$\{\{/);
    const used = new Set(
      read.runs.steps.flatMap(({ env, if: condition = '' }) => [...Object.values(env), condition].join(' ').match(/inputs\.\w+/g) ?? []),
    );
    assert.deepEqual(
      [...used].sort(),
      Object.keys(read.inputs)
        .map((name) => `inputs.${name}`)
        .sort(),
    );
  });

  it('makes its command line ready once, of its own version', async () => {
    assert.deepEqual(await step('Get Onramp ready', {}), { code: 0, output: '' });
    const checkout = join(dir, 'checkout');
    await mkdir(join(checkout, 'bin'), { recursive: true });
    const npm = join(checkout, 'bin', 'npm');
    await writeFile(npm, '#!/bin/sh\necho "npm $1 $2"\n');
    await chmod(npm, 0o755);
    const before = process.env.PATH;
    process.env.PATH = `${join(checkout, 'bin')}:${before}`;
    try {
      assert.deepEqual(await step('Get Onramp ready', {}, checkout), { code: 0, output: 'npm ci --no-audit\nnpm run --silent\n' });
    } finally {
      process.env.PATH = before;
    }
  });

  it('lints packs, and fails with an annotation at the line', async () => {
    await madePack(join(dir, 'sound'), { LICENSE: 'MIT', 'tutorials/t.md': '# T\n\n## One {#one}\n\nText.\n' });
    assert.equal((await step('Lint', { path: 'sound' })).code, 0);
    await madePack(join(dir, 'spoilt'), { LICENSE: 'MIT', 'tutorials/t.md': '# T\n\n## One {#one}\n\n~~~yaml check\nfiel: a\n~~~\n' });
    const { code, output } = await step('Lint', { path: 'sound spoilt' });
    assert.equal(code, 1, output);
    assert.match(output, /^::error file=spoilt\/tutorials\/t\.md,line=6,.*Did you mean “file”/m);
  });

  it('tests packs with what it is given, and fails with an annotation at the line', async () => {
    const text = (word: string) =>
      `# T\n\n## One {#one}\n\n[Scaffold](../templates/app)\n\n~~~sh run\necho "$GIVEN" >> a.txt\n~~~\n\n~~~yaml check\nfile: a.txt\ncontains: ${word}\n~~~\n`;
    const template = {
      'templates/app/template.json': '{"title":"App","parameters":[{"name":"name"}]}',
      'templates/app/a.txt.mustache': '{{name}}\n',
    };
    await madePack(join(dir, 'one'), { ...template, 'tutorials/t.md': text('two words; $(touch hacked)') });
    await madePack(join(dir, 'two'), {
      ...template,
      'tutorials/t.md': text('set'),
      'tutorials/u.md': '# U\n\n## Two\n\n~~~js title="a" after="b"\nc\n~~~\n',
    });
    const given = { path: 'one two', env: 'GIVEN=two words; $(touch hacked)\nOTHER=1\n', set: 'name=set' };
    const { code, output } = await step('Test', given);
    assert.equal(code, 1, output);
    assert.match(output, /^::error file=two\/tutorials\/u\.md,line=5,col=1,title=write\.noFile::/m);
    assert.equal(output.match(/^::error/gm)?.length, 1, output);
    const only = await step('Test', { ...given, path: 'one two', only: 't' });
    assert.equal(only.code, 0, only.output);
    await assert.rejects(readFile(join(dir, 'hacked')));
  });
});
