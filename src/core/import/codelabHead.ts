import type { LeaveOut } from './draft.ts';
import { type Placed, part, placeAt, type SourcePlace } from './placed.ts';

/** One thing that a codelab says of itself. */
export type Meta = { key: string; value: string; place: SourcePlace };

const commonKeys =
  /^(?:author|authors|summary|id|categories|category|tags|keywords|environments|status|feedback ?link|feedback url|analytics ?account|analytics ga4 account|source|duration|difficulty|level|published|image|language|translator|title|description|last updated|updated|date|layout|type|url|ga|home ?url|theme|draft|product|skill ?level|robots)$/;

/** Parts what a codelab says of itself, in front matter, lines or a table, from its text. */
export function codelabHead(source: Placed): { meta: Meta[]; body: Placed } {
  const { text } = source;
  const front = /^\s*---[ \t]*\n([\s\S]*?)\n(?:---|\.\.\.)[ \t]*(?=\n|$)/.exec(text);
  if (front !== null && /^[A-Za-z][\w -]*[ \t]*:/m.test(front[1] ?? '')) {
    const from = front[0].indexOf(front[1] ?? '');
    const rest = part(source, front[0].length, text.length);
    const more = codelabHeadLines(rest);
    return { meta: [...frontMeta(source, from, front[1] ?? ''), ...more.meta], body: more.body };
  }
  return codelabHeadLines(source);
}

/** Front matter, read by the line: what people write there is often no YAML. */
function frontMeta(source: Placed, from: number, yaml: string): Meta[] {
  const meta: Meta[] = [];
  let at = from;
  for (const line of yaml.split('\n')) {
    const [, key, value = ''] = /^([A-Za-z][\w -]*?)[ \t]*:[ \t]*(.*)$/.exec(line) ?? [];
    const last = meta.at(-1);
    if (key !== undefined) meta.push({ key: plainKey(key), value: plainValue(value), place: placeAt(source, at) });
    else if (last !== undefined && line.trim() !== '' && !/^\s*#/.test(line)) {
      const item = plainValue(line.trim().replace(/^-\s+/, ''));
      last.value = last.value === '' ? item : `${last.value}${/^\s*-\s/.test(line) ? ', ' : ' '}${item}`;
    } else if (line.trim() !== '') meta.push({ key: '#', value: line.trim().replace(/^#\s*/, ''), place: placeAt(source, at) });
    at += line.length + 1;
  }
  return meta;
}

function plainValue(value: string): string {
  return value
    .trim()
    .replace(/^[|>][-+]?$/, '')
    .replace(/^\[(.*)\]$/s, '$1')
    .replace(/^(["'])(.*)\1$/s, '$2')
    .trim();
}

function plainKey(key: string): string {
  return key.trim().toLowerCase().replace(/[_-]/g, ' ').replace(/\s+/g, ' ');
}

/** Lines `key: value` or rows `| key | value |` that stand before the title. */
function codelabHeadLines(source: Placed): { meta: Meta[]; body: Placed } {
  const { text } = source;
  const meta: Meta[] = [];
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    const line = text.slice(at, end);
    const [, key, value = ''] =
      /^[ \t]{0,3}(?:[*_]{2})?([A-Za-z][\w -]*?)(?:[*_]{2})?[ \t]*:(?:[*_]{2})?(?=\s|$)[ \t]*(.*)$/.exec(line) ??
      /^[ \t]*\|?[ \t]*([A-Za-z][\w -]*?)[ \t]*\|[ \t]*([^|]*?)[ \t]*\|?[ \t]*$/.exec(line) ??
      [];
    const isRule = /^[ \t|:-]*$/.test(line);
    if (!isRule && (key === undefined || !commonKeys.test(plainKey(key)))) break;
    if (key !== undefined && !isRule) meta.push({ key: plainKey(key), value: plainValue(value), place: placeAt(source, at) });
    at = end + 1;
  }
  // Rules and empty lines belong to what follows them where there was nothing before.
  return meta.length === 0 ? { meta, body: source } : { meta, body: part(source, Math.min(at, text.length), text.length) };
}

export type Told = {
  id: string | undefined;
  title: string | undefined;
  summary: string | undefined;
  tags: string[];
  level: string | undefined;
  minutes: number | undefined;
  author: { name: string; place: SourcePlace } | undefined;
};

const levels: Readonly<Record<string, string>> = {
  '1': 'beginner',
  '2': 'beginner',
  '3': 'intermediate',
  '4': 'advanced',
  '5': 'advanced',
};

/** What of it a tutorial can say, too; the rest is listed. */
export function readMeta(meta: readonly Meta[], leaveOut: LeaveOut): Told {
  const told: Told = {
    id: undefined,
    title: undefined,
    summary: undefined,
    tags: [],
    level: undefined,
    minutes: undefined,
    author: undefined,
  };
  for (const { key, value, place } of meta) {
    const unused = () => leaveOut(place, 'import.meta', key, value);
    if (value === '') continue;
    if (key === 'id' && told.id === undefined) told.id = value;
    else if (key === 'title' && told.title === undefined) told.title = value;
    else if ((key === 'summary' || key === 'description') && told.summary === undefined) told.summary = value;
    else if (/^(?:categor(?:y|ies)|tags|keywords|product)$/.test(key)) told.tags.push(...value.split(/[,;]/));
    else if (/^(?:difficulty|level|skill ?level)$/.test(key) && told.level === undefined) {
      told.level = levels[value] ?? value;
      if (Object.hasOwn(levels, value)) leaveOut(place, 'import.level', key, value, told.level);
    } else if (key === 'duration' && told.minutes === undefined && minutesOf(value) !== undefined) told.minutes = minutesOf(value);
    else if (/^authors?$/.test(key) && told.author === undefined) told.author = { name: value, place };
    else unused();
  }
  const clean = told.tags.map((tag) => tag.trim().replace(/^["']|["']$/g, '')).filter((tag) => tag !== '');
  return { ...told, tags: [...new Set(clean)] };
}

/** Minutes of `5`, `3:00` (minutes and seconds), `0:05:00`, `1h 30m`, `10 min`, `PT15M`; undefined for what is none of these. */
export function minutesOf(text: string): number | undefined {
  const plain = text
    .trim()
    .replace(/[*_`]/g, '')
    .replace(/^(?:about|approx\.?|~)\s*/i, '')
    .toLowerCase();
  const clock = /^(\d+)(?::(\d{1,2}))?(?::(\d{1,2}))?\.?$/.exec(plain);
  if (clock !== null) {
    const [first = 0, second, third] = clock.slice(1).map((each) => (each === undefined ? undefined : Number(each)));
    if (second === undefined) return first;
    return third === undefined ? first + second / 60 : first * 60 + second + third / 60;
  }
  const words =
    /^(?:pt)?\s*(?:(\d+(?:\.\d+)?)\s*(?:h|hr|hrs|hours?))?\s*(?:and\s*)?(?:(\d+(?:\.\d+)?)\s*(?:m|min|mins|minutes?))?\s*(?:(\d+)\s*(?:s|sec|secs|seconds?))?\.?$/.exec(
      plain,
    );
  if (words === null || (words[1] ?? words[2] ?? words[3]) === undefined) return undefined;
  return Number(words[1] ?? 0) * 60 + Number(words[2] ?? 0) + Number(words[3] ?? 0) / 60;
}
