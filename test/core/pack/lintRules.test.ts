import assert from 'node:assert/strict';
import { lintRules } from '../../../src/core/pack/lint/rules.ts';
import { lintPack } from '../../../src/core/pack/lint.ts';
import { memoryFiles } from '../memoryFiles.ts';

type Files = Record<string, string | Uint8Array>;

const facts = { name: 'p', version: '1.0.0', title: 'P', publisher: 'Me', description: 'For tests', license: 'MIT' };
const manifest = (more: object = {}) => ({ 'onramp.json': JSON.stringify({ ...facts, ...more }, undefined, 1) });
/** A tutorial with one step, whose text begins in line 8. */
const step = (...lines: string[]) => ({ 'tutorials/t.md': `---\ntitle: T\ndescription: D\n---\n\n## One\n\n${lines.join('\n')}\n` });
const head = (...lines: string[]) => ({ 'tutorials/t.md': `---\n${lines.join('\n')}\n---\n\n# T\n\n## One\n\nText.\n` });
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const fence = (info: string, ...lines: string[]) => ['```'.concat(info), ...lines, '```'].join('\n');
const check = (...lines: string[]) => step(fence('yaml check', ...lines));
const quiz = (...choices: string[]) => step(fence('yaml quiz', 'question: Q', 'choices:', ...choices));
const template = (more: object, files: Files = { 'a.js': '' }) => ({
  'templates/b/template.json': JSON.stringify({ title: 'T', ...more }, undefined, 1),
  ...Object.fromEntries(Object.entries(files).map(([path, content]) => [`templates/b/${path}`, content])),
});
const asked = (...parameters: object[]) => template({ parameters }, { 'a.mustache': '{{a}}{{b}}' });
const snippet = (entry: object) => ({ 'snippets/s.code-snippets': JSON.stringify({ A: { prefix: 'a', ...entry } }, undefined, 1) });
const body = (text: string) => snippet({ body: text });
const german = (text: string) => ({ ...manifest({ locales: ['de'] }), ...step('Text.'), 'tutorials/de/t.md': text });
const deutsch = (...lines: string[]) => `---\ntitle: T\ndescription: D\n---\n\n## Eins {#one}\n\n${lines.join('\n')}\n`;

