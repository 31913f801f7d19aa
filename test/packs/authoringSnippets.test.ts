import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { diskFiles } from '../../src/cli/diskFiles.ts';
import { inEnglish } from '../../src/core/message.ts';
import { checkSnippets } from '../../src/core/snippet/checkSnippets.ts';
import { plainText } from '../../src/core/snippet/plainText.ts';
import { readSnippets } from '../../src/core/snippet/snippetFile.ts';
import { parseTutorial } from '../../src/core/tutorial/parse.ts';
import { checksOf } from '../../src/core/tutorial/tutorial.ts';
import { manifest } from '../../src/protocol/manifest.ts';
import { parameter, template } from '../../src/protocol/template.ts';

describe('The snippets for people who write packs', () => {
  it('make, one after the other, a tutorial without a complaint', async () => {
    const root = diskFiles(fileURLToPath(new URL('../../snippets', import.meta.url)));
    const { snippets, problems } = readSnippets((await root.readText('onramp.code-snippets')) ?? '');
    assert.deepEqual(problems.map(inEnglish), []);
    assert.ok(snippets.every(({ description }) => description.startsWith('Onramp: ')));
    const inMarkdown = snippets.filter(({ languages }) => languages.join() === 'markdown');
    const prefixes = snippets.flatMap((snippet) => snippet.prefixes);
    assert.equal(new Set(prefixes).size, prefixes.length);

    const tutorial = parseTutorial(
      inMarkdown
        .filter(({ name }) => name !== 'Requirements')
        .map(({ body }) => plainText(body))
        .join('\n'),
      'tutorials/written.md',
    );
    assert.deepEqual(tutorial.problems.map(inEnglish), []);
    assert.equal(tutorial.title, 'What the reader will be able to do');
    assert.deepEqual(
      tutorial.steps.map(({ id }) => id),
      ['first-step', 'do-one-thing'],
    );
    const [, step] = tutorial.steps;
    assert.ok(step);
    const kinds = new Set(step.blocks.map(({ kind }) => kind));
    assert.ok((['run', 'file', 'check'] as const).every((kind) => kinds.has(kind)) && !kinds.has('broken'));
    assert.equal(checksOf(step).length, 8);
    assert.deepEqual(
      step.links.map(({ kind }) => kind),
      ['template', 'snippet', 'command', 'tutorial'],
    );
    assert.deepEqual(step.hints, ['Hint']);
    assert.equal(step.references.length, 2);
    assert.equal(step.blocks.filter(({ kind }) => kind === 'quiz').length, 2);
  });

  it('make a pack’s own files, each without a complaint', async () => {
    const source = (await diskFiles(fileURLToPath(new URL('../../snippets', import.meta.url))).readText('onramp.code-snippets')) ?? '';
    assert.deepEqual(checkSnippets(source).map(inEnglish), []);
    const made = (name: string) => plainText(readSnippets(source).snippets.find((one) => one.name === name)?.body ?? '');
    assert.equal(manifest.safeParse(JSON.parse(made('Manifest'))).error, undefined);
    assert.equal(template.safeParse(JSON.parse(made('Template'))).error, undefined);
    assert.equal(parameter.safeParse(JSON.parse(made('Template parameter'))).error, undefined);
    const deprecated = made('Deprecated snippet');
    assert.deepEqual(checkSnippets(`{${made('Snippet of a pack')}, "Old": {"body": "x", ${deprecated}}}`).map(inEnglish), []);
    assert.deepEqual(readSnippets(`{"Old": {"body": "x", ${deprecated}}}`).snippets[0]?.deprecated?.pattern, 'createClient\\((.*)\\)');
    assert.ok(parseTutorial(`---\ntitle: T\n${made('Requirements')}\n---\n\n## A\n`, 'tutorials/a.md').requires.length === 1);
  });
});
