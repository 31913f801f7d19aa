import assert from 'node:assert/strict';
import { diffProblem, patchText } from '../../../src/core/tutorial/patch.ts';

const app = 'import a\n\nconst app = new App();\napp.use(x);\n\napp.listen(3000);\n';

describe('patchText', () => {
  const change = ' const app = new App();\n-app.use(x);\n+app.use(y);\n';
  const cases: [string, string | undefined, string, string][] = [
    ['changes what the lines around say', app, change, app.replace('use(x)', 'use(y)')],
    ['takes line numbers as hints', app, `@@ -90,2 +90,2 @@\n${change}`, app.replace('use(x)', 'use(y)')],
    [
      'reads the head of a whole diff',
      app,
      `diff --git a/x b/x\nindex 1..2\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n${change}`,
      app.replace('use(x)', 'use(y)'),
    ],
    [
      'takes away a line that begins like the head of a diff',
      '-- old\nSELECT 1;\n',
      '--- old\n+-- new\n SELECT 1;\n',
      '-- new\nSELECT 1;\n',
    ],
    [
      'reads all that git says of a file',
      undefined,
      'diff --git a/x b/x\nnew file mode 100644\nindex 000..2\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+one\n',
      'one\n',
    ],
    [
      'finds its place though a line came between it and what is around it',
      'const a = 1;\nconst inserted = 0;\nconst b = 2;\n',
      ' const a = 1;\n-const b = 2;\n+const b = 3;\n',
      'const a = 1;\nconst inserted = 0;\nconst b = 3;\n',
    ],
    ['keeps CRLF', app.replace(/\n/g, '\r\n'), change, app.replace('use(x)', 'use(y)').replace(/\n/g, '\r\n')],
    [
      'finds its place though the lines around have changed',
      app.replace('import a', 'import b'),
      ' import a\n \n const app = new App();\n+app.first();\n app.use(x);\n',
      app.replace('import a', 'import b').replace('app.use', 'app.first();\napp.use'),
    ],
    [
      'finds its place though lines came before',
      `// more\n// lines\n${app}`,
      change,
      `// more\n// lines\n${app.replace('use(x)', 'use(y)')}`,
    ],
    ['empties a file', 'one\n', '-one\n', ''],
    ['makes a file', undefined, '+one\n+two\n', 'one\ntwo\n'],
    [
      'applies several hunks',
      app,
      '@@ -1 +1 @@\n-import a\n+import c\n@@ -6 +6 @@\n-app.listen(3000);\n+app.listen(80);\n',
      app.replace('import a', 'import c').replace('3000', '80'),
    ],
    ['takes lines away', app, ' const app = new App();\n-app.use(x);\n', app.replace('app.use(x);\n', '')],
    [
      'changes a line to one that stands elsewhere as well',
      'a() {\n  return true;\n}\nb() {\n  return false;\n}\n',
      '-  return false;\n+  return true;\n',
      'a() {\n  return true;\n}\nb() {\n  return true;\n}\n',
    ],
    [
      'takes an emptied context line for an empty line',
      app,
      ' app.use(x);\n\n-app.listen(3000);\n+app.listen(80);\n',
      app.replace('3000', '80'),
    ],
  ];
  for (const [title, before, diff, after] of cases) {
    it(title, () => assert.deepEqual(patchText(before, diff), { kind: 'changed', text: after }));
  }

  it('does nothing a second time', () => {
    for (const [title, before, diff, after] of cases) assert.deepEqual(patchText(after, diff), { kind: 'none' }, `${title}: ${before}`);
  });

  it('refuses where without the lines around there would be two places', () => {
    const twice = 'one();\nx();\nlog();\n\ntwo();\ny();\nlog();\n';
    assert.deepEqual(patchText(twice, ' one();\n-log();\n+tell();\n').kind, 'noPlace');
  });

  it('refuses where there is no place', () => {
    assert.deepEqual(patchText('something else\n', change), { kind: 'noPlace' });
    assert.deepEqual(patchText(undefined, change), { kind: 'noPlace' });
  });

  it('tells what is no diff', () => {
    assert.equal(diffProblem('hello'), 'it has no line that begins with + or -');
    assert.equal(diffProblem(' a\n+b\nhello'), '“hello” begins with neither +, - nor a space');
    assert.equal(diffProblem(change), undefined);
  });
});
