import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Format, formats } from '../../../src/core/import/draft.ts';
import { importTutorials } from '../../../src/core/import/importTutorials.ts';
import { inEnglish } from '../../../src/core/message.ts';
import { lintPack } from '../../../src/core/pack/lint.ts';
import { memoryFiles } from '../memoryFiles.ts';
import { told } from '../told.ts';
import { anyText, tutorialText } from '../tutorial/generated.ts';

const word = fc.stringMatching(/^[a-z]{3,9}$/).map((letters) => `w${letters}`);
const words = fc.array(word, { minLength: 1, maxLength: 6 }).map((all) => all.join(' '));

/** Lines as people write them in tutorials of other tools, well and badly; the words in them begin with w, what is mark-up does not. */
const piece = fc.oneof(
  words,
  words.map((text) => `## ${text}`),
  words.map((text) => `### ${text}\n#### ${text}\n##\n##${text}`),
  words.map((text) => `# ${text}`),
  words.map((text) => `${text}\n---`),
  words.map((text) => `- ${text}\n- [ ] ${text}\n  1. ${text}`),
  words.map((text) => `Positive\n: ${text}\n${text}\n\n  ${text}`),
  words.map((text) => `> aside negative ${text}\n> ${text}`),
  words.map((text) => `::: tip ${text}\n${text}\n:::\n!!! Note "${text}"\n    ${text}`),
  words.map((text) => `[note]\n${text}\n[/note] ${text}`),
  words.map((text) => `<aside class="positive">\n\n${text}\n\n</aside>`),
  words.map((text) => `<div>\n  <p>${text}</p>\n\n    <font color="red">${text}</font>\n</div>${text}`),
  words.map((text) => `<table><caption>${text}</caption><tr><td>${text}<td>${text}</tr>${text}</table>`),
  words.map((text) => `<ul>${text}<li>${text}<ul><li>${text}</ul></ul>`),
  words.map((text) => `<pre>\n${text}\n<b>${text}</b></pre> ${text}`),
  words.map((text) => `<script>\n${text}\n</script>\n<!-- ${text} -->`),
  words.map((text) => `<details><summary>${text}</summary>${text}\n\n${text}</details>`),
  words.map((text) => `<form><name>${text}</name><input value="${text}"><p>${text}</p></form>${text}`),
  words.map((text) => `<button>[${text}](https://a.b)</button> <${text}> </${text}> <${text}`),
  words.map((text) => `[${text}](x.md) ![${text}](${text.replaceAll(' ', '-')}.png "${text}") [![${text}](http://a.b/c.png)](d)`),
  words.map((text) => `[${text}][x] ![${text}][y] [${text}]\n\n[x]: a.md "${text}"\n[${text}]: b.md`),
  words.map(
    (text) => `[${text}](command:evil?["${text}"]) [${text}](didact://?commandId=vscode.didact.sendNamedTerminalAString&text=w$$${text})`,
  ),
  words.map((text) => `\`\`\`bash\n$ ${text}\n${text}\n\`\`\`\n\n\`\`\`js title="${text}" check\n${text}`),
  words.map((text) => `~~~\n${text}\n~~~\n\n    ${text}\n\n\`${text}\` \`a.ts:1\``),
  words.map(
    (text) =>
      `<walkthrough-spotlight-pointer spotlightId="${text}">${text}</walkthrough-spotlight-pointer> <walkthrough-editor-open-file filePath="${text}">${text}`,
  ),
  words.map((text) => `| ${text} | ${text} |\n|---|---|\n| ${text} | <br> ${text} |`),
  words.map((text) => `{: .${text}} ${text} {#${text.replaceAll(' ', '-')}} $(${text}) >> ${text}\n>> ${text}`),
  words.map((text) => `Survey\n: ${text}?\n - ${text}\n - ${text}`),
  words.map((text) => `<<${text}.md>>\n${text}: ${text}`),
  words.map((text) => `Duration: 5:00\n${text}\nDuration: ${text}`),
);
const joints = fc.constantFrom('\n', '\n\n', '\n\n\n', '\n  ', '\n> ', '\n- ', '\r\n', ' ');
/** Pieces one after the other, here and there torn. */
const mutated = fc
  .tuple(
    fc.array(fc.tuple(piece, joints), { minLength: 1, maxLength: 12 }),
    fc.option(fc.tuple(fc.nat(), fc.constantFrom('<', '>', '`', '```', '\n', '](', '"', '<!--', '</div>', '[', ')', '~~~', '|', '\\'))),
  )
  .map(([pieces, torn]) => {
    const text = pieces.map(([each, joint]) => each + joint).join('');
    return torn === null ? text : `${text.slice(0, torn[0] % (text.length + 1))}${torn[1]}${text.slice(torn[0] % (text.length + 1))}`;
  });

