import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inEnglish } from '../../../../src/core/message.ts';
import { applyScaffold } from '../../../../src/core/scaffold/apply.ts';
import { lookThrough, makeTemplate, writeTemplate } from '../../../../src/core/scaffold/make/makeTemplate.ts';
import { planScaffold } from '../../../../src/core/scaffold/plan.ts';
import { settleAnswers } from '../../../../src/core/scaffold/settleAnswers.ts';
import { readTemplate } from '../../../../src/core/scaffold/template.ts';
import { type MemoryFiles, memoryFiles } from '../../memoryFiles.ts';
import { told } from '../../told.ts';

type Tree = Record<string, string | Uint8Array>;

/** The template that a folder becomes when all that is found becomes a parameter. */
async function made(folder: MemoryFiles, name = 'my-app') {
  const looked = await lookThrough(folder, name);
  const template = makeTemplate(folder, looked.files, looked.proposals, { title: 'T' });
  const target = memoryFiles();
  await writeTemplate(target, template);
  return { looked, template, target };
}

async function scaffolded(source: MemoryFiles, given: Record<string, unknown> = {}): Promise<MemoryFiles> {
  const read = await readTemplate(source, 't');
  assert.deepEqual(read.problems, []);
  const { template } = read;
  assert.ok(template);
  const { answers, problems } = settleAnswers(template, given);
  assert.deepEqual(problems, []);
  const { plan, problems: refused } = await planScaffold(source, template, answers);
  assert.deepEqual(
    refused.filter(({ severity }) => severity === 'error'),
    [],
  );
  const target = memoryFiles();
  await applyScaffold(target, plan ?? assert.fail());
  return target;
}

const project: Tree = {
  'package.json': '{\n  "name": "ticket-desk",\n  "description": "Sells tickets",\n  "author": "Ada Lovelace <ada@example.org>"\n}\n',
  'src/TicketDesk.ts': 'export class TicketDesk {}\nconst ticketDesk = new TicketDesk(); // ticket_desk, TICKET_DESK, Ticket Desk\n',
  'src/server.ts': 'listen(process.env.PORT || 4711); // http://localhost:4711/ and 147110\n',
  'README.md': '# Ticket Desk\n\nSells tickets, by Ada Lovelace.\n',
  'logo.png': new Uint8Array([0, 0x7b, 0x7b, 255]),
};

