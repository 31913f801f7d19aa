import { createReadStream, createWriteStream } from 'node:fs';
import { access, chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { EditorFailure } from './failure.ts';
import { cached, npmInstall } from './install.ts';
import { run } from './process.ts';
import type { Report } from './progress.ts';

/** A Chromium to start: the program and what its environment needs. */
export type Chromium = { program: string; env: NodeJS.ProcessEnv };

/**
 * Finds a Chromium: the one named by ONRAMP_CHROMIUM, else the one that comes with npm's `@sparticuz/chromium` (Linux on
 * x64; it brings its own libraries and fonts, so nothing has to be installed), else one on the PATH or where Chrome is usually
 * installed, else that of npm, fetched into the cache. Throws `browser.missing`.
 */
export async function findChromium(cache: string, report: Report): Promise<Chromium> {
  const named = process.env.ONRAMP_CHROMIUM;
  if (named) {
    if (await isThere(named)) return { program: named, env: process.env };
    throw new EditorFailure('browser.missing', `ONRAMP_CHROMIUM names ${named}, which is not there: correct it or unset it.`);
  }
  const packed = packedChromium();
  if (packed) return await unpackChromium(packed, cache, report);
  for (const program of usualPlaces()) if (await isThere(program)) return { program, env: process.env };
  if (mayBePacked) return await unpackChromium(await fetchPacked(cache, report), cache, report);
  throw new EditorFailure(
    'browser.missing',
    'No Chromium was found: install Chromium or Google Chrome, or set ONRAMP_CHROMIUM to the program, and try again.',
  );
}

/** The folders of the packed Chromium and of the fonts that it goes with. */
type Packed = { chromium: string; fonts: string };

const mayBePacked = process.platform === 'linux' && process.arch === 'x64';

/** Those of the project, where they are installed and run on this machine. */
function packedChromium(): Packed | undefined {
  if (!mayBePacked) return undefined;
  try {
    return {
      chromium: join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', '..'),
      fonts: dirname(fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/package.json'))),
    };
  } catch {
    return undefined;
  }
}

/** An installed command line comes without them: few who use it need a browser, and most of those have one. */
async function fetchPacked(cache: string, report: Report): Promise<Packed> {
  const [chromium, fonts] = [join('node_modules', '@sparticuz', 'chromium'), join('node_modules', 'dejavu-fonts-ttf')];
  const folder = await cached(
    {
      folder: join(cache, 'packed-chromium'),
      title: 'Getting Chromium ready (once)',
      version: packedVersions.join(' '),
      needs: [join(chromium, 'bin', 'chromium.br'), join(fonts, 'ttf')],
      fill: async (draft) => {
        await writeFile(join(draft, 'package.json'), JSON.stringify({ name: 'chromium-cache', private: true }));
        await npmInstall(draft, packedVersions);
      },
    },
    report,
  );
  return { chromium: join(folder, chromium), fonts: join(folder, fonts) };
}

/** As package-lock.json has them, which a test holds. */
export const packedVersions = ['@sparticuz/chromium@147.0.0', 'dejavu-fonts-ttf@2.37.3'];

async function unpackChromium({ chromium: packed, fonts }: Packed, cache: string, report: Report): Promise<Chromium> {
  const { version } = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8'));
  const folder = await cached(
    {
      folder: join(cache, 'chromium'),
      title: `Unpacking Chromium ${version} (once)`,
      version,
      needs: ['chromium', join('lib', 'libnss3.so')],
      fill: async (draft) => {
        await unbrotli(join(packed, 'bin', 'chromium.br'), join(draft, 'chromium'));
        await chmod(join(draft, 'chromium'), 0o755);
        await untar(join(packed, 'bin', 'al2023.tar.br'), draft);
        await untar(join(packed, 'bin', 'fonts.tar.br'), draft);
        await mkdir(join(draft, 'home'));
      },
    },
    report,
  );
  await nameFonts(join(folder, 'fonts.conf'), fontsConfiguration(folder, join(fonts, 'ttf')));
  const libraries = [join(folder, 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  const env = { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(folder, 'fonts.conf'), HOME: join(folder, 'home') };
  return { program: join(folder, 'chromium'), env };
}

/** It holds whole paths, so it is looked at on every start: a project that was moved would have a browser without a letter. */
async function nameFonts(file: string, configuration: string): Promise<void> {
  const there = await readFile(file, 'utf8').catch(() => undefined);
  if (there !== configuration) await writeFile(file, configuration);
}

async function unbrotli(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}

async function untar(from: string, folder: string): Promise<void> {
  const plain = join(folder, 'unpacked.tar');
  await unbrotli(from, plain);
  const { code, output } = await run('tar', ['-x', '--no-same-owner', '-f', plain, '-C', folder]);
  if (code !== 0) throw new EditorFailure('browser.failed', `${from} could not be unpacked (${output.trim()}): run npm ci and try again.`);
  await rm(plain);
}

/** The fonts that pictures are taken with: only our own, so that they look alike on every machine. */
function fontsConfiguration(folder: string, dejavu: string): string {
  const alias = (family: string, fonts: readonly string[]) =>
    `<match target="pattern"><test name="family"><string>${family}</string></test>${fonts
      .map((font) => `<edit name="family" mode="append" binding="strong"><string>${font}</string></edit>`)
      .join('')}</match>`;
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>${join(folder, 'fonts')}</dir>
<dir>${dejavu}</dir>
<cachedir>${join(folder, 'font-cache')}</cachedir>
${alias('monospace', ['DejaVu Sans Mono'])}
${['sans-serif', 'system-ui', 'serif'].map((family) => alias(family, ['Open Sans', 'DejaVu Sans'])).join('\n')}
</fontconfig>
`;
}

function usualPlaces(): string[] {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, process.platform === 'win32' ? `${name}.exe` : name)));
  if (process.platform === 'darwin') return [...onPath, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
  if (process.platform !== 'win32') return onPath;
  const programs = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].filter(
    (folder) => folder !== undefined,
  );
  return [...onPath, ...programs.map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'))];
}

async function isThere(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}
