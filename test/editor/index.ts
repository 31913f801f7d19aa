// The tests that run inside VS Code: this is what its extension host calls. test/host/bundle.ts makes one file of it and the
// *.test.ts beside it.
import { writeFile } from 'node:fs/promises';
import Mocha from 'mocha';
import { printMarked } from '../host/output.ts';
import { type Figures, lineReporter } from '../host/reporter.ts';

/** Runs the tests that `load` defines; leaves the figures in the file that ONRAMP_TEST_RESULT names. */
export async function runSuite(load: () => void, grep?: string): Promise<void> {
  const figures = await new Promise<Figures>((resolve, reject) => {
    const reporter = lineReporter(printMarked, resolve);
    const mocha = new Mocha({ ui: 'bdd', timeout: 20_000, reporter, ...(grep ? { grep } : {}) });
    mocha.suite.emit('pre-require', globalThis, 'editor', mocha);
    try {
      load();
      mocha.run();
    } catch (error) {
      printMarked(error instanceof Error ? (error.stack ?? error.message) : String(error));
      reject(error);
    }
  });
  const result = process.env.ONRAMP_TEST_RESULT;
  if (result) await writeFile(result, JSON.stringify(figures));
  if (figures.failed) throw new Error(`${figures.failed} failed`);
}
