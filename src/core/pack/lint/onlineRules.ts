import { placeInJson } from '../../jsonFile.ts';
import { message } from '../../message.ts';
import type { Files } from '../../ports.ts';
import { readPack } from '../pack.ts';
import { type Finding, finding, type Place } from './finding.ts';
import { keptFiles } from './keptFiles.ts';
import { openLintedPack } from './lintedPack.ts';

/** Asks an address, and gives in words why who follows it would find nothing; undefined where all is well. */
export type Reach = (url: string) => Promise<string | undefined>;

/** The addresses of the web that a pack links to, shows or names and that lead nowhere; each is asked once, a few at a time. */
export async function deadLinks(source: Files, reach: Reach): Promise<Finding[]> {
  const files = keptFiles(source);
  const places = await addressesIn(files);
  const waiting = [...places];
  const found: Finding[] = [];
  const askNext = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [url, at] = next;
      const why = await reach(url);
      if (why !== undefined) found.push(...at.map(({ file, ...place }) => finding('warning', file, place, message('link.dead', url, why))));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askNext));
  return found.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column));
}

const atOnce = 6;

type Placed = Place & { file: string };

async function addressesIn(files: Files): Promise<Map<string, Placed[]>> {
  const manifestText = (await files.readText('onramp.json')) ?? '';
  const pack = await openLintedPack(files, await readPack(files), manifestText);
  const places = new Map<string, Placed[]>();
  const add = (address: string, place: Placed) => {
    const url = address.replace(/#.*$/s, '');
    if (/^https?:\/\//i.test(url) && !isOfThisMachine(url)) places.set(url, [...(places.get(url) ?? []), place]);
  };
  if (pack === undefined) return places;
  for (const { path: file, links, media } of [...pack.tutorials, ...pack.translations]) {
    for (const { href, line, column } of links) add(href, { line, column, file });
    for (const { src, line, column } of media) add(src, { line, column, file });
  }
  const inManifest = (...path: string[]): Placed => ({ ...placeInJson(manifestText, path), file: 'onramp.json' });
  const { homepage, links = {} } = pack.manifest;
  if (homepage !== undefined) add(homepage, inManifest('homepage'));
  for (const [name, url] of Object.entries(links)) add(url, inManifest('links', name));
  return places;
}

/** What a tutorial has its reader start runs on their machine, not on this one. */
function isOfThisMachine(url: string): boolean {
  return /^https?:\/\/(localhost|127\.|0\.0\.0\.0|\[::1\]|[\w.-]*\.(local|localhost|test|invalid|example))(?=[:/]|\d|$)/i.test(url);
}
