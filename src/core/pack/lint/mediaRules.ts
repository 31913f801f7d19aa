import { message } from '../../message.ts';
import { decoded, folderOf, resolvePath } from '../../path.ts';
import { removedElements } from '../../tutorial/sanitizeHtml.ts';
import { type Finding, finding, tellerOf } from './finding.ts';
import { told, wrongPath } from './linkRules.ts';
import type { LintedPack } from './lintedPack.ts';
import type { LintedTutorial, PlacedMedia } from './lintedTutorial.ts';

/** What is wrong with a tutorial's images, videos, sounds and raw HTML. */
export async function mediaFindings(tutorial: LintedTutorial, pack: LintedPack): Promise<Finding[]> {
  const tell = tellerOf(tutorial.path);
  const found: Finding[] = [];
  for (const media of tutorial.media) {
    // In HTML an empty text is said on purpose: the image is there for its looks only.
    if (media.element === 'img' && media.alt === undefined) found.push(tell('warning', media, 'image.noText', media.src));
    found.push(...(await sourceFindings(media, tutorial, pack)));
  }
  for (const element of tutorial.elements)
    if (removedElements(`<${element.name}>`).length > 0) found.push(tell('warning', element, 'html.removed', element.name));
  return found;
}

async function sourceFindings(media: PlacedMedia, tutorial: LintedTutorial, { entries, files }: LintedPack): Promise<Finding[]> {
  const { src, element } = media;
  const tell = tellerOf(tutorial.path);
  if (/^https:/i.test(src)) return [];
  if (src === '' || /^[a-z][a-z\d+.-]*:|^\/\//i.test(src)) return [tell('error', media, 'image.address', src)];
  const [file = ''] = src.split(/[?#]/);
  const path = resolvePath(folderOf(tutorial.path), decoded(file));
  if (path === undefined) return [finding('error', tutorial.path, media, message('link.outside', src))];
  if (entries.get(path) !== 'file') return [missing(media, path, tutorial, [...entries.keys()])];
  const most = element === 'img' ? biggestImage : biggestMedia;
  const { size } = (await files.stat(path)) ?? { size: 0 };
  return size > most ? [tell('warning', media, 'image.tooBig', src, megabytes(size), megabytes(most))] : [];
}

function missing(media: PlacedMedia, path: string, tutorial: LintedTutorial, paths: readonly string[]): Finding {
  const wrong = wrongPath(media.src, path, paths);
  return told(
    wrong.message.code === 'link.noFile' ? { severity: 'error', message: message('image.missing', media.src) } : wrong,
    media,
    tutorial,
  );
}

const megabyte = 1_000_000;
/** What a step shows at once, and what it waits for when it is played; in bytes. */
const biggestImage = 2 * megabyte;
const biggestMedia = 10 * megabyte;

function megabytes(bytes: number): number {
  return Math.round((bytes / megabyte) * 10) / 10;
}
