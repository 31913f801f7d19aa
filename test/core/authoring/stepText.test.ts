import assert from 'node:assert/strict';
import { placeForStep, renameStep, stepOfHeading, titleInHeading } from '../../../src/core/authoring/stepText.ts';

const text = '# T\n\nCover.\n\n## One\n\nText.\n\n\n## Two {#second}\n\nEnd.\n';

describe('a step that is added', () => {
  it('comes behind the one around the cursor', () => {
    assert.deepEqual(placeForStep(text, 6), { line: 7, before: '\n\n' });
    assert.deepEqual(placeForStep(text, 1), { line: 3, before: '\n\n' });
    assert.deepEqual(placeForStep(text, 11), { line: 12, before: '\n\n' });
    assert.deepEqual(placeForStep('', 1), { line: 0, before: '' });
  });
});

describe('a step that is renamed', () => {
  const renamed = (heading: string, title: string) => {
    const step = stepOfHeading(`# T\n\n${heading}\n\ntext\n`, 3) ?? assert.fail('no step');
    const renaming = renameStep(heading, step, title);
    return renaming && heading.slice(0, renaming.from) + renaming.text + heading.slice(renaming.to);
  };

  it('keeps the id that its title gave it', () => {
    assert.equal(renamed('## Write the client', 'Make a client'), '## Make a client {#write-the-client}');
    assert.equal(renamed('##  `npm run a:b` ##', 'Run'), '##  Run {#npm-run-ab}');
  });

  it('keeps the id that is written', () => {
    assert.equal(renamed('## One {#first}', 'Two\n words'), '## Two words {#first}');
  });

  it('shows as its name what stands in the heading', () => {
    const shown = (heading: string) => {
      const place = titleInHeading(heading);
      return place && heading.slice(place.from, place.to);
    };
    assert.equal(shown('## One `x` {#first}  '), 'One `x`');
    assert.equal(shown('## One ##'), 'One');
    assert.equal(shown('### Not a step'), undefined);
    assert.equal(shown('text'), undefined);
  });
});
