import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { placeInJson, readJson } from '../../src/core/jsonFile.ts';
import { closest } from '../../src/core/schemaMessage.ts';
import { told } from './told.ts';

const schema = z.strictObject({
  name: z.string().check(z.minLength(2), z.maxLength(5)),
  version: z.optional(z.string().check(z.regex(/^\d+$/, 'must be a number in quotes'))),
  site: z.optional(z.url()),
  count: z.optional(z.int()),
  level: z.optional(z.enum(['easy', 'hard'])),
  list: z.optional(z.array(z.strictObject({ prompt: z.string() }))),
  map: z.optional(z.record(z.string(), z.strictObject({ prompt: z.string() }))),
  either: z.optional(z.union([z.string(), z.array(z.string())])),
});

const read = (...lines: string[]) => {
  const { value, problems } = readJson(lines.join('\n'), schema);
  return value === undefined ? told(problems) : value;
};

describe('readJson', () => {
  it('reads JSON with comments, trailing commas and a byte order mark', () => {
    assert.deepEqual(read('\uFEFF// a pack', '{"name": "abc", /* so */ "list": [{"prompt": "x"},],}'), {
      name: 'abc',
      list: [{ prompt: 'x' }],
    });
  });

  const wrong: Record<string, [string[], string[]]> = {
    'a missing comma': [['{', '  "name": "abc"', '  "count": 1', '}'], ['3:3  This is not valid JSON: comma expected']],
    'an early end': [['{"name": "abc"'], ['1:15  This is not valid JSON: close brace expected']],
    'a text without its end': [['{"name": "abc}'], ['1:10  This is not valid JSON: unexpected end of string']],
    'two values': [['{"name": "abc"}', '{}'], ['2:1  This is not valid JSON: end of file expected']],
    nothing: [[''], ['1:1  This is not valid JSON: value expected']],
    'what is far too deep': [['['.repeat(200_000)], ['1:1  This is not valid JSON: it is nested too deeply']],
    'another type at the top': [['[]'], ['1:1  This must be of type object']],
    'a missing key': [['', '{"count": 1}'], ['2:1  “name” is missing']],
    'another type': [['{', '  "name": 5}'], ['2:3  “name” must be of type string']],
    null: [['{"name": null}'], ['1:2  “name” must be of type string']],
    'a fraction': [['{"name": "abc", "count": 1.5}'], ['1:17  “count” must be of type whole number']],
    'a list for a map': [['{"name": "abc", "map": []}'], ['1:17  “map” must be of type object']],
    'too short': [['{"name": "a"}'], ['1:2  “name” is too short or too small: at least 2']],
    'too long': [['{"name": "abcdef"}'], ['1:2  “name” is too long or too big: at most 5']],
    'a word that is none of those': [['{"name": "abc", "level": "x"}'], ['1:17  “level” must be one of: easy, hard']],
    'another form': [['{"name": "abc", "version": "x"}'], ['1:17  “version” must be a number in quotes']],
    'a form without words of its own': [['{"name": "abc", "site": "x"}'], ['1:17  “site” does not have a form that fits']],
    'one of several types': [['{"name": "abc", "either": 5}'], ['1:17  “either” does not have a form that fits']],
    'a mistyped key': [['{"nmae": "abc"}'], ['1:1  “name” is missing', '1:2  “nmae” is not known here. Did you mean “name”?']],
    'an unknown key': [
      ['{"name": "abc", "xyz": 1}'],
      ['1:17  “xyz” is not known here. Use one of: name, version, site, count, level, list, map, either'],
    ],
    'a mistyped key further in': [
      ['{"name": "abc",', ' "list": [{"prompt": "x"},', '  {"promt": "y"}]}'],
      ['3:3  “list.1.prompt” is missing', '3:4  “promt” is not known here. Did you mean “prompt”?'],
    ],
    'a mistyped key in a map': [
      ['{"name": "abc", "map": {"a": {"prompt": "x", "promt": "y"}}}'],
      ['1:46  “promt” is not known here. Did you mean “prompt”?'],
    ],
    'several at once': [
      ['{"name": "a",', '"count": "b"}'],
      ['1:2  “name” is too short or too small: at least 2', '2:1  “count” must be of type number'],
    ],
  };
  for (const [name, [lines, expected]] of Object.entries(wrong))
    it(`tells ${name} at its place`, () => assert.deepEqual(read(...lines), expected));
});

describe('placeInJson', () => {
  it('is where a value stands, or the nearest above it', () => {
    const text = '\uFEFF{\n  "tutorials": [\n    "a",\n    "b"\n  ]\n}';
    const places = [['tutorials', 1], ['tutorials'], ['tutorials', 7], ['other']].map((path) =>
      Object.values(placeInJson(text, path)).join(':'),
    );
    assert.deepEqual(places, ['4:5', '2:3', '2:3', '1:1']);
    assert.deepEqual(placeInJson('', ['a']), { line: 1, column: 1 });
  });
});

describe('closest', () => {
  const known = ['contains', 'matches', 'json', 'run', 'file', 'level'];
  const cases: Record<string, string | undefined> = {
    contians: 'contains',
    Contains: 'contains',
    contain: 'contains',
    macthes: 'matches',
    jsn: 'json',
    rum: 'run',
    fiel: 'file',
    levle: 'level',
    http: undefined,
    x: undefined,
    '': undefined,
  };
  for (const [word, meant] of Object.entries(cases))
    it(`takes “${word}” for ${meant ?? 'nothing known'}`, () => assert.equal(closest(word, known), meant));
});
