import { filesIn } from '../../core/filesIn.ts';
import { inEnglish } from '../../core/message.ts';
import type { Files } from '../../core/ports.ts';
import { planScaffold } from '../../core/scaffold/plan.ts';
import { settleAnswers } from '../../core/scaffold/settleAnswers.ts';
import { readTemplate } from '../../core/scaffold/template.ts';
import { readSnippets } from '../../core/snippet/snippetFile.ts';
import { expectation } from '../../core/tutorial/check.ts';
import { tutorialId } from '../../core/tutorial/head.ts';
import type { Block, Link, PlacedCheck, Reference, Section, Tutorial } from '../../core/tutorial/tutorial.ts';
import type { FromGuide } from '../../protocol/guide.ts';
import type { PreviewTold } from '../../protocol/preview.ts';

/** What an act in the guide would do in the editor: nothing is run or written here. */
export async function tellAct(
  act: FromGuide,
  { tutorial, section }: { tutorial: Tutorial; section: Section },
  pack: Files,
): Promise<PreviewTold> {
  switch (act.type) {
    case 'run':
    case 'write':
    case 'check':
    case 'insert':
      return { text: blockWords(act.type, section.blocks[act.index]) };
    case 'require':
      return { text: `In the editor this tries: ${demands(tutorial.requires)}.` };
    case 'reference':
      return { text: referenceWords(section.references[act.index]) };
    case 'link':
      return followLink(section.links[act.index], tutorial, pack);
    default:
      return { text: undefined };
  }
}

function blockWords(act: 'run' | 'write' | 'check' | 'insert', block: Block | undefined): string | undefined {
  if (block === undefined) return undefined;
  if (act === 'insert') return 'In the editor this inserts the text where the cursor is.';
  if (block.kind === 'run') return `In the editor this runs “${block.text}” in the terminal.`;
  if (block.kind === 'check') return `In the editor this tries: ${demands(block.checks)}. Here it counts as passed.`;
  if (block.kind === 'diff') return `In the editor this shows the change of ${block.path}, and applies it.`;
  if (block.kind !== 'file') return undefined;
  const { path, place } = block;
  if (place.how === 'whole') return `In the editor this creates ${path}, or shows the difference before it replaces it.`;
  if (place.how === 'append') return `In the editor this appends to ${path}.`;
  return `In the editor this inserts into ${path}, ${place.how} the line with “${place.anchor}”.`;
}

function demands(checks: readonly PlacedCheck[]): string {
  return checks.map(({ check }) => inEnglish(expectation(check))).join('; ');
}

function referenceWords(reference: Reference | undefined): string | undefined {
  if (reference === undefined) return undefined;
  const { path, lines } = reference;
  if ('text' in lines) return `In the editor this shows the first line of ${path} that holds “${lines.text}”.`;
  return `In the editor this shows ${lines.from === lines.to ? `line ${lines.from}` : `lines ${lines.from} to ${lines.to}`} of ${path}.`;
}

async function followLink(link: Link | undefined, tutorial: Tutorial, pack: Files): Promise<PreviewTold> {
  switch (link?.kind) {
    case 'web':
      return { text: `In the editor this opens ${link.url} in the browser.` };
    case 'command':
      return { text: `In the editor this runs the command ${link.command}.` };
    case 'template':
      return { text: await templateWords(link.name, pack) };
    case 'snippet': {
      const { snippets } = readSnippets((await pack.readText(link.file)) ?? '{}');
      const there = snippets.some(({ name }) => name === link.name);
      return { text: there ? `In the editor this inserts the snippet “${link.name}”.` : `${link.file} has no snippet “${link.name}”.` };
    }
    case 'tutorial':
      return { text: undefined, go: { tutorial: tutorialId(link.path), step: null } };
    case 'plain': {
      const step = tutorial.steps.find(({ id }) => link.href === `#${id}`);
      return step === undefined
        ? { text: inEnglish({ code: 'link.unknown', args: [link.href] }) }
        : { text: undefined, go: { tutorial: tutorial.id, step: step.id } };
    }
    case undefined:
      return { text: undefined };
  }
}

async function templateWords(name: string, pack: Files): Promise<string> {
  const source = filesIn(pack, `templates/${name}`);
  const { template, problems } = await readTemplate(source, name);
  if (template === undefined) return problems.map(inEnglish).join(' ');
  const { plan, problems: refused } = await planScaffold(source, template, settleAnswers(template, {}).answers);
  if (plan === undefined) return refused.map(inEnglish).join(' ');
  const asked = (template.parameters ?? []).map((parameter) => `“${parameter.prompt ?? parameter.name}”`);
  const questions = asked.length === 0 ? '' : ` asks ${asked.join(', ')}, then`;
  return `In the editor this${questions} writes ${plan.files.map(({ path }) => path).join(', ')}.`;
}
