import { l10n } from 'vscode';
import { guideWords as inEnglish } from '../../core/tutorial/guideWords.ts';
import type { GuideWords } from '../../protocol/guide.ts';

/** The panel's fixed texts in the person's language. `{0}` … are filled in by the panel. */
export function guideWords(): GuideWords {
  const words: GuideWords = { ...inEnglish };
  for (const name of Object.keys(words)) if (isWord(name)) words[name] = l10n.t(inEnglish[name]);
  return words;
}

function isWord(name: string): name is keyof GuideWords {
  return Object.hasOwn(inEnglish, name);
}
