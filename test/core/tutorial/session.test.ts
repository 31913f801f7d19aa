import assert from 'node:assert/strict';
import { message } from '../../../src/core/message.ts';
import type { CheckResult } from '../../../src/core/tutorial/check.ts';
import { parseTutorial } from '../../../src/core/tutorial/parse.ts';
import { advance, isAtEnd, mayPass, newProgress, reportsSoFar, type SessionEvent, stepsDone } from '../../../src/core/tutorial/session.ts';
import type { Tutorial } from '../../../src/core/tutorial/tutorial.ts';
import { event as eventSchema, type Report } from '../../../src/protocol/event.ts';
import { type Progress, progress as progressSchema } from '../../../src/protocol/progress.ts';

const threeSteps = tutorialOf(
  '# T',
  '## Look',
  'text',
  '## Make {#make}',
  '```yaml check',
  '- file: a',
  '- run: b',
  '  success: true',
  '- file: c',
  '  gate: false',
  '```',
  '## End',
  '```yaml check',
  'file: d',
  'gate: false',
  'success: true',
  '```',
);

describe('reportsSoFar', () => {
  it('tells of a person who agrees at the end all that counts: the start, the steps, the first success and the end', () => {
    const events: SessionEvent[] = [
      { type: 'start' },
      { type: 'skip' },
      checked('make', ['passed', 'passed', 'passed']),
      { type: 'next' },
      { type: 'next' },
    ];
    const { progress } = session(threeSteps, events);
    const told = reportsSoFar(threeSteps, progress());
    assert.deepEqual(told.map(line), [
      'tutorial.started look,make,end',
      'step.entered look',
      'step.skipped look',
      'step.entered make',
      'step.completed make',
      'step.entered end',
      'step.completed end',
      'firstSuccess.reached make 20',
      'tutorial.completed 40',
    ]);
    for (const report of told) eventSchema.parse(sent(report));
  });

  it('tells of a person on the way no more than was done', () => {
    const { progress } = session(threeSteps, [{ type: 'start' }]);
    assert.deepEqual(reportsSoFar(threeSteps, progress()).map(line), ['tutorial.started look,make,end', 'step.entered look']);
    assert.deepEqual(reportsSoFar(threeSteps, fresh()), []);
  });
});

