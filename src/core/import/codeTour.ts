import { decoded } from '../path.ts';
import { closed } from './closed.ts';
import type { Draft, Importing } from './draft.ts';
import { fileName } from './fileName.ts';
import type { JsonSource } from './jsonSource.ts';
import { joined, type Placed, part, placedAll, trimmed } from './placed.ts';
import { demoted } from './tidyHeadings.ts';
import { findTour, followerOf, type Tour } from './tour.ts';
import { commandsOfStep, placeOfStep } from './tourPlace.ts';
import { tourText } from './tourText.ts';

const tourKeys = new Set(['$schema', 'title', 'description', 'steps', 'nextTour', 'isPrimary', 'id', 'stepMarker']);
const stepKeys = new Set([
  'title',
  'description',
  'file',
  'directory',
  'uri',
  'view',
  'line',
  'selection',
  'pattern',
  'contents',
  'commands',
]);

/** A tour as a tutorial: a step of it is a step with the place in code first. */
export async function codeTourDraft(tour: Tour, tours: readonly Tour[], importing: Importing): Promise<Draft> {
  const { json, path } = tour;
  const { leaveOut } = importing;
  for (const key of json.keys([])) {
    if (!tourKeys.has(key)) leaveOut(json.place([key]), 'import.meta', key, inShort(json.value([key])));
  }
  const marker = json.value(['stepMarker']);
  if (marker !== undefined && importing.workspace === undefined)
    leaveOut(json.place(['stepMarker']), 'import.meta', 'stepMarker', inShort(marker));

  const parts: Placed[] = [];
  const description = json.text(['description']);
  const plainDescription = description !== undefined && /^[^\n<>[\]`*_#]{1,200}$/.test(description.text.trim());
  const files = new Map<string, string>();
  for (let index = 0; index < json.length(['steps']); index++) parts.push(...(await stepParts(tour, index, { tours, importing, files })));
  const cover: Placed[] = [];
  if (description !== undefined && !plainDescription)
    cover.push(closed(tourText(demoted(description), { tour, tours, leaveOut })), placedAll('\n\n', json.place([])));
  if (files.size > 0) {
    const name = `${fileName(tour.title) || 'tour'}-files`;
    for (const [file, content] of [...files]) {
      files.delete(file);
      files.set(`templates/${name}/${file}`, content);
    }
    files.set(`templates/${name}/template.json`, `${JSON.stringify({ title: `Files of ${tour.title}` }, undefined, 2)}\n`);
    cover.push(placedAll(`[Get the files](onramp-file:templates/${name})\n\n`, json.place([])));
  }
  const nextTitle = json.value(['nextTour']);
  const next = typeof nextTitle === 'string' ? findTour(tours, nextTitle, path) : followerOf(tour, tours);
  if (typeof nextTitle === 'string' && next === undefined) leaveOut(json.place(['nextTour']), 'import.meta', 'nextTour', nextTitle);
  const isPrimary = json.value(['isPrimary']) === true;
  return {
    key: path,
    path,
    name: fileName(tour.title) || fileName(path.replace(/^.*\//, '').replace(/\.\w+$/, '')),
    title: tour.title,
    description: plainDescription ? description?.text.trim() : undefined,
    next: next === tour ? undefined : next?.path,
    order: isPrimary ? -1 : tour.number,
    body: joined([...cover, ...parts]),
    files,
  };
}

type Around = { tours: readonly Tour[]; importing: Importing; files: Map<string, string> };

async function stepParts(tour: Tour, index: number, { tours, importing, files }: Around): Promise<Placed[]> {
  const { json } = tour;
  const { leaveOut } = importing;
  const at = ['steps', index];
  const place = json.place(at);
  for (const key of json.keys(at)) {
    if (!stepKeys.has(key)) leaveOut(json.place([...at, key]), 'import.meta', key, inShort(json.value([...at, key])));
  }
  const written = json.text([...at, 'description']) ?? json.text([...at, 'content']) ?? placedAll('', place);
  const { title, rest } = stepTitle(json, at, written, index);
  const text = closed(trimmed(tourText(demoted(rest), { tour, tours, leaveOut })));
  const where = await placeOfStep(tour.json, index, importing);
  const contents = json.value([...at, 'contents']);
  const file = json.value([...at, 'file']);
  if (typeof contents === 'string' && typeof file === 'string' && file !== '') files.set(file.replace(/^(?:\.?\/)+/, ''), contents);
  else if (contents !== undefined) leaveOut(json.place([...at, 'contents']), 'import.meta', 'contents', inShort(contents));
  const commands = commandsOfStep(json, at, leaveOut);
  const blocks = [where, commands].filter((each) => each !== undefined);
  return [
    placedAll('\n\n## ', place),
    title,
    placedAll(`\n\n${blocks.map((each) => `${each}\n\n`).join('')}`, place),
    text,
    placedAll('\n', place),
  ];
}

/** A step's title: its own, or its text's first heading, or the place that it is about. */
function stepTitle(json: JsonSource, at: (string | number)[], text: Placed, index: number): { title: Placed; rest: Placed } {
  const own = json.text([...at, 'title']);
  const plain = (title: Placed): Placed => ({ ...title, text: title.text.replace(/\n/g, ' ').replace(/^(\s*)#+ /, '$1') });
  const [heading, , words = ''] = /^\s*(#{1,6})[ \t]+([^\n]*?)[ \t]*#*[ \t]*(?=\n|$)/.exec(text.text) ?? [];
  const headingFrom = heading === undefined ? 0 : heading.indexOf(words, heading.indexOf('#') + 1);
  const behind = (): Placed => part(text, heading?.length ?? 0, text.text.length);
  if (own !== undefined && own.text.trim() !== '') {
    return heading !== undefined && same(words, own.text) ? { title: plain(own), rest: behind() } : { title: plain(own), rest: text };
  }
  if (heading !== undefined && words.trim() !== '') return { title: part(text, headingFrom, headingFrom + words.length), rest: behind() };
  const named = ['file', 'directory', 'uri', 'view', 'markerTitle']
    .map((key) => json.value([...at, key]))
    .find((value) => typeof value === 'string' && value !== '');
  const line = json.value([...at, 'line']);
  const name =
    typeof named !== 'string'
      ? `Step ${index + 1}`
      : /:\/\//.test(named)
        ? named
        : decoded(named)
            .replace(/[\\/]+$/, '')
            .replace(/^.*[\\/]/, '') || `Step ${index + 1}`;
  const title =
    typeof line === 'number' && typeof json.value([...at, 'file']) === 'string' && typeof named === 'string' ? `${name}:${line}` : name;
  return { title: placedAll(title.replace(/([*_`<[\]])/g, '\\$1'), json.place(at)), rest: text };
}

function same(a: string, b: string): boolean {
  const plain = (text: string) =>
    text
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
      .toLowerCase();
  return plain(a) === plain(b) && plain(a) !== '';
}

/** A value of JSON in one line. */
function inShort(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
