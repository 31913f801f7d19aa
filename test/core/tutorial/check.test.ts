import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/core/message.ts';
import type { Cancel, Ran, Shell } from '../../../src/core/ports.ts';
import { type CheckPorts, type CheckResult, expectation, runCheck } from '../../../src/core/tutorial/check.ts';
import type { Check } from '../../../src/protocol/check.ts';
import { memoryFiles } from '../memoryFiles.ts';

const files = {
  'a.txt': 'one\ntwo\n',
  'win.txt': 'one\r\ntwo\r\n',
  'p.json': '{"name": "x", "list": [1, {"a": 1, "b": null}], "scripts": {"build:all": "y"}}',
  'bad.json': '{"name": "x",}',
  'tsconfig.json': '// a comment\n{"compilerOptions": {"strict": true,},}',
  'torn/tsconfig.json': '{"compilerOptions": {"strict": true,, "x" }',
  '.vscode/settings.json': '{"editor.tabSize": 2, "editor": {"tabSize": 4, "wordWrap": "on"}}',
  'long.txt': `${'a'.repeat(60)}!`,
  'empty.txt': '',
};

/** A shell that knows a few commands, and tells how it was asked. */
function knownCommands(commands: Record<string, Partial<Ran> | Error>): Shell {
  return {
    run: async (command, { cwd, timeout }) => {
      const ran = commands[command];
      if (ran instanceof Error) throw ran;
      return { exit: 0, output: `${command} in “${cwd}” for ${timeout} ms`, timedOut: false, ...ran };
    },
  };
}

const nobody: CheckPorts['http'] = { get: () => Promise.reject(new Error('connection refused')) };
const never: Cancel = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} };
const words = ({ state, expected, found, output }: CheckResult): string =>
  `${state}: ${inEnglish(expected)}; ${inEnglish(found)}${output === undefined ? '' : ` | ${output}`}`;
const attempt = async (check: Check, ports: Partial<CheckPorts> = {}, signal = never) =>
  words(await runCheck(check, { files: memoryFiles(files), shell: knownCommands({}), http: nobody, editor: undefined, ...ports }, signal));

