import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Editor } from '../../core/ports.ts';
import { type EditorQuestion, editorAnswer, questionsVariable } from '../../protocol/editorQuestion.ts';
import { openBrowser } from '../editor/browser.ts';
import { openEditor } from '../editor/openEditor.ts';
import { cacheFolder, packageRoot } from '../packageRoot.ts';
import type { OpenLearnerEditor } from './testPack.ts';

/** Opens an editor for each learner who needs one; `dispose` ends what they share. */
export type LearnerEditors = { open: OpenLearnerEditor; dispose(): Promise<void> };

/** How long an editor may take for an answer, starting up and a language server's first look at a project included, in milliseconds. */
const patience = 120_000;

/** As long as nothing is asked, VS Code is told so this often, in milliseconds. */
const held = 60_000;

/** VS Code and a browser are installed at the first use. `env` is for what runs in the editor, as in the learner's terminal. */
export async function learnerEditors(options: {
  report: (line: string) => void;
  env: Readonly<Record<string, string>>;
}): Promise<LearnerEditors> {
  const root = packageRoot();
  const cache = cacheFolder(root);
  const scratch = await mkdtemp(join(tmpdir(), 'onramp-walk-editor-'));
  // VS Code runs a module of ours only for an extension in development: this one is nothing else.
  await writeFile(
    join(scratch, 'package.json'),
    JSON.stringify({ name: 'walk', publisher: 'onramp', version: '0.0.0', engines: { vscode: '*' } }),
  );
  let browser: Promise<Browser> | undefined;
  return {
    open: async (folder) => {
      browser ??= openBrowser({ cache, report: options.report });
      const shared = await browser;
      const questions = await openQuestions();
      const window = await openEditor({
        cache,
        browser: shared,
        workspace: folder,
        extensions: [scratch],
        tests: join(root, 'dist', 'walkHost.js'),
        env: { ...options.env, [questionsVariable]: questions.address },
        report: options.report,
      }).catch(async (error: unknown) => {
        await questions.dispose();
        throw error;
      });
      void window.finished.then(() => questions.fail('VS Code ended'));
      return {
        errors: async (path) => texts(await questions.ask({ ask: 'errors', path })),
        symbols: async (path) => texts(await questions.ask({ ask: 'symbols', path })),
        hasExtension: async (name) => (await questions.ask({ ask: 'extension', name })) === true,
        setting: (name) => questions.ask({ ask: 'setting', name }),
        dispose: async () => {
          await questions.dispose();
          await window.dispose();
        },
      } satisfies Editor & { dispose(): Promise<void> };
    },
    dispose: async () => {
      await (await browser?.catch(() => undefined))?.close();
      await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function texts(answer: unknown): string[] | undefined {
  return Array.isArray(answer) ? answer.map(String) : undefined;
}

type Asked = EditorQuestion extends infer Q ? (Q extends { id: number } ? Omit<Q, 'id'> : never) : never;
type Waiting = { question: EditorQuestion; resolve: (answer: unknown) => void; reject: (error: Error) => void };

/** Questions that VS Code comes to fetch, at an address that only it knows. Each is answered before the next is given. */
async function openQuestions() {
  const secret = randomBytes(16).toString('hex');
  const waiting = new Map<number, Waiting>();
  const unasked: number[] = [];
  let fetching: ServerResponse | undefined;
  let last = 0;
  const give = () => {
    const next = fetching === undefined ? undefined : waiting.get(unasked.shift() ?? -1);
    if (next === undefined) return;
    const response = fetching;
    fetching = undefined;
    answerWith(response, next.question);
  };
  const fail = (why: string) => {
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
  };
  const server = createServer((request, response) => {
    if (request.url === `/${secret}/next`) {
      fetching = response;
      // Whoever asks gives up on an answer that takes minutes.
      const later = setTimeout(() => {
        if (fetching !== response) return;
        fetching = undefined;
        answerWith(response, { ask: 'later' });
      }, held);
      response.once('close', () => clearTimeout(later));
      give();
    } else if (request.url === `/${secret}/answer`) {
      take(request)
        .then(() => answerWith(response, {}))
        .catch(() => response.writeHead(400).end());
    } else response.writeHead(404).end();
  });
  const take = async (request: IncomingMessage) => {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const { id, answer, failed } = editorAnswer.parse(JSON.parse(text));
    const asked = waiting.get(id);
    waiting.delete(id);
    if (failed === undefined) asked?.resolve(answer);
    else asked?.reject(new Error(failed));
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    address: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/${secret}`,
    ask: (asked: Asked) =>
      new Promise<unknown>((resolve, reject) => {
        const id = ++last;
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new Error(`the editor gave no answer within ${patience / 1000} s`));
        }, patience);
        const settle =
          <T>(done: (value: T) => void) =>
          (value: T) => {
            clearTimeout(timer);
            done(value);
          };
        waiting.set(id, { question: { ...asked, id }, resolve: settle(resolve), reject: settle(reject) });
        unasked.push(id);
        give();
      }),
    fail,
    dispose: async () => {
      fail('the editor is closed');
      if (fetching !== undefined) answerWith(fetching, { ask: 'nothing' });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerWith(response: ServerResponse | undefined, value: unknown): void {
  response?.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
