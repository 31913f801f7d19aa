import assert from 'node:assert/strict';
import { batchAnswer, type EventData, type EventType, event, eventTypes } from '../../src/protocol/event.ts';

const place = { pack: 'p', version: '1.0.0', tutorial: 't' };
const step = { ...place, step: 's' };

/** The least that each type takes. */
const least: { [T in EventType]: EventData<T> } = {
  'dev.onramp.tutorial.started': { ...place, title: 'T', steps: [] },
  'dev.onramp.tutorial.completed': { ...place, elapsed: 0 },
  'dev.onramp.step.entered': step,
  'dev.onramp.step.completed': step,
  'dev.onramp.step.skipped': step,
  'dev.onramp.check.passed': { ...step, check: 0, subject: 'file' },
  'dev.onramp.check.failed': { ...step, check: 0, subject: 'file', code: 'found.absent' },
  'dev.onramp.command.run': { ...step, exit: null },
  'dev.onramp.file.written': { ...step, how: 'create' },
  'dev.onramp.hint.opened': { ...step, hint: 0 },
  'dev.onramp.quiz.answered': { ...step, quiz: 0, right: true },
  'dev.onramp.task.ticked': { ...step, task: 0 },
  'dev.onramp.snippet.inserted': { pack: 'p', version: '1.0.0', snippet: 'x' },
  'dev.onramp.snippet.kept': { pack: 'p', version: '1.0.0', snippet: 'x' },
  'dev.onramp.snippet.migrated': { pack: 'p', version: '1.0.0', snippet: 'x', places: 2 },
  'dev.onramp.template.scaffolded': { ...step, template: 'x' },
  'dev.onramp.firstSuccess.reached': { ...step, elapsed: 0 },
  'dev.onramp.feedback.given': { ...step, stepTitle: 'S', thumbs: 'up' },
};
const envelope = { specversion: '1.0', id: '01890a5d-ac96-774b-bcce-b302099a8057', source: 's', time: '2026-01-31T12:00:00Z', person: 'p' };
const sample = (type: EventType = 'dev.onramp.step.entered') => ({ ...envelope, type, data: least[type] });

/** The field that is refused first; undefined where all is well. */
function refused(value: unknown): string | undefined {
  return event.safeParse(value).error?.issues[0]?.path.join('.');
}

describe('event', () => {
  it('has types of a noun and a past tense', () => {
    for (const type of eventTypes) assert.match(type, /^dev\.onramp\.[a-zA-Z]+\.[a-zA-Z]+$/);
    assert.deepEqual(eventTypes.toSorted(), Object.keys(least).sort());
  });

  for (const type of eventTypes) {
    it(`takes the least of ${type}, as it is`, () => assert.deepEqual(event.parse(sample(type)), sample(type)));

    it(`needs every part of ${type}`, () => {
      for (const key of Object.keys(least[type])) {
        const data = Object.fromEntries(Object.entries(least[type]).filter(([name]) => name !== key));
        assert.equal(refused({ ...sample(type), data }), `data.${key}`);
      }
    });

    it(`${type === 'dev.onramp.feedback.given' ? 'takes' : 'refuses'} ${type} of nobody`, () => {
      const { person, ...nobodys } = sample(type);
      assert.equal(refused(nobodys), type === 'dev.onramp.feedback.given' ? undefined : 'person');
    });
  }

  const wrong: Record<string, [object, string]> = {
    'an unknown type': [{ type: 'dev.onramp.step.left' }, 'type'],
    'a type from every object': [{ type: 'constructor' }, 'type'],
    'another version of CloudEvents': [{ specversion: '0.3' }, 'specversion'],
    'an id of another version': [{ id: '01890a5d-ac96-474b-bcce-b302099a8057' }, 'id'],
    'an id of another variant': [{ id: '01890a5d-ac96-774b-ccce-b302099a8057' }, 'id'],
    'an id in capitals': [{ id: envelope.id.toUpperCase() }, 'id'],
    'an id with more behind': [{ id: `${envelope.id}\n` }, 'id'],
    'no id': [{ id: undefined }, 'id'],
    'a time without its zone': [{ time: '2026-01-31T12:00:00' }, 'time'],
    'a time in another zone': [{ time: '2026-01-31T12:00:00+01:00' }, 'time'],
    'a day that is none': [{ time: '2026-02-30T12:00:00Z' }, 'time'],
    'a number for a time': [{ time: 1_769_860_800_000 }, 'time'],
    'an empty source': [{ source: '' }, 'source'],
    'an empty person': [{ person: '' }, 'person'],
    'another content type': [{ datacontenttype: 'text/plain' }, 'datacontenttype'],
    'no data': [{ data: undefined }, 'data'],
    'a list for data': [{ data: [] }, 'data'],
    'an empty step': [{ data: { ...step, step: '' } }, 'data.step'],
    'a step that is too long': [{ data: { ...step, step: 'x'.repeat(201) } }, 'data.step'],
    'a number that is not whole': [{ type: 'dev.onramp.hint.opened', data: { ...step, hint: 0.5 } }, 'data.hint'],
    'a number below nothing': [{ type: 'dev.onramp.tutorial.completed', data: { ...place, elapsed: -1 } }, 'data.elapsed'],
    'a word that is none of those': [{ type: 'dev.onramp.file.written', data: { ...step, how: 'delete' } }, 'data.how'],
    'a comment that is too long': [
      { type: 'dev.onramp.feedback.given', data: { ...least['dev.onramp.feedback.given'], comment: 'x'.repeat(4001) } },
      'data.comment',
    ],
    'too many steps': [
      {
        type: 'dev.onramp.tutorial.started',
        data: { ...place, title: 'T', steps: Array.from({ length: 501 }, () => ({ id: 'a', title: 'A' })) },
      },
      'data.steps',
    ],
  };
  for (const [name, [change, field]] of Object.entries(wrong))
    it(`refuses ${name}`, () => assert.equal(refused({ ...sample(), ...change }), field));

  it('refuses what is no event at all', () => {
    for (const value of [null, undefined, 5, 'x', [], {}]) assert.equal(event.safeParse(value).success, false);
  });

  it('drops what it does not know, so that nothing unforeseen is stored', () => {
    assert.deepEqual(event.parse({ ...sample(), path: '/home/me', data: { ...step, output: 'secret' } }), sample());
  });
});

describe('batchAnswer', () => {
  it('names every id in one of its lists', () => {
    const answer = { accepted: ['a'], duplicate: [], rejected: [{ id: 'b', reason: 'no' }] };
    assert.deepEqual(batchAnswer.parse(answer), answer);
    for (const missing of ['accepted', 'duplicate', 'rejected'])
      assert.equal(batchAnswer.safeParse({ ...answer, [missing]: undefined }).success, false);
  });
});
