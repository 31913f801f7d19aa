import coerce from 'semver/functions/coerce.js';
import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';

/**
 * Orders versions: as npm does, a beta before its release; what is no such version stands where its first numbers do. Different texts are never
 * equal, and of three in order the first comes before the third, whatever they are.
 */
export function compareVersions(one: string, other: string): number {
  if (one === other) return 0;
  return compare(rankOf(one), rankOf(other)) || numbered.compare(one, other) || (one < other ? -1 : 1);
}

function rankOf(version: string) {
  return parse(version) ?? coerce(version) ?? '0.0.0';
}

const numbered = new Intl.Collator('en', { numeric: true });
