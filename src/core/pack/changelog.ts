import gt from 'semver/functions/gt.js';
import lte from 'semver/functions/lte.js';
import valid from 'semver/functions/valid.js';

const heading = /^(#{1,3})\s+\[?v?(\d+\.\d+\.\d+[\w.+-]*)\]?(?=[\s(:,–—-]|$).*$/;

/** The sections of a CHANGELOG.md for the versions after one and up to another, as they stand there; undefined where there are none. */
export function changesBetween(changelog: string, after: string, upTo: string): string | undefined {
  const kept: string[] = [];
  let keeps = false;
  let depth = 0;
  let fenced = false;
  for (const line of changelog.split(/\r?\n/)) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    const [, marks = '', version = ''] = (!fenced && heading.exec(line)) || [];
    const other = fenced ? undefined : /^(#{1,6})\s/.exec(line)?.[1]?.length;
    if (marks !== '' && valid(version) !== null) {
      depth = marks.length;
      keeps = gt(version, after) && lte(version, upTo);
    } else if (other !== undefined && other <= depth) keeps = false;
    if (keeps) kept.push(line);
  }
  const text = kept.join('\n').trim();
  return text === '' ? undefined : text;
}
