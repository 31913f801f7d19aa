import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';

/** Makes one CommonJS file of a folder's index.ts and tests; its `run` is what an extension host calls. */
export async function bundleTests(folder: string, out: string, host: 'node' | 'browser', grep: string | undefined): Promise<void> {
  const tests = (await readdir(folder)).filter((name) => name.endsWith('.test.ts')).sort();
  const load = tests.map((name) => `require('./${name}');`).join(' ');
  await esbuild.build({
    stdin: {
      // Exported last, as mocha's browser build exports itself when it finds `module`.
      contents: `const { runSuite } = require('./index.ts');\nmodule.exports = { run: () => runSuite(() => { ${load} }, ${JSON.stringify(grep)}) };`,
      resolveDir: folder,
      sourcefile: join(folder, 'all.js'),
      loader: 'js',
    },
    outfile: out,
    bundle: true,
    platform: host,
    format: 'cjs',
    target: host === 'node' ? 'node20' : 'es2022',
    external: ['vscode'],
    // jsonc-parser's CommonJS form cannot be bundled.
    mainFields: host === 'node' ? ['module', 'main'] : ['browser', 'module', 'main'],
    sourcemap: 'inline',
    // mocha's parallel mode, which is not used here, looks for files that are not part of the bundle.
    logOverride: { 'require-resolve-not-external': 'silent' },
    logLevel: 'warning',
  });
}