/** Each code: what provokes it and where it is told, then the nearest thing that does not. */
const cases: [code: keyof typeof lintRules, wrong: Files, place: string, right: Files][] = [
  ['json.syntax', { 'onramp.json': '{\n "name" "p"\n}' }, 'onramp.json:2:9', manifest()],
  ['yaml.syntax', check('file: a: b'), 'tutorials/t.md:9:7', check('file: "a: b"')],
  ['yaml.alias', check('file: a', 'matches: *.js'), 'tutorials/t.md:10:10', check('file: a', "matches: '*.js'")],
  ['schema.didYouMean', check('file: a', 'exist: true'), 'tutorials/t.md:10:1', check('file: a', 'exists: true')],
  ['schema.unknownKey', check('file: a', 'zebra: true'), 'tutorials/t.md:10:1', check('file: a', 'hint: b')],
  ['schema.missing', { 'onramp.json': JSON.stringify({ ...facts, title: undefined }) }, 'onramp.json:1:1', manifest()],
  ['schema.whole', { 'onramp.json': '\n[]' }, 'onramp.json:2:1', manifest()],
  ['schema.type', check('file: a', 'success: 3'), 'tutorials/t.md:10:10', check('file: a', 'success: true')],
  ['schema.value', asked({ name: 'a', type: 'text' }), 'templates/b/template.json:6:4', asked({ name: 'a', type: 'string' })],
  ['schema.tooSmall', check('file: ""'), 'tutorials/t.md:9:7', check('file: a')],
  ['schema.tooBig', manifest({ title: 'P'.repeat(201) }), 'onramp.json:4:2', manifest({ title: 'P'.repeat(200) })],
  ['schema.form', manifest({ homepage: 'x' }), 'onramp.json:8:2', manifest({ homepage: 'https://example.org' })],
  ['schema.format', manifest({ version: '1' }), 'onramp.json:3:2', manifest({ version: '1.0.0' })],
  ['manifest.missing', { 'onramp.txt': '' }, 'onramp.json:1:1', manifest()],
  ['manifest.name', manifest({ name: 'node_modules' }), 'onramp.json:2:2', manifest({ name: 'modules' })],
  ['manifest.noLicense', manifest({ license: undefined }), 'onramp.json:1:1', { ...manifest({ license: undefined }), LICENSE: 'MIT' }],
  ['manifest.noDescription', manifest({ description: '' }), 'onramp.json:6:2', manifest()],
  ['manifest.nothing', manifest(), 'onramp.json:1:1', step('Text.')],
  ['manifest.locale', manifest({ locales: ['german!'] }), 'onramp.json:9:3', manifest({ locales: ['de'] })],
  [
    'manifest.twice',
    { ...manifest({ tutorials: ['t', './tutorials/t.md'] }), ...step('Text.') },
    'onramp.json:10:3',
    { ...manifest({ tutorials: ['t'] }), ...step('Text.') },
  ],
  ['tutorial.missing', manifest({ tutorials: ['gone'] }), 'onramp.json:9:3', { ...manifest({ tutorials: ['t'] }), ...step('Text.') }],
  [
    'tutorial.didYouMean',
    { ...manifest({ tutorials: ['stat'] }), 'tutorials/start.md': '# T\n\n## One\n\nText.\n' },
    'onramp.json:9:3',
    { ...manifest({ tutorials: ['start'] }), 'tutorials/start.md': '# T\n\n## One\n\nText.\n' },
  ],
  ['tutorial.noTitle', { 'tutorials/t.md': '## One\n\nText.\n' }, 'tutorials/t.md:1:1', { 'tutorials/t.md': '# T\n\n## One\n\nText.\n' }],
  ['tutorial.noDescription', { 'tutorials/t.md': '# T\n\n## One\n\nText.\n' }, 'tutorials/t.md:1:1', step('Text.')],
  ['tutorial.noSteps', { 'tutorials/t.md': '# T\n' }, 'tutorials/t.md:1:1', step('Text.')],
  ['frontMatter.time', head('time: soon'), 'tutorials/t.md:2:7', head('time: 5m')],
  ['tutorial.next', head('next: gone'), 'tutorials/t.md:2:7', { ...head('next: b'), 'tutorials/b.md': '# B\n\n## B\n\nText.\n' }],
  [
    'tutorial.nextDidYouMean',
    { ...head('next: deplyo.md'), 'tutorials/deploy.md': '# B\n\n## B\n\nText.\n' },
    'tutorials/t.md:2:7',
    { ...head('next: ./tutorials/deploy.md'), 'tutorials/deploy.md': '# B\n\n## B\n\nText.\n' },
  ],
  ['tutorial.nextSelf', head('next: t'), 'tutorials/t.md:2:7', head('level: t')],
  ['step.duplicateId', step('Text.', '', '## One', '', 'Text.'), 'tutorials/t.md:10:1', step('Text.', '', '## Two', '', 'Text.')],
  ['step.empty', step('Text.', '', '## Two', ''), 'tutorials/t.md:10:1', step('Text.', '', '## Two', '', 'Text.')],
  ['step.headingJumps', step('#### Deep', '', 'Text.'), 'tutorials/t.md:8:1', step('### Deep', '', 'Text.')],
  [
    'link.noText',
    step('See [](https://example.org).'),
    'tutorials/t.md:8:5',
    step('See [![x](https://example.org/a.png)](https://example.org).'),
  ],
  ['link.command', step('Text.', '[x](command:git.push)'), 'tutorials/t.md:9:1', step('[x](command:workbench.view.scm)')],
  ['link.command', step('Text', 'and [x](command:git.push)'), 'tutorials/t.md:9:5', step('[x](command:workbench.view.scm)')],
  ['link.command', step('| a |', '| - |', '| [x](command:git.push) |'), 'tutorials/t.md:10:3', step('[x](command:workbench.view.scm)')],
  ['link.scheme', step('[x](javascript:y)'), 'tutorials/t.md:8:1', step('[x](https://example.org)')],
  ['link.scheme', step('<file:///y>'), 'tutorials/t.md:8:1', step('<https://example.org>')],
  ['link.scheme', step('> [!NOTE]', '> See [x](didact://y).'), 'tutorials/t.md:9:7', step('> [!NOTE]', '> See [x](mailto:y@example.org).')],
  ['link.outside', step('- [ ] [x](../../x.md)'), 'tutorials/t.md:8:7', step('- [ ] [x](https://example.org)')],
  [
    'link.noFile',
    step('| a | b |', '| --- | --- |', '| [x](#one) | [x](zz.txt) |'),
    'tutorials/t.md:10:15',
    step('`[x](zz.txt)` \\[x](zz.txt)'),
  ],
  [
    'link.didYouMean',
    { ...step('[x](../tutorials/abuot.md)'), 'tutorials/about.md': '# B\n\n## B\n\nText.\n' },
    'tutorials/t.md:8:1',
    { ...step('[x](../tutorials/about.md#b)'), 'tutorials/about.md': '# B\n\n## B\n\nText.\n' },
  ],
  [
    'link.case',
    { ...step('![x](Flow.svg)'), 'tutorials/flow.svg': '' },
    'tutorials/t.md:8:1',
    { ...step('![x](flow.svg?raw#x)'), 'tutorials/flow.svg': '' },
  ],
  [
    'link.noAnchor',
    { ...step('[x](b.md#nowhere)'), 'tutorials/b.md': '# B\n\n## B\n\nText.\n' },
    'tutorials/t.md:8:1',
    { ...step('[x](b.md#sub-part-of-b)'), 'tutorials/b.md': '# B\n\n## B\n\n### Sub-part of `B`!\n\nText.\n' },
  ],
  ['link.anchorDidYouMean', step('[x](#oen)'), 'tutorials/t.md:8:1', step('[x](#one)')],
  [
    'link.snippetName',
    { ...step('[x](../snippets/s.code-snippets)'), ...body('x') },
    'tutorials/t.md:8:1',
    { ...step('[x](../snippets/s.code-snippets#A)'), ...body('x') },
  ],
  [
    'link.snippetDidYouMean',
    { ...step('[x](../snippets/s.code-snippets#Strat)'), 'snippets/s.code-snippets': '{"Start":{"prefix":"s","body":"x"}}' },
    'tutorials/t.md:8:1',
    { ...step('[x](../snippets/s.code-snippets#Start)'), 'snippets/s.code-snippets': '{"Start":{"prefix":"s","body":"x"}}' },
  ],
  [
    'image.noText',
    step('<p>', '  <img src="https://example.org/a.png">', '</p>'),
    'tutorials/t.md:9:3',
    step('<img alt="" src="https://example.org/a.png">'),
  ],
  ['image.missing', step('A\\[ ![x](a.png)'), 'tutorials/t.md:8:5', { ...step('![x](a%20b.png)'), 'tutorials/a b.png': '' }],
  ['image.address', step('![x](http://example.org/a.png)'), 'tutorials/t.md:8:1', step('![x](https://example.org/a.png)')],
  [
    'image.tooBig',
    { ...step('<video src="a.mp4"></video>'), 'tutorials/a.mp4': new Uint8Array(10_000_001) },
    'tutorials/t.md:8:1',
    { ...step('<video src="a.mp4"></video>'), 'tutorials/a.mp4': new Uint8Array(10_000_000) },
  ],
  ['image.unused', { ...step('Text.'), 'tutorials/a.png': '' }, 'tutorials/a.png:1:1', { ...step('![x](a.png)'), 'tutorials/a.png': '' }],
  ['html.removed', step('A <font color="red">b</font>'), 'tutorials/t.md:8:3', step('A <kbd>b</kbd>')],
  ['text.notUtf8', { 'tutorials/t.md': latin1('# T\n\n## One\n\nCaf\xe9.\n') }, 'tutorials/t.md:5:4', step('Café \uFFFD.')],
  ['fence.unread', step(fence('js title="a.js" =x', 'b')), 'tutorials/t.md:8:1', step(fence('js title="a.js"', 'b'))],
  ['fence.unclosed', step('```sh run', 'ls'), 'tutorials/t.md:8:1', step('```sh run', 'ls', '```')],
  [
    'fence.twoPlaces',
    step(fence('js title="a.js" append after="b"', 'b')),
    'tutorials/t.md:8:1',
    step(fence('js title="a.js" append', 'b')),
  ],
  ['fence.emptyAnchor', step(fence('js title="a.js" after=""', 'b')), 'tutorials/t.md:8:1', step(fence('js title="a.js"', 'b'))],
  ['fence.diff', step(fence('diff title="a.js"', '?x')), 'tutorials/t.md:8:1', step(fence('diff title="a.js"', '+x'))],
  ['path.outside', step(fence('js title="../a.js"', 'b')), 'tutorials/t.md:8:1', step(fence('js title="a.js"', 'b'))],
  ['path.protected', step(fence('js title=".git/a"', 'b')), 'tutorials/t.md:8:1', step(fence('js title=".gitignore"', 'b'))],
  ['run.empty', step(fence('sh run', '')), 'tutorials/t.md:8:1', step(fence('sh run', 'ls'))],
  ['run.prompt', step(fence('sh run', '$ ls', '$ ls -l')), 'tutorials/t.md:9:1', step(fence('sh run', 'echo $ HOME'))],
  [
    'write.noFile',
    step(fence('js title="a.js" after="b"', 'c'), '', '## Two', '', fence('js title="a.js"', 'b')),
    'tutorials/t.md:8:1',
    step(fence('sh run', 'npm init -y'), '', fence('js title="package.json" after="b"', 'c')),
  ],
  [
    'write.noAnchor',
    step(
      fence('js title="a.js"', 'b'),
      '',
      fence('sh run', 'node a.js'),
      '',
      `> ${fence('js title="a.js" after="zz"', 'c').replaceAll('\n', '\n> ')}`,
    ),
    'tutorials/t.md:16:3',
    step(fence('js title="a.js" after="zz"', 'b')),
  ],
  [
    'write.noPlace',
    step(fence('js title="a.js"', 'b'), '', fence('diff title="a.js"', '-x', '-y', '-z', '+d')),
    'tutorials/t.md:12:1',
    step(fence('js title="a.js"', 'b'), '', fence('diff title="a.js"', '-b', '+d')),
  ],
  [
    'reference.missing',
    step('See `a.js:1`.', '', '## Two', '', fence('js title="a.js"', 'b')),
    'tutorials/t.md:8:5',
    step('See `a.js:1` of your own project.'),
  ],
  [
    'reference.noText',
    step(fence('js title="a.js"', 'one();'), '', '- so `a.js:/two/`'),
    'tutorials/t.md:12:6',
    step('See `a.js:/one/`, which is to come.', '', fence('js title="a.js"', 'one();')),
  ],
  [
    'reference.outOfRange',
    step(fence('js title="a.js"', 'b'), '', 'See `a.js:9`.'),
    'tutorials/t.md:12:5',
    step(fence('js title="a.js"', 'b'), '', 'See `a.js:1`.'),
  ],
  ['check.empty', check(''), 'tutorials/t.md:9:1', check('file: a')],
  ['check.notMap', check('- file'), 'tutorials/t.md:9:3', check('- file: a')],
  ['check.noSubject', check('zebra: a'), 'tutorials/t.md:9:1', check('file: a')],
  ['check.twoSubjects', check('file: a', 'run: b'), 'tutorials/t.md:10:6', check('- file: a', '- run: b')],
  ['check.expression', check('file: a', 'matches: (a'), 'tutorials/t.md:10:10', check('file: a', 'matches: (a)')],
  ['check.timeout', check('run: a', 'timeout: 2000m'), 'tutorials/t.md:10:10', check('run: a', 'timeout: 2m')],
  ['check.contradiction', check('file: a', 'exists: false', 'contains: b'), 'tutorials/t.md:10:9', check('file: a', 'contains: b')],
  ['check.equalsWithoutJson', check('file: a', 'equals: b'), 'tutorials/t.md:10:9', check('file: a', 'json: a', 'equals: b')],
  ['check.loopback', check('http: https://example.org'), 'tutorials/t.md:9:7', check('http: http://localhost:3000')],
  ['check.vacuous', check('- run: a', '- run: a', '  outputMatches: .*'), 'tutorials/t.md:10:3', check('run: a', 'outputMatches: ^$')],
  ['check.always', check('file: a', 'exists: false'), 'tutorials/t.md:9:1', check('file: a', 'exists: false', 'gate: false')],
  [
    'check.standing',
    step(fence('js title="a.js"', 'b'), '', '## Two', '', 'Look.', '', fence('yaml check', 'file: a.js')),
    'tutorials/t.md:17:1',
    step(fence('js title="a.js"', 'b'), '', '## Two', '', 'Look.', '', fence('yaml check', '- file: a.js', '- run: node a.js')),
  ],
  [
    'check.tooEarly',
    step(fence('yaml check', 'file: a.js'), '', '## Two', '', fence('js title="a.js"', 'b')),
    'tutorials/t.md:9:1',
    step('Make a.js by hand.', '', fence('yaml check', 'file: a.js'), '', '## Two', '', fence('js title="a.js"', 'b')),
  ],
  [
    'check.impossible',
    { ...template({}), ...step('[x](../templates/b)', '', fence('yaml check', 'file: gone.js')) },
    'tutorials/t.md:11:1',
    { ...template({}), ...step('[x](../templates/b)', '', fence('sh run', 'make'), '', fence('yaml check', 'file: gone.js')) },
  ],
  [
    'check.onCover',
    { 'tutorials/t.md': `---\ntitle: T\ndescription: D\n---\n\n${fence('yaml check', 'file: a')}\n\n## One\n\nText.\n` },
    'tutorials/t.md:7:1',
    check('run: a', 'success: true'),
  ],
  [
    'check.successTwice',
    check('- run: a', '  success: true', '- run: b', '  success: true'),
    'tutorials/t.md:11:3',
    check('- run: a', '  success: true', '- run: b'),
  ],
  ['check.successNever', check('run: a'), 'tutorials/t.md:9:1', check('run: a', 'success: true')],
  ['quiz.noAnswer', quiz('- text: a', '- text: b'), 'tutorials/t.md:11:1', quiz('- text: a', '- text: b', '  correct: true')],
  [
    'quiz.severalAnswers',
    quiz('- text: a', '  correct: true', '- text: b', '  correct: true'),
    'tutorials/t.md:11:1',
    quiz('- text: a', '  correct: true', '- text: b'),
  ],
  [
    'quiz.sameChoice',
    quiz('- text: a', '- text: a', '  correct: true'),
    'tutorials/t.md:8:1',
    quiz('- text: a', '- text: b', '  correct: true'),
  ],
  [
    'quiz.allRight',
    step(fence('yaml quiz', 'question: Q', 'multiple: true', 'choices:', '- text: a', '  correct: true', '- text: b', '  correct: true')),
    'tutorials/t.md:8:1',
    quiz('- text: a', '  correct: true', '- text: b'),
  ],
  ['template.missing', step('[x](../templates/zebra)'), 'tutorials/t.md:8:1', { ...template({}), ...step('[x](../templates/b/)') }],
  ['template.broken', template({}, { 'a.mustache': 'x\n {{#a}}' }), 'templates/b/a.mustache:2:8', template({}, { a: '{{#a}}' })],
  ['template.partial', template({}, { 'a.mustache': 'x {{> a}}' }), 'templates/b/a.mustache:1:3', template({}, { a: '{{> a}}' })],
  ['template.unknownName', template({}, { 'a.mustache': '{{a}}' }), 'templates/b/a.mustache:1:1', asked({ name: 'a' }, { name: 'b' })],
  [
    'template.unused',
    template({ parameters: [{ name: 'zz' }] }),
    'templates/b/template.json:5:4',
    template({ parameters: [{ name: 'zz' }, { name: 'yy', when: 'zz' }] }, { '{{yy}}.js': '' }),
  ],
  [
    'template.notRendered',
    template({ parameters: [{ name: 'zz' }] }, { 'a.mustache': '{{zz}}', 'b.md': 'x\n {{zz}}' }),
    'templates/b/b.md:2:2',
    template({ parameters: [{ name: 'zz' }] }, { 'a.mustache': '{{zz}}', 'b.vue': '{{ other }}' }),
  ],
  ['template.opensNothing', template({ open: ['src/main.js'] }), 'templates/b/template.json:4:3', template({ open: ['a.js'] })],
  [
    'template.opensDidYouMean',
    template({ open: ['mian.js'] }, { 'main.js': '' }),
    'templates/b/template.json:4:3',
    template({ open: ['a.js'] }),
  ],
  ['template.tooBig', template({}, { 'a.mustache': new Uint8Array(10_485_761) }), 'templates/b/a.mustache:1:1', template({})],
  [
    'template.notText',
    template({}, { 'a.mustache': new Uint8Array([0xff]) }),
    'templates/b/a.mustache:1:1',
    template({}, { a: new Uint8Array([0xff]) }),
  ],
  ['parameter.twice', asked({ name: 'a' }, { name: 'a' }), 'templates/b/template.json:8:4', asked({ name: 'a' }, { name: 'b' })],
  [
    'parameter.noChoices',
    asked({ name: 'a', type: 'choice' }),
    'templates/b/template.json:6:4',
    asked({ name: 'a', type: 'choice', choices: ['b'] }),
  ],
  ['parameter.choices', asked({ name: 'a', choices: ['b'] }), 'templates/b/template.json:6:4', asked({ name: 'a' })],
  [
    'parameter.pattern',
    asked({ name: 'a', pattern: '(' }),
    'templates/b/template.json:6:4',
    asked({ name: 'a', default: 'b', pattern: 'b' }),
  ],
  [
    'answer.type',
    asked({ name: 'a', type: 'number', default: 'b' }),
    'templates/b/template.json:7:4',
    asked({ name: 'a', type: 'number', default: 1 }),
  ],
  [
    'answer.choice',
    asked({ name: 'a', type: 'choice', choices: ['b'], default: 'c' }),
    'templates/b/template.json:10:4',
    asked({ name: 'a', type: 'choice', choices: ['b'], default: 'b' }),
  ],
  [
    'answer.pattern',
    asked({ name: 'a', pattern: 'b', default: 'c' }),
    'templates/b/template.json:7:4',
    asked({ name: 'a', pattern: 'c', default: 'c' }),
  ],
  [
    'when.unread',
    asked({ name: 'a' }, { name: 'b', when: 'a = 1' }),
    'templates/b/template.json:9:4',
    asked({ name: 'a' }, { name: 'b', when: 'a' }),
  ],
  [
    'when.unknown',
    asked({ name: 'a' }, { name: 'b', when: 'zebra' }),
    'templates/b/template.json:9:4',
    asked({ name: 'a' }, { name: 'b', when: '!a' }),
  ],
  [
    'when.didYouMean',
    asked({ name: 'port' }, { name: 'b', when: 'prot' }),
    'templates/b/template.json:9:4',
    asked({ name: 'port' }, { name: 'b', when: 'port' }),
  ],
  [
    'scaffold.outside',
    template({ parameters: [{ name: 'zz', default: '../..' }] }, { '{{zz}}/a.js': '' }),
    'templates/b/{{zz}}/a.js:1:1',
    template({ parameters: [{ name: 'zz', default: 'c' }] }, { '{{zz}}/a.js': '' }),
  ],
  [
    'scaffold.protected',
    template({ parameters: [{ name: 'zz', default: '.git' }] }, { '{{zz}}/a': '' }),
    'templates/b/{{zz}}/a:1:1',
    template({ parameters: [{ name: 'zz', default: 'c' }] }, { '{{zz}}/a': '' }),
  ],
  ['scaffold.ownFile', template({}, { '.onramp.json': '{}' }), 'templates/b/.onramp.json:1:1', template({})],
  ['scaffold.collision', template({}, { 'a.js': '', 'A.js': '' }), 'templates/b/a.js:1:1', template({}, { 'a.js': '', 'b.js': '' })],
  [
    'scaffold.fileAndFolder',
    template({ parameters: [{ name: 'zz', default: 'a' }] }, { a: '', '{{zz}}/b': '' }),
    'templates/b/{{zz}}/b:1:1',
    template({ parameters: [{ name: 'zz', default: 'c' }] }, { a: '', '{{zz}}/b': '' }),
  ],
  ['scaffold.windowsName', template({}, { 'aux.js': '' }), 'templates/b/aux.js:1:1', template({}, { 'auxiliary.js': '' })],
  [
    'snippet.missing',
    { ...step('[x](../snippets/s.code-snippets#Zebra)'), ...body('x') },
    'tutorials/t.md:8:1',
    { ...step('[x](../snippets/s.code-snippets#A)'), ...body('x') },
  ],
  [
    'snippet.twice',
    { 'snippets/s.code-snippets': '{"A":{"prefix":"a","body":"x"},\n"A":{"prefix":"a","body":"x"}}' },
    'snippets/s.code-snippets:2:1',
    body('x'),
  ],
  ['snippet.emptyBody', body(''), 'snippets/s.code-snippets:4:12', body('x')],
  ['snippet.noPrefix', snippet({ prefix: undefined, body: 'x' }), 'snippets/s.code-snippets:2:2', body('x')],
  ['snippet.blankPrefix', snippet({ prefix: ' a', body: 'x' }), 'snippets/s.code-snippets:3:13', body('x')],
  ['snippet.language', snippet({ scope: 'js', body: 'x' }), 'snippets/s.code-snippets:4:12', snippet({ scope: 'javascript', body: 'x' })],
  ['snippet.unclosed', body('${1:x'), 'snippets/s.code-snippets:4:12', body('${1:x}')],
  ['snippet.literal', body('${1x}'), 'snippets/s.code-snippets:4:12', body('\\$')],
  ['snippet.choice', body('${1|a,b}'), 'snippets/s.code-snippets:4:12', body('${1|a,b|}')],
  ['snippet.choiceEmpty', body('${1|a,,b|}'), 'snippets/s.code-snippets:4:12', body('${1|a,b|}')],
  ['snippet.choiceAtZero', body('${0|a,b|}'), 'snippets/s.code-snippets:4:12', body('${1|a,b|}$0')],
  ['snippet.transform', body('$1 ${1/a/b'), 'snippets/s.code-snippets:4:15', body('$1 ${1/a/b/}')],
  ['snippet.expression', body('$1 ${1/(/b/}'), 'snippets/s.code-snippets:4:15', body('$1 ${1/a/b/}')],
  ['snippet.shorthand', body('$1 ${1/a/${1:/loud}/}'), 'snippets/s.code-snippets:4:15', body('$1 ${1/a/${1:/upcase}/}')],
  ['snippet.tooDeep', body(`${'${1:'.repeat(400)}x${'}'.repeat(400)}`), 'snippets/s.code-snippets:4:412', body('${1:${2:x}}')],
  ['snippet.endless', body('${1:a $1}'), 'snippets/s.code-snippets:4:12', body('${1:a}')],
  ['snippet.twoDefaults', body('${1:a} ${1:b}'), 'snippets/s.code-snippets:4:19', body('${1:a} $1')],
  ['snippet.unknownVariable', body('$ZEBRA_HERD'), 'snippets/s.code-snippets:4:12', body('$TM_FILENAME')],
  ['snippet.meantVariable', body('$TM_FILENAM'), 'snippets/s.code-snippets:4:12', body('$TM_FILENAME')],
  [
    'snippet.import',
    snippet({ body: 'x', requires: { import: 'zebra zebra' } }),
    'snippets/s.code-snippets:6:14',
    snippet({ body: 'x', requires: { import: "import * as z from 'zod'" } }),
  ],
  [
    'snippet.replacement',
    snippet({ body: 'x', deprecated: { replacement: 'B' } }),
    'snippets/s.code-snippets:6:19',
    { ...snippet({ body: 'x', deprecated: { replacement: 'B' } }), 'snippets/b.code-snippets': '{"B":{"prefix":"b","body":"x"}}' },
  ],
  ['snippet.replacesItself', snippet({ body: 'x', deprecated: { replacement: 'A' } }), 'snippets/s.code-snippets:6:19', body('x')],
  [
    'snippet.pattern',
    snippet({ body: 'x', deprecated: { pattern: '(' } }),
    'snippets/s.code-snippets:6:15',
    snippet({ body: 'x', deprecated: { pattern: 'old' } }),
  ],
  ['translation.missing', { ...manifest({ locales: ['de'] }), ...step('Text.') }, 'onramp.json:9:3', german(deutsch('Text.'))],
  ['translation.unlisted', { ...step('Text.'), 'tutorials/de/t.md': deutsch('Text.') }, 'onramp.json:1:1', german(deutsch('Text.'))],
  [
    'translation.stray',
    { ...german(deutsch('Text.')), 'tutorials/de/b.md': deutsch('Text.') },
    'tutorials/de/b.md:1:1',
    german(deutsch('Text.')),
  ],
  ['translation.step', german(deutsch('Text.').replace(' {#one}', '')), 'tutorials/de/t.md:6:1', german(deutsch('Text.'))],
  ['translation.extraStep', german(deutsch('Text.', '', '## Zwei', '', 'Text.')), 'tutorials/de/t.md:10:1', german(deutsch('Text.'))],
  [
    'translation.checks',
    { ...german(deutsch(fence('yaml check', 'run: a', 'output: b', 'hint: h'))), ...check('run: a', 'output: c', 'hint: i') },
    'tutorials/de/t.md:9:1',
    { ...german(deutsch(fence('yaml check', 'run: a', 'output: b', 'hint: h'))), ...check('run: a', 'output: b', 'hint: i') },
  ],
  ['archive.windows', { ...step('Text.'), 'docs/a:b.md': '' }, 'docs/a:b.md:1:1', { ...step('Text.'), 'docs/ab.md': '' }],
  ['archive.collides', { ...step('Text.'), 'tutorials/T.md': '# T\n\n## T\n\nText.\n' }, 'tutorials/T.md:1:1', step('Text.')],
  ['file.unused', { ...step('Text.'), 'docs/a.md': '' }, 'docs/a.md:1:1', { ...step('[a](../docs/a.md#x)'), 'docs/a.md': '' }],
];

