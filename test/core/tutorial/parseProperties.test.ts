import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderSection } from '../../../src/core/tutorial/markdown.ts';
import { parseTutorial } from '../../../src/core/tutorial/parse.ts';
import { checksOf, type Section, type Tutorial } from '../../../src/core/tutorial/tutorial.ts';
import { anyText, tutorialText } from './generated.ts';
import { dangers } from './liveParts.ts';

const path = 'tutorials/start.md';
const inPack = (source: string) => `pack:${source}`;
const text = fc.oneof(tutorialText(), anyText());
const render = (section: Section) => renderSection(section, path, inPack);
const sectionsOf = ({ cover, steps }: Tutorial) => [cover, ...steps];

describe('whatever text a tutorial is', function () {
  this.timeout(30_000);

  it('is understood as far as it goes, and what is not is told at a place that is in the text', () => {
    holds((source) => {
      const lines = source.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
      const tutorial = parseTutorial(source, path);
      const placed = [...tutorial.problems, ...tutorial.requires, ...sectionsOf(tutorial).flatMap(checksOf)];
      for (const { line, column } of placed) {
        assert.ok(line >= 1 && line <= lines.length, `line ${line} of ${lines.length}`);
        assert.ok(column >= 1 && column <= (lines[line - 1]?.length ?? 0) + 1, `column ${column} of “${lines[line - 1]}”`);
      }
      for (const { line } of [...tutorial.steps, ...sectionsOf(tutorial).flatMap(({ blocks }) => blocks)]) {
        assert.ok(line >= 1 && line <= lines.length, `line ${line} of ${lines.length}`);
      }
      const order = tutorial.problems.map(({ line, column }) => line * 100_000 + column);
      assert.deepEqual(
        order,
        order.toSorted((a, b) => a - b),
        'problems stand in the order of the text',
      );
    });
  });

  it('has steps of different ids, none of them empty', () => {
    holds((source) => {
      const ids = parseTutorial(source, path).steps.map(({ id }) => id);
      assert.deepEqual([...new Set(ids)], ids);
      assert.ok(!ids.includes(''));
    });
  });

  it('is shown the same each time, whatever else was shown before', () => {
    holds((source) => {
      const inOrder = sectionsOf(parseTutorial(source, path)).map(render);
      const tutorial = parseTutorial(source, path);
      const backwards = sectionsOf(tutorial).toReversed().map(render).toReversed();
      assert.deepEqual(backwards, inOrder);
      assert.deepEqual(sectionsOf(tutorial).map(render), inOrder);
    });
  });

  it('is shown as HTML that can do no harm, and that points to what is there', () => {
    holds((source) => {
      for (const section of sectionsOf(parseTutorial(source, path))) {
        const html = render(section);
        assert.deepEqual(dangers(html), []);
        for (const [, kind = '', index] of html.matchAll(/<[^>]* data-(block|reference|link|hint|task)="([^"]*)"/g)) {
          const list = {
            block: section.blocks,
            reference: section.references,
            link: section.links,
            hint: section.hints,
            task: section.tasks,
          }[kind];
          assert.ok(list !== undefined && Number(index) < list.length, `${kind} ${index}`);
        }
        const places = [...html.matchAll(/<div data-block="(\d+)">/g)].map(([, index]) => Number(index));
        assert.deepEqual(places, [...section.blocks.keys()], 'each block has its place, in order');
      }
    });
  });
});

function holds(property: (source: string) => void): void {
  fc.assert(fc.property(text, property), { numRuns: 500 });
}
