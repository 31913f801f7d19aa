import { placed, trimmed } from '../import/placed.ts';
import type { FileProblem } from '../pack/pack.ts';
import { decoded, folderOf, resolvePath } from '../path.ts';
import type { Files } from '../ports.ts';
import { checksOf, type Step } from '../tutorial/tutorial.ts';
import { extensionHead } from './extensionHead.ts';
import { plainMarkdown } from './plainText.ts';
import { coverText, type Exported, readTutorials, stepText, type Written } from './readTutorials.ts';

/** A pack's tutorials as walkthroughs of an extension: its `package.json` and the Markdown of each step. Throws `NoPack`. */
export async function walkthroughOf(files: Files): Promise<Exported> {
  const { manifest, tutorials } = await readTutorials(files);
  const leftOut: FileProblem[] = [];
  const out = (problem: FileProblem) => leftOut.push(problem);
  const made: Exported['files'] = new Map();
  const images = new Map<string, string>();
  const walkthroughs = tutorials.map((written) => ({
    id: written.tutorial.id,
    title: written.tutorial.title,
    description: written.tutorial.description ?? firstWords(coverText(written).text) ?? manifest.title,
    steps: written.tutorial.steps.map((step) => {
      const { entry, path, text } = walkthroughStep(written, step, images, out);
      made.set(path, text);
      return entry;
    }),
  }));
  for (const [path, target] of images) {
    const content = await files.readBytes(path);
    if (content !== undefined) made.set(target, content);
  }
  const json = { ...extensionHead(manifest), contributes: { walkthroughs } };
  made.set('package.json', `${JSON.stringify(json, undefined, 2)}\n`);
  return { files: made, leftOut };
}

type Out = (problem: FileProblem) => void;

function walkthroughStep(written: Written, step: Step, images: Map<string, string>, out: Out) {
  const { tutorial } = written;
  const path = `media/${tutorial.id}/${step.id}.md`;
  const own = stepText(written, step);
  const dialect = {
    run: () => undefined,
    tutorial: () => undefined,
    image: (source: string) => {
      const file = resolvePath(folderOf(tutorial.path), decoded(source.replace(/[?#].*$/, '')));
      if (file === undefined || file === '') return undefined;
      images.set(file, `media/pack/${file}`);
      return `../pack/${file.split('/').map(encodeURIComponent).join('/')}`;
    },
  };
  const text = trimmed(
    plainMarkdown(placed(own.text, { file: tutorial.path, line: own.line, column: 1 }), tutorial.path, dialect, out),
  ).text;
  const events = checksOf(step).flatMap(({ check }) => {
    if ('extension' in check) return [`extensionInstalled:${check.extension}`];
    return 'setting' in check ? [`onSettingChanged:${check.setting}`] : [];
  });
  const entry = {
    id: step.id,
    title: step.title,
    description: firstWords(own.text) ?? step.title,
    media: { markdown: path },
    ...(events.length === 0 ? {} : { completionEvents: events }),
  };
  return { entry, path, text: `${text}\n` };
}

/** The first paragraph of prose, without marks. */
function firstWords(text: string): string | undefined {
  for (const piece of text.split(/\n\s*\n/)) {
    if (/^\s*(?:[#>|`~<-]|\d+\.|[*+] |!\[)/.test(piece) || piece.trim() === '') continue;
    const words = piece
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[*_`]/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (words !== '') return words;
  }
  return undefined;
}
