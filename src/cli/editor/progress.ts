/** Tells a person what is being waited for: one line each time. */
export type Report = (line: string) => void;

/** A report that says nothing. */
export const silent: Report = () => {};

const spinner = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

/**
 * Waits for `work` so that it never looks hung: on a terminal a line that moves, elsewhere a new line every ten seconds.
 * Says how long it took when it is done.
 */
export async function waitFor<T>(report: Report, title: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const live = report !== silent && process.stdout.isTTY === true;
  if (!live) report(`${title} …`);
  let turn = 0;
  const tick = () => {
    if (live) process.stdout.write(`\r\x1b[K${spinner[turn++ % spinner.length]} ${title} … ${seconds()}`);
    else report(`  … ${seconds()}`);
  };
  const timer = setInterval(tick, live ? 100 : 10_000);
  try {
    const result = await work();
    if (live) process.stdout.write('\r\x1b[K');
    report(live ? `✓ ${title} (${seconds()})` : `  done in ${seconds()}`);
    return result;
  } catch (error) {
    if (live) process.stdout.write('\r\x1b[K');
    throw error;
  } finally {
    clearInterval(timer);
  }
}
