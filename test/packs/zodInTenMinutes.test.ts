import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { devNull } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diskFiles } from '../../src/cli/diskFiles.ts';
import { run } from '../../src/cli/editor/process.ts';
import { type PackTestReport, testPack } from '../../src/cli/walk/testPack.ts';
import { inEnglish } from '../../src/core/message.ts';
import { readPack } from '../../src/core/pack/pack.ts';
import { subjectOf } from '../../src/core/tutorial/check.ts';
import { parseTutorial } from '../../src/core/tutorial/parse.ts';
import { isRight } from '../../src/core/tutorial/quizBlock.ts';
import { type Block, checksOf, type Step, type Tutorial } from '../../src/core/tutorial/tutorial.ts';
import type { Quiz } from '../../src/protocol/quiz.ts';
import { kindsIn } from './kinds.ts';
import { printedIn, stepTold } from './walked.ts';

const root = fileURLToPath(new URL('../../packs/zod-in-ten-minutes', import.meta.url));
const pack = diskFiles(root);
const path = 'tutorials/zod.md';
const stepIds = ['scaffold', 'install', 'schema', 'errors', 'rules', 'types-for-free', 'query', 'commit'];
const onlyInAnEditor = new Set(['diagnostics', 'symbol', 'extension', 'setting']);
const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

describe('The pack zod-in-ten-minutes', () => {
  let tutorial: Tutorial;
  let folder: string;
  let report: PackTestReport;
  const answered: { text: string; status: number }[] = [];

  before(async function () {
    this.timeout(240_000);
    tutorial = parseTutorial((await pack.readText(path)) ?? '', path);
    report = await testPack(root, {
      env: {
        npm_config_prefer_offline: 'true',
        npm_config_update_notifier: 'false',
        GIT_CONFIG_GLOBAL: devNull,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@example.org',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@example.org',
      },
      keep: true,
      onStep: async (_, { id }) => {
        if (id !== 'query') return;
        for (const { text } of only(stepOf(id).blocks, 'quiz').quiz.choices) {
          answered.push({ text, status: (await fetch(`http://127.0.0.1:4310/price${text}`)).status });
        }
      },
    });
    folder = report.walks[0]?.folder ?? '';
  });
  after(() => rm(dirname(folder), { recursive: true, force: true, maxRetries: 5 }));

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

  it('asks for a Node.js and a git that are here', () => {
    assert.equal(tutorial.requires.length, 2);
    assert.deepEqual(
      report.walks.map(({ problems }) => problems.map(inEnglish)),
      [[]],
    );
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
    it(`step ${id}: fails before it is done, passes after, and shows what it speaks of`, () => {
      const { proved, wrong } = stepTold(report, id);
      assert.deepEqual(wrong, []);
      if (triedHere(stepOf(id))) assert.ok(proved > 0, 'passes before anything is done');
    });
  }

  it('passes the test of an advocate', () => {
    assert.deepEqual([report.passed, report.findings], [true, []]);
  });

  it('leaves to the editor the checks of one step only', () => {
    assert.deepEqual(
      tutorial.steps.filter((step) => !triedHere(step)).map(({ id }) => id),
      ['types-for-free'],
    );
  });

  it('prints what it says that it prints', () => {
    const shown = only(stepOf('errors').blocks, 'code');
    assert.ok(printedIn(report, 'errors').endsWith(shown.text), printedIn(report, 'errors'));
    assert.ok(!printedIn(report, 'schema').includes('isAdmin'), 'z.object leaves out what it does not know, as the quiz says');
  });

  it('has questions with one answer that is right, and the server agrees', () => {
    const first = only(stepOf('schema').blocks, 'quiz').quiz;
    const second = only(stepOf('query').blocks, 'quiz').quiz;
    assert.deepEqual([rightAnswers(first), rightAnswers(second)], [[[1]], [[0, 2]]]);
    assert.ok([...first.choices, ...second.choices].every(({ why }) => why !== undefined));
    assert.deepEqual(
      answered,
      second.choices.map(({ text, correct = false }) => ({ text, status: correct ? 200 : 400 })),
    );
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
