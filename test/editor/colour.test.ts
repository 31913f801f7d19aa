import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import * as vscode from 'vscode';
import { type Code, openColourist } from '../../src/extension/colour/colourCode.ts';
import { openGuideColours } from '../../src/extension/colour/guideColours.ts';
import type { BlockView, CodeColours, GuidePage, ToGuide } from '../../src/protocol/guide.ts';
import { eventually } from './workspace.ts';

/** What esbuild tells of the files it made. */
type Metafile = { outputs: Record<string, { inputs: object }> };
type Told = Extract<ToGuide, { type: 'colours' }>;

const samples = {
  ts: `// A comment\nexport const answer: number = 42;\nconst text = "said";\n`,
  js: `// A comment\nexport function answer() { return 'said'; }\n`,
  json: `{ "name": "said", "count": 3, "on": true }\n`,
  sh: `# A comment\nif true; then echo "said"; fi\n`,
};
/** A word of a sample, and the scopes that its grammar gives it, the outermost first. */
const words: [language: keyof typeof samples, word: string, scopes: string[]][] = [
  ['ts', ' A comment', ['source.ts', 'comment.line.double-slash.ts']],
  ['ts', 'export', ['source.ts', 'keyword.control.export.ts']],
  ['ts', 'said', ['source.ts', 'string.quoted.double.ts']],
  ['ts', '42', ['source.ts', 'constant.numeric.decimal.ts']],
  ['js', ' A comment', ['source.js', 'comment.line.double-slash.js']],
  ['js', 'return', ['source.js', 'meta.function.js', 'meta.block.js', 'keyword.control.flow.js']],
  ['js', 'said', ['source.js', 'meta.function.js', 'meta.block.js', 'string.quoted.single.js']],
  ['json', 'said', ['source.json', 'string.quoted.double.json']],
  ['json', 'true', ['source.json', 'constant.language.json']],
  ['sh', ' A comment', ['source.shell', 'comment.line.number-sign.shell']],
  ['sh', 'then', ['source.shell', 'keyword.control.then.shell']],
  ['sh', 'said', ['source.shell', 'string.quoted.double.shell']],
];
const themes = {
  'Light Modern': vscode.ColorThemeKind.Light,
  'Dark Modern': vscode.ColorThemeKind.Dark,
  'Default High Contrast': vscode.ColorThemeKind.HighContrast,
  'Default High Contrast Light': vscode.ColorThemeKind.HighContrastLight,
};
type Theme = keyof typeof themes;

