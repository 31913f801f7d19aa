import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/core/message.ts';
import { renderSection } from '../../../src/core/tutorial/markdown.ts';
import { parseTutorial } from '../../../src/core/tutorial/parse.ts';
import { isRight } from '../../../src/core/tutorial/quizBlock.ts';
import { advance, newProgress } from '../../../src/core/tutorial/session.ts';

const parse = (text: string) => parseTutorial(`# T\n\n## A\n\n${text}\n\n## B\n`, 'tutorials/t.md');
const problems = (text: string) => parse(text).problems.map((problem) => `${problem.line}:${problem.column} ${inEnglish(problem)}`);

describe('tasks', () => {
  const tutorial = parse('- [ ] Make an [account](https://a.example)\n- [x] Look\n- plain [ ] box\n\n1. [ ] Loose\n\n   text');
  const [step] = tutorial.steps;

  it('are list items that begin with a box', () => {
    assert.deepEqual(step?.tasks, ['Make an account', 'Look', 'Loose']);
  });

  it('are boxes with a label, open until the learner ticks them', () => {
    const html = step === undefined ? '' : renderSection(step, tutorial.path, () => undefined);
    assert.match(html, /<li class="task"><label><input type="checkbox" data-task="0"> Make an <a [^>]*>account<\/a><\/label><\/li>/);
    assert.ok(!html.includes('checked'));
  });

  it('are ticked and unticked by what they say, and told once', () => {
    const ticked = advance(tutorial, newProgress('p', '1.0.0', 't'), { type: 'tick', step: 'a', task: 1, on: true }, 5);
    assert.deepEqual(ticked.progress.ticks, { a: ['Look'] });
    assert.deepEqual(
      ticked.reports.map(({ type, data }) => [type, 'task' in data && data.task]),
      [['dev.onramp.task.ticked', 1]],
    );
    assert.deepEqual(advance(tutorial, ticked.progress, { type: 'tick', step: 'a', task: 1, on: true }, 6).reports, []);
    assert.deepEqual(advance(tutorial, ticked.progress, { type: 'tick', step: 'a', task: 1, on: false }, 6).progress.ticks, { a: [] });
    assert.deepEqual(advance(tutorial, ticked.progress, { type: 'tick', step: 'a', task: 9, on: true }, 6).progress, ticked.progress);
  });
});

describe('a quiz block', () => {
  const quiz = (body: string) => `\`\`\`yaml quiz\n${body}\n\`\`\``;

  it('is a question with choices', () => {
    const [block] =
      parse(quiz('question: Which?\nchoices:\n  - text: one\n    correct: true\n    why: Because\n  - text: two')).steps[0]?.blocks ?? [];
    assert.ok(block?.kind === 'quiz');
    assert.deepEqual(block.quiz, { question: 'Which?', choices: [{ text: 'one', correct: true, why: 'Because' }, { text: 'two' }] });
  });

  it('is right when all right choices and no other are chosen', () => {
    const choices = [{ text: 'a', correct: true }, { text: 'b' }, { text: 'c', correct: true }];
    const verdicts = [[0, 2], [0], [0, 1, 2], []].map((chosen) => isRight({ question: '?', choices, multiple: true }, chosen));
    assert.deepEqual(verdicts, [true, false, false, false]);
  });

  const refused: [string, string][] = [
    ['question: Which?\nchoices:\n  - text: one\n  - text: two', '8:3 No choice is right. Write “correct: true” at one of them'],
    [
      'question: W?\nchoices:\n  - { text: one, correct: true }\n  - { text: two, correct: true }',
      '8:3 Several choices are right. Write “multiple: true”, or leave one of them',
    ],
    ['question: W?\nchoices:\n  - { text: one, correct: true }\n  - { txt: two }', '9:5 “choices.1.text” is missing'],
    ['question: W?', '6:1 “choices” is missing'],
  ];
  for (const [body, expected] of refused) {
    it(`tells ${expected}, and the rest works`, () => {
      assert.equal(problems(quiz(body))[0], expected);
      assert.equal(parse(quiz(body)).steps.length, 2);
    });
  }
});

describe('a diff block', () => {
  it('names the file it changes', () => {
    const [block] = parse('```diff title="src/app.ts"\n-a\n+b\n```').steps[0]?.blocks ?? [];
    assert.ok(block?.kind === 'diff');
    assert.equal(block.path, 'src/app.ts');
  });

  it('without a file is only shown', () => assert.equal(parse('```diff\n-a\n+b\n```').steps[0]?.blocks[0]?.kind, 'code'));

  it('that is none is told', () => {
    assert.deepEqual(problems('```diff title="a.ts"\nhello\n```'), [
      '5:1 This cannot be read as a diff: it has no line that begins with + or -',
    ]);
  });
});

describe('a command link', () => {
  it('runs what only shows a part of the editor', () => {
    const [link] = parse('[Explorer](command:workbench.view.explorer)').steps[0]?.links ?? [];
    assert.deepEqual(link, { kind: 'command', command: 'workbench.view.explorer' });
  });

  for (const href of [
    'command:workbench.action.terminal.sendSequence?%7B%7D',
    'command:workbench.view.explorer?[1]',
    'COMMAND:vscode.open',
    'command:',
  ]) {
    it(`${href} is plain text and an error`, () => {
      const tutorial = parse(`[Do it](${href})`);
      assert.match(tutorial.problems[0]?.code ?? '', /^link\.command$/);
      assert.equal(tutorial.problems[0]?.line, 5);
      const html = renderSection(tutorial.steps[0] ?? tutorial.cover, tutorial.path, () => undefined);
      assert.equal(html.trim(), '<p><span>Do it</span></p>');
    });
  }
});
