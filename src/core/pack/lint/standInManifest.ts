import { getNodeValue } from 'jsonc-parser';
import { manifest } from '../../../protocol/manifest.ts';
import { parseJson } from '../../jsonFile.ts';

const facts = { name: 'pack', version: '0.0.0', title: 'Pack', publisher: 'Nobody', description: '' };

/** The text of a manifest with all that is right in one that has mistakes, so that what it is of can be looked at all the same. */
export function standInManifest(text: string): string {
  const { tree } = parseJson(text);
  const value: unknown = tree === undefined ? undefined : getNodeValue(tree);
  const written = new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  const right = Object.entries(manifest.shape).filter(([key, schema]) => written.has(key) && schema.safeParse(written.get(key)).success);
  return JSON.stringify({ ...facts, ...Object.fromEntries(right.map(([key]) => [key, written.get(key)])) });
}
