import { message } from '../../message.ts';
import { decoded, folderOf, resolvePath } from '../../path.ts';
import { collisions, windowsRefuses } from '../../scaffold/targetNames.ts';
import { type Finding, finding } from './finding.ts';
import type { LintedPack } from './lintedPack.ts';

/** Files of a pack whose names not every system can have, that may not be in it, and that nothing refers to. */
export function fileFindings(pack: LintedPack): Finding[] {
  const { entries, tutorials, translations } = pack;
  const start = { line: 1, column: 1 };
  // A template's files are looked at as what they become.
  const own = [...entries].filter(([path]) => !/^templates\/[^/]+\//.test(path));
  const found = own.filter(([, kind]) => kind === 'link').map(([path]) => finding('error', path, start, message('archive.link', path)));
  const paths = own.filter(([, kind]) => kind === 'file').map(([path]) => path);
  for (const path of paths)
    if (windowsRefuses(path) !== undefined) found.push(finding('error', path, start, message('archive.windows', path)));
  for (const [index, told] of collisions(paths))
    found.push(finding('error', paths[index] ?? '', start, message('archive.collides', ...told.args)));

  const spokenOf = new Set(
    [...tutorials, ...translations].flatMap(({ path, links, media }) =>
      [...links.map(({ href }) => href), ...media.map(({ src }) => src)].map((address) =>
        resolvePath(folderOf(path), decoded(address.replace(/[?#].*$/s, ''))),
      ),
    ),
  );
  for (const path of paths) {
    if (isOfThePack(path) || spokenOf.has(path)) continue;
    const shows = /^tutorials\/.*\.(png|jpe?g|gif|svg|webp|avif|mp4|webm|mp3|ogg|wav)$/i.test(path);
    found.push(
      shows ? finding('warning', path, start, message('image.unused', path)) : finding('info', path, start, message('file.unused', path)),
    );
  }
  return found;
}

/** What a pack is made of, what is for whoever reads or publishes it, and what is nobody's concern. */
function isOfThePack(path: string): boolean {
  return (
    /^(onramp|package|package-lock)\.json$/.test(path) ||
    /^(readme|license|licence|changelog|contributing|code_of_conduct|security|notice|authors)([.-][^/]*)?$/i.test(path) ||
    /^tutorials\/([^/]+\/)?[^/]+\.md$/.test(path) ||
    /^snippets\/[^/]+\.code-snippets$/.test(path) ||
    path.split('/').some((name) => name.startsWith('.'))
  );
}
