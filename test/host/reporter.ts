import type { ReporterConstructor, Runner, Suite, Test } from 'mocha';

export type Figures = { passed: number; failed: number };

/** A mocha reporter for any runtime: a line a test as it ends, then each failure with its stack, then the figures. */
export function lineReporter(print: (line: string) => void, done: (figures: Figures) => void): ReporterConstructor {
  const reporter = class {
    constructor(runner: Runner) {
      const failures: { test: Test; error: unknown }[] = [];
      let passed = 0;
      let depth = 0;
      const line = (text: string) => print(`${'  '.repeat(depth)}${text}`);
      runner.on('suite', (suite: Suite) => {
        if (!suite.root) line(suite.title);
        depth++;
      });
      runner.on('suite end', () => {
        depth--;
      });
      runner.on('pass', (test: Test) => {
        passed++;
        line(`✓ ${test.title}${test.speed === 'slow' ? ` (${test.duration} ms)` : ''}`);
      });
      runner.on('fail', (test: Test, error: unknown) => {
        failures.push({ test, error });
        line(`✗ ${test.title}`);
      });
      runner.once('end', () => {
        for (const { test, error } of failures) print(`\n${test.titlePath().join(' › ')}\n${describeError(error)}`);
        done({ passed, failed: failures.length });
      });
    }
  };
  // Mocha only constructs it; the type asks for all that its own reporters inherit.
  return reporter as unknown as ReporterConstructor;
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? '';
  const text = stack.includes(error.message) ? stack : `${error.message}\n${stack}`;
  const lines = text.split('\n').filter((line) => !/node_modules.mocha|node:internal/.test(line));
  return lines.map((line) => `  ${line}`).join('\n');
}
