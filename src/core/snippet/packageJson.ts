import { parse } from 'jsonc-parser';
import { withMember } from '../jsonMember.ts';

const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** Those of the packages that a package.json does not name yet, whatever version it asks for. Empty where it cannot be read. */
export function missingPackages(packageJson: string, npm: Readonly<Record<string, string>>): Record<string, string> {
  const read: unknown = parse(packageJson);
  if (!isMap(read)) return {};
  const named = kinds.flatMap((kind) => (isMap(read[kind]) ? Object.keys(read[kind]) : []));
  return Object.fromEntries(Object.entries(npm).filter(([name]) => !named.includes(name)));
}

/** A package.json that also depends on these packages; all else stays as it is written. */
export function withPackages(packageJson: string, npm: Readonly<Record<string, string>>): string {
  return Object.entries(npm).reduce((text, [name, range]) => withMember(text, ['dependencies'], name, range), packageJson);
}

/** What a package.json says of its own JavaScript: `module`, or `commonjs` where it says nothing. */
export function packageType(packageJson: string): 'module' | 'commonjs' {
  const read: unknown = parse(packageJson);
  return isMap(read) && read.type === 'module' ? 'module' : 'commonjs';
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
