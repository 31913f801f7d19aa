// Runs test files with mocha in this process: `node test/host/unit.ts FILES`. Figures go to the file ONRAMP_TEST_RESULT names.
import { writeFile } from 'node:fs/promises';
import Mocha from 'mocha';
import { endOnSignal } from '../../src/cli/editor/process.ts';
import { type Figures, lineReporter } from './reporter.ts';

endOnSignal(async () => {});
const grep = process.env.ONRAMP_TEST_GREP;
const timeout = Number(process.env.ONRAMP_TEST_PATIENCE ?? 10_000);
const figures = await new Promise<Figures>((resolve, reject) => {
  const mocha = new Mocha({ ui: 'bdd', timeout, reporter: lineReporter(console.log, resolve), ...(grep ? { grep } : {}) });
  for (const file of process.argv.slice(2)) mocha.addFile(file);
  mocha.loadFilesAsync().then(() => mocha.run(), reject);
});
const result = process.env.ONRAMP_TEST_RESULT;
if (result) await writeFile(result, JSON.stringify(figures));
process.exitCode = figures.failed ? 1 : 0;

// A test that leaves something open would keep this process from ending.
setTimeout(() => {
  console.error(`Still open after the last test: ${process.getActiveResourcesInfo().join(', ')}.`);
  process.exit();
}, 5000).unref();
