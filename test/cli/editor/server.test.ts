import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findChromium } from '../../../src/cli/editor/chromium.ts';
import { plainEnvironment } from '../../../src/cli/editor/environment.ts';
import { linkExtension } from '../../../src/cli/editor/extensionsFolder.ts';
import { editorUrl } from '../../../src/cli/editor/openEditor.ts';
import { assertFree, presetSettings } from '../../../src/cli/editor/server.ts';
import { readArguments } from '../../host/arguments.ts';

describe('the editor that is started', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onramp-server-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('says which variable chooses another port when one is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    assert.ok(address !== null && typeof address === 'object');
    const message = `Port ${address.port} is taken: stop what listens there or set ONRAMP_EDITOR_PORT to another port.`;
    await assert.rejects(assertFree(address.port, 'ONRAMP_EDITOR_PORT'), { code: 'port.taken', message });
    await new Promise((resolve) => other.close(resolve));
    await assertFree(address.port, 'ONRAMP_EDITOR_PORT');
  });

  it('keeps the settings a person made beside those that are preset', async () => {
    await presetSettings(folder, { a: 1, b: 1 });
    const file = join(folder, 'data', 'User', 'settings.json');
    await writeFile(file, '{"a": 1, "b": 2, "mine": true}');
    await presetSettings(folder, { a: 3 });
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), { a: 3, b: 2, mine: true });
  });

  it('leaves settings with comments as they are, and says so', async () => {
    await presetSettings(folder, {});
    const file = join(folder, 'data', 'User', 'settings.json');
    const text = '{\n  // mine\n  "a": 1\n}';
    await writeFile(file, text);
    const said: string[] = [];
    await presetSettings(folder, { b: 1 }, (line) => void said.push(line));
    assert.equal(await readFile(file, 'utf8'), text);
    assert.match(said.join(), /comments of your own.*should set: b\./);
  });

  it('has an extension installed where it lies, once, beside others', async () => {
    const extension = join(folder, 'an Erweiterung ä%20');
    const extensions = join(folder, 'extensions');
    const manifest = { publisher: 'onramp', name: 'onramp', version: '1.0.0' };
    await writeManifest(extension, manifest);
    await linkExtension(extensions, extension);
    const file = join(extensions, 'extensions.json');
    const listed = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify([...listed, { identifier: { id: 'some.other' } }]));
    await writeManifest(extension, { ...manifest, version: '2.0.0' });
    await linkExtension(extensions, extension);
    assert.equal(listed[0].location.path, extension);
    const now: { identifier: { id: string }; version?: string }[] = JSON.parse(await readFile(file, 'utf8'));
    assert.deepEqual(now.map(({ identifier, version }) => `${identifier.id}@${version}`).sort(), [
      'onramp.onramp@2.0.0',
      'some.other@undefined',
    ]);
  });

  it('is reached at an address a person can read', () => {
    const url = editorUrl({ url: 'http://127.0.0.1:4271/' }, '/home/ada/my work');
    assert.equal(url, 'http://127.0.0.1:4271/?folder=/home/ada/my%20work');
  });

  it('says what to do when the browser that was named is not there', async () => {
    process.env.ONRAMP_CHROMIUM = join(folder, 'chromium');
    const message = `ONRAMP_CHROMIUM names ${join(folder, 'chromium')}, which is not there: correct it or unset it.`;
    await assert
      .rejects(
        findChromium(folder, () => {}),
        { code: 'browser.missing', message },
      )
      .finally(() => {
        delete process.env.ONRAMP_CHROMIUM;
      });
  });
});

async function writeManifest(folder: string, manifest: object): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
}

describe("the editor's environment", () => {
  const before = { ...process.env };
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  });

  it('is the one of the person, without what npm run adds', () => {
    const own = [join('/', 'usr', 'bin'), join('/', 'home', 'ada', 'bin')];
    process.env.PATH = [join('/', 'x', 'node_modules', '.bin'), ...own].join(delimiter);
    process.env.npm_node_execpath = join('/', 'opt', 'node', 'bin', 'node');
    process.env.npm_lifecycle_event = 'start';
    process.env.npm_config_registry = 'http://registry.example';
    process.env.npm_config_local_prefix = '/x';
    const env = plainEnvironment({ GITHUB_API_URL: 'http://127.0.0.1:1' });
    assert.equal(env.PATH, [...own, join('/', 'opt', 'node', 'bin')].join(delimiter));
    assert.equal(env.GITHUB_API_URL, 'http://127.0.0.1:1');
    assert.equal(env.npm_lifecycle_event, undefined);
    assert.equal(env.npm_config_local_prefix, undefined);
    assert.equal(env.npm_config_registry, 'http://registry.example');
  });
});

describe("desktop VS Code's arguments", () => {
  it('are read as test-electron gives them', () => {
    const read = readArguments([
      '/work space',
      '--user-data-dir=/u',
      '--extensions-dir',
      '/e',
      '--no-sandbox',
      '--disable-gpu-sandbox',
      '--extensionTestsPath=/t/a=b.js',
      '--extensionDevelopmentPath=/x',
      '--extensionDevelopmentPath=/y',
    ]);
    assert.deepEqual(read, {
      folder: '/work space',
      extensions: ['/x', '/y'],
      tests: '/t/a=b.js',
      dataDir: '/u',
      extensionsDir: '/e',
      manage: [],
    });
  });

  it('that manage extensions are given on', () => {
    assert.deepEqual(readArguments(['--install-extension', 'a.vsix', '--force', '--extensions-dir=/e']).manage, [
      '--install-extension',
      'a.vsix',
      '--force',
    ]);
  });
});
