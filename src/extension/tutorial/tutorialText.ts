import { namedAs, originalOf } from '../../core/pack/translation.ts';
import type { Files } from '../../core/ports.ts';
import { parseTutorial } from '../../core/tutorial/parse.ts';
import type { Tutorial } from '../../core/tutorial/tutorial.ts';

/** What a tutorial is made of: its file and, of a translation, that of its original. */
export type TutorialText = { path: string; text: string; original: { path: string; text: string } | undefined };

/** Undefined where there is no such file. Rejects where it cannot be read. */
export async function readTutorialText(files: Files, path: string): Promise<TutorialText | undefined> {
  const originalPath = originalOf(path);
  const [text, original] = await Promise.all([files.readText(path), originalPath && files.readText(originalPath)]);
  if (text === undefined) return undefined;
  return { path, text, original: originalPath && original ? { path: originalPath, text: original } : undefined };
}

export function tutorialFrom({ path, text, original }: TutorialText): Tutorial {
  const tutorial = parseTutorial(text, path);
  return original === undefined ? tutorial : namedAs(parseTutorial(original.text, original.path), tutorial);
}
