import assert from 'node:assert/strict';
import { parseFence } from '../../../src/core/tutorial/fence.ts';

/** An info string as it was read: language, flags, values, what was not read. */
function read(info: string): string {
  const { language, flags, values, unread } = parseFence(info);
  return [
    language || '-',
    ...flags,
    ...[...values].map(([name, value]) => `${name}=<${value}>`),
    ...(unread === '' ? [] : [`?? ${unread}`]),
  ].join(' ');
}

describe('parseFence', () => {
  const cases: Record<string, string> = {
    '': '-',
    ts: 'ts',
    '  sh   run ': 'sh run',
    'c++ title="a.cpp"': 'c++ title=<a.cpp>',
    'title="a.ts"': '- title=<a.ts>',
    'ts title=src/a.ts append': 'ts append title=<src/a.ts>',
    "ts title='a b.ts'": 'ts title=<a b.ts>',
    'ts title="say \\"hi\\"" after=\'it\\\'s \\\\ it\'': 'ts title=<say "hi"> after=<it\'s \\ it>',
    'ts title="a.ts" after="const x = { a: 1 }"': 'ts title=<a.ts> after=<const x = { a: 1 }>',
    'ts title="a.ts" after="if (x) {" before="}"': 'ts title=<a.ts> after=<if (x) {> before=<}>',
    'ts {1,3-5} title="a.ts" {7}': 'ts title=<a.ts>',
    'ts{1,3}': 'ts',
    'js {"note": "x y"} title="a.js"': 'js title=<a.js>',
    'ts title=""': 'ts title=<>',
    'ts title="a.ts" after=': 'ts title=<a.ts> ?? after=',
    'ts title="a': 'ts ?? title="a',
    'sh run 5': 'sh run ?? 5',
    'ts title="a.ts"after="b"': 'ts ?? title="a.ts"after="b"',
    // What means nothing to us is not ours to judge.
    'js [name] 5%': 'js',
    'mermaid 3 = 4': 'mermaid',
  };
  for (const [info, expected] of Object.entries(cases)) it(`reads ${info || 'nothing'}`, () => assert.equal(read(info), expected));
});
