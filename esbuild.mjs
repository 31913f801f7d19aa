// Builds every bundle of the table below: `node esbuild.mjs [--production]`.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import subsetFont from 'subset-font';
import { jsonSchemas } from './src/core/authoring/jsonSchemas.ts';

// jsonc-parser's CommonJS form cannot be bundled.
const esmFirst = { mainFields: ['module', 'main'] };
const toNode = { platform: 'node', target: 'node20', format: 'esm' };
const toBrowser = { platform: 'browser', target: 'es2022', format: 'esm' };
// zod's locales are never shown: every message is worded by us.
const esmRequire = {
  banner: { js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);" },
};

/**
 * Of the six hundred icons only those that the guide names, their font in the style itself: the page carries its style, and waits for all of it. A
 * font of its own would come later, by a way through the whole of VS Code.
 */
const iconsInUse = {
  name: 'icons-in-use',
  setup: ({ onLoad }) =>
    onLoad({ filter: /codicon\.css$/ }, async ({ path }) => {
      const page = join(import.meta.dirname, 'src', 'webview');
      const sources = (await readdir(page)).filter((file) => file.endsWith('.tsx'));
      const named = (await Promise.all(sources.map((file) => readFile(join(page, file), 'utf8')))).join('\n');
      const words = new Set([...named.matchAll(/['"]([a-z-]+)['"]/g)].map(([, word]) => word));
      const all = await readFile(path, 'utf8');
      const style = all.replace(/^\.codicon-([a-z0-9-]+):before .*$/gm, (rule, icon) => (words.has(icon) ? rule : ''));
      const glyphs = [...style.matchAll(/content: "\\([0-9a-f]+)"/g)].map(([, code]) => String.fromCodePoint(Number.parseInt(code, 16)));
      const font = await subsetFont(await readFile(path.replace(/css$/, 'ttf')), glyphs.join(''), { targetFormat: 'woff2' });
      const source = `url("data:font/woff2;base64,${font.toString('base64')}") format("woff2")`;
      return { loader: 'css', contents: style.replace(/url\("\.\/codicon\.ttf[^)]*\) format\("truetype"\)/, source) };
    }),
};
/**
 * Each file that imports vscode would have a copy of its whole API, property by property, made when it is loaded: a hundred files cost more than
 * all that they do. One module takes what is named anywhere, once.
 */
const vscodeOnce = {
  name: 'vscode-once',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^vscode$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: 'vscode', namespace: 'vscode-once' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'vscode-once' }, async () => {
      const room = join(import.meta.dirname, 'src', 'extension');
      const all = (await Promise.all((await filesBelow(room)).map((file) => readFile(join(room, file), 'utf8')))).join('\n');
      const names = new Set([...all.matchAll(/\bvscode\.([A-Za-z]\w*)/g)].map(([, name]) => name));
      return {
        contents: `const vscode = require('vscode');\n${[...names].map((name) => `export const ${name} = vscode.${name};`).join('\n')}`,
      };
    });
  },
};
/** Nothing of ours makes links of words that look like addresses; what would do it has every character of Unicode in tables. */
const noLinkify = {
  name: 'no-linkify',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^linkify-it$/ }, () => ({ path: 'linkify-it', namespace: 'no-linkify' }));
    onLoad({ filter: /./, namespace: 'no-linkify' }, () => ({ contents: 'export class LinkifyIt {}' }));
  },
};
/**
 * Packages that opening a tutorial does not need, as few tutorials have YAML that is not plain. Reading and running them would take a third of the
 * time in which the rooms are loaded; so they are a file of their own, and what stands for them in the rooms reads it when it is first called.
 */
const latePackage = /^(yaml|fflate|mustache|diff|node-diff3|ignore)$|^semver\//;
/** What a package of others imports of a late one: markdown-it unpacks HTML's two thousand entities when it is loaded, for the text that has one. */
const lateImportsOfOthers = { entities: { importer: 'markdown-it', names: ['decodeHTMLStrict'] } };
const lateStandIns = {
  name: 'late-stand-ins',
  setup: ({ onResolve, onLoad }) => {
    const imports = lateImports();
    onResolve({ filter: latePackage }, ({ path, importer }) =>
      /\bnode_modules\b/.test(importer) ? undefined : { path, namespace: 'late' },
    );
    for (const [name, { importer: others }] of Object.entries(lateImportsOfOthers)) {
      onResolve({ filter: new RegExp(`^${name}$`) }, ({ path, importer }) =>
        packageOf(importer) === others ? { path, namespace: 'late' } : undefined,
      );
    }
    onResolve({ filter: /^\.\/late\.js$/ }, () => ({ path: './late.js', external: true }));
    onLoad({ filter: /./, namespace: 'late' }, async ({ path }) => {
      const names = (await imports).get(path) ?? [];
      const exported = (name) => `export ${name === 'default' ? 'default' : `const ${name} =`} standIn((real) => real.${name});`;
      return {
        contents: `const standIn = (of) => {
          const it = () => of(require('./late.js')[${JSON.stringify(path)}]());
          const traps = { get: (_, key) => it()[key], apply: (_, __, given) => it()(...given), construct: (_, given) => new (it())(...given) };
          return new Proxy(function () {}, traps);
        };
        ${names.map(exported).join('\n')}`,
      };
    });
  },
};
const latePackages = {
  name: 'late-packages',
  setup: ({ onResolve, onLoad }) => {
    const imports = lateImports();
    onResolve({ filter: /^late-packages/ }, ({ path }) => ({ path, namespace: 'late' }));
    onLoad({ filter: /^late-packages$/, namespace: 'late' }, async () => {
      const one = (path) => `${JSON.stringify(path)}: () => require(${JSON.stringify(`late-packages/${path}`)})`;
      return { contents: `module.exports = { ${[...(await imports).keys()].map(one).join(',\n')} };` };
    });
    onLoad({ filter: /^late-packages\//, namespace: 'late' }, async ({ path }) => {
      const name = path.slice('late-packages/'.length);
      const names = (await imports).get(name) ?? [];
      const { importer } = lateImportsOfOthers[name] ?? {};
      const resolveDir = importer === undefined ? import.meta.dirname : join(import.meta.dirname, 'node_modules', importer);
      return { resolveDir, contents: `export { ${names.join(', ')} } from ${JSON.stringify(name)};` };
    });
  },
};

function packageOf(path) {
  return /.*\bnode_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+)/.exec(path)?.[1];
}