/** Those that files in memory cannot have, or that are asked of others: each has a test of its own. */
const elsewhere = [
  'pack.unreadable',
  'template.unreadable',
  'template.link',
  'template.empty',
  'archive.link',
  'link.dead',
  'time.tooShort',
  'time.tooLong',
];

async function told(files: Files, options: Parameters<typeof lintPack>[1] = {}): Promise<string[]> {
  const found = await lintPack(memoryFiles({ ...manifest(), ...files }), { infos: true, ...options });
  return found.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);
}

describe('The rules of lint', () => {
  for (const [code, wrong, place, right] of cases) {
    it(`${code}: is found at its place, and not beside it`, async () => {
      const files = code === 'manifest.missing' ? await lintPack(memoryFiles(wrong)) : undefined;
      const found = files?.map(({ file, line, column, code: own }) => `${file}:${line}:${column} ${own}`) ?? (await told(wrong));
      assert.deepEqual(
        // The first is the writer's; what is nested too deeply is so at each level below.
        found.filter((line) => line.endsWith(` ${code}`)).slice(0, code === 'snippet.tooDeep' ? 1 : undefined),
        [`${place} ${code}`],
        found.join('\n'),
      );
      const others = await told(right);
      assert.deepEqual(
        others.filter((line) => line.endsWith(` ${code}`)),
        [],
      );
    });
  }

  it('are all listed, and each is provoked by a test', () => {
    const provoked = new Set<string>([...cases.map(([code]) => code), ...elsewhere]);
    assert.deepEqual(
      Object.keys(lintRules).filter((code) => !provoked.has(code)),
      [],
    );
    assert.deepEqual(
      [...provoked].filter((code) => !Object.hasOwn(lintRules, code)),
      [],
    );
  });
});