describe('the colours of code', () => {
  const never = new AbortController().signal;
  let themeBefore: unknown;

  before(() => {
    themeBefore = vscode.workspace.getConfiguration().inspect('workbench.colorTheme')?.globalValue;
  });

  after(async () => {
    await change('editor.tokenColorCustomizations', undefined);
    await change('workbench.colorTheme', themeBefore);
  });

  for (const theme of Object.keys(themes) as Theme[]) {
    it(`are those that the theme “${theme}” gives`, async () => {
      await useTheme(theme);
      const colourist = openColourist();
      await colourist.followTheme();
      const rules = await rulesInFile(theme);
      const found = new Map<string, Map<string, string | undefined>>();
      for (const [language, text] of Object.entries(samples)) {
        found.set(language, coloursByWord(text, await colourist.colours(code(language, text), never)));
      }
      assert.deepEqual(
        words.map(([language, word]) => `${language} ${word}: ${found.get(language)?.get(word)}`),
        words.map(([language, word, scopes]) => `${language} ${word}: ${foregroundOf(scopes, rules)}`),
      );
    });
  }

  it('are those that the person chose instead', async () => {
    await useTheme('Dark Modern');
    await change('editor.tokenColorCustomizations', {
      comments: '#abcdef',
      '[Dark *]': { textMateRules: [{ scope: 'string.quoted', settings: { foreground: '#FEDCBA', fontStyle: 'italic underline' } }] },
      '[Light Modern]': { comments: '#000001' },
    });
    const colourist = openColourist();
    await colourist.followTheme();
    const colours = await colourist.colours(code('ts', samples.ts), never);
    const byWord = coloursByWord(samples.ts, colours);
    assert.equal(byWord.get(' A comment'), '#ABCDEF');
    assert.equal(byWord.get('said'), '#FEDCBA');
    const said = colours?.styles.find(({ colour }) => colour === '#FEDCBA');
    assert.deepEqual(said, { colour: '#FEDCBA', italic: true, underline: true });
    await change('editor.tokenColorCustomizations', undefined);
  });

  it('leave a language that nobody knows plain', async () => {
    const colourist = openColourist();
    await colourist.followTheme();
    for (const language of ['', 'klingon', 'text', 'plaintext', '__proto__', 'constructor']) {
      assert.equal(await colourist.colours(code(language, 'if (true) return "x";'), never), undefined, language);
    }
  });

  it('know a language by its id, another name, a file, an extension', async () => {
    await useTheme('Dark Modern');
    const colourist = openColourist();
    await colourist.followTheme();
    const named = {
      javascript: 'return 1;',
      JS: 'return 1;',
      mjs: 'return 1;',
      bash: 'if true',
      shell: 'if true',
      yml: 'a: 1',
      py: 'return 1',
    };
    for (const [name, text] of Object.entries({
      ...named,
      Dockerfile: 'FROM scratch',
      'tsconfig.json': '{ "a": 1 }',
      jsonc: '// a',
      'c++': 'return 1;',
    })) {
      const colours = await colourist.colours(code(name, text), never);
      assert.ok(colours && colours.styles.length > 0, `${name} is plain`);
    }
  });

  it('of a difference are those of its file, after the mark', async () => {
    await useTheme('Dark Modern');
    const colourist = openColourist();
    await colourist.followTheme();
    const text = '@@ -1,2 +1,2 @@\n return 1;\n-return "old";\n+return "new";\n';
    const colours = await colourist.colours({ text, names: ['app.ts', 'ts'], difference: true }, never);
    const byWord = coloursByWord(text, colours);
    assert.deepEqual([byWord.get('@@ -1,2 +1,2 @@'), byWord.get('-'), byWord.get('+')], [undefined, undefined, undefined]);
    assert.equal(byWord.get('return'), foregroundOf(['source.ts', 'keyword.control.flow.ts'], await rulesInFile('Dark Modern')));
    assert.equal(byWord.get('"new"'), foregroundOf(['source.ts', 'string.quoted.double.ts'], await rulesInFile('Dark Modern')));
  });

  it('take every grammar that VS Code has, and keep nobody waiting', async function () {
    this.timeout(120_000);
    const colourist = openColourist();
    await colourist.followTheme();
    const languages = vscode.extensions.all.flatMap(
      ({ packageJSON }) => (packageJSON.contributes?.grammars ?? []) as { language?: string }[],
    );
    const ids = [...new Set(languages.flatMap(({ language }) => language ?? []))];
    assert.ok(ids.length > 40, `${ids.length} languages`);
    const text = '# a\n// b\n/* c */ if (x == "y") { return 12; } <a href="b">d</a>\nkey: [1, two]\nfunction f() {}\n';
    const work = watchWork();
    for (const id of ids) await colourist.colours(code(id, text), never);
    const { longest, all } = work.end();
    // C++ alone would be more than this at one go. A share, as a slow machine is slow in all of it.
    assert.ok(longest < all / 10, `nothing else ran for ${longest} of ${all} ms`);
  });

  it('of a block cost little once its language is known', async () => {
    const colourist = openColourist();
    await colourist.followTheme();
    const text = samples.ts.repeat(20);
    const first = await timed(() => colourist.colours(code('ts', text), never));
    const again: number[] = [];
    for (let n = 0; n < 5; n++) again.push(await timed(() => colourist.colours(code('ts', `${text}${n}`), never)));
    assert.ok(Math.min(...again) < first / 2, `${first} ms at first, then ${again} ms`);
  });

  it('are only lengths and looks, whatever the text says', async () => {
    await useTheme('Dark Modern');
    const colourist = openColourist();
    await colourist.followTheme();
    const text = '</script><script>alert(1)</script>\n<img src=x onerror="alert(2)">\n';
    const colours = await colourist.colours(code('html', text), never);
    assert.ok(colours && colours.styles.length > 0);
    assert.doesNotMatch(JSON.stringify(colours), /script|alert|img|onerror/);
    for (const [at, line] of text.split('\n').entries()) {
      const covered = (colours.lines[at] ?? []).reduce((sum, [length]) => sum + length, 0);
      assert.ok(covered <= line.length, `line ${at}: ${covered} of ${line.length}`);
    }
  });

  it('are not for texts beyond reason: a long line stays plain, and a long text', async () => {
    const colourist = openColourist();
    await colourist.followTheme();
    const begun = performance.now();
    const lines = await colourist.colours(code('js', `return 1;\nconst a = "${'x'.repeat(10_000)}";\nreturn 2;\n`), never);
    assert.deepEqual(
      lines?.lines.map((runs) => runs.length > 0),
      [true, false, true],
    );
    const coloured = performance.now();
    assert.equal(await colourist.colours(code('js', 'return 1;\n'.repeat(5000)), never), undefined);
    assert.equal(await colourist.colours(code('js', `${'return 1; '.repeat(90)}\n`.repeat(200)), never), undefined);
    assert.ok(performance.now() - coloured < coloured - begun);
  });

  it('can be given up on the way', async () => {
    const colourist = openColourist();
    await colourist.followTheme();
    const cancel = new AbortController();
    const made = colourist.colours(code('php', '<?php return 1; ?>\n'.repeat(500)), cancel.signal);
    cancel.abort();
    assert.equal(await made, undefined);
  });
});