describe('advance', () => {
  it('takes a person from the cover to the end', () => {
    const person = session(threeSteps);
    person.do({ type: 'start' });
    assert.equal(person.told(), 'tutorial.started look,make,end | step.entered look');
    person.do({ type: 'next' });
    assert.equal(person.told(), 'step.completed look | step.entered make');
    person.do({ type: 'next' });
    assert.equal(person.told(), '');
    person.do(checked('make', ['passed', 'passed', 'failed']));
    assert.equal(
      person.told(),
      'check.passed make 0 | check.passed make 1 | firstSuccess.reached make 30 | check.failed make 2 found.absent | step.completed make',
    );
    person.do({ type: 'next' });
    assert.equal(person.told(), 'step.entered end');
    person.do({ type: 'next' });
    assert.equal(person.told(), 'step.completed end | tutorial.completed 50');
    assert.equal(person.state(), 'end: look completed, make completed, end completed; started 10, success 40, done 60');
  });

  describe('start', () => {
    it('goes on where the person was', () => {
      const person = session(threeSteps, [{ type: 'start' }, { type: 'next' }, { type: 'start' }]);
      assert.equal(person.state(), 'make: look completed, make entered; started 10');
      assert.equal(person.told(), '');
    });

    it('from the cover goes to the first step that is not behind the person', () => {
      const person = session(threeSteps, [{ type: 'start' }, { type: 'next' }, { type: 'go', step: null }, { type: 'start' }]);
      assert.equal(person.state(), 'make: look completed, make entered; started 10');
    });

    it('once all is done begins with the first step and reports nothing again', () => {
      const person = session(threeSteps, [
        { type: 'start' },
        { type: 'skip' },
        { type: 'skip' },
        { type: 'skip' },
        { type: 'go', step: null },
      ]);
      person.do({ type: 'start' });
      assert.equal(person.state(), 'look: look skipped, make skipped, end skipped; started 10, done 40');
      assert.equal(person.told(), '');
    });

    it('finds a way on when a newer version has lost the step that was shown', () => {
      for (const type of ['start', 'next'] as const) {
        const person = session(threeSteps, [], {
          ...fresh(),
          current: 'gone',
          startedAt: 1,
          steps: { look: { status: 'completed', at: 2 }, gone: { status: 'entered', at: 3 } },
        });
        person.do({ type });
        assert.equal(person.state(), 'make: look completed, gone entered, make entered; started 1');
        assert.equal(person.told(), 'step.entered make');
      }
    });

    it('of a tutorial without steps stays at the cover', () => {
      const person = session(tutorialOf('# T'), [{ type: 'start' }, { type: 'next' }, { type: 'skip' }]);
      assert.equal(person.state(), 'cover: ; started 10');
    });
  });

  describe('go', () => {
    it('shows any step, and reports its first sight once', () => {
      const person = session(threeSteps);
      person.do({ type: 'go', step: 'end' });
      assert.equal(person.told(), 'tutorial.started look,make,end | step.entered end');
      person.do({ type: 'go', step: null });
      person.do({ type: 'go', step: 'end' });
      assert.equal(person.told(), '');
      assert.equal(person.state(), 'end: end entered; started 10');
    });

    it('to an unknown step stays where it is', () => {
      const person = session(threeSteps, [{ type: 'start' }, { type: 'go', step: 'nowhere' }]);
      assert.equal(person.state(), 'look: look entered; started 10');
      assert.equal(person.told(), '');
    });
  });

  describe('back', () => {
    it('goes one step back, from the first to the cover, and changes nothing else', () => {
      const person = session(threeSteps, [{ type: 'start' }, { type: 'next' }]);
      person.do({ type: 'back' });
      assert.equal(person.state(), 'look: look completed, make entered; started 10');
      person.do({ type: 'back' });
      person.do({ type: 'back' });
      assert.equal(person.state(), 'cover: look completed, make entered; started 10');
      assert.equal(person.told(), '');
    });
  });

  describe('next', () => {
    it('is shut by a gated check and by nothing else', () => {
      const at = (step: string) => mayPass(threeSteps, session(threeSteps, [{ type: 'go', step }]).progress());
      assert.deepEqual([at('look'), at('make'), at('end')], [true, false, true]);
      assert.equal(mayPass(threeSteps, fresh()), true);
    });

    it('stays open for a step that was completed once', () => {
      const person = session(threeSteps, [
        checked('make', ['passed', 'passed']),
        { type: 'go', step: 'make' },
        checked('make', ['failed', 'failed']),
      ]);
      assert.equal(mayPass(threeSteps, person.progress()), true);
      person.do({ type: 'next' });
      assert.equal(person.state(), 'end: make completed, end entered; started 10, success 10');
    });

    it('passes a skipped step by, completing it only where nothing must be checked', () => {
      const person = session(threeSteps, [{ type: 'start' }, { type: 'skip' }, { type: 'go', step: 'look' }, { type: 'next' }]);
      assert.equal(person.told(), 'step.completed look');
      assert.equal(person.state(), 'make: look completed, make entered; started 10');
    });

    it('at the end stays and reports the end once', () => {
      const person = session(threeSteps, [{ type: 'go', step: 'look' }, { type: 'next' }, { type: 'skip' }, { type: 'next' }]);
      assert.equal(person.told(), 'step.completed end | tutorial.completed 30');
      person.do({ type: 'next' });
      person.do({ type: 'skip' });
      assert.equal(person.told(), '');
      assert.equal(person.state(), 'end: look completed, make skipped, end completed; started 10, done 40');
    });
  });

  describe('skip', () => {
    it('passes a gated step by, and never takes a completion away', () => {
      const person = session(threeSteps, [{ type: 'start' }, { type: 'next' }]);
      person.do({ type: 'skip' });
      assert.equal(person.told(), 'step.skipped make | step.entered end');
      person.do({ type: 'go', step: 'look' });
      person.do({ type: 'skip' });
      assert.equal(person.told(), '');
      assert.equal(person.state(), 'make: look completed, make skipped, end entered; started 10');
    });

    it('of the last step is reported once', () => {
      const person = session(threeSteps, [{ type: 'go', step: 'end' }]);
      person.do({ type: 'skip' });
      assert.equal(person.told(), 'step.skipped end');
      person.do({ type: 'skip' });
      assert.equal(person.told(), '');
    });

    it('on the cover does nothing', () => {
      assert.equal(session(threeSteps, [{ type: 'skip' }]).state(), 'cover: ');
    });
  });

  describe('checked', () => {
    it('completes a step when all that is gated has passed, also over several tries', () => {
      const person = session(threeSteps, [{ type: 'go', step: 'make' }]);
      person.do(checked('make', ['passed', undefined, undefined]));
      assert.equal(person.told(), 'check.passed make 0');
      person.do(checked('make', ['passed', 'failed', undefined], [1]));
      assert.equal(person.told(), 'check.failed make 1 found.absent');
      person.do(checked('make', ['passed', 'passed', undefined], [1]));
      assert.equal(person.told(), 'check.passed make 1 | firstSuccess.reached make 30 | step.completed make');
      assert.equal(person.state(), 'make: make completed; started 10, success 40');
    });

    it('completes a step of which Next may pass all checks by once they hold, and not because they were tried', () => {
      const person = session(threeSteps, [{ type: 'go', step: 'end' }]);
      person.do(checked('end', ['failed']));
      assert.equal(person.told(), 'check.failed end 0 found.absent');
      assert.equal(person.state(), 'end: end entered; started 10');
      person.do(checked('end', ['passed']));
      assert.match(person.told(), /step\.completed end$/);
    });

    it('reports what was tried just now and neither passed nor failed as nothing', () => {
      const person = session(threeSteps, [{ type: 'go', step: 'make' }]);
      person.do(checked('make', ['cancelled', 'unavailable', undefined]));
      assert.equal(person.told(), '');
      assert.equal(person.state(), 'make: make entered; started 10');
    });

    it('reaches the first success once in a tutorial', () => {
      const person = session(threeSteps, [checked('make', ['passed', 'passed'])]);
      person.do(checked('make', ['passed', 'passed']));
      assert.equal(person.told(), 'check.passed make 0 | check.passed make 1');
      person.do(checked('end', ['passed']));
      assert.equal(person.told(), 'check.passed end 0 | step.completed end');
    });

    it('completes a skipped step', () => {
      const person = session(threeSteps, [{ type: 'go', step: 'make' }, { type: 'skip' }, checked('make', ['passed', 'passed'])]);
      assert.equal(person.state(), 'end: make completed, end entered; started 10, success 30');
    });

    it('of a step that is not there, or has no check, does nothing', () => {
      const person = session(threeSteps, [{ type: 'start' }]);
      person.do(checked('nowhere', ['passed']));
      assert.equal(person.told(), '');
      person.do(checked('look', []));
      assert.equal(person.told(), '');
      assert.equal(person.state(), 'look: look entered; started 10');
    });

    it('counts a clock that was set back as no time at all', () => {
      const { progress } = advance(threeSteps, fresh(), { type: 'start' }, 5000);
      const { reports } = advance(threeSteps, progress, checked('make', ['passed', 'passed']), 1000);
      assert.equal(
        reports.map(line).join(' | '),
        'check.passed make 0 | check.passed make 1 | firstSuccess.reached make 0 | step.completed make',
      );
    });
  });

  it('is at the end at the last step, once that is behind the person, also when a newer version has added it', () => {
    const [short, long] = [tutorialOf('# T', '## One'), tutorialOf('# T', '## One', '## Two')];
    const done = session(short, [{ type: 'start' }, { type: 'next' }]).progress();
    assert.deepEqual([isAtEnd(short, fresh()), isAtEnd(short, done), isAtEnd(long, done)], [false, true, false]);
    const added = session(long, [{ type: 'next' }], done);
    assert.equal(isAtEnd(long, added.progress()), false);
    added.do({ type: 'next' });
    assert.equal(isAtEnd(long, added.progress()), true);
  });

  it('never changes what it was given', () => {
    const before = structuredClone(fresh());
    const given = fresh();
    advance(threeSteps, given, checked('make', ['passed', 'passed']), 1);
    assert.deepEqual(given, before);
  });

  it('knows a step whose name every object has', () => {
    const tutorial = tutorialOf('# T', '## Constructor', '## toString');
    const person = session(tutorial);
    person.do({ type: 'start' });
    assert.equal(person.told(), 'tutorial.started constructor,tostring | step.entered constructor');
    person.do({ type: 'next' });
    assert.equal(person.told(), 'step.completed constructor | step.entered tostring');
    assert.equal(stepsDone(tutorial, fresh()), 0);
    assert.equal(
      session(tutorial, [{ type: 'go', step: 'tostring' }, { type: 'next' }]).state(),
      'tostring: tostring completed; started 10',
    );
  });

  it('cuts what is longer than the wire takes, between characters', () => {
    const long = `${'x'.repeat(199)}😀`;
    const tutorial = tutorialOf(`# ${long}`, `## ${long} {#${'i'.repeat(300)}}`);
    const { reports } = advance(tutorial, newProgress('p'.repeat(300), '1.0.0', 't'.repeat(250)), { type: 'start' }, 1);
    for (const report of reports) assert.deepEqual(eventSchema.safeParse(sent(report)).error, undefined);
    const [started] = reports;
    assert.equal(started?.type === 'dev.onramp.tutorial.started' && started.data.title, 'x'.repeat(199));
  });

  it('reports a tutorial of any length in a form that the wire takes', () => {
    const tutorial = tutorialOf('# ', ...Array.from({ length: 600 }, () => '## '));
    const { reports } = advance(tutorial, fresh(), { type: 'start' }, 1);
    for (const report of reports) assert.deepEqual(eventSchema.safeParse(sent(report)).error, undefined);
  });

  it('makes progress that can be stored and reports that can be sent, whatever a person does', () => {
    const events: SessionEvent[] = [
      { type: 'start' },
      { type: 'next' },
      { type: 'back' },
      { type: 'skip' },
      { type: 'go', step: null },
      { type: 'go', step: 'make' },
      { type: 'go', step: 'x' },
      checked('make', ['passed', 'failed']),
      checked('make', ['passed', 'passed']),
      checked('end', ['passed']),
    ];
    let seen = 0;
    const walk = (before: Progress, depth: number, reported: ReadonlySet<string>) => {
      if (depth === 0) return;
      for (const happened of events) {
        const { progress, reports } = advance(threeSteps, before, happened, 100 - depth);
        const once = new Set(reported);
        for (const report of reports) {
          const told = line(report);
          if (/^(tutorial|firstSuccess|step\.(entered|completed))/.test(told)) {
            const key = told.replace(/ \d+$/, '').replace(/^firstSuccess.*/, 'firstSuccess');
            assert.ok(!once.has(key), `${key} was reported twice`);
            once.add(key);
          }
        }
        for (const [id, { status }] of Object.entries(before.steps)) {
          if (status === 'completed') assert.equal(progress.steps[id]?.status, 'completed');
        }
        if (depth === 1) {
          assert.deepEqual(progressSchema.parse(JSON.parse(JSON.stringify(progress))), progress);
          for (const report of reports) assert.ok(eventSchema.safeParse(sent(report)).success);
          seen++;
        }
        walk(progress, depth - 1, once);
      }
    };
    walk(fresh(), 4, new Set());
    assert.equal(seen, 10_000);
  });
});

