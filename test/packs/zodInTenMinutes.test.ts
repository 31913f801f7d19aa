import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diskFiles } from '../../src/cli/diskFiles.ts';
import { run } from '../../src/cli/editor/process.ts';
import { inEnglish } from '../../src/core/message.ts';
import { readPack } from '../../src/core/pack/pack.ts';
import { findLines } from '../../src/core/tutorial/anchor.ts';
import { subjectOf } from '../../src/core/tutorial/check.ts';
import { parseTutorial } from '../../src/core/tutorial/parse.ts';
import { isRight } from '../../src/core/tutorial/quizBlock.ts';
import { type Block, checksOf, type Step, type Tutorial } from '../../src/core/tutorial/tutorial.ts';
import type { Quiz } from '../../src/protocol/quiz.ts';
import { kindsIn } from './kinds.ts';
import { type Learner, learner } from './learner.ts';

const pack = diskFiles(fileURLToPath(new URL('../../packs/zod-in-ten-minutes', import.meta.url)));
const path = 'tutorials/zod.md';
const stepIds = ['scaffold', 'install', 'schema', 'errors', 'rules', 'types-for-free', 'query', 'commit'];
const onlyInAnEditor = new Set(['diagnostics', 'symbol', 'extension', 'setting']);
const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

describe('The pack zod-in-ten-minutes', () => {
  let tutorial: Tutorial;
  let folder: string;
  let someone: Learner;
  const printed = new Map<string, string>();

  before(async () => {
    tutorial = parseTutorial((await pack.readText(path)) ?? '', path);
    folder = await mkdtemp(join(tmpdir(), 'onramp-learner-'));
    someone = learner(pack, folder, {
      npm_config_prefer_offline: 'true',
      npm_config_update_notifier: 'false',
      GIT_CONFIG_GLOBAL: devNull,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.org',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.org',
    });
  });
  after(async () => {
    await someone.stopServers();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('is understood without a complaint', async () => {
    const read = await readPack(pack);
    assert.deepEqual(read.problems.map(inEnglish), []);
    assert.equal(read.pack?.manifest.name, 'zod-in-ten-minutes');
    assert.deepEqual(
      tutorial.problems.map((problem) => `${problem.line}:${problem.column} ${inEnglish(problem)}`),
      [],
    );
    assert.deepEqual(
      tutorial.steps.map(({ id }) => id),
      stepIds,
    );
  });

  it('uses every kind of block, check, link and reference that the format has', () => {
    assert.deepEqual(kindsIn(tutorial), everyKind);
  });

  it('asks for a Node.js and a git that are here', async () => {
    assert.equal(tutorial.requires.length, 2);
    assert.deepEqual(await someone.failures(tutorial.requires), []);
  });

  it('counts one check as the first success: the first order that is parsed', () => {
    const successes = tutorial.steps.flatMap((step) => checksOf(step).flatMap(({ check }) => (check.success ? [step.id] : [])));
    assert.deepEqual(successes, ['schema']);
  });

  it('leads to steps that are there, and shows a picture that is', async () => {
    const inside = tutorial.steps.flatMap(({ links }) => links.flatMap((link) => (link.kind === 'plain' ? [link.href] : [])));
    assert.deepEqual(inside, ['#schema']);
    assert.ok(inside.every((href) => stepIds.includes(href.slice(1))));
    assert.match((await pack.readText('tutorials/gate.svg')) ?? '', /^<svg /);
  });

  for (const id of stepIds) {
    it(`step ${id}: fails before it is done, passes after, and shows what it speaks of`, async function () {
      this.timeout(240_000);
      const step = stepOf(id);
      if (triedHere(step)) assert.notDeepEqual(await someone.failures(checksOf(step)), [], 'passes before anything is done');
      printed.set(id, await someone.follow(step));
      assert.deepEqual(await someone.failures(checksOf(step)), [], printed.get(id));
      await assertReferences(step);
    });
  }

  it('leaves to the editor the checks of one step only', () => {
    assert.deepEqual(
      tutorial.steps.filter((step) => !triedHere(step)).map(({ id }) => id),
      ['types-for-free'],
    );
  });

  it('prints what it says that it prints', () => {
    const shown = only(stepOf('errors').blocks, 'code');
    assert.ok(printed.get('errors')?.endsWith(shown.text), printed.get('errors'));
    assert.ok(!printed.get('schema')?.includes('isAdmin'), 'z.object leaves out what it does not know, as the quiz says');
  });

  it('has questions with one answer that is right, and the server agrees', async () => {
    const first = only(stepOf('schema').blocks, 'quiz').quiz;
    const second = only(stepOf('query').blocks, 'quiz').quiz;
    assert.deepEqual([rightAnswers(first), rightAnswers(second)], [[[1]], [[0, 2]]]);
    assert.ok([...first.choices, ...second.choices].every(({ why }) => why !== undefined));
    for (const { text, correct = false } of second.choices) {
      const { status } = await fetch(`http://127.0.0.1:4310/price${text}`);
      assert.equal(status, correct ? 200 : 400, text);
    }
  });

  it('leaves a project in which TypeScript finds no mistake, though it finds the one that was made on purpose', async function () {
    this.timeout(60_000);
    const check = () => run(process.execPath, [tsc, '--noEmit', '-p', 'jsconfig.json'], { cwd: folder });
    assert.deepEqual(await check(), { code: 0, output: '' });
    const files = diskFiles(folder);
    const mended = (await files.readText('src/price.js')) ?? '';
    const [, mistaken] = stepOf('types-for-free').blocks;
    await files.write('src/price.js', mistaken?.text ?? '');
    const { code, output } = await check();
    await files.write('src/price.js', mended);
    assert.notEqual(code, 0);
    assert.match(output, /^src\/price\.js\(7,\d+\): error .*'weekend' does not exist/);
    assert.equal(output.trimEnd().split('\n').length, 1, output);
  });

  function stepOf(id: string): Step {
    const step = tutorial.steps.find((candidate) => candidate.id === id);
    assert.ok(step, `there is no step ${id}`);
    return step;
  }

  async function assertReferences({ references }: Step) {
    const files = diskFiles(folder);
    for (const reference of references) {
      const content = await files.readText(reference.path);
      assert.ok(content !== undefined && findLines(content, reference), `nothing at ${JSON.stringify(reference)}`);
    }
  }
});

/** Whether a step has a check that can be tried without an editor. */
function triedHere(step: Step): boolean {
  return checksOf(step).some(({ check }) => !onlyInAnEditor.has(subjectOf(check)));
}

function only<K extends Block['kind']>(blocks: Block[], kind: K): Extract<Block, { kind: K }> {
  const found = blocks.filter((block): block is Extract<Block, { kind: K }> => block.kind === kind);
  assert.equal(found.length, 1);
  return found[0] as Extract<Block, { kind: K }>;
}

/** Every set of choices that counts as right. */
function rightAnswers(quiz: Quiz): number[][] {
  const sets = Array.from({ length: 2 ** quiz.choices.length }, (_, bits) => [...quiz.choices.keys()].filter((at) => bits & (1 << at)));
  return sets.filter((chosen) => isRight(quiz, chosen));
}

const everyKind = [
  'alert caution',
  'alert important',
  'alert note',
  'alert tip',
  'alert warning',
  'check diagnostics',
  'check extension',
  'check file',
  'check file contains',
  'check file equals',
  'check file exists',
  'check file json',
  'check file matches',
  'check gate',
  'check git clean',
  'check git commit',
  'check hint',
  'check http',
  'check http contains',
  'check http equals',
  'check http json',
  'check http status',
  'check run',
  'check run exit',
  'check run output',
  'check run outputMatches',
  'check run timeout',
  'check setting',
  'check setting equals',
  'check success',
  'check symbol',
  'check symbol in',
  'code',
  'diff',
  'file after',
  'file append',
  'file before',
  'file whole',
  'fold Hint',
  'fold Solution',
  'image',
  'link command',
  'link plain',
  'link snippet',
  'link template',
  'link web',
  'quiz multiple',
  'quiz single',
  'reference line',
  'reference range',
  'reference text',
  'requires check gate',
  'requires check hint',
  'requires check run',
  'requires check run output',
  'requires check run outputMatches',
  'run',
  'table',
  'task',
];