describe('runCheck on a file', () => {
  const cases: [Check, string][] = [
    [{ file: 'a.txt' }, 'passed: a.txt exists; so it is'],
    [{ file: 'empty.txt', exists: true }, 'passed: empty.txt exists; so it is'],
    [{ file: 'b.txt' }, 'failed: b.txt exists; there is no such file'],
    [{ file: 'b.txt', contains: 'x' }, 'failed: b.txt contains “x”; there is no such file'],
    [{ file: 'b.txt', exists: false }, 'passed: b.txt does not exist; there is no such file'],
    [{ file: 'a.txt', exists: false }, 'failed: a.txt does not exist; it exists'],
    [{ file: 'a.txt', contains: 'tw' }, 'passed: a.txt contains “tw”; so it is'],
    [{ file: 'a.txt', contains: ['one', 'three'] }, 'failed: a.txt contains “three”; not in the file'],
    [{ file: 'win.txt', contains: 'one\ntwo' }, 'passed: win.txt contains “one\ntwo”; so it is'],
    [{ file: 'win.txt', matches: '^one\\ntwo$' }, 'passed: win.txt matches /^one\\ntwo$/; so it is'],
    [{ file: 'a.txt', matches: '^two$' }, 'passed: a.txt matches /^two$/; so it is'],
    [{ file: 'a.txt', matches: 'three' }, 'failed: a.txt matches /three/; not in the file'],
    [{ file: 'torn', exists: false }, 'failed: torn does not exist; it is a folder'],
    [
      { file: '.vscode/settings.json', json: 'editor.tabSize', equals: 2 },
      'passed: .vscode/settings.json has editor.tabSize = 2; so it is',
    ],
    [{ file: '.vscode/settings.json', json: 'editor.wordWrap' }, 'passed: .vscode/settings.json has editor.wordWrap; so it is'],
    [
      { file: 'torn/tsconfig.json', json: 'compilerOptions.strict', equals: true },
      'failed: torn/tsconfig.json has compilerOptions.strict = true; the file is not valid JSON: PropertyNameExpected in line 1',
    ],
    [{ file: 'long.txt', matches: '^(\\w+\\s?)*$' }, 'failed: long.txt matches /^(\\w+\\s?)*$/; not in the file'],
    [{ file: 'a.txt', matches: '^two(?!\\w)' }, 'passed: a.txt matches /^two(?!\\w)/; so it is'],
    [{ file: 'p.json', json: 'name' }, 'passed: p.json has name; so it is'],
    [{ file: 'p.json', json: 'scripts.build:all', equals: 'y' }, 'passed: p.json has scripts.build:all = "y"; so it is'],
    [{ file: 'p.json', json: 'list.1', equals: { b: null, a: 1 } }, 'passed: p.json has list.1 = {"b":null,"a":1}; so it is'],
    [{ file: 'p.json', json: 'list.1.b', equals: null }, 'passed: p.json has list.1.b = null; so it is'],
    [{ file: 'p.json', json: 'list', equals: [1] }, 'failed: p.json has list = [1]; [1,{"a":1,"b":null}]'],
    [
      { file: 'p.json', json: 'list', equals: { 0: 1, 1: { a: 1, b: null } } },
      'failed: p.json has list = {"0":1,"1":{"a":1,"b":null}}; [1,{"a":1,"b":null}]',
    ],
    [
      { file: 'p.json', json: 'list.1', equals: { a: 1, b: null, c: 2 } },
      'failed: p.json has list.1 = {"a":1,"b":null,"c":2}; {"a":1,"b":null}',
    ],
    [{ file: 'p.json', json: 'name', equals: 5 }, 'failed: p.json has name = 5; "x"'],
    [{ file: 'p.json', json: 'name.first' }, 'failed: p.json has name.first; there is no name.first'],
    [{ file: 'p.json', json: 'toString' }, 'failed: p.json has toString; there is no toString'],
    [
      { file: 'tsconfig.json', json: 'compilerOptions.strict', equals: true },
      'passed: tsconfig.json has compilerOptions.strict = true; so it is',
    ],
    [{ file: 'a.txt', contains: 'one', matches: 'three', json: 'x' }, 'failed: a.txt matches /three/; not in the file'],
  ];
  for (const [check, expected] of cases) {
    it(`${JSON.stringify(check)} ${expected.replace(/:.*/s, '')}`, async () => assert.equal(await attempt(check), expected));
  }

  it('is strict about JSON where its readers are', async () => {
    assert.match(await attempt({ file: 'bad.json', json: 'name' }), /^failed: bad\.json has name; the file is not valid JSON: ./);
  });

  it('is neither passed nor failed when the person cancels while it is read', async () => {
    const cancel = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} };
    const slow = memoryFiles(files);
    slow.failOn(() => {
      cancel.aborted = true;
      return undefined;
    });
    assert.equal(await attempt({ file: 'a.txt' }, { files: slow }, cancel), 'cancelled: a.txt exists; stopped');
  });

  it('says why a file cannot be read', async () => {
    const locked = memoryFiles(files);
    locked.failOn(() => new Error('permission denied'));
    assert.equal(
      await attempt({ file: 'a.txt', contains: 'x' }, { files: locked }),
      'failed: a.txt contains “x”; cannot be read: permission denied',
    );
  });
});