describe('lintPack, of what files in a text cannot show,', () => {
  const plain = { ...manifest(), ...step('Text.'), ...template({}) };

  it('tells files that cannot be read, and goes on with the others', async () => {
    const files = memoryFiles({ ...plain, 'tutorials/b.md': '' });
    files.failOn((_, path) => (/(b\.md|a\.js)$/.test(path) ? new Error('permission denied') : undefined));
    const found = (await lintPack(files)).map(({ file, code }) => `${file} ${code}`);
    assert.ok(found.includes('tutorials/b.md pack.unreadable'), found.join('\n'));
    assert.ok(found.includes('templates/b/a.js template.unreadable'), found.join('\n'));
  });

  it('tells links, which no pack may hold', async () => {
    const files = memoryFiles(plain);
    files.link('notes.md');
    files.link('templates/b/b.js');
    const found = (await lintPack(files)).map(({ file, code }) => `${file} ${code}`);
    assert.deepEqual(found, ['templates/b/b.js template.link', 'notes.md archive.link']);
  });

  it('tells a template without files', async () => {
    assert.deepEqual(await told({ ...step('Text.'), ...template({}, {}) }), ['templates/b/template.json:1:1 template.empty']);
  });

  it('holds the time that is said against the one that was measured, with the time that reading takes', async () => {
    const words = 'word '.repeat(450);
    const timed = { 'tutorials/t.md': `---\ntitle: T\ndescription: D\ntime: 1m\n---\n\n## One\n\n${words}\n` };
    const took = (milliseconds: number) => ({
      times: { kind: 'onramp.walkTimes' as const, tutorials: [{ pack: 'p', path: 'tutorials/t.md', milliseconds, steps: [] }] },
    });
    assert.deepEqual(await told(timed, took(0)), ['tutorials/t.md:4:7 time.tooShort']);
    const said = (time: string) => ({ 'tutorials/t.md': timed['tutorials/t.md'].replace('1m', time) });
    assert.deepEqual(await told(said('5m'), took(0)), []);
    assert.deepEqual(await told(said('2h'), took(0)), ['tutorials/t.md:4:7 time.tooLong']);
    assert.deepEqual(await told(said('2h')), []);
  });
});

