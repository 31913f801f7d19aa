import type { Manifest } from '../../protocol/manifest.ts';
import { fileName } from '../import/fileName.ts';

/** The beginning of the `package.json` of an extension that is made of a pack. */
export function extensionHead({ name, title, publisher, version, description, license, homepage }: Manifest) {
  return {
    name: name.replace(/^@[^/]*\//, ''),
    displayName: title,
    description,
    version: version.replace(/-.*$/, ''),
    publisher:
      fileName(publisher)
        .replace(/[^a-z0-9-]+/g, '')
        .replace(/^-+|-+$/g, '') || 'unknown',
    ...(license === undefined ? {} : { license }),
    ...(homepage === undefined ? {} : { homepage }),
    engines: { vscode: '^1.95.0' },
    categories: ['Education'],
  };
}
