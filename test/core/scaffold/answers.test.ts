import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inEnglish } from '../../../src/core/message.ts';
import { answerProblem, defaultAnswer, isAsked, readAnswer } from '../../../src/core/scaffold/answers.ts';
import { readCondition } from '../../../src/core/scaffold/condition.ts';
import type { Parameter } from '../../../src/protocol/template.ts';

describe('defaultAnswer', () => {
  it('is the default, else the nothing of its type', () => {
    const cases: Parameter[] = [
      { name: 'a', default: 'x' },
      { name: 'a', type: 'boolean', default: true },
      { name: 'a', type: 'boolean' },
      { name: 'a', type: 'number' },
      { name: 'a', type: 'choice', choices: ['x', 'y'] },
      { name: 'a', type: 'choice' },
      { name: 'a' },
    ];
    assert.deepEqual(cases.map(defaultAnswer), ['x', true, false, 0, 'x', '', '']);
  });
});

describe('isAsked', () => {
  const answers = { tests: true, docs: false, runner: 'mocha', port: 80, none: '', title: 'a or b' };
  const asked = (when: string) => isAsked({ name: 'x', when }, answers);

  it('follows an earlier answer', () => {
    assert.deepEqual(['tests', 'docs', 'runner', 'none', 'port'].map(asked), [true, false, true, false, true]);
    assert.deepEqual(['!tests', '!docs', '! none'].map(asked), [false, true, true]);
    assert.equal(isAsked({ name: 'x' }, answers), true);
  });

  it('compares with a value, which stands in quotes where it has spaces', () => {
    assert.deepEqual(['runner == mocha', 'runner == jest', 'runner != jest', 'runner=="mocha"'].map(asked), [true, false, true, true]);
    assert.deepEqual(['port == 80', 'tests == true', "title == 'a or b'", 'none == ""'].map(asked), [true, true, true, true]);
  });

  it('joins by and, which binds more tightly, and or', () => {
    assert.deepEqual(['tests and docs', 'tests or docs', 'docs and docs or tests', 'docs and (x)'].map(asked), [false, true, true, true]);
    assert.equal(asked('tests and runner == jest or port == 80 and !docs'), true);
  });

  it('takes no answer from what every object has', () => {
    assert.equal(asked('constructor'), false);
  });

  it('says of what it cannot read what to write', () => {
    const problem = (when: string) => {
      const read = readCondition(when);
      return 'problem' in read ? inEnglish(read.problem) : undefined;
    };
    const write = 'Write a name, !name, name == value or name != value, joined by “and” and “or”';
    for (const when of ['', 'a =', 'a && b', 'a == b c', '!a == b', 'a or', 'and', '(a)', 'a == "b', '1a', 'a <= 3']) {
      assert.match(problem(when) ?? 'it was read', /^Cannot read “.*”\. /, when);
    }
    assert.equal(problem('tests and a b'), `Cannot read “a b”. ${write}`);
  });

  it('is the same for a condition that was written another way', () => {
    const name = fc.constantFrom('tests', 'docs', 'runner', 'none');
    const value = fc.constantFrom('mocha', 'true', 'false', 'and', 'x y');
    const part = fc.oneof(
      name.map((name) => ({ text: name, holds: Boolean(Reflect.get(answers, name)) })),
      name.map((name) => ({ text: `!${name}`, holds: !Reflect.get(answers, name) })),
      fc
        .tuple(name, value)
        .map(([name, value]) => ({ text: `${name} == "${value}"`, holds: String(Reflect.get(answers, name)) === value })),
    );
    const every = fc.array(part, { minLength: 1, maxLength: 3 });
    const any = fc.array(every, { minLength: 1, maxLength: 3 });
    const same = fc.property(any, (any) => {
      const text = any.map((parts) => parts.map(({ text }) => text).join(' and ')).join('  or ');
      assert.equal(
        asked(text),
        any.some((parts) => parts.every(({ holds }) => holds)),
      );
    });
    return fc.assert(same);
  });
});

describe('answerProblem', () => {
  const problem = (parameter: Partial<Parameter>, value: unknown) => {
    const told = answerProblem({ name: 'x', ...parameter }, value);
    return told === undefined ? undefined : inEnglish(told);
  };

  it('lets pass what fits', () => {
    assert.deepEqual(
      [
        problem({}, ''),
        problem({ pattern: '[a-z]+|\\d' }, 'ab'),
        problem({ type: 'number' }, -1.5),
        problem({ type: 'boolean' }, false),
        problem({ type: 'choice', choices: ['a', 'b'] }, 'b'),
      ],
      [undefined, undefined, undefined, undefined, undefined],
    );
  });

  it('says what does not', () => {
    assert.equal(problem({}, 1), '“x” must be of type string');
    assert.equal(problem({ type: 'number' }, '1'), '“x” must be of type number');
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      assert.equal(problem({ type: 'number' }, value), '“x” must be of type number');
    assert.equal(problem({ type: 'boolean' }, 'true'), '“x” must be of type boolean');
    assert.equal(problem({ type: 'choice', choices: ['a', 'b'] }, 'c'), '“x” must be one of: a, b');
  });

  it('holds the whole of an answer to its pattern', () => {
    for (const value of ['ab1', '1ab', 'ab\n', 'a b']) assert.equal(problem({ pattern: 'x|[a-z]+' }, value), '“x” must match x|[a-z]+');
  });
});

describe('readAnswer', () => {
  it('reads a text as the type that is asked for, and leaves what is none', () => {
    const read = (type: Parameter['type'], text: string) => readAnswer({ name: 'x', ...(type === undefined ? {} : { type }) }, text);
    assert.deepEqual(
      [read(undefined, ' 1 '), read('choice', 'a'), read('number', ' 1e3 '), read('number', '-.5')],
      [' 1 ', 'a', 1000, -0.5],
    );
    assert.deepEqual(
      ['true', 'YES', 'y', '1', 'false', 'No', 'n', '0', 'maybe'].map((text) => read('boolean', text)),
      [...[true, true, true, true, false, false, false, false], 'maybe'],
    );
    assert.deepEqual([read('number', ''), read('number', 'x')], [Number.NaN, Number.NaN]);
  });
});
