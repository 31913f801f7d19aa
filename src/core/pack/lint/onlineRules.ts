import { message } from '../../message.ts';
import type { Files } from '../../ports.ts';
import type { FileProblem } from '../pack.ts';
import { inFile, readLinted } from './lintedPack.ts';

/** Asks an address, and gives in words why who follows it would find nothing; undefined where all is well. */
export type Reach = (url: string) => Promise<string | undefined>;

/** The links to the web that lead nowhere, each address asked once, a few at a time. */
export async function deadLinks(files: Files, reach: Reach): Promise<FileProblem[]> {
  const { pack } = await readLinted(files);
  const places = new Map<string, { file: string; line: number; column: number }[]>();
  for (const linted of pack?.tutorials ?? []) {
    for (const act of linted.parts.flatMap(({ acts }) => acts)) {
      if (act.kind !== 'link' || act.link.kind !== 'web' || !/^https?:/i.test(act.link.url)) continue;
      const { url } = act.link;
      places.set(url, [...(places.get(url) ?? []), { file: linted.path, line: act.line, column: act.column }]);
    }
  }
  const found: FileProblem[] = [];
  const waiting = [...places];
  const askNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [url, at] = next;
      const why = await reach(url);
      if (why === undefined) continue;
      for (const { file, line, column } of at) found.push(inFile(file, { ...message('link.dead', url, why), line, column }));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askNext));
  return found.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column));
}

const atOnce = 6;