async function imported(text: string, format: Format, path = 'a.md') {
  return importTutorials(
    [{ path, text, format }],
    { name: 'p', title: 'P', publisher: 'Me', description: '' },
    { files: memoryFiles({ [path]: text }) },
  );
}

const wordsIn = (text: string) => text.match(/w[a-z]{3,}/g) ?? [];

/** The words of a text that are neither in what became of it nor in what was left out. */
async function lost(text: string, format: Format, path?: string, source = text): Promise<string[]> {
  const { files, leftOut } = await imported(source, format, path);
  const there = [...files.values(), ...leftOut.map(inEnglish)].filter((each) => typeof each === 'string').join('\n');
  return wordsIn(text).filter((each) => !there.includes(each));
}

describe('every import', function () {
  this.timeout(60_000);
  for (const format of ['codelab', 'cloudshell', 'didact'] as const) {
    it(`loses no word of a ${format} file, however it is written`, async () => {
      await fc.assert(
        fc.asyncProperty(mutated, async (text) => assert.deepEqual(await lost(text, format), [])),
        { numRuns: 300 },
      );
    });
  }

  it('loses no word of a tour, however it is written', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, words, async (description, title) => {
        const source = JSON.stringify({ title, description, steps: [{ title, description }, { description }] });
        assert.deepEqual(await lost(`${title} ${description}`, 'codetour', 'a.tour', source), []);
      }),
      { numRuns: 200 },
    );
  });

  it('gives a pack that lint has nothing against', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(mutated, tutorialText(), anyText()),
        fc.constantFrom('codelab', 'cloudshell', 'didact'),
        async (text, format) => {
          const { files } = await imported(text, format as Format);
          assert.deepEqual(told(await lintPack(memoryFiles(Object.fromEntries(files)))), []);
        },
      ),
      // The same texts each time: of thousands that nobody would write, one in some has something left.
      { numRuns: 250, seed: 7 },
    );
  });

  it('never throws, and says why where it gives nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyText(), fc.json(), mutated), fc.constantFrom(...formats), async (text, format) => {
        const { tutorials, failed } = await imported(text, format);
        assert.equal(tutorials > 0, failed.length === 0);
      }),
      { numRuns: 250 },
    );
  });

  it('reads what is torn in no time', async () => {
    const pieces = ['`a` ', '![a](b) ', '[a] ', '[a](b ', '" a ', '<a b="', '<a " ', '(a ', '\\\\', '> ', '\n   ', '<!-- ', '$$', '<p>'];
    for (const piece of pieces) {
      for (const start of ['[', '[a](', '<a ', '`', '::: tip\n', '<table>', '[a](command:x?[', '[a](didact:x']) {
        const began = performance.now();
        await imported(`# T\n\n## S\n\n${start}${piece.repeat(200)}`, start.includes('didact') ? 'didact' : 'codelab');
        const took = performance.now() - began;
        assert.ok(took < 2_000, `${took} ms for ${JSON.stringify(start + piece)}`);
      }
    }
  });

  it('names a place that is in the source for all that it leaves out', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, fc.constantFrom('codelab', 'cloudshell', 'didact'), async (text, format) => {
        const lines = text.split(/\r\n?|\n/);
        for (const { line, column } of (await imported(text, format as Format)).leftOut) {
          assert.ok(line >= 1 && line <= lines.length && column >= 1 && column <= (lines[line - 1] ?? '').length + 1, `${line}:${column}`);
        }
      }),
      { numRuns: 200 },
    );
  });
});