describe('makeTemplate', () => {
  it('finds what is this project’s own, with its places and counts', async () => {
    const { looked } = await made(memoryFiles(project));
    assert.deepEqual(
      looked.proposals.map(({ parameter, count, places, likely }) => {
        const where = places.map(({ file, line }) => `${file}:${line}`).join(' ');
        return `${parameter.name}=${parameter.default} ${count}× ${where}${likely ? '' : ' ?'}`;
      }),
      [
        'projectName=ticket-desk 1× package.json:2',
        'projectNameSnake=ticket_desk 1× src/TicketDesk.ts:2',
        'projectNamePascal=TicketDesk 3× src/TicketDesk.ts:0 src/TicketDesk.ts:1 src/TicketDesk.ts:2',
        'projectNameCamel=ticketDesk 1× src/TicketDesk.ts:2',
        'projectNameConstant=TICKET_DESK 1× src/TicketDesk.ts:2',
        'projectTitle=Ticket Desk 2× README.md:1 src/TicketDesk.ts:2',
        'description=Sells tickets 2× README.md:3 package.json:3',
        'authorEmail=ada@example.org 1× package.json:4',
        'author=Ada Lovelace 2× README.md:3 package.json:4',
        'port=4711 2× src/server.ts:1',
      ],
    );
  });

  it('makes the same folder with the defaults, and another with other answers', async () => {
    const { target } = await made(memoryFiles(project));
    assert.deepEqual((await scaffolded(target)).tree(), memoryFiles(project).tree());
    const other = await scaffolded(target, { projectNamePascal: 'Shop', projectName: 'shop', port: 80, author: 'Me' });
    assert.equal(
      await other.readText('src/Shop.ts'),
      'export class Shop {}\nconst ticketDesk = new Shop(); // ticket_desk, TICKET_DESK, Ticket Desk\n',
    );
    assert.equal(await other.readText('src/server.ts'), 'listen(process.env.PORT || 80); // http://localhost:80/ and 147110\n');
    assert.match((await other.readText('README.md')) ?? '', /by Me\.$/m);
  });

  it('asks nothing of a folder that has nothing of its own', async () => {
    const { target, template } = await made(memoryFiles({ 'a.txt': 'x' }));
    assert.deepEqual([template.template, target.all()], [{ title: 'T' }, { 'a.txt': 'x', 'template.json': '{\n  "title": "T"\n}\n' }]);
  });

  it('reads what other languages name their projects by', async () => {
    const names = async (files: Tree) =>
      (await lookThrough(memoryFiles(files), 'folder')).proposals.map(({ parameter }) => `${parameter.name}=${parameter.default}`);
    assert.deepEqual(
      await names({
        'pyproject.toml':
          '[project]\nname = "snake_farm"\nauthors = [\n  { name = "Ada L", email = "a@b.org" },\n]\n\n[tool.x]\nname = "other"\n',
      }),
      ['projectName=snake_farm', 'authorEmail=a@b.org', 'author=Ada L'],
    );
    assert.deepEqual(await names({ 'Cargo.toml': '[package]\nname = "crab-pot"\nauthors = ["Ada <a@b.org>"]\n' }), [
      'projectName=crab-pot',
      'authorEmail=a@b.org',
      'author=Ada',
    ]);
    assert.deepEqual(await names({ 'go.mod': 'module github.com/me/gopher-den/v2\n' }), [
      'modulePath=github.com/me/gopher-den/v2',
      'projectName=gopher-den',
    ]);
    assert.deepEqual(await names({ 'go.mod': 'module x.org/gopher-den\n', 'a.go': '// gopher-den' }), [
      'modulePath=x.org/gopher-den',
      'projectName=gopher-den',
    ]);
    assert.deepEqual(await names({ 'a.txt': 'in folder and Folder' }), ['projectName=folder', 'projectNamePascal=Folder']);
    assert.deepEqual(await names({ 'package.json': '{"name": "@me/x-y"' }), []);
    assert.deepEqual(await names({ 'package.json': '{"name": "@me/x-yz"}' }), ['projectName=x-yz', 'npmScope=@me']);
  });

  it('takes a word that stands for much else only when it is told to', async () => {
    const { proposals } = await lookThrough(memoryFiles({ 'package.json': '{"name": "app"}' }), 'folder');
    assert.deepEqual(
      proposals.map(({ parameter, likely }) => [parameter.default, likely]),
      [['app', false]],
    );
  });

  it('leaves out what is ignored, at every depth, and tells what a person may miss', async () => {
    const folder = memoryFiles({
      '.gitignore': 'dist/\n*.log\n/only-here\nbuild\n',
      '.git/config': '',
      'node_modules/x/index.js': '',
      'a/node_modules/y.js': '',
      'a/dist/x.js': '',
      'a/only-here': '',
      'only-here': '',
      'a/debug.log': '',
      'a/.gitignore': '!debug.log\nsecret.txt\n!build\n',
      'a/secret.txt': '',
      'a/build/out.js': '',
      'secret.txt': '',
      'template.json': '{}',
      '.onramp.json': '{}',
      '.onramp/x': '',
    });
    folder.link('link');
    const { files, leftOut } = await lookThrough(folder, 'f', ['.onramp']);
    assert.deepEqual(
      files.map(({ path }) => path),
      ['.gitignore', 'a/.gitignore', 'a/build/out.js', 'a/debug.log', 'a/only-here', 'secret.txt'],
    );
    assert.deepEqual(
      leftOut.map(({ why }) => inEnglish(why)),
      [
        'link is a link, which a template may not hold. It is left out',
        'template.json has the name of what describes a template. It is left out; give it another name to take it along',
      ],
    );
  });

  it('gives files that npm leaves out of a package another end', async () => {
    const folder = memoryFiles({ '.gitignore': '{{x}}\n', 'a/.npmrc': 'x=y' });
    const { target } = await made(folder);
    assert.deepEqual(Object.keys(target.all()), ['.gitignore.mustache', 'a/.npmrc.mustache', 'template.json']);
    assert.deepEqual((await scaffolded(target)).tree(), folder.tree());
  });

  it('tells which files can be in no template', async () => {
    const folder = memoryFiles({ 'a.mustache': new Uint8Array([0xff]), '{{[(@.txt': '', 'b.txt': '', 'B.txt': '' });
    const { files } = await lookThrough(folder, 'f');
    assert.deepEqual(told(makeTemplate(folder, files, [], { title: 'T' }).problems), [
      'a.mustache:1:1  a.mustache can be in no template: its name or text would be taken for Mustache. Rename it first',
      '{{[(@.txt:1:1  {{[(@.txt can be in no template: its name or text would be taken for Mustache. Rename it first',
      'b.txt:1:1  Both “b.txt” and “B.txt” would be written, which many disks take for one name. Rename one in the template, or answer otherwise',
    ]);
  });

  it('is undone by a scaffold with the defaults, whatever the folder holds', async () => {
    const piece = fc.constantFrom(
      'my-app',
      'MyApp',
      'my_app',
      '{{',
      '}}',
      '{',
      '}',
      '<%',
      '%>',
      '[[',
      '${my-app}',
      '{{name}}',
      '{{#a}}',
      '{{=',
      '=}}',
      '\n',
      '\r\n',
      '  ',
      '\uFEFF',
      'é',
      'Sells {{tickets}}',
      'port: 4711',
      '"port":4711}',
      '{{! x }}',
      '{{> y}}',
      '{{{z}}}',
    );
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    const content = fc.oneof({ weight: 5, arbitrary: text }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 12 }) });
    const name = fc
      .array(fc.constantFrom('my-app', 'a', '{{', '}}', '[', '.mustache', '(', '{'), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join(''));
    const path = fc.tuple(fc.constantFrom('', 'd/', 'MyApp/', '{{x}}/'), name).map((parts) => parts.join(''));
    const entries = fc.dictionary(path, fc.tuple(content, fc.boolean()), { maxKeys: 5 });
    await fc.assert(
      fc.asyncProperty(entries, async (tree) => {
        const folder = memoryFiles({ 'package.json': JSON.stringify({ name: 'my-app', description: 'Sells {{tickets}}' }) });
        for (const [file, [bytes, executable]] of Object.entries(tree)) {
          if (!(await folder.stat(file))) await folder.write(file, bytes, { executable }).catch(() => {});
        }
        const { template, target } = await made(folder);
        for (const { file } of template.problems) await folder.remove(file);
        // Folders that hold nothing are no part of a template.
        const filesOf = (all: MemoryFiles) => all.tree().filter((line) => !/^[^ ]*\/$/.test(line));
        assert.deepEqual(filesOf(await scaffolded(target)), filesOf(folder));
      }),
      { numRuns: 400 },
    );
  });
});
