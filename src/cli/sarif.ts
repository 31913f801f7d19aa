import { inEnglish } from '../core/message.ts';
import { lintCodes } from '../core/pack/lint/codes.ts';
import type { Finding, Fix } from '../core/pack/lint.ts';
import { version } from '../protocol/version.ts';

/** Findings as a log of SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), which code hosts show beside the code. */
export function sarifLog(findings: readonly Finding[]): unknown {
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
            rules: rules.map(({ code, says, write }) => ({ id: code, shortDescription: { text: says }, help: helpOf(says, write) })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((found) => ({
          ruleId: found.code,
          ruleIndex: rules.findIndex(({ code }) => code === found.code),
          level: found.severity === 'info' ? 'note' : found.severity,
          message: { text: inEnglish(found) },
          locations: [
            {
              physicalLocation: {
                artifactLocation: addressOf(found.file),
                region: { startLine: found.line, startColumn: found.column },
              },
            },
          ],
          ...(found.fix && { fixes: [fixOf(found.file, found.fix)] }),
        })),
      },
    ],
  };
}

function helpOf(says: string, write: string): { text: string; markdown: string } {
  return { text: `${says} Write: ${write}`, markdown: `${says}\n\nWrite:\n\n\`\`\`\`\n${write}\n\`\`\`\`\n` };
}

function addressOf(file: string): { uri: string } {
  return { uri: file.split('/').map(encodeURIComponent).join('/') };
}

function fixOf(file: string, { from, to, text }: Fix) {
  const replacement = { deletedRegion: { charOffset: from, charLength: to - from }, insertedContent: { text } };
  return {
    description: { text: 'What only can be meant' },
    artifactChanges: [{ artifactLocation: addressOf(file), replacements: [replacement] }],
  };
}
