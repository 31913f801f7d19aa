import assert from 'node:assert/strict';
import { findSecrets } from '../../../../src/core/scaffold/make/secrets.ts';
import { told } from '../../told.ts';

/** What is warned of, with the texts put together here: this file itself is to hold none. */
const secrets = (files: Record<string, string>) =>
  told(findSecrets(Object.entries(files).map(([path, text]) => ({ path, text, executable: false })))).map((line) =>
    line.replace('This looks like a secret ', '').replace(' Take it out, or leave the file out, before you hand the template on', ''),
  );
const letters = (count: number) => 'aB3dE5gH7jK9mN1pQ2sT4vW6xY8zA0cD9eF7gH5jK3'.slice(0, count);

describe('findSecrets', () => {
  it('knows keys and tokens by their looks, at their line, and shows no more than their beginning', () => {
    const cases: [string, string, string][] = [
      [`-----BEGIN ${'RSA PRIVATE'} KEY-----`, 'private key', '----…'],
      [`AKIA${'ABCDEFGH12345678'}`, 'AWS access key', 'AKIA…'],
      [`ghp_${letters(36)}`, 'GitHub token', 'ghp_…'],
      [`github_pat_${letters(30)}`, 'GitHub token', 'gith…'],
      [`npm_${letters(36)}`, 'npm token', 'npm_…'],
      [`xoxb-${letters(20)}`, 'Slack token', 'xoxb…'],
      [`sk_live_${letters(20)}`, 'Stripe key', 'sk_l…'],
      [`AIza${letters(35)}`, 'Google API key', 'AIza…'],
      [`eyJ${letters(12)}.eyJ${letters(12)}.${letters(20)}`, 'token', 'eyJa…'],
    ];
    for (const [text, kind, start] of cases)
      assert.deepEqual(secrets({ 'src/a.ts': `one\nconst a = '${text}';` }), [`src/a.ts:2:12  (${kind}: ${start}).`]);
  });

  it('knows them by the name before them and in addresses', () => {
    assert.deepEqual(
      secrets({
        'a.js': `const password = "${letters(9)}";\n{"apiKey": "${letters(10)}"}\nfetch("https://me:${letters(9)}@example.org/")`,
      }),
      ['a.js:1:19  (password or key: aB3…).', 'a.js:2:13  (password or key: aB3…).', 'a.js:3:19  (password in an address: aB3…).'],
    );
    assert.deepEqual(secrets({ '.npmrc': `//registry.npmjs.org/:_authToken=${letters(20)}\n` }), ['.npmrc:1:34  (npm token: aB3d…).']);
  });

  it('takes every value of a file of settings for one, but not of its example', () => {
    const text = '# comment\nHOST=example.org\nexport KEY="abcdefghi"\nEMPTY=\nFROM=${OTHER}\n';
    assert.deepEqual(secrets({ '.env': text, 'a/.env.local': 'X=12345678', '.env.example': text }), [
      '.env:2:6  (setting: exa…).',
      '.env:3:13  (setting: abc…).',
      'a/.env.local:1:3  (setting: 12…).',
    ]);
  });

  it('takes files of keys for what they are', () => {
    assert.deepEqual(secrets({ 'certs/server.pem': 'x', '.ssh/id_ed25519': 'x' }), [
      'certs/server.pem:1:1  certs/server.pem looks like a key. Leave it out before you hand the template on',
      '.ssh/id_ed25519:1:1  .ssh/id_ed25519 looks like a key. Leave it out before you hand the template on',
    ]);
  });

  it('leaves alone what only stands for a secret', () => {
    const text = [
      'const password = process.env.PASSWORD;',
      'password: "<your password>"',
      'token = "${{ secrets.TOKEN }}"',
      'apiKey: "your-api-key"',
      'secret: "changeme"',
      'function token(name: string) {}',
      '//registry.npmjs.org/:_authToken=${NPM_TOKEN}',
      'postgres://user:${PASSWORD}@host/db',
    ].join('\n');
    assert.deepEqual(secrets({ 'a.txt': text }), []);
  });
});
