/** Stands, unseen, before each line that tests inside an editor report, so that it can be told from what the editor logs. */
const ofTests = '\u200b';

/** Prints a line of the tests' report inside an editor. */
export function printMarked(line: string): void {
  console.log(ofTests + line);
}

/** Stands before the figures in what the web tests print. */
export const figuresMark = 'figures of the web tests:';

/** What the tests reported, from what an editor's window logged; undefined for what was the editor's own. */
export function testOutput(args: readonly unknown[]): string | undefined {
  const [text] = args;
  return typeof text === 'string' && text.startsWith(ofTests) ? text.slice(ofTests.length) : undefined;
}