/** What the rooms import of each late package, by its path. */
async function lateImports() {
  const imports = new Map(Object.entries(lateImportsOfOthers).map(([path, { names }]) => [path, names]));
  for (const floor of ['core', 'extension']) {
    const folder = join(import.meta.dirname, 'src', floor);
    const files = (await filesBelow(folder)).filter((file) => file.endsWith('.ts'));
    for (const text of await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))) {
      for (const [, whole, some = '', path] of text.matchAll(/^import (?!type\b)(\w+)?(?:, )?(?:\{([^}]*)\})? from '([^']+)'/gm)) {
        if (!latePackage.test(path)) continue;
        const names = some
          .split(',')
          .map((name) => name.trim().replace(/ as .*/, ''))
          .filter((name) => name !== '' && !name.startsWith('type '));
        imports.set(path, [...new Set([...(imports.get(path) ?? []), ...(whole === undefined ? [] : ['default']), ...names])]);
      }
    }
  }
  return imports;
}

const toDesktop = { platform: 'node', target: 'node20', external: ['vscode'], ...esmFirst };
/** As a CommonJS file, which is what every VS Code can load. */
const asOneFile = { ...toDesktop, format: 'cjs', supported: { 'dynamic-import': false } };

/** Each bundle: what it is made from, and where it runs. */
export const bundles = {
  /**
   * In files that are read at their first use: reading alone, of all of it, would cost more than an activation, or an opening of a tutorial, may
   * take. What two of them need is in a file that both read.
   */
  desktop: {
    in: ['desktop', 'rooms', 'workshop', 'colour/colourCode'].map((file) => `src/extension/${file}.ts`),
    out: 'dist/desktop',
    ...toDesktop,
    inParts: true,
    plugins: [vscodeOnce, noLinkify, lateStandIns],
  },
  late: { in: 'late-packages', out: 'dist/desktop/late.js', ...asOneFile, plugins: [latePackages] },
  web: {
    in: 'src/extension/web.ts',
    out: 'dist/web.js',
    platform: 'browser',
    target: 'es2022',
    format: 'cjs',
    external: ['vscode'],
    plugins: [vscodeOnce, noLinkify],
    ...esmFirst,
  },
  walkHost: { in: 'src/extension/walk/walkHost.ts', out: 'dist/walkHost.js', ...asOneFile, plugins: [vscodeOnce, noLinkify] },
  guide: { in: 'src/webview/guide.tsx', out: 'dist/guide.js', ...toBrowser, plugins: [iconsInUse] },
  preview: { in: 'src/webview/preview.tsx', out: 'dist/preview.js', ...toBrowser },
  backend: { in: 'src/backend/server.ts', out: 'dist/backend.mjs', ...toNode, target: 'node24', ...esmRequire, ...esmFirst },
  dashboard: {
    in: ['src/dashboard/main.tsx', 'src/dashboard/index.html', 'src/dashboard/icon.svg'],
    out: 'dist/dashboard',
    ...toBrowser,
    loader: { '.html': 'copy', '.svg': 'copy' },
  },
  cli: {
    in: 'src/cli/main.ts',
    out: 'dist/cli.mjs',
    ...toNode,
    target: 'node24',
    ...esmFirst,
    ...esmRequire,
    external: ['./backend.mjs', 'playwright-core'],
  },
};

