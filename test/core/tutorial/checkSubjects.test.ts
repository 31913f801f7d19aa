import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../../../src/core/message.ts';
import { inEnglish } from '../../../src/core/message.ts';
import type { Cancel, Editor, Http, Shell } from '../../../src/core/ports.ts';
import { type CheckPorts, runCheck, subjectOf } from '../../../src/core/tutorial/check.ts';
import { parseChecks } from '../../../src/core/tutorial/checkBlock.ts';
import type { Check } from '../../../src/protocol/check.ts';
import { memoryFiles } from '../memoryFiles.ts';

const never: Cancel = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} };

/** A server with two pages. */
const server: Http = {
  get: async (url) => {
    if (url.endsWith('/health')) return { status: 200, body: '{"ok":true,"db":{"rows":3}}' };
    if (url.endsWith('/gone')) return { status: 404, body: 'Not here' };
    throw new TypeError('fetch failed', { cause: new Error('connection refused') });
  },
};

const editor: Editor = {
  errors: async (path) => ({ 'good.ts': [], 'bad.ts': ['1:7  Type string is not number', '2:1  ; expected'] })[path],
  symbols: async (path) => ({ 'app.ts': ['App', 'start'], 'empty.ts': [] })[path],
  hasExtension: (id) => id === 'dbaeumer.vscode-eslint',
  setting: (name) => ({ 'editor.tabSize': 2, 'files.eol': '\n' })[name],
};

function git(status: string | undefined, messages: string[]): Shell {
  const answers: Record<string, string | undefined> = { status, log: messages.length === 0 ? undefined : messages.join('\x1e') };
  return {
    run: async (command) => {
      const output = answers[command.split(' ')[1] ?? ''];
      return {
        exit: output === undefined ? 128 : 0,
        output: output ?? (status === undefined ? 'fatal: not a git repository' : 'fatal: it does not have any commits yet'),
        timedOut: false,
      };
    },
  };
}

async function attempt(check: Check, ports: Partial<CheckPorts> = {}): Promise<string> {
  const all: CheckPorts = { files: memoryFiles({}), shell: undefined, http: server, editor, ...ports };
  const { state, expected, found } = await runCheck(check, all, never);
  return `${state}: ${inEnglish(expected)}; ${inEnglish(found)}`;
}

