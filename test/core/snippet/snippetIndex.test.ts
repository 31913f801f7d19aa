import assert from 'node:assert/strict';
import { matchesGlob } from '../../../src/core/snippet/glob.ts';
import { findOldCode, movedOnOf, replacementFor } from '../../../src/core/snippet/movedOn.ts';
import { missingPackages, packageType, withPackages } from '../../../src/core/snippet/packageJson.ts';
import { parseBody } from '../../../src/core/snippet/parseBody.ts';
import { readSnippets } from '../../../src/core/snippet/snippetFile.ts';
import { type InstalledSnippet, indexSnippets } from '../../../src/core/snippet/snippetIndex.ts';
import { isKept, traceOf } from '../../../src/core/snippet/trace.ts';

function installed(snippets: Record<string, object>): InstalledSnippet[] {
  return readSnippets(JSON.stringify(snippets)).snippets.map((snippet) => ({
    ...snippet,
    file: 'snippets/a.code-snippets',
    pack: { name: 'a', title: 'A', version: '1.0.0' },
  }));
}

describe('the index of snippets', () => {
  const index = indexSnippets(
    installed({
      Client: { prefix: ['octokit-client', 'oc'], scope: 'javascript', body: 'x' },
      Any: { prefix: '@any', body: 'x' },
      Test: { prefix: 'oktest', body: 'x', include: '*.test.js', exclude: ['old/**', '**/old/**'] },
      Old: { prefix: 'octokit-old', body: 'x', deprecated: {} },
      File: { prefix: 'octokit-file', isFileTemplate: true, body: 'x' },
    }),
  );
  const found = (before: string, language = 'javascript', path = '/src/a.js') =>
    index.complete({ language, path, before }, 100).completions.map(({ prefix, replaced }) => `${prefix} ${replaced}`);

  it('finds what begins as was typed, then what holds its letters', () => {
    assert.deepEqual(found('oc'), ['oc 2', 'octokit-client 2']);
    assert.deepEqual(found('x = foo.octokit-cl'), ['octokit-client 10']);
    assert.deepEqual(found('OCTC'), ['octokit-client 4']);
    assert.deepEqual(found('(@a'), ['@any 2']);
    assert.deepEqual(found('zz'), []);
  });

  it('keeps to languages and files, and offers neither file templates nor what has moved on', () => {
    assert.deepEqual(found('oc', 'python'), []);
    assert.deepEqual(found('okt', 'python', '/src/a.test.js'), ['oktest 3']);
    assert.deepEqual(found('okt', 'python', '/old/a.test.js'), []);
    assert.deepEqual(found('').length, 3);
  });

  it('gives as many as are asked for, and says whether there are more', () => {
    const many = indexSnippets(
      installed(Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`S${n}`, { prefix: `s${n}`, body: 'x' }]))),
    );
    const { completions, more } = many.complete({ language: 'x', path: '/a', before: 's' }, 10);
    assert.deepEqual([completions.length, more], [10, true]);
    assert.equal(many.complete({ language: 'x', path: '/a', before: 's49' }, 10).more, false);
  });
});

describe('matchesGlob', () => {
  it('means the files that VS Code would', () => {
    for (const [glob, path, expected] of [
      ['*.test.js', '/src/a.test.js', true],
      ['*.test.js', '/src/a.js', false],
      ['**/src/**', '/x/src/a/b.js', true],
      ['**/*.{ts,tsx}', '/x/a.tsx', true],
      ['A?.js', '/x/ab.js', true],
      ['[ab].js', '/x/c.js', false],
      ['[!ab].js', '/x/c.js', true],
      ['a{b', 'a{b', false],
      ['a.b', '/axb', false],
    ] as const)
      assert.equal(matchesGlob([glob], path), expected, `${glob} ${path}`);
  });
});

describe('code that has moved on', () => {
  const list = movedOnOf(
    installed({
      Old: { body: 'x', deprecated: { pattern: 'old\\((\\w*)(?:, (\\w+))?\\)', replacement: 'New' } },
      Gone: { body: 'x', deprecated: { pattern: 'gone' } },
      Bad: { body: 'x', deprecated: { pattern: '(a+)\\1' } },
      New: { body: [`make({`, `\ta: \${1:name},`, `\tb: \${2:none}`, `});`, '$0'] },
    }),
  );
  const all = (text: string) => [...findOldCode(text, list)].flatMap((one) => one ?? []);

  it('is found line by line, with its place', () => {
    const text = 'x = old(a);\r\n  old(, b) gone\n';
    assert.deepEqual(
      all(text).map(({ from, to }) => text.slice(from, to)),
      ['old(a)', 'old(, b)', 'gone'],
    );
    assert.deepEqual(all(`${'x'.repeat(1000)}gone\n`), []);
  });

  it('becomes its replacement, filled with what its groups matched, indented as it was', () => {
    const [first] = all('old(a)');
    assert.ok(first);
    assert.equal(replacementFor(first, '  '), 'make({\n  \ta: a,\n  \tb: none\n  });');
    assert.equal(all('gone').map((one) => replacementFor(one, ''))[0], undefined);
  });
});

describe('the trace of a snippet', () => {
  const trace = traceOf(parseBody(`const \${1:x} = new Client({\n\tauth: process.env.TOKEN,\n\tbase: $2\n});\n$0`).parts);

  it('tells whether it is still there, formatted or filled in as it may be', () => {
    const kept = 'let y;\nconst hub = new Client( {\n        auth: process.env.TOKEN, base: 5 });';
    assert.equal(isKept(trace, kept), true);
    assert.equal(isKept(trace, 'const hub = makeClient({ auth: TOKEN });'), false);
    assert.equal(isKept(trace, ''), false);
    assert.equal(isKept([], kept), false);
  });

  it('holds nothing of the code', () => {
    assert.ok(trace.length > 0);
    for (const piece of trace)
      assert.deepEqual(
        Object.values(piece).map((value) => typeof value),
        ['number', 'number'],
      );
  });
});

describe('packages for a snippet', () => {
  const manifest = '{\n  "type": "module",\n  "devDependencies": { "zod": "^3" }\n}\n';

  it('are missing where no list names them, whatever their version', () => {
    assert.deepEqual(missingPackages(manifest, { zod: '^4', octokit: '^5' }), { octokit: '^5' });
    assert.deepEqual(missingPackages('[', { zod: '^4' }), {});
  });

  it('are added, and all else stays', () => {
    assert.equal(
      withPackages(manifest, { octokit: '^5' }),
      '{\n  "type": "module",\n  "devDependencies": { "zod": "^3" },\n  "dependencies": {\n    "octokit": "^5"\n  }\n}\n',
    );
    assert.equal(packageType(manifest), 'module');
    assert.equal(packageType('{}'), 'commonjs');
  });
});
