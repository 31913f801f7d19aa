import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { GuideWords } from '../protocol/guide.ts';

export const WordsContext = createContext<GuideWords | undefined>(undefined);

/** Gives the panel's fixed texts, `{0}` … filled in. */
export function useWords(): (name: keyof GuideWords, ...args: (string | number)[]) => string {
  const words = useContext(WordsContext);
  return (name, ...args) => (words?.[name] ?? name).replace(/\{(\d)\}/g, (whole, index) => String(args[Number(index)] ?? whole));
}
