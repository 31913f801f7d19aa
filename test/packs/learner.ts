import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { diskFiles } from '../../src/cli/diskFiles.ts';
import { endTree, startTree } from '../../src/cli/editor/process.ts';
import { filesIn } from '../../src/core/filesIn.ts';
import { inEnglish } from '../../src/core/message.ts';
import type { Files, Http, Shell } from '../../src/core/ports.ts';
import { applyScaffold } from '../../src/core/scaffold/apply.ts';
import { planScaffold } from '../../src/core/scaffold/plan.ts';
import { settleAnswers } from '../../src/core/scaffold/settleAnswers.ts';
import { readTemplate } from '../../src/core/scaffold/template.ts';
import { readSnippets } from '../../src/core/snippet/snippetFile.ts';
import { runCheck } from '../../src/core/tutorial/check.ts';
import { patchText } from '../../src/core/tutorial/patch.ts';
import { placeText } from '../../src/core/tutorial/place.ts';
import type { Block, Link, PlacedCheck, Step } from '../../src/core/tutorial/tutorial.ts';

/** Somebody who follows a pack's tutorial in a folder of their own and does all it says. */
export type Learner = {
  /** Tries checks: what is wrong with each that fails, in words. What only an editor can tell is left out. */
  failures(checks: PlacedCheck[]): Promise<string[]>;
  /** Does what a step offers, in the order of its text. What a command prints is given back; a server goes on running. */
  follow(step: Step): Promise<string>;
  /** Stops the servers that run. */
  stopServers(): Promise<void>;
};

/** `env` is added to the environment of every command. */
export function learner(pack: Files, folder: string, env: Record<string, string>): Learner {
  const files = diskFiles(folder);
  const shell = diskShell(folder, env);
  const running = new Set<ChildProcess>();

  const followLink = async (link: Link, step: Step) => {
    if (link.kind === 'template') await scaffold(pack, link.name, files);
    if (link.kind === 'snippet') {
      const opened = step.references[0]?.path;
      if (opened === undefined) throw new Error(`Step ${step.id} opens no file before its snippet`);
      const { snippets } = readSnippets((await pack.readText(link.file)) ?? '');
      const snippet = snippets.find(({ name }) => name === link.name);
      if (snippet === undefined) throw new Error(`No snippet ${link.name}`);
      await files.write(opened, ((await files.readText(opened)) ?? '') + expanded(snippet.body));
    }
  };
  const followBlock = async (block: Block): Promise<string> => {
    if (block.kind === 'run') {
      const child = startCommand(block.text, folder, env);
      running.add(child);
      child.on('close', () => running.delete(child));
      return endOrAddress(child);
    }
    if (block.kind === 'file') {
      const content = await files.readText(block.path);
      const placement = placeText(content, block.text, block.place);
      // A step's solution is what doing the step has come to.
      if (placement.kind === 'none' && block.place.how === 'whole') return '';
      if (placement.kind !== 'edit') throw new Error(`The block in line ${block.line} has no place to go: ${placement.kind}`);
      const { at, remove, insert } = placement.edit;
      const before = content ?? '';
      await files.write(block.path, before.slice(0, at) + insert + before.slice(at + remove));
    }
    if (block.kind === 'diff') {
      const patched = patchText(await files.readText(block.path), block.text);
      if (patched.kind !== 'changed') throw new Error(`The diff in line ${block.line} changes nothing: ${patched.kind}`);
      await files.write(block.path, patched.text);
    }
    return '';
  };

  return {
    failures: async (checks) => {
      const failures: string[] = [];
      for (const { check, line } of checks) {
        const { state, expected, found, output = '' } = await runCheck(check, { files, shell, http: fetchHttp, editor: undefined }, never);
        if (state !== 'passed' && state !== 'unavailable')
          failures.push(`line ${line}: ${inEnglish(expected)}: ${state}, ${inEnglish(found)} ${output}`.trim());
      }
      return failures;
    },
    follow: async (step) => {
      for (const link of step.links) await followLink(link, step);
      let printed = '';
      for (const block of step.blocks) printed += await followBlock(block);
      return printed;
    },
    stopServers: async () => {
      await Promise.all([...running].map((child) => endTree(child)));
    },
  };
}

const never = { aborted: false, addEventListener: () => {} };

async function scaffold(pack: Files, name: string, files: Files): Promise<void> {
  const source = filesIn(pack, `templates/${name}`);
  const { template, problems } = await readTemplate(source, name);
  if (template === undefined) throw new Error(problems.map(inEnglish).join('\n'));
  const { plan, problems: refused } = await planScaffold(source, template, settleAnswers(template, {}).answers);
  if (plan === undefined) throw new Error(refused.map(inEnglish).join('\n'));
  await applyScaffold(files, plan, { decisions: new Map(plan.files.map(({ path }) => [path, 'replace'])) });
}

/** A snippet as it stands when nothing is typed over its placeholders. */
export function expanded(body: string): string {
  return body
    .replace(/\$\{\d+\|([^,|]*)[^}]*\|\}/g, '$1')
    .replace(/\$\{\d+:((?:[^}\\]|\\.)*)\}/g, '$1')
    .replace(/\$\d+|\$\{\d+\}/g, '')
    .replace(/\\([$}\\])/g, '$1')
    .replace(/\t/g, '  ');
}

function diskShell(root: string, env: Record<string, string>): Shell {
  return {
    run: (command, { cwd, timeout }) =>
      new Promise((resolve, reject) => {
        const child = startCommand(command, join(root, cwd), env);
        let timedOut = false;
        const timer = setTimeout(() => {
          timedOut = true;
          void endTree(child);
        }, timeout);
        const output = gathered(child, () => {});
        child.on('error', reject);
        child.on('close', (exit) => {
          clearTimeout(timer);
          resolve({ exit, output: output(), timedOut });
        });
      }),
  };
}

/** Waits, as a person does in a terminal, until a command ends or says at which address it listens, and gives what it has printed. */
function endOrAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const printed = gathered(child, () => {
      if (/http:\/\/(127\.0\.0\.1|localhost):\d+/.test(printed())) resolve(printed());
    });
    child.on('error', reject);
    child.on('close', () => resolve(printed()));
  });
}

/** What a command has printed up to now. */
function gathered(child: ChildProcess, onMore: () => void): () => string {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      onMore();
    });
  }
  return () => output;
}

/** A learner's terminal: what an npm script adds to the environment is none of theirs. */
function startCommand(command: string, cwd: string, env: Record<string, string>): ChildProcess {
  const own = Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|config_local_prefix)|^NODE_OPTIONS$/.test(name));
  return startTree(command, [], { cwd, env: { ...Object.fromEntries(own), ...env }, shell: true });
}

const fetchHttp: Http = {
  get: async (url, { timeout }) => {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeout) });
    return { status: answer.status, body: await answer.text() };
  },
};
