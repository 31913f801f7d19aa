import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '..', 'dist');
const late = ['yaml', 'fflate', 'mustache', 'semver', 'diff', 'node-diff3', 'ignore', 'entities'];

describe('a package that opening a tutorial does not need', () => {
  it('is in a file of its own', () => {
    const metafiles = JSON.parse(readFileSync(join(dist, 'metafile.json'), 'utf8'));
    const packagesIn = (bundle: string) => {
      const inputs: string[] = Object.keys(metafiles[bundle].inputs);
      return late.filter((name) => inputs.some((path) => path.includes(`node_modules/${name}/`)));
    };
    assert.deepEqual(packagesIn('desktop'), []);
    assert.deepEqual(packagesIn('late'), late);
  });

  it('is not run before it is called, and then is the real one', () => {
    const packages = createRequire(import.meta.url)(join(dist, 'desktop', 'late.js'));
    assert.equal(packages.yaml().parseDocument('a: [1]').toJS().a[0], 1);
    assert.equal(packages['semver/functions/gt.js']().default('1.10.0', '1.9.0'), true);
    assert.equal(packages.entities().decodeHTMLStrict('&ouml;'), 'ö');
    assert.equal(packages.ignore().default().add('*.log').ignores('a.log'), true);
  });
});
