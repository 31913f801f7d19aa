import type { Files } from '../../ports.ts';
import { textOfUtf8 } from '../../utf8.ts';
import { type Finding, tellerOf } from './finding.ts';
import type { LintedTutorial } from './lintedTutorial.ts';

const replacement = '\uFFFD';

/** Tells where a tutorial's text stops being UTF-8: learners see a replacement character there, whatever the author's editor shows. */
export async function encodingFindings({ path, source, lines }: LintedTutorial, files: Files): Promise<Finding[]> {
  if (!source.includes(replacement)) return [];
  const bytes = await files.readBytes(path);
  // Somebody may have written that very character.
  if (bytes === undefined || textOfUtf8(bytes) !== undefined) return [];
  const line = lines.findIndex((text) => text.includes(replacement));
  const column = (lines[line] ?? '').indexOf(replacement);
  return [tellerOf(path)('error', { line: line + 1, column: column + 1 }, 'text.notUtf8')];
}