/** Builds the named bundles (all by default), below `folder`, and gives each one's metafile by name. */
export async function build({ production = false, names = Object.keys(bundles), folder = import.meta.dirname } = {}) {
  const built = await Promise.all(
    names.map(async (name) => {
      const { in: entry, out, inParts = false, ...options } = bundles[name];
      const result = await esbuild.build({
        ...(Array.isArray(entry)
          ? { entryPoints: entry, outdir: join(folder, out) }
          : { entryPoints: [entry], outfile: join(folder, out) }),
        ...(inParts ? { format: 'esm', splitting: true, entryNames: '[name]', chunkNames: 'shared-[hash]', write: false } : {}),
        absWorkingDir: import.meta.dirname,
        bundle: true,
        metafile: true,
        minify: production,
        sourcemap: !production,
        jsx: 'automatic',
        jsxImportSource: 'preact',
        legalComments: production ? 'none' : 'inline',
        logLevel: 'warning',
        ...options,
      });
      if (inParts) await writeParts(join(folder, out), result.outputFiles, { minify: production });
      return [name, result.metafile];
    }),
  );
  return Object.fromEntries(built);
}

/** esbuild splits ES modules only; what VS Code can load is CommonJS. Parts of an earlier build go, as their names differ. */
async function writeParts(folder, files, { minify }) {
  await mkdir(folder, { recursive: true });
  const before = (await readdir(folder)).filter((name) => name.startsWith('shared-'));
  await Promise.all(before.map((name) => rm(join(folder, name))));
  const { target, platform } = toDesktop;
  const options = { format: 'cjs', target, platform, minify, supported: { 'dynamic-import': false } };
  for (const { path, text } of files.filter(({ path }) => path.endsWith('.js'))) {
    const { code } = await esbuild.transform(text, options);
    await writeFile(path, code);
  }
}

/** Every file of a folder: in a browser an extension cannot list its own. */
async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
  return files.map((file) => file.replaceAll(sep, '/')).sort();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const metafiles = await build({ production: process.argv.includes('--production') });
  await writeFile('dist/metafile.json', JSON.stringify(metafiles));
  await writeFile('dist/packs.json', JSON.stringify(await filesBelow('packs')));
  await mkdir('dist/schemas', { recursive: true });
  for (const [name, schema] of Object.entries(jsonSchemas())) await writeFile(join('dist/schemas', name), JSON.stringify(schema));
}