describe('checks of what is not a file or a command', () => {
  const cases: [Check, string, Partial<CheckPorts>?][] = [
    [{ http: 'http://localhost:1/health' }, 'passed: http://localhost:1/health answers with status 200; status 200'],
    [{ http: 'http://localhost:1/gone' }, 'failed: http://localhost:1/gone answers with status 200; status 404'],
    [
      { http: 'http://localhost:1/gone', status: 404, contains: 'Not here' },
      'passed: http://localhost:1/gone answers with “Not here”; status 404',
    ],
    [{ http: 'http://localhost:1/health', contains: 'sad' }, 'failed: http://localhost:1/health answers with “sad”; another answer'],
    [{ http: 'http://localhost:1/health', json: 'db.rows', equals: 3 }, 'passed: http://localhost:1/health has db.rows = 3; status 200'],
    [{ http: 'http://localhost:1/health', json: 'db.rows', equals: 4 }, 'failed: http://localhost:1/health has db.rows = 4; 3'],
    [{ http: 'http://localhost:1/off' }, 'failed: http://localhost:1/off answers with status 200; no answer: connection refused'],
    [{ diagnostics: 'good.ts' }, 'passed: good.ts has no errors; so it is'],
    [{ diagnostics: 'bad.ts' }, 'failed: bad.ts has no errors; 2 errors. The first: 1:7  Type string is not number'],
    [{ diagnostics: 'none.ts' }, 'failed: none.ts has no errors; there is no such file'],
    [{ diagnostics: 'good.ts' }, 'unavailable: good.ts has no errors; only an editor can tell', { editor: undefined }],
    [{ symbol: 'App', in: 'app.ts' }, 'passed: app.ts defines App; so it is'],
    [{ symbol: 'Main', in: 'app.ts' }, 'failed: app.ts defines Main; it defines App, start'],
    [{ symbol: 'Main', in: 'empty.ts' }, 'failed: empty.ts defines Main; it defines nothing that the editor knows of'],
    [{ extension: 'dbaeumer.vscode-eslint' }, 'passed: the extension dbaeumer.vscode-eslint is installed; so it is'],
    [{ extension: 'a.b' }, 'failed: the extension a.b is installed; it is not installed'],
    [{ setting: 'editor.tabSize', equals: 2 }, 'passed: the setting editor.tabSize is 2; so it is'],
    [{ setting: 'editor.tabSize', equals: 4 }, 'failed: the setting editor.tabSize is 4; 2'],
    [{ setting: 'editor.none' }, 'failed: the setting editor.none is set; it is not set'],
    [{ git: 'clean' }, 'passed: everything is committed; so it is', { shell: git('', []) }],
    [{ git: { clean: true } }, 'failed: everything is committed; 2 files are not committed', { shell: git(' M a\n?? b\n', []) }],
    [
      { git: 'clean' },
      'failed: everything is committed; git does not answer here. Is this folder a repository?',
      { shell: git(undefined, []) },
    ],
    [
      { git: 'clean' },
      'unavailable: everything is committed; commands cannot be run in this editor; use VS Code on the desktop or a codespace',
    ],
    [
      { git: { commit: '^Add' } },
      'passed: there is a commit whose message matches /^Add/; so it is',
      { shell: git('', ['Fix it', '\nAdd it\n\nwhy']) },
    ],
    [
      { git: { commit: '^Add' } },
      'failed: there is a commit whose message matches /^Add/; the newest is “Fix it”',
      { shell: git('', ['Fix it\n']) },
    ],
    [
      { git: { commit: '^Add' } },
      'failed: there is a commit whose message matches /^Add/; git does not answer here. Is this folder a repository?',
      { shell: git(undefined, []) },
    ],
    [
      { git: { commit: '^Add' } },
      'failed: there is a commit whose message matches /^Add/; there are no commits yet',
      { shell: git('', []) },
    ],
  ];
  for (const [check, expected, ports] of cases) {
    it(expected, async () => assert.equal(await attempt(check, ports), expected));
  }

  it('asks git of the folder alone, where the repository holds more', async () => {
    const repository = await mkdtemp(join(tmpdir(), 'onramp-git-'));
    try {
      const folder = join(repository, 'learner');
      await mkdir(folder);
      execFileSync('git', ['init', '-q'], { cwd: repository });
      await writeFile(join(repository, 'other.txt'), '');
      const shell: Shell = {
        run: async (command) => ({
          exit: 0,
          output: execFileSync(command, { cwd: folder, shell: true, encoding: 'utf8' }),
          timedOut: false,
        }),
      };
      assert.match(await attempt({ git: 'clean' }, { shell }), /^passed/);
      await writeFile(join(folder, 'own.txt'), '');
      assert.match(await attempt({ git: 'clean' }, { shell }), /^failed/);
    } finally {
      await rm(repository, { recursive: true, force: true });
    }
  });

  it('names the subject for reports', () => {
    assert.deepEqual(
      [{ http: 'x' }, { git: 'clean' as const }, { symbol: 'A', in: 'b' }, { setting: 'a' }].map((check) => subjectOf(check)),
      ['http', 'git', 'symbol', 'setting'],
    );
  });
});

describe('a check block with such subjects', () => {
  const cases: [string, string][] = [
    ['http: http://localhost:3000/', ''],
    ['http: http://127.0.0.1:3000/a?b', ''],
    ['http: "http://[::1]:3000"', ''],
    ['http: https://example.com/', '2:7 “https://example.com/” must be an address of this machine, such as http://localhost:3000/'],
    [
      'http: http://localhost.example.com/',
      '2:7 “http://localhost.example.com/” must be an address of this machine, such as http://localhost:3000/',
    ],
    [
      'http: http://localhost@example.com/',
      '2:7 “http://localhost@example.com/” must be an address of this machine, such as http://localhost:3000/',
    ],
    ['diagnostics: ../a.ts', '2:14 “../a.ts” must be a path inside the folder, with /'],
    ['symbol: App', '2:1 “in” is missing'],
    ['git: dirty', '2:6 “git” does not have a form that fits'],
    ['git: { commit: "([" }', '2:6 Not a regular expression: Invalid regular expression: /([/m: Unterminated character class'],
    ['extension: eslint', '2:12 “extension” must be an extension id, such as publisher.name'],
  ];
  for (const [yaml, expected] of cases) {
    it(`${yaml} → ${expected || 'understood'}`, () => {
      const problems: Problem[] = [];
      const checks = parseChecks(yaml, { line: 2, column: 1 }, problems);
      assert.equal(problems.map((problem) => `${problem.line}:${problem.column} ${inEnglish(problem)}`).join('\n'), expected);
      assert.equal(checks.length, expected === '' ? 1 : 0);
    });
  }
});
