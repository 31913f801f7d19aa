import fc from 'fast-check';
import type { FormatPart, Part, Transform } from '../../../src/core/snippet/body.ts';
import { variables } from '../../../src/core/snippet/variables.ts';

const nowhere = { from: 0, to: 0 };
/** Characters that mean something in the grammar, and some that do not. */
export const telling = fc.string({
  unit: fc.constantFrom('$', '{', '}', '\\', '|', ',', '/', ':', '+', '-', '?', '1', '2', 'a', 'B', '_', ' ', 'é', '😀'),
  minLength: 1,
  maxLength: 6,
});
const index = fc.integer({ min: 0, max: 4 });
const name = fc.constantFrom('TM_FILENAME', 'TM_LINE_NUMBER', 'foo', 'bar');

const groupForm = fc.oneof(
  fc.constant({}),
  fc
    .constantFrom('upcase', 'downcase', 'capitalize', 'pascalcase', 'camelcase', 'kebabcase', 'snakecase')
    .map((shorthand) => ({ shorthand })),
  telling.map((filled) => ({ filled })),
  telling.map((empty) => ({ empty })),
  fc.tuple(telling, telling).map(([filled, empty]) => ({ filled: filled.replaceAll(':', ';'), empty })),
);
const formatPart: fc.Arbitrary<FormatPart> = fc.oneof(
  // A dollar cannot be escaped in a format, so it stands for itself only where no group can be meant.
  telling.map((text) => ({ kind: 'text' as const, text: text.replaceAll('$', '%') })),
  fc.tuple(index, groupForm).map(([number, form]) => ({ kind: 'group' as const, index: number, ...form })),
);

export const transform: fc.Arbitrary<Transform> = fc.record({
  pattern: fc.constantFrom('', '.', '(.*)', '^(\\w)(.*)$', '[/}]', 'a|(b)', '(a)/(b)', '\\$\\{'),
  options: fc.constantFrom('', 'g', 'i', 'gi'),
  format: fc.array(formatPart, { maxLength: 3 }).map(joinedTexts),
});

/** Parts as they come out of a body: texts that follow each other are one. */
export const parts: fc.Arbitrary<Part[]> = fc.letrec<{ parts: Part[] }>((tie) => {
  const inner = tie('parts');
  const part: fc.Arbitrary<Part> = fc.oneof(
    { maxDepth: 3, depthIdentifier: 'part' },
    telling.map((text) => ({ kind: 'text' as const, text, ...nowhere })),
    index.map((number) => ({ kind: 'tabStop' as const, index: number, ...nowhere })),
    fc.tuple(index, transform).map(([number, own]) => ({ kind: 'tabStop' as const, index: number, transform: own, ...nowhere })),
    fc.tuple(fc.integer({ min: 1, max: 4 }), fc.array(telling, { minLength: 1, maxLength: 3 })).map(([number, options]) => ({
      kind: 'choice' as const,
      index: number,
      options,
      ...nowhere,
    })),
    fc.constantFrom(...variables, 'foo').map((own) => ({ kind: 'variable' as const, name: own, ...nowhere })),
    fc.tuple(name, transform).map(([own, rewriting]) => ({ kind: 'variable' as const, name: own, transform: rewriting, ...nowhere })),
    fc.tuple(name, inner).map(([own, within]) => ({ kind: 'variable' as const, name: own, parts: within, ...nowhere })),
    fc.tuple(index, inner).map(([number, within]) => ({ kind: 'placeholder' as const, index: number, parts: within, ...nowhere })),
  );
  return { parts: fc.array(part, { maxLength: 4, depthIdentifier: 'part' }).map(joinedTexts) };
}).parts;

function joinedTexts<T extends { kind: string; text?: string }>(list: readonly T[]): T[] {
  const joined: T[] = [];
  for (const one of list) {
    const last = joined.at(-1);
    if (last?.kind === 'text' && one.kind === 'text') joined[joined.length - 1] = { ...last, text: `${last.text}${one.text}` };
    else joined.push(one);
  }
  return joined;
}

/** Parts without their places. */
export function bare(list: readonly Part[]): unknown {
  return JSON.parse(JSON.stringify(list, (key, value) => (key === 'from' || key === 'to' ? undefined : value)));
}