function tutorialOf(...lines: string[]): Tutorial {
  return parseTutorial(lines.join('\n'), 'tutorials/t.md');
}

function fresh(): Progress {
  return newProgress('pack', '1.0.0', 't');
}

/** What came of checks; all of them were tried just now unless said otherwise. */
function checked(step: string, states: (CheckResult['state'] | undefined)[], only?: number[]): SessionEvent {
  const results = states.map((state): CheckResult | undefined =>
    state === undefined
      ? undefined
      : { state, expected: message('expected.exists', 'a'), found: message('found.absent'), output: undefined },
  );
  return { type: 'checked', step, results, fresh: only ?? [...results.keys()] };
}

/** A person in a tutorial, for whom each event comes 10 ms after the one before. */
function session(tutorial: Tutorial, events: SessionEvent[] = [], from = fresh()) {
  let progress = from;
  let reports: Report[] = [];
  let now = 0;
  const act = (event: SessionEvent) => {
    now += 10;
    ({ progress, reports } = advance(tutorial, progress, event, now));
  };
  for (const event of events) act(event);
  return {
    do: act,
    progress: () => progress,
    /** What the last event made worth reporting. */
    told: () => reports.map(line).join(' | '),
    state: () => {
      const { current, steps, startedAt, firstSuccessAt, completedAt } = progress;
      const times = [
        ...(startedAt === undefined ? [] : [`started ${startedAt}`]),
        ...(firstSuccessAt === undefined ? [] : [`success ${firstSuccessAt}`]),
        ...(completedAt === undefined ? [] : [`done ${completedAt}`]),
      ].join(', ');
      const statuses = Object.entries(steps).map(([id, { status }]) => `${id} ${status}`);
      return `${current ?? 'cover'}: ${statuses.join(', ')}${times === '' ? '' : `; ${times}`}`;
    },
  };
}

function line({ type, data }: Report): string {
  const facts = [
    'step' in data ? data.step : undefined,
    'steps' in data ? data.steps.map(({ id }) => id).join() : undefined,
    'check' in data ? data.check : undefined,
    'code' in data ? data.code : undefined,
    'elapsed' in data ? data.elapsed : undefined,
  ];
  return [type.replace('dev.onramp.', ''), ...facts.filter((fact) => fact !== undefined)].join(' ');
}

function sent(report: Report) {
  const id = '01890000-0000-7000-8000-000000000000';
  return { specversion: '1.0', id, source: 'test', time: '2026-01-31T12:00:00Z', person: 'p', ...report };
}
