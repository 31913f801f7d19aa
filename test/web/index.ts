// The tests that run in VS Code's web extension host, a web worker: no Node there. test/host/bundle.ts makes one file of it
// and the *.test.ts beside it.
import 'mocha/mocha.js';
import { figuresMark, printMarked } from '../host/output.ts';
import { type Figures, lineReporter } from '../host/reporter.ts';

/** Runs the tests that `load` defines; prints the figures behind their mark. */
export async function runSuite(load: () => void, grep?: string): Promise<void> {
  const figures = await new Promise<Figures>((resolve, reject) => {
    const reporter = lineReporter(printMarked, resolve);
    mocha.setup({ ui: 'bdd', timeout: 20_000, reporter, ...(grep ? { grep } : {}) });
    try {
      load();
      mocha.run();
    } catch (error) {
      printMarked(error instanceof Error ? (error.stack ?? error.message) : String(error));
      reject(error);
    }
  });
  printMarked(`${figuresMark} ${JSON.stringify(figures)}`);
  if (figures.failed) throw new Error(`${figures.failed} failed`);
}
