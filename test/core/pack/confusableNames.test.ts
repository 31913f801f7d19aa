import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/core/message.ts';
import { confusions } from '../../../src/core/pack/confusableNames.ts';

const known = { name: 'octokit-quickstart', title: 'Octokit', publisher: 'GitHub', origin: 'npm:octokit-quickstart' };
const warnings = (name: string, publisher = 'Somebody', origin = `npm:${name}`) =>
  confusions({ name, title: 'T', publisher, origin }, [known]).map(inEnglish);

describe('confusions', () => {
  it('are none for another name, and for the very same pack', () => {
    assert.deepEqual(warnings('zod-in-ten-minutes'), []);
    assert.deepEqual(warnings('octokit-quickstart', 'GitHub'), []);
    assert.deepEqual(warnings('octokit'), []);
  });

  it('are told where case, marks or letters that look alike are all that differs', () => {
    const told = (name: string) => `The name ${name} can be taken for octokit-quickstart, which comes from npm:octokit-quickstart`;
    for (const name of [
      'octokit_quickstart',
      'octokit.quickstart',
      'octokitquickstart',
      '0ctokit-quickstart',
      'octok1t-quickstart',
      'octоkit-quickstart',
      '@octokit/quickstart',
      'OctoKit-QuickStart',
    ]) {
      assert.deepEqual(warnings(name), [told(name)]);
    }
    assert.equal(confusions({ ...known, name: 'modern', origin: 'npm:modern' }, [{ ...known, name: 'modem' }]).length, 1);
  });

  it('are told where a name is used again in a scope, or the very name comes from elsewhere', () => {
    assert.deepEqual(warnings('@evil/octokit-quickstart'), [
      '@evil/octokit-quickstart has the name of octokit-quickstart, which comes from npm:octokit-quickstart, in another scope',
    ]);
    assert.deepEqual(warnings('octokit-quickstart', 'GitHub', 'github:evil/packs'), [
      'A pack named octokit-quickstart is there already, from npm:octokit-quickstart',
    ]);
  });

  it('are told where a publisher passes for another', () => {
    assert.deepEqual(warnings('other', 'GitНub'), ['The publisher “GitНub” can be taken for “GitHub”, who made octokit-quickstart']);
    assert.deepEqual(warnings('other', 'GitHub'), []);
  });
});
