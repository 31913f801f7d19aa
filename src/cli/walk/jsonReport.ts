import { inEnglish } from '../../core/message.ts';
import type { CheckResult } from '../../core/tutorial/check.ts';
import { isSound } from '../../core/tutorial/walk.ts';
import type { WalkTimes } from '../../protocol/walkTimes.ts';
import { findingsJson } from '../findings.ts';
import type { PackTestReport } from './testPack.ts';

/** A pack's test for machines, under `--json`. `at` gives a file as it is seen from the current folder. */
export function reportJson({ pack, walks, findings, passed }: PackTestReport, folder: string, at: (path: string) => string) {
  return {
    folder,
    pack: pack?.manifest.name ?? null,
    version: pack?.manifest.version ?? null,
    passed,
    tutorials: walks.map((walk) => ({
      id: walk.id,
      file: at(walk.path),
      title: walk.title,
      passed: isSound(walk),
      milliseconds: walk.milliseconds,
      steps: walk.steps.map((step) => ({
        id: step.id,
        title: step.title,
        line: step.line,
        passed: isSound({ problems: [], steps: [step] }),
        milliseconds: step.milliseconds,
        checks: step.checks.map(({ placed, verdict, before, after }) => ({
          line: placed.line,
          column: placed.column,
          verdict,
          expected: inEnglish(after.expected),
          before: resultJson(before),
          after: resultJson(after),
        })),
        commands: step.commands.map(({ line, command, typed }) => ({ line, command, ...typed })),
      })),
    })),
    findings: findingsJson(findings.map((found) => ({ ...found, file: at(found.file) }))),
  };
}

function resultJson({ state, found, output = '' }: CheckResult) {
  return { state, found: inEnglish(found), output };
}

/** How long each tutorial took, for `--times`. */
export function timesJson(reports: readonly PackTestReport[]): WalkTimes {
  const tutorials = reports.flatMap(({ pack, walks }) =>
    walks.map(({ path, minutes, milliseconds, steps }) => ({
      pack: pack?.manifest.name ?? '',
      path,
      ...(minutes === undefined ? {} : { minutes }),
      milliseconds,
      steps: steps.map(({ id, milliseconds: took }) => ({ id, milliseconds: took })),
    })),
  );
  return { kind: 'onramp.walkTimes', tutorials };
}
