import satisfies from 'semver/functions/satisfies.js';
import maxSatisfying from 'semver/ranges/max-satisfying.js';
import validRange from 'semver/ranges/valid.js';

/** A version that is published. One that does not stand was deprecated or is offered no more. */
export type Offered = { version: string; stands: boolean };

/** As npm chooses: a tag's version, and of a range the newest, but before all others the one that `latest` names. */
export function chooseVersion(offered: readonly Offered[], tags: Readonly<Record<string, string>>, range: string): string | undefined {
  const there = (version: string | undefined) => offered.find((other) => other.version === version)?.version;
  if (Object.hasOwn(tags, range)) return there(tags[range]);
  if (validRange(range) === null) return undefined;
  const { latest } = tags;
  if (latest !== undefined && there(latest) !== undefined && satisfies(latest, range)) return latest;
  const fit = offered.filter(({ version }) => satisfies(version, range));
  const standing = fit.filter(({ stands }) => stands);
  const best = maxSatisfying(
    (standing.length > 0 ? standing : fit).map(({ version }) => version),
    range,
  );
  return best ?? undefined;
}
