import { folderOf } from '../path.ts';
import { NotImported, type Source } from './draft.ts';
import { type JsonSource, jsonSource } from './jsonSource.ts';

/** A tour of CodeTour, read but not understood yet. `number` is the one its title begins with, `title` the rest of it. */
export type Tour = { path: string; json: JsonSource; title: string; fullTitle: string; number: number | undefined };

/** A tour's title without the number that orders it, as CodeTour shows it, and that number. */
export function tourTitle(title: string): { title: string; number: number | undefined } {
  const [, number, rest] = /^\s*#?(\d+)\s*[-–—:.)]\s+(.+)$/s.exec(title) ?? [];
  return rest === undefined ? { title, number: undefined } : { title: rest.trim(), number: Number(number) };
}

/** Reads tours that belong together: they link to each other and follow one another. Throws `NotImported` for one that is none. */
export function readTours(sources: readonly Source[], failed: (error: NotImported) => void): Tour[] {
  return sources.flatMap(({ path, text }) => {
    try {
      const json = jsonSource(text, path);
      if (json.length(['steps']) === 0) throw new NotImported(json.place(['steps']), 'import.noTour');
      const named = json.value(['title']);
      const title = typeof named === 'string' && named.trim() !== '' ? named : path.replace(/^.*\//, '').replace(/\.\w+$/, '');
      return [{ path, json, ...tourTitle(title), fullTitle: title }];
    } catch (error) {
      if (!(error instanceof NotImported)) throw error;
      failed(error);
      return [];
    }
  });
}

/** The tour of a title, with or without its number; one in the same folder comes first. */
export function findTour(tours: readonly Tour[], title: string, path: string): Tour | undefined {
  const plain = title.trim();
  const near = tours.filter((tour) => folderOf(tour.path) === folderOf(path));
  const among = (some: readonly Tour[]) => some.find((tour) => tour.fullTitle === plain) ?? some.find((tour) => tour.title === plain);
  return among(near) ?? among(tours);
}

/** The tour that comes after a numbered one by its number. */
export function followerOf({ number, path }: Tour, tours: readonly Tour[]): Tour | undefined {
  if (number === undefined) return undefined;
  return tours.find((other) => other.number === number + 1 && folderOf(other.path) === folderOf(path));
}
