import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { diskFiles } from '../../src/cli/diskFiles.ts';
import { inEnglish } from '../../src/core/message.ts';
import { plainText } from '../../src/core/snippet/plainText.ts';
import { readSnippets } from '../../src/core/snippet/snippetFile.ts';
import { parseTutorial } from '../../src/core/tutorial/parse.ts';
import { checksOf } from '../../src/core/tutorial/tutorial.ts';

describe('The snippets for people who write packs', () => {
  it('make, one after the other, a tutorial without a complaint', async () => {
    const root = diskFiles(fileURLToPath(new URL('../../snippets', import.meta.url)));
    const { snippets, problems } = readSnippets((await root.readText('onramp.code-snippets')) ?? '');
    assert.deepEqual(problems.map(inEnglish), []);
    assert.ok(snippets.every(({ languages, description }) => languages.join() === 'markdown' && description.startsWith('Onramp: ')));
    const prefixes = snippets.flatMap((snippet) => snippet.prefixes);
    assert.equal(new Set(prefixes).size, prefixes.length);

    const tutorial = parseTutorial(snippets.map(({ body }) => plainText(body)).join('\n'), 'tutorials/written.md');
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
    assert.equal(checksOf(step).length, 4);
    assert.deepEqual(
      step.links.map(({ kind }) => kind),
      ['template', 'snippet'],
    );
    assert.deepEqual(step.hints, ['Hint']);
    assert.equal(step.references.length, 2);
  });
});
