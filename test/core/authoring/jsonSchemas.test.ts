import assert from 'node:assert/strict';
import { jsonSchemas } from '../../../src/core/authoring/jsonSchemas.ts';

describe('the JSON schemas of a pack', () => {
  it('describe every key that the files can have', () => {
    const { 'snippets.schema.json': snippets, ...closed } = jsonSchemas();
    const { additionalProperties: snippet } = snippets as { additionalProperties: object };
    // A snippet may have keys that only VS Code knows.
    const all = Object.entries({ ...closed, snippet: { ...snippet, additionalProperties: false } });
    for (const [name, schema] of all) {
      const { properties, additionalProperties } = schema as {
        properties: Record<string, { description?: string }>;
        additionalProperties: unknown;
      };
      assert.equal(additionalProperties, false, name);
      const silent = Object.keys(properties).filter((key) => key !== '$schema' && properties[key]?.description === undefined);
      assert.deepEqual(silent, [], name);
    }
  });
});