describe('runCheck on a command', () => {
  it('passes by its exit code, in the folder and the time that are given', async () => {
    assert.equal(await attempt({ run: 'ls' }), 'passed: “ls” ends with exit code 0; exit code 0 | ls in “” for 30000 ms');
    assert.equal(
      await attempt({ run: 'ls', cwd: 'b', timeout: '1.5m' }),
      'passed: “ls” ends with exit code 0; exit code 0 | ls in “b” for 90000 ms',
    );
    const shell = knownCommands({ no: { exit: 3, output: 'oh' } });
    assert.equal(await attempt({ run: 'no' }, { shell }), 'failed: “no” ends with exit code 0; exit code 3 | oh');
    assert.equal(await attempt({ run: 'no', exit: 3 }, { shell }), 'passed: “no” ends with exit code 3; exit code 3 | oh');
    assert.equal(await attempt({ run: 'no', output: 'oh' }, { shell }), 'failed: “no” ends with exit code 0; exit code 3 | oh');
  });

  it('passes by what it prints', async () => {
    const shell = knownCommands({ v: { output: 'v20.6\r\nbye' } });
    const outcome = async (demand: Partial<Check>) => (await attempt({ run: 'v', ...demand } as Check, { shell })).replace(/\|.*/s, '');
    assert.equal(await outcome({ output: 'v20.6\nbye' }), 'passed: “v” prints “v20.6\nbye”; so it is ');
    assert.equal(await outcome({ output: 'v21' }), 'failed: “v” prints “v21”; other output ');
    assert.equal(await outcome({ outputMatches: '^v2\\d\\.6$' }), 'passed: “v” prints something that matches /^v2\\d\\.6$/; so it is ');
    assert.equal(await outcome({ outputMatches: '^v3' }), 'failed: “v” prints something that matches /^v3/; other output ');
    assert.equal(await outcome({ output: 'v20', outputMatches: '^v3' }), 'failed: “v” prints something that matches /^v3/; other output ');
  });

  it('tells what came to no end', async () => {
    const shell = knownCommands({ slow: { exit: null, timedOut: true, output: 'so far' }, killed: { exit: null, output: '' } });
    assert.equal(
      await attempt({ run: 'slow', timeout: '500ms' }, { shell }),
      'failed: “slow” ends with exit code 0; stopped after 0.5 s without an end | so far',
    );
    assert.equal(await attempt({ run: 'killed' }, { shell }), 'failed: “killed” ends with exit code 0; stopped | ');
  });

  it('tells what could not be started', async () => {
    const shell = knownCommands({ x: new Error('spawn ENOENT') });
    assert.equal(await attempt({ run: 'x' }, { shell }), 'failed: “x” ends with exit code 0; could not be run: spawn ENOENT');
  });

  it('cannot be tried without a shell', async () => {
    assert.equal(
      await attempt({ run: 'ls' }, { shell: undefined }),
      'unavailable: “ls” ends with exit code 0; commands cannot be run in this editor; use VS Code on the desktop or a codespace',
    );
  });

  it('is neither passed nor failed when the person cancels, before or while it runs', async () => {
    let started = 0;
    const cancel = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} };
    const shell: Shell = {
      run: async (command) => {
        started++;
        cancel.aborted = true;
        if (command === 'throws') throw new Error('aborted');
        return { exit: 0, output: 'half', timedOut: false };
      },
    };
    assert.equal(await attempt({ run: 'ls' }, { shell }, cancel), 'cancelled: “ls” ends with exit code 0; stopped | half');
    assert.equal(await attempt({ run: 'ls' }, { shell }, cancel), 'cancelled: “ls” ends with exit code 0; stopped');
    assert.equal(started, 1);
    cancel.aborted = false;
    assert.equal(await attempt({ run: 'throws' }, { shell }, cancel), 'cancelled: “throws” ends with exit code 0; stopped');
  });
});

describe('expectation', () => {
  it('is what a check demands before it is tried', () => {
    const checks: Check[] = [
      { file: 'a' },
      { file: 'a', contains: ['x', 'y'] },
      { file: 'a', json: 'b', equals: 1 },
      { run: 'c', exit: 2 },
      { run: 'c', output: 'd' },
    ];
    assert.deepEqual(
      checks.map((check) => inEnglish(expectation(check))),
      ['a exists', 'a contains “x”', 'a has b = 1', '“c” ends with exit code 2', '“c” prints “d”'],
    );
  });
});
