import assert from 'node:assert/strict';
import { nerfed, npmRegistries, readNpmrc } from '../../../src/core/pack/npmrc.ts';

const npmrc = readNpmrc(
  `; mine
registry = "https://npm.example.com/main"
@acme:registry=https://acme.example.com
//acme.example.com/:_authToken=\${ACME}
//npm.example.com/main/:_authToken=inner
//npm.example.com/:username=ada
//npm.example.com/:_password=c2VjcmV0
# //evil.example.com/:_authToken=no
`,
  { ACME: 'from-environment' },
);
const editor = { registry: undefined, tokenOf: () => undefined };

describe('npm’s registries', () => {
  it('are those of the .npmrc, by scope, or else the public one', () => {
    const found = npmRegistries(npmrc, editor);
    assert.equal(found.registryOf('demo'), 'https://npm.example.com/main/');
    assert.equal(found.registryOf('@acme/demo'), 'https://acme.example.com/');
    assert.equal(found.registryOf('@other/demo'), 'https://npm.example.com/main/');
    assert.equal(npmRegistries(new Map(), editor).registryOf('demo'), 'https://registry.npmjs.org/');
  });

  it('are what the editor says, but for scopes that have their own', () => {
    const found = npmRegistries(npmrc, { ...editor, registry: 'http://localhost:4873' });
    assert.equal(found.registryOf('demo'), 'http://localhost:4873/');
    assert.equal(found.registryOf('@acme/demo'), 'https://acme.example.com/');
  });

  it('are told who is asking by the nearest entry of theirs, and nobody else is', () => {
    const { authorizationOf } = npmRegistries(npmrc, editor);
    assert.equal(authorizationOf('https://acme.example.com/@acme%2fdemo'), 'Bearer from-environment');
    assert.equal(authorizationOf('https://npm.example.com/main/demo/-/demo-1.0.0.tgz?x=1'), 'Bearer inner');
    assert.equal(authorizationOf('https://npm.example.com/other'), `Basic ${Buffer.from('ada:secret').toString('base64')}`);
    for (const url of [
      'https://evil.example.com/acme.example.com/',
      'https://acme.example.com.evil.org/',
      'https://registry.npmjs.org/demo',
      'nothing',
    ]) {
      assert.equal(authorizationOf(url), undefined);
    }
  });

  it('take the token that the editor was given before that of the .npmrc', () => {
    const { authorizationOf } = npmRegistries(npmrc, {
      ...editor,
      tokenOf: (place) => (place === '//acme.example.com/' ? 'given' : undefined),
    });
    assert.equal(authorizationOf('https://ACME.example.com/@acme%2fdemo'), 'Bearer given');
  });

  it('are named as npm does', () => {
    assert.equal(nerfed('https://npm.example.com/main?x#y'), '//npm.example.com/main/');
    assert.equal(nerfed('npm.example.com'), undefined);
  });
});
