import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { installVscode } from '../../../src/cli/editor/vscode.ts';
import { inEnglish } from '../../../src/core/message.ts';
import { checkBody, checkSnippets } from '../../../src/core/snippet/checkSnippets.ts';
import { parseBody } from '../../../src/core/snippet/parseBody.ts';
import { plainText } from '../../../src/core/snippet/plainText.ts';
import { printBody } from '../../../src/core/snippet/printBody.ts';
import { insertableBody, renderBody } from '../../../src/core/snippet/renderBody.ts';
import { readSnippets } from '../../../src/core/snippet/snippetFile.ts';
import { bare, parts, telling } from './generatedBody.ts';

const read = (body: string) => bare(parseBody(body).parts);
const problems = (body: string) => checkBody(body).map(({ at, told }) => `${at}  ${inEnglish(told)}`);

describe('the grammar of snippets', () => {
  it('knows every form', () => {
    const forms: [string, unknown][] = [
      ['$1', [{ kind: 'tabStop', index: 1 }]],
      [`\${1}`, [{ kind: 'tabStop', index: 1 }]],
      [
        `\${1:a\${2:b}}`,
        [
          {
            kind: 'placeholder',
            index: 1,
            parts: [
              { kind: 'text', text: 'a' },
              { kind: 'placeholder', index: 2, parts: [{ kind: 'text', text: 'b' }] },
            ],
          },
        ],
      ],
      [`\${1|a\\,b,c\\|d,}$|}`, [{ kind: 'choice', index: 1, options: ['a,b', 'c|d', '}$'] }]],
      [
        `$foo \${bar:x}`,
        [
          { kind: 'variable', name: 'foo' },
          { kind: 'text', text: ' ' },
          { kind: 'variable', name: 'bar', parts: [{ kind: 'text', text: 'x' }] },
        ],
      ],
      [
        `\${TM_FILENAME/(.*)\\/x/\${1:/upcase}-\${2:+a}\${3:?b:c}\${4:-d}\${5:e}$6\\/\\\\/gi}`,
        [
          {
            kind: 'variable',
            name: 'TM_FILENAME',
            transform: {
              pattern: '(.*)/x',
              options: 'gi',
              format: [
                { kind: 'group', index: 1, shorthand: 'upcase' },
                { kind: 'text', text: '-' },
                { kind: 'group', index: 2, filled: 'a' },
                { kind: 'group', index: 3, filled: 'b', empty: 'c' },
                { kind: 'group', index: 4, empty: 'd' },
                { kind: 'group', index: 5, empty: 'e' },
                { kind: 'group', index: 6 },
                { kind: 'text', text: '/\\' },
              ],
            },
          },
        ],
      ],
      ['\\$1 \\} \\\\ \\n }', [{ kind: 'text', text: '$1 } \\ \\n }' }]],
    ];
    for (const [body, expected] of forms) {
      assert.deepEqual(read(body), expected, body);
      assert.deepEqual(parseBody(body).problems, [], body);
    }
  });

  it('reads every part that is printed, whatever it holds', () => {
    fc.assert(
      fc.property(parts, (list) => assert.deepEqual(read(printBody(list)), bare(list))),
      { numRuns: 2000 },
    );
  });

  it('never throws, and prints what it read so that it reads the same', () => {
    const any = fc.oneof(
      fc.array(telling).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(any, (body) => {
        const { parts: list } = parseBody(body);
        const printed = printBody(list);
        assert.deepEqual(read(printed), bare(list));
        assert.equal(printBody(parseBody(printed).parts), printed);
        assert.equal(typeof plainText(body), 'string');
        checkBody(body);
        for (const { from, to } of list) assert.ok(from < to && to <= body.length);
      }),
      { numRuns: 3000 },
    );
  });

  it('takes no time to speak of for what is made to take long', () => {
    const n = 20_000;
    for (const body of [
      '${1:'.repeat(n),
      '${1/'.repeat(n),
      '${1|a,'.repeat(n),
      '${a/b/'.repeat(n),
      '$'.repeat(n),
      '${1:${2:'.repeat(n) + '}'.repeat(n),
    ]) {
      const from = performance.now();
      checkBody(body);
      assert.ok(performance.now() - from < 2000, body.slice(0, 10));
    }
  });

  it('refuses a snippet that would fill the memory of whoever inserts it', () => {
    const links = Array.from({ length: 40 }, (_, n) => `\${${n + 1}:$${n + 2}$${n + 2}}`);
    const body = [...links, `\${41:x}`].join('');
    assert.equal(insertableBody(body), undefined);
    assert.match(problems(body).join('\n'), /has no end/);
    assert.match(problems(`\${1:a$1}`).join('\n'), /^0 {2}The defaults of these tab stops hold each other/);
  });

  it('says of every mistake where it is and what to do', () => {
    assert.deepEqual(problems(`a \${1:b`), [
      '2  “${1:” is not closed, so it is inserted as it stands. Write the }, or \\$ to mean a dollar',
    ]);
    assert.deepEqual(problems(`\${1|a,b}`), ['0  These choices do not end in |}, so they are inserted as they stand. Write ${1|one,two|}']);
    assert.deepEqual(problems(`\${1||}`), [
      '0  A choice is empty, so they are all inserted as they stand. Write each, such as ${1|one,two|}',
    ]);
    assert.deepEqual(problems(`\${0|a|}`), ['0  The last tab stop, $0, takes no choices. Give it another number']);
    assert.deepEqual(problems(`\${1/a/b}`), [
      '0  This rewriting does not end, so it is inserted as it stands. Write ${1/pattern/format/options}',
    ]);
    assert.deepEqual(problems(`\${1/[/b/}`), [
      '0  Not a regular expression, so this is inserted as it stands: /[/: Unterminated character class',
    ]);
    assert.deepEqual(problems(`\${1/a/\${1:/upper}/}`), [
      '0  VS Code does not know “/upper”. Use one of: upcase, downcase, capitalize, pascalcase, camelcase, kebabcase, snakecase',
    ]);
    assert.deepEqual(problems('$TM_FILENAM'), ['0  VS Code knows no variable “TM_FILENAM”. Did you mean “TM_FILENAME”?']);
    assert.deepEqual(problems(`\${token}`), [
      '0  VS Code knows no variable “token”, so it becomes a tab stop. Number it, or write \\$ to mean a dollar',
    ]);
    assert.deepEqual(problems(`\${1 + 2}`), [
      '0  “${1” is neither a tab stop nor a variable as it goes on, so it is inserted as it stands. Write \\$ to mean a dollar',
    ]);
    assert.deepEqual(problems(`\${1:a} \${1:b}`), [
      '7  Tab stop 1 has another default already, and the first one counts everywhere. Write $1 here',
    ]);
    assert.deepEqual(problems(' '), ['0  This snippet inserts nothing']);
    assert.deepEqual(problems(`\${1:a} \${1:a} $1 \${2|x,y|}$0`), []);
  });

  it('renders what stands there before anything is typed', () => {
    const render = (body: string) => renderBody(parseBody(body).parts, (name) => ({ TM_FILENAME: 'my_file.ts' })[name]);
    assert.equal(render(`$2-\${1:a\${2:b}}-$1-\${3|x,y|}$3`), 'b-ab-ab-xx');
    assert.equal(render(`\${TM_FILENAME/(.*)\\..+$/\${1:/pascalcase}/} \${TM_DIRECTORY:none} \${UUID}`), 'MyFile none ');
    assert.equal(render(`\${TM_FILENAME/_.*/\${2:-none}/}`), 'mynone');
    assert.equal(plainText(`const \${name} = $name\${0:end}`), 'const name = nameend');
    assert.equal(insertableBody(`\${2:x} \${name} $name`), `\${2:x} \${3:name} \${3:name}`);
  });
});

describe('the snippets of VS Code’s own extensions', function () {
  // Where nothing else has installed VS Code yet, this does.
  this.timeout(300_000);

  it('all parse without an error, and print to what reads the same', async () => {
    const vscode = await installVscode(join(import.meta.dirname, '..', '..', '..', '.cache'), () => {});
    const extensions = join(vscode, 'extensions');
    let count = 0;
    for (const extension of await readdir(extensions)) {
      const manifest = await readFile(join(extensions, extension, 'package.json'), 'utf8').catch(() => '{}');
      for (const { path } of JSON.parse(manifest).contributes?.snippets ?? []) {
        const source = await readFile(join(extensions, extension, path), 'utf8');
        const { snippets, problems: found } = readSnippets(source);
        assert.deepEqual(found, [], path);
        assert.deepEqual(
          checkSnippets(source)
            .filter(({ severity }) => severity === 'error')
            .map(inEnglish),
          [],
          path,
        );
        count += snippets.length;
        for (const { body, name } of snippets) assert.deepEqual(read(printBody(parseBody(body).parts)), read(body), `${path} ${name}`);
      }
    }
    assert.ok(count > 200, `${count} snippets`);
  });
});
