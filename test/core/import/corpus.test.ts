// Real tours and codelabs that others wrote, where they lie beside the repository: they are no part of it.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { diskFiles } from '../../../src/cli/diskFiles.ts';
import { detectFormat } from '../../../src/core/import/detectFormat.ts';
import { importTutorials } from '../../../src/core/import/importTutorials.ts';
import { inEnglish } from '../../../src/core/message.ts';
import { lintPack } from '../../../src/core/pack/lint.ts';
import { memoryFiles } from '../memoryFiles.ts';
import { told } from '../told.ts';

const corpus = join(import.meta.dirname, '../../../../shared/corpus');
const found = existsSync(corpus) ? readdirSync(corpus, { recursive: true, withFileTypes: true }) : [];
const files = found
  .filter((entry) => entry.isFile() && entry.name !== 'README.md')
  .map(({ parentPath, name }) => relative(corpus, join(parentPath, name)).split(sep).join('/'))
  .sort();

/** What goes without saying: the words of mark-up and of what a codelab says of itself. */
const markUp =
  /^(?:duration|positive|negative|aside|survey|form|name|input|value|id|summary|categories|tags|author|difficulty|\w*link|table|tr|td|th|br|p|div|span|style|width|height|alt|src|href|class|align|img|a|ul|ol|li|pre|code|b|i|strong|em|fragments?\d?|md|not|going|to|show|\d+|(?:px)?)$/i;

if (files.length > 0) {
  describe('the corpus', () => {
    for (const path of files) {
      it(`${basename(path)} of ${path.split('/')[1]} imports, lints clean and loses nothing unsaid`, async () => {
        const text = readFileSync(join(corpus, path), 'utf8');
        const format = detectFormat(path, text);
        assert.ok(format, 'is not known for what it is');
        const {
          files: pack,
          leftOut,
          failed,
        } = await importTutorials(
          [{ path, text, format }],
          { name: 'p', title: 'P', publisher: undefined, description: '' },
          { files: diskFiles(corpus) },
        );
        assert.deepEqual(told(failed), []);
        assert.deepEqual(told(await lintPack(memoryFiles(Object.fromEntries(pack)))), []);
        const there = wordsIn([...pack.values(), ...leftOut.map(inEnglish)].filter((each) => typeof each === 'string').join('\n'));
        const said = format === 'codetour' ? descriptions(text) : text;
        const missing = [...wordsIn(said)].filter((word) => !there.has(word) && !markUp.test(word) && !isLabel(said, word));
        assert.deepEqual(missing, []);
      });
    }
  });
}

function wordsIn(text: string): Set<string> {
  return new Set(text.replace(/%[\da-f]{2}/gi, ' ').match(/[\p{L}\p{N}]+/gu));
}

function descriptions(tour: string): string {
  return JSON.parse(tour)
    .steps.map(({ description }: { description: string }) => description)
    .join('\n');
}

/** Whether a word stands in the label of a reference link only, which is written out where it is used. */
function isLabel(text: string, word: string): boolean {
  return [...text.matchAll(/\]\[([^\]\n]+)\]|^\[([^\]\n]+)\]:/gm)].some(([, used, defined]) => (used ?? defined ?? '').includes(word));
}
