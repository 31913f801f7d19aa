import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Locked = {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
};

const root = join(import.meta.dirname, '..');
const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const packages: Record<string, Locked> = read('package-lock.json').packages;

describe('the lock file', () => {
  it('names what package.json asks for', () => {
    assert.deepEqual(packages['']?.devDependencies, read('package.json').devDependencies);
  });

  it('holds every package that another needs, those for other platforms as well: npm ci refuses it otherwise', () => {
    const missing = Object.entries(packages).flatMap(([from, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !isLocked(from, name))
        .map((name) => `${name}, needed by ${from}`),
    );
    assert.deepEqual(missing, []);
  });
});

/** Looks where Node would: in the package's own node_modules, then in those of each folder above. */
function isLocked(from: string, name: string): boolean {
  const place = from ? `${from}/node_modules/${name}` : `node_modules/${name}`;
  if (place in packages) return true;
  return from !== '' && isLocked(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}