describe('the colours in the guide', () => {
  let themeBefore: unknown;
  let told: Told[];
  let loads: number;
  let failures: unknown[];
  let colours: ReturnType<typeof openGuideColours>;

  before(() => {
    themeBefore = vscode.workspace.getConfiguration().inspect('workbench.colorTheme')?.globalValue;
  });
  beforeEach(async () => {
    await useTheme('Dark Modern');
    told = [];
    loads = 0;
    failures = [];
    const load = async () => {
      loads++;
      return openColourist();
    };
    colours = openGuideColours(
      (message) => told.push(message),
      (error) => failures.push(error),
      load,
    );
  });
  afterEach(() => {
    colours.dispose();
    assert.deepEqual(failures, []);
  });
  after(() => change('workbench.colorTheme', themeBefore));

  const nth = (n: number) => eventually(`message ${n} with colours`, () => told[n - 1]);
  const comment = ({ blocks: [block] }: Told) => coloursByWord(samples.ts, block ?? undefined).get(' A comment');

  it('need nothing before the first code is shown', async () => {
    colours.painted(pageOf('cover', []));
    colours.painted(pageOf('check', [{ kind: 'check', language: 'yaml', text: 'file: a', checks: [], refused: [], state: 'idle' }]));
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.deepEqual([loads, told.length], [0, 0]);
    colours.painted(pageOf('code', [codeBlock('ts', samples.ts)]));
    await nth(1);
    assert.equal(loads, 1);
  });

  it('are in files that are not read before: neither at activation nor with the rooms', async () => {
    const dist = vscode.Uri.joinPath(vscode.extensions.getExtension('onramp.onramp')?.extensionUri ?? assert.fail(), 'dist').fsPath;
    const metafiles = JSON.parse(await readFile(join(dist, 'metafile.json'), 'utf8')) as Record<string, Metafile>;
    const files = Object.values(metafiles).flatMap(({ outputs }) => Object.entries(outputs));
    const holding = files.filter(([, { inputs }]) => /@shikijs/.test(Object.keys(inputs).join())).map(([path]) => path);
    assert.deepEqual(holding.sort(), ['dist/desktop/colourCode.js', 'dist/web.js']);
  });

  it('come for each block of the page by its place', async () => {
    const check: BlockView = { kind: 'check', language: 'yaml', text: 'file: a', checks: [], refused: [], state: 'idle' };
    const diff: BlockView = { kind: 'diff', language: 'diff', text: '+return 1;\n', path: 'src/a.ts', state: { kind: 'idle' } };
    colours.painted(pageOf('p', [check, codeBlock('ts', samples.ts), codeBlock('klingon', 'x'), diff]));
    const { key, blocks } = await eventually('the last of them', () => told.find((message) => message.blocks[3]));
    assert.equal(key, 'p');
    assert.deepEqual(
      blocks.map((block) => block !== null),
      [false, true, false, true],
    );
  });

  it('come once for a page that is painted again, and again for a panel that is new', async () => {
    const page = pageOf('p', [codeBlock('ts', samples.ts)]);
    colours.painted(page);
    await nth(1);
    colours.painted({ ...page, ticks: [0] });
    colours.forget();
    colours.painted(page);
    await nth(2);
    assert.equal(told.length, 2);
  });

  it('are left for the page that is shown by then', async () => {
    for (const key of ['a', 'b', 'c']) colours.painted(pageOf(key, [codeBlock('ts', `${samples.ts}// ${key}`)]));
    await nth(1);
    assert.deepEqual(
      told.map(({ key }) => key),
      ['c'],
    );
  });

  it('follow the theme', async () => {
    colours.painted(pageOf('p', [codeBlock('ts', samples.ts)]));
    const dark = comment(await nth(1));
    assert.equal(dark, foregroundOf(['source.ts', 'comment.line'], await rulesInFile('Dark Modern')));
    await useTheme('Light Modern');
    const wanted = foregroundOf(['source.ts', 'comment.line'], await rulesInFile('Light Modern'));
    assert.notEqual(wanted, dark);
    await eventually('the colours of the light theme', () => comment(told.at(-1) ?? assert.fail()) === wanted);
  });

  it('stay away where they fail, which is told once, and are tried again at the next page', async () => {
    colours.dispose();
    const wrong = new Error('no such file');
    let working = false;
    colours = openGuideColours(
      (message) => told.push(message),
      (error) => failures.push(error),
      () => (working ? Promise.resolve(openColourist()) : Promise.reject(wrong)),
    );
    colours.painted(pageOf('a', [codeBlock('ts', samples.ts)]));
    await eventually('the failure', () => failures.length > 0);
    assert.deepEqual(failures.splice(0), [wrong]);
    working = true;
    colours.painted(pageOf('b', [codeBlock('ts', samples.ts)]));
    await nth(1);
  });
});