describe('lintPack, where a command ran before,', () => {
  const after = (command: string, ...lines: string[]) => step(fence('js title="a.js"', 'b'), '', fence('sh run', command), '', ...lines);
  const severities = async (files: Files) =>
    (await lintPack(memoryFiles({ ...manifest(), ...files }))).map(({ severity, code }) => `${severity} ${code}`);

  it('is certain of what it cannot have changed', async () => {
    for (const command of [
      'node a.js',
      'npm install zod && npm test',
      'git add .',
      'cd x; ls > /dev/null',
      'A=1 python3 -m b 2>&1',
      'cargo run',
    ]) {
      assert.deepEqual(await severities(after(command, 'See `a.js:/zz/`.')), ['error reference.noText'], command);
    }
  });

  it('warns of what it can have changed', async () => {
    for (const command of [
      'npx prettier --write .',
      'echo zz >> a.js',
      "sed -i 's/b/zz/' a.js",
      'npm run format',
      'git pull',
      'curl -o a.js x',
    ]) {
      assert.deepEqual(await severities(after(command, 'See `a.js:/zz/`.')), ['warning reference.noText'], command);
    }
  });

  it('says nothing of what it can have made', async () => {
    assert.deepEqual(await severities(after('npm init -y', 'See `package.json:3`.', '', fence('js title="c.js" append', 'd'))), []);
  });

  it('leaves alone what a person is told to write by hand', async () => {
    const byHand = step(
      'Write `zz()` below:',
      '',
      fence('js title="a.js"', 'b'),
      '',
      fence('js', 'zz();'),
      '',
      fence('yaml check', 'file: a.js', 'contains: zz();', 'success: true'),
    );
    assert.deepEqual(await severities(byHand), []);
  });
});
