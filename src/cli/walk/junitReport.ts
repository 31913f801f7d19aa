import { inEnglish, type Problem } from '../../core/message.ts';
import type { PackTestReport } from './testPack.ts';

/** The report in the XML that CI systems read: a suite a tutorial, a case a step. `at` gives a file as it is seen from the current folder. */
export function junitXml(reports: readonly { report: PackTestReport; at: (path: string) => string }[]): string {
  const suites = reports.flatMap(({ report, at }) =>
    report.walks.map((walk) => {
      const file = at(walk.path);
      const whole = { title: 'The tutorial as a whole', milliseconds: 0, problems: walk.problems };
      const cases = [...(walk.problems.length > 0 ? [whole] : []), ...walk.steps];
      const failures = cases.filter(({ problems }) => errorsAmong(problems).length > 0).length;
      return element('testsuite', { name: walk.title, file, tests: cases.length, failures, time: walk.milliseconds / 1000 }, [
        ...cases.map(({ title, milliseconds, problems }) =>
          element('testcase', { name: title, classname: walk.id, file, time: milliseconds / 1000 }, [
            ...errorsAmong(problems).map((problem) =>
              element('failure', { type: problem.code, message: inEnglish(problem) }, [`${file}:${problem.line}:${problem.column}`]),
            ),
          ]),
        ),
      ]);
    }),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'onramp' }, suites)}\n`;
}

function errorsAmong(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ severity }) => severity === 'error');
}

/** The last argument is XML already, but for plain places, which hold no marks. */
function element(name: string, attributes: Readonly<Record<string, string | number>>, content: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  return content.length === 0 ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>\n${content.join('\n')}\n</${name}>`;
}

function escaped(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML may not hold them, a command's output may
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '�')
  );
}