function code(language: string, text: string): Code {
  return { text, names: [language], difference: false };
}

function codeBlock(language: string, text: string): BlockView {
  return { kind: 'code', language, text };
}

function pageOf(key: string, blocks: BlockView[]): GuidePage {
  return { key, blocks } as GuidePage;
}

/** What each run of a text shows, and in which colour; of equal ones the first. */
function coloursByWord(text: string, colours: CodeColours | undefined): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const [at, line] of text.split('\n').entries()) {
    let begin = 0;
    for (const [length, style] of colours?.lines[at] ?? []) {
      const run = line.slice(begin, begin + length);
      begin += length;
      const colour = colours?.styles[style]?.colour;
      for (const word of [run, run.replace(/^\s+|\s+$/g, ''), ...run.split(/(?:^|\b)(?:\/\/|#)|["']/)])
        if (word !== '' && !found.has(word)) found.set(word, colour);
    }
  }
  return found;
}

async function change(setting: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(setting, value, vscode.ConfigurationTarget.Global);
}

async function useTheme(theme: Theme): Promise<void> {
  // A window in a browser begins with the theme of the system, and follows the setting only once it changes.
  if (vscode.window.activeColorTheme.kind !== themes[theme]) await change('workbench.colorTheme', 'Default High Contrast');
  await change('workbench.colorTheme', theme);
  await eventually(`the theme ${theme}`, () => vscode.window.activeColorTheme.kind === themes[theme]);
}

type Rule = { scope?: string | string[]; settings?: { foreground?: string } };

/** A theme's rules as they stand in its files, found without the extension's help. */
async function rulesInFile(theme: Theme): Promise<Rule[]> {
  for (const { extensionPath, packageJSON } of vscode.extensions.all) {
    const known = ((packageJSON.contributes?.themes ?? []) as { id?: string; path: string }[]).find(({ id = '' }) => id.endsWith(theme));
    if (known) return rulesBelow(join(extensionPath, known.path));
  }
  return assert.fail(`VS Code has no theme ${theme}`);
}

async function rulesBelow(file: string): Promise<Rule[]> {
  const { include, tokenColors = [] } = parse(await readFile(file, 'utf8')) as { include?: string; tokenColors?: Rule[] };
  return [...(include === undefined ? [] : await rulesBelow(join(file, '..', include))), ...tokenColors];
}

/** The colour of the innermost scope that has one: of its rules the one that says most of it, and of equals the last. */
function foregroundOf(scopes: readonly string[], rules: readonly Rule[]): string | undefined {
  for (const scope of scopes.toReversed()) {
    let best: { length: number; colour: string } | undefined;
    for (const { scope: selectors = [], settings } of rules) {
      const colour = settings?.foreground;
      if (colour === undefined) continue;
      for (const selector of [selectors].flat().flatMap((list) => list.split(',').map((each) => each.trim()))) {
        if (scope !== selector && !scope.startsWith(`${selector}.`)) continue;
        if (best === undefined || selector.length >= best.length) best = { length: selector.length, colour };
      }
    }
    if (best) return best.colour.toUpperCase();
  }
  return undefined;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** All that is worked, and the longest of it in which nothing else had its turn, in milliseconds of work. */
function watchWork(): { end(): { longest: number; all: number } } {
  const worked = () => process.cpuUsage().user / 1000;
  const begun = worked();
  let last = begun;
  let longest = 0;
  const look = () => {
    longest = Math.max(longest, worked() - last);
    last = worked();
  };
  const timer = setInterval(look, 1);
  return {
    end: () => {
      clearInterval(timer);
      look();
      return { longest, all: last - begun };
    },
  };
}
