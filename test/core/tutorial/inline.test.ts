import assert from 'node:assert/strict';
import { codeReference, tutorialLink } from '../../../src/core/tutorial/inline.ts';

describe('codeReference', () => {
  const cases: Record<string, string> = {
    'src/app.ts:10': 'src/app.ts 10-10',
    'src/app.ts:10-14': 'src/app.ts 10-14',
    'src/app.ts:14-10': 'src/app.ts 10-14',
    'src/app.ts:/new App/': 'src/app.ts /new App/',
    'src/app.ts:/a/b: c/': 'src/app.ts /a/b: c/',
    './src/../app.ts:1': 'app.ts 1-1',
    '.env:3': '.env 3-3',
    'Dockerfile:2': 'Dockerfile 2-2',
    'größe/数.ts:1': 'größe/数.ts 1-1',
    'src/app.ts': 'none',
    'src/app.ts:0': 'none',
    'src/app.ts://': 'none',
    'src/app.ts:x': 'none',
    '../out.ts:1': 'none',
    '/etc/passwd.txt:1': 'none',
    'C:/a.ts:1': 'none',
    'a\\b.ts:1': 'none',
    'http://localhost:3000': 'none',
    'localhost:3000': 'none',
    '127.0.0.1:80': 'none',
    'npm run a:b': 'none',
    'key: 5': 'none',
    '': 'none',
  };
  for (const [code, expected] of Object.entries(cases)) {
    it(`takes ${code || 'nothing'} for ${expected}`, () => {
      const found = codeReference(code);
      const lines = found && ('text' in found.lines ? `/${found.lines.text}/` : `${found.lines.from}-${found.lines.to}`);
      assert.equal(found === undefined ? 'none' : `${found.path} ${lines}`, expected);
    });
  }
});

describe('tutorialLink', () => {
  const cases: Record<string, string> = {
    'https://example.com/#x': 'web https://example.com/#x',
    'HTTP://example.com': 'web HTTP://example.com',
    'mailto:a@b.c': 'web mailto:a@b.c',
    '../templates/starter': 'template starter',
    '../templates/starter/': 'template starter',
    '../templates/my%20starter': 'template my starter',
    '../templates/starter/template.json': 'plain ../templates/starter/template.json',
    '../snippets/x.code-snippets#Client': 'snippet snippets/x.code-snippets Client',
    '../snippets/x.code-snippets#A%20%26%20B': 'snippet snippets/x.code-snippets A & B',
    '../snippets/x.code-snippets': 'plain ../snippets/x.code-snippets',
    'next.md': 'tutorial tutorials/next.md',
    './next.md#step': 'tutorial tutorials/next.md step',
    '../README.md': 'plain ../README.md',
    '../../templates/starter': 'plain ../../templates/starter',
    '..%2f..%2ftemplates/starter': 'plain ..%2f..%2ftemplates/starter',
    '//example.com/templates/starter': 'plain //example.com/templates/starter',
    '%': 'plain %',
    '#below': 'plain #below',
    'command:workbench.action.quit': 'command workbench.action.quit',
    'vscode://x': 'plain vscode://x',
    'javascript:alert(1)': 'plain javascript:alert(1)',
    '': 'plain ',
  };
  for (const [href, expected] of Object.entries(cases)) {
    it(`takes ${href || 'nothing'} for ${expected}`, () => {
      assert.equal(Object.values(tutorialLink(href, 'tutorials/start.md')).join(' '), expected);
    });
  }
});
