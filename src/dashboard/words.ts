/** How numbers and times are written: in the reader's English, for the page is English. */
const locale = readersEnglish(typeof navigator === 'undefined' ? [] : navigator.languages);

/** The first of these languages that is an English, or `en`. Browsers also name some that are no language tags, such as `en-US@posix`. */
export function readersEnglish(languages: readonly string[]): string {
  return languages.find((language) => /^en(-[a-z0-9]{2,8})*$/i.test(language)) ?? 'en';
}

const whole = new Intl.NumberFormat(locale);
const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const plural = new Intl.PluralRules(locale);

export function countText(count: number): string {
  return whole.format(count);
}

/** `1 person`, `2 people`. */
export function peopleText(count: number): string {
  return `${whole.format(count)} ${plural.select(count) === 'one' ? 'person' : 'people'}`;
}

/** A share from 0 to 1 as a percentage; a dash where there is none. Few are not called none, nor most all. */
export function shareText(share: number | null): string {
  if (share === null) return '–';
  if (share > 0 && share < 0.005) return `<${percent.format(0.01)}`;
  if (share < 1 && share >= 0.995) return `>${percent.format(0.99)}`;
  return percent.format(share);
}

/** A share that was lost: `−33%`, but `<1%` and `>99%`, which read badly with a sign. */
export function lossText(share: number): string {
  const text = shareText(share);
  return /^[<>]/.test(text) ? text : `−${text}`;
}

/** A time in milliseconds, in its two largest units: `4.2 sec`, `2 min 5 sec`, `1 hr 20 min`. */
export function durationText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return unitText(Math.round(seconds * 10) / 10, 'second');
  const rounded = Math.round(seconds);
  if (rounded < 60) return unitText(rounded, 'second');
  if (rounded < 600) return pairText(rounded, 60, 'minute', 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return unitText(minutes, 'minute');
  if (minutes < 1440) return pairText(minutes, 60, 'hour', 'minute');
  return pairText(Math.round(minutes / 60), 24, 'day', 'hour');
}

/** How long ago it was: `just now`, `5 minutes ago`, `yesterday`; after a month the date. */
export function agoText(time: number, now: number): string {
  const seconds = Math.round((now - time) / 1000);
  if (seconds < 45) return 'just now';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return relative.format(-minutes, 'minute');
  const hours = Math.round(minutes / 60);
  if (hours < 24) return relative.format(-hours, 'hour');
  const days = Math.round(hours / 24);
  return days < 30 ? relative.format(-days, 'day') : day.format(time);
}

export function momentText(time: number): string {
  return full.format(time);
}

function unitText(value: number, unit: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(value);
}

function pairText(value: number, size: number, large: string, small: string): string {
  const rest = value % size;
  const first = unitText(Math.floor(value / size), large);
  return rest === 0 ? first : `${first} ${unitText(rest, small)}`;
}
