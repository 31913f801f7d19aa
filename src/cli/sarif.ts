import { inEnglish } from '../core/message.ts';
import { lintCodes } from '../core/pack/lint/codes.ts';
import type { FileProblem } from '../core/pack/pack.ts';
import { version } from '../protocol/version.ts';

/** Findings as a log of SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code hosts show beside the code. */
export function sarifLog(findings: readonly FileProblem[]): unknown {
  const given = new Set<string>(findings.map(({ code }) => code));
  const rules = lintCodes().filter(({ code }) => given.has(code));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'onramp',
            version,
            rules: rules.map(({ code, text }) => ({ id: code, shortDescription: { text }, help: { text } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((found) => ({
          ruleId: found.code,
          level: found.severity,
          message: { text: inEnglish(found) },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(found.file) },
                region: { startLine: found.line, startColumn: found.column },
              },
            },
          ],
        })),
      },
    ],
  };
}
