import type { Message } from '../../message.ts';
import { message } from '../../message.ts';
import { removedElements } from '../../tutorial/sanitizeHtml.ts';
import { checksOf } from '../../tutorial/tutorial.ts';
import type { FileProblem } from '../pack.ts';
import { inFile, type LintedTutorial, type Rule } from './lintedPack.ts';

/** Steps say something, and their headings do not jump. */
export const stepRule: Rule = ({ tutorials }) => tutorials.flatMap((linted) => [...emptySteps(linted), ...jumpingHeadings(linted)]);

function emptySteps({ path, tutorial }: LintedTutorial): FileProblem[] {
  return tutorial.steps
    .filter(({ tokens }) => tokens.length === 0)
    .map(({ title, line }) => inFile(path, { ...message('step.empty', title), line, column: 1 }));
}

function jumpingHeadings(linted: LintedTutorial): FileProblem[] {
  return linted.tutorial.steps.flatMap(({ tokens }) => {
    let level = 2;
    return tokens.flatMap((token) => {
      if (token.type !== 'heading_open') return [];
      const own = Number(token.tag.slice(1));
      const jumps = own > level + 1;
      const wanted = '#'.repeat(level + 1);
      level = own;
      const line = (token.map?.[0] ?? 0) + 1;
      return jumps ? [inFile(linted.path, { ...message('step.headingJumps', '#'.repeat(own), wanted), line, column: 1 })] : [];
    });
  });
}

/** The first success comes once, and can be told from all that went before. */
export const successRule: Rule = ({ tutorials }) =>
  tutorials.flatMap(({ path, tutorial }) => {
    const marked = tutorial.steps.flatMap((step) => checksOf(step)).filter(({ check }) => check.success === true);
    const [first, ...more] = marked;
    return more.map(({ line, column }) => inFile(path, { ...message('check.successTwice', first?.line ?? 0), line, column }));
  });

/** A check demands something: an expression that nothing can fail to match demands nothing. */
export const vacuousRule: Rule = ({ tutorials }) =>
  tutorials.flatMap((linted) =>
    linted.parts
      .flatMap(({ section }) => checksOf(section))
      .flatMap(({ check, line, column }) => {
        const pattern = 'matches' in check ? check.matches : 'outputMatches' in check ? check.outputMatches : undefined;
        return pattern !== undefined && matchesNothing(pattern)
          ? [inFile(linted.path, { ...message('check.vacuous', pattern), line, column })]
          : [];
      }),
  );

function matchesNothing(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'm').test('');
  } catch {
    return false;
  }
}

/** HTML that the guide does not take is shown as the text it is, which nobody means. */
export const htmlRule: Rule = ({ tutorials }) =>
  tutorials.flatMap((linted) =>
    linted.parts.flatMap(({ section }) =>
      section.tokens.flatMap((token) => {
        const pieces = token.type === 'html_block' ? [token] : (token.children ?? []).filter(({ type }) => type === 'html_inline');
        const told = pieces.flatMap(({ content }) => removedElements(content)).map((name): Message => message('html.removed', name));
        return told.map((one) => inFile(linted.path, { ...one, line: (token.map?.[0] ?? 0) + 1, column: 1 }));
      }),
    ),
  );
